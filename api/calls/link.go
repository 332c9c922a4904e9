package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

const (
	// A token for the socket counts in the same small rate limit group as the
	// sign-in, which must never wait for it. These pauses allow four tokens in the
	// first minute, then one a minute.
	linkRetryMin = 4 * time.Second
	linkRetryMax = time.Minute

	// stableAfter is the age from which a connection counts as stable: the pause
	// after it is the shortest again.
	stableAfter = time.Minute
)

// link is the state of the connection for events.
type link struct {
	up      bool   // events come
	why, do string // the reason that it is not, and what to do, in sentences
	tried   time.Time
	resume  resume
}

// resume is what the next connection needs to resume the last one.
type resume struct {
	token    string
	sequence int64
	until    time.Time     // zero while the connection is open
	within   time.Duration // how long after its end a connection can be resumed
}

// linkLoop keeps a connection open. Once RingCentral refuses events, it waits for
// Reload.
func (t *tracker) linkLoop(ctx context.Context) {
	for failed := 0; ; {
		began := time.Now()
		t.mu.Lock()
		t.link.tried = began
		t.mu.Unlock()
		err := t.connect(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) >= stableAfter {
			failed = 0
		}
		failed++
		t.linkFailed(err)
		if !t.pause(ctx, err, failed, time.Since(began)) {
			failed = 0
		}
	}
}

// pause waits before the next connection, and reports whether it waited to the
// end. lasted is how long the previous connection was open.
func (t *tracker) pause(ctx context.Context, err error, failed int, lasted time.Duration) bool {
	select {
	case <-t.monitor.linkNow: // an old request, from when nothing waited
	default:
	}
	var after <-chan time.Time // blocks forever after a refusal
	switch {
	case routineClose(err) && lasted >= stableAfter:
		return true
	case !unavailable(err):
		after = time.After(min(linkRetryMin<<min(failed-1, 8), linkRetryMax))
	}
	select {
	case <-ctx.Done():
	case <-after:
		return true
	case <-t.monitor.linkNow:
	}
	return false
}

// unavailable reports whether a retry would not bring events.
func unavailable(err error) bool {
	return permanent(err) || errors.Is(err, errUnsafeURL)
}

// routineClose reports whether the service closed the connection only because of
// its age or its silence.
func routineClose(err error) bool { return rest.Is(err, "WSG-902", "WSG-903") }

// linkFailed records that the connection closed, and err as the reason.
func (t *tracker) linkFailed(err error) {
	a := api.Explain(socketRefused(err))
	what, do := "The connection for live events is down. rcfwd is trying again.", ""
	switch {
	case unavailable(err):
		what, do = a.What, a.Do
		if _, ok := lacksScope(err); !ok {
			what = "RingCentral sends no live events: " + a.What
		}
	case routineClose(err):
		what = ""
	}
	t.linkDown(what, do)
}

func (t *tracker) linkDown(why, do string) {
	t.change(func() {
		if t.link.up {
			t.readWithin(0)
		}
		t.link.up, t.link.why, t.link.do = false, why, do
		if r := &t.link.resume; r.until.IsZero() && r.within > 0 {
			r.until = time.Now().Add(r.within)
		}
	})
}

// linkUp records that events come from now on. A new subscription does not report
// what happened before it.
func (t *tracker) linkUp(s *socket, recovered bool) {
	s.timer.Stop()
	s.receiving = true
	t.change(func() {
		t.link.up, t.link.why, t.link.do = true, "", ""
		t.reads.failed = 0 // the service can be reached, so a read need not wait
		if !recovered {
			t.state.order = sequencer{}
		}
		t.readWithin(0)
	})
}

// recovery returns the token to resume the last connection with, or "" when there
// is none or it is too old.
func (t *tracker) recovery() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := &t.link.resume
	if r.token == "" || !r.until.IsZero() && time.Now().After(r.until) {
		return ""
	}
	return r.token
}

// forgetRecovery makes the next connection a new one.
func (t *tracker) forgetRecovery() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.link.resume = resume{}
}

// retryLink connects at once, because the service answers again. The lock is held.
func (t *tracker) retryLink(now time.Time) {
	if !t.link.up && now.Sub(t.link.tried) >= 4*linkRetryMin {
		notify(t.monitor.linkNow)
	}
}
