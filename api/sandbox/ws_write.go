package sandbox

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// write sends what is in line, lets time pass for the calls, and pings.
func (k *socket) write(ctx context.Context) {
	ping := k.opened.Add(pingEvery)
	for {
		frames, next, end := k.work()
		for _, f := range frames {
			if k.conn.Write(ctx, websocket.MessageText, f) != nil {
				k.lose()
				return
			}
		}
		if end {
			_ = k.conn.Close(websocket.StatusPolicyViolation, "")
			k.lose()
			return
		}
		if !time.Now().Before(ping) {
			go k.guarded(func() { k.ping(ctx) })()
			ping = time.Now().Add(pingEvery)
		}
		if !k.rest(ctx, earliest(next, ping)) {
			return
		}
	}
}

// rest waits for something to do; false if the connection is over.
func (k *socket) rest(ctx context.Context, until time.Time) bool {
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

// ping severs the connection if no pong comes.
func (k *socket) ping(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, pongWithin)
	defer stop()
	if k.conn.Ping(ctx) != nil {
		k.lose()
	}
}

// work is one look at the clock and at the line: what to send now, when to look
// again, and whether that was all.
func (k *socket) work() (frames [][]byte, next time.Time, end bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.catchUp()
	k.checkTime()
	if len(k.missed) > 0 && !time.Now().Before(k.resume) {
		k.out, k.missed = append(k.out, k.missed...), nil
	}
	frames, k.out = k.out, nil
	next = earliest(k.busy.Add(idleTimeout), k.opened.Add(absoluteTimeout))
	if len(k.missed) > 0 {
		next = earliest(next, k.resume)
	}
	if step := k.nextStep(); !step.IsZero() {
		next = earliest(next, step)
	}
	return frames, next, k.closing
}

// checkTime ends connections that are idle or old (G), and those whose OAuth
// session has ended (Guess). Guess: a frame in either direction is no idleness,
// a ping is.
func (k *socket) checkTime() {
	now := time.Now()
	switch {
	case k.channel == nil || k.closing:
	case k.sessions.byID(k.channel.oauth) == nil:
		k.refuse(http.StatusUnauthorized, "WSG-401", "Access token is invalid")
	case now.Sub(k.opened) >= absoluteTimeout:
		k.refuse(http.StatusRequestTimeout, "WSG-903", "Absolute timeout expired")
	case now.Sub(k.busy) >= idleTimeout:
		k.refuse(http.StatusRequestTimeout, "WSG-902", "Idle timeout expired")
	}
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
