package sandbox

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// write sends queued frames, runs the due steps of calls, and pings.
func (k *socket) write(ctx context.Context) {
	ping := k.opened.Add(pingEvery)
	for {
		frames, next, end := k.nextWork()
		for _, f := range frames {
			if k.conn.Write(ctx, websocket.MessageText, f) != nil {
				k.disconnect()
				return
			}
		}
		if end {
			_ = k.conn.Close(websocket.StatusPolicyViolation, "")
			k.disconnect()
			return
		}
		if !time.Now().Before(ping) {
			go k.recovering(func() { k.ping(ctx) })()
			ping = time.Now().Add(pingEvery)
		}
		if !k.waitForWork(ctx, earliest(next, ping)) {
			return
		}
	}
}

// waitForWork waits until there is work to do; it returns false when the
// connection has ended.
func (k *socket) waitForWork(ctx context.Context, until time.Time) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-k.wake:
	case <-ctx.Done():
		return false
	}
	return true
}

// ping closes the connection if no pong comes.
func (k *socket) ping(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, pongWithin)
	defer stop()
	if k.conn.Ping(ctx) != nil {
		k.disconnect()
	}
}

// nextWork returns the frames to send now, when to check again, and whether to
// close the connection after that.
func (k *socket) nextWork() (frames [][]byte, next time.Time, end bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.advance()
	k.checkTimeouts()
	if len(k.missed) > 0 && !time.Now().Before(k.resumeAt) {
		k.out, k.missed = append(k.out, k.missed...), nil
	}
	frames, k.out = k.out, nil
	next = earliest(k.lastFrame.Add(idleTimeout), k.opened.Add(absoluteTimeout))
	if len(k.missed) > 0 {
		next = earliest(next, k.resumeAt)
	}
	if step := k.nextStepTime(); !step.IsZero() {
		next = earliest(next, step)
	}
	return frames, next, k.closing
}

// checkTimeouts ends connections that are idle or too old (G), and those whose
// OAuth session has ended (Guess). Guess: a frame in either direction resets
// the idle time, a ping does not.
func (k *socket) checkTimeouts() {
	now := time.Now()
	switch {
	case k.channel == nil || k.closing:
	case k.sessions.byID(k.channel.oauth) == nil:
		k.closeWithError(http.StatusUnauthorized, "WSG-401", "Access token is invalid")
	case now.Sub(k.opened) >= absoluteTimeout:
		k.closeWithError(http.StatusRequestTimeout, "WSG-903", "Absolute timeout expired")
	case now.Sub(k.lastFrame) >= idleTimeout:
		k.closeWithError(http.StatusRequestTimeout, "WSG-902", "Idle timeout expired")
	}
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
