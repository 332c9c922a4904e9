package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
)

const (
	// Asking for a token counts in the same small group as the sign-in does, which
	// must never wait for us: four in the first minute, then one a minute.
	linkFirst = 4 * time.Second
	linkMost  = time.Minute

	// steady is how long a connection must have lasted for the next one to be
	// tried without a pause that grows.
	steady = time.Minute
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

// keepLink keeps the connection for events, until RingCentral says that there are
// none; then it waits for Reload.
func (r *loop) keepLink(ctx context.Context) {
	for failed := 0; ; {
		began := time.Now()
		r.mu.Lock()
		r.link.tried = began
		r.mu.Unlock()
		err := r.connect(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) >= steady {
			failed = 0
		}
		failed++
		r.explain(err)
		if !r.pause(ctx, err, failed, time.Since(began)) {
			failed = 0
		}
	}
}

// pause waits before the next connection, and says whether it ran its course.
func (r *loop) pause(ctx context.Context, err error, failed int, lasted time.Duration) bool {
	select {
	case <-r.line.linkNow: // of a time when there was nothing to try
	default:
	}
	var after <-chan time.Time // never, for a refusal
	switch {
	case routine(err) && lasted >= steady:
		return true
	case !refused(err):
		after = time.After(min(linkFirst<<min(failed-1, 8), linkMost))
	}
	select {
	case <-ctx.Done():
	case <-after:
		return true
	case <-r.line.linkNow:
	}
	return false
}

// refused says whether there are no events to be had as things are.
func refused(err error) bool {
	return forGood(err) || errors.Is(err, errPlace)
}

// routine says whether the service ended the connection only because of its age or
// its silence.
func routine(err error) bool { return api.Is(err, "WSG-902", "WSG-903") }

// explain says why no events come.
func (r *loop) explain(err error) {
	a := api.Explain(socketRefused(err))
	what, do := "The connection over which RingCentral tells of calls is not up; it is tried again.", ""
	switch {
	case refused(err):
		what, do = a.What, a.Do
		if _, ok := lacksScope(err); !ok {
			what = "RingCentral does not tell of calls by itself: " + a.What
		}
	case routine(err):
		what = ""
	}
	r.down(what, do)
}

func (r *loop) down(why, do string) {
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

// up says that events come from now on. After a new subscription, what happened
// before it is not told.
func (r *loop) up(s *socket, recovered bool) {
	s.timer.Stop()
	s.began = true
	r.change(func() {
		r.link.up, r.link.why, r.link.do = true, "", ""
		r.reading.failed = 0 // what reaches us can be asked
		if !recovered {
			r.book.order = order{}
		}
		r.dueIn(0)
	})
}

// recovery is the token to go on with, if there is still time.
func (r *loop) recovery() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := &r.link.resume
	if t.token == "" || !t.until.IsZero() && time.Now().After(t.until) {
		return ""
	}
	return t.token
}

// forget gives up going on with the last connection.
func (r *loop) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.link.resume = resume{}
}

// backAgain has the link tried at once, because the service answers after all.
// The lock is held.
func (r *loop) backAgain(now time.Time) {
	if !r.link.up && now.Sub(r.link.tried) >= 4*linkFirst {
		notify(r.line.linkNow)
	}
}
