package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

const (
	// Asking for a token counts in the same small group as the sign-in does, which
	// must never wait for us: four in the first minute, then one a minute.
	linkFirst = 4 * time.Second
	linkMost  = time.Minute

	// stableAfter is how long a connection must have lasted for the next one to be
	// tried without a pause that grows.
	stableAfter = time.Minute
)

// link is how the connection for events is.
type link struct {
	up      bool   // events come
	why, do string // why not, in sentences
	tried   time.Time
	resume  resume
}

// resume is what a connection leaves for the next one to go on where it ended.
type resume struct {
	token    string
	sequence int64
	until    time.Time // zero while the connection is there
	within   time.Duration
}

// linkLoop keeps the connection for events, until RingCentral says that there are
// none; then it waits for Reload.
func (r *tracker) linkLoop(ctx context.Context) {
	for failed := 0; ; {
		began := time.Now()
		r.mu.Lock()
		r.link.tried = began
		r.mu.Unlock()
		err := r.connect(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) >= stableAfter {
			failed = 0
		}
		failed++
		r.linkFailed(err)
		if !r.pause(ctx, err, failed, time.Since(began)) {
			failed = 0
		}
	}
}

// pause waits before the next connection, and says whether it ran its course.
func (r *tracker) pause(ctx context.Context, err error, failed int, lasted time.Duration) bool {
	select {
	case <-r.monitor.linkNow: // of a time when there was nothing to try
	default:
	}
	var after <-chan time.Time // never, for a refusal
	switch {
	case routineClose(err) && lasted >= stableAfter:
		return true
	case !unavailable(err):
		after = time.After(min(linkFirst<<min(failed-1, 8), linkMost))
	}
	select {
	case <-ctx.Done():
	case <-after:
		return true
	case <-r.monitor.linkNow:
	}
	return false
}

// unavailable says whether there are no events to be had as things are.
func unavailable(err error) bool {
	return permanent(err) || errors.Is(err, errUnsafeURL)
}

// routineClose says whether the service ended the connection only because of its age or
// its silence.
func routineClose(err error) bool { return rest.Is(err, "WSG-902", "WSG-903") }

// linkFailed says why no events come.
func (r *tracker) linkFailed(err error) {
	a := api.Explain(socketRefused(err))
	what, do := "The connection over which RingCentral tells of calls is not up; it is tried again.", ""
	switch {
	case unavailable(err):
		what, do = a.What, a.Do
		if _, ok := lacksScope(err); !ok {
			what = "RingCentral does not tell of calls by itself: " + a.What
		}
	case routineClose(err):
		what = ""
	}
	r.linkDown(what, do)
}

func (r *tracker) linkDown(why, do string) {
	r.change(func() {
		if r.link.up {
			r.dueIn(0)
		}
		r.link.up, r.link.why, r.link.do = false, why, do
		if t := &r.link.resume; t.until.IsZero() && t.within > 0 {
			t.until = time.Now().Add(t.within)
		}
	})
}

// linkUp says that events come from now on. After a new subscription, what happened
// before it is not told.
func (r *tracker) linkUp(s *socket, recovered bool) {
	s.timer.Stop()
	s.receiving = true
	r.change(func() {
		r.link.up, r.link.why, r.link.do = true, "", ""
		r.reads.failed = 0 // what reaches us can be asked
		if !recovered {
			r.state.order = sequencer{}
		}
		r.dueIn(0)
	})
}

// recovery is the token to go on with, if there is still time.
func (r *tracker) recovery() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.link.resume
	if t.token == "" || !t.until.IsZero() && time.Now().After(t.until) {
		return ""
	}
	return t.token
}

// forgetRecovery gives up going on with the last connection.
func (r *tracker) forgetRecovery() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.link.resume = resume{}
}

// retryLink has the link tried at once, because the service answers after all.
// The lock is held.
func (r *tracker) retryLink(now time.Time) {
	if !r.link.up && now.Sub(r.link.tried) >= 4*linkFirst {
		notify(r.monitor.linkNow)
	}
}
