package calls

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"rcfwd/api/rest"
)

const (
	settling     = 500 * time.Millisecond // how late a missing event may be before the calls are read
	retryFirst   = 2 * time.Second        // between two readings that fail; it doubles
	retryMost    = 30 * time.Second
	retryRefusal = 5 * time.Minute // after an answer that will stay what it is
)

// readState is how asking for the calls goes.
type readState struct {
	due              time.Time // when they must be read because something happened; zero when nothing did
	tried            time.Time // when they were last asked for; zero before
	failed           int       // times in a row
	err              error     // the last failure; nil after an answer
	unreachableSince time.Time // since when nothing answers; zero while something does
}

// readLoop reads the calls, and the session of one that wants it, when they are
// due.
func (r *tracker) readLoop(ctx context.Context) {
	for ctx.Err() == nil {
		what, d := r.nextRead(time.Now())
		if d <= 0 {
			what(ctx)
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.monitor.reschedule:
			notify(r.dirty) // how often they are read is for showing
		case <-r.monitor.readNow:
			r.change(func() { r.reads.due, r.reads.failed = time.Now(), 0 })
		case <-time.After(d):
		}
	}
}

// nextRead says what to ask next, and in how long.
func (r *tracker) nextRead(now time.Time) (func(context.Context), time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what, at := r.readCalls, r.callsDue(now)
	if r.control != nil || r.reads.failed > 0 {
		return what, at.Sub(now)
	}
	if c, due, ok := r.state.nextDetail(); ok && due.Before(at) {
		what, at = func(ctx context.Context) { r.readDetail(ctx, c) }, due
	}
	return what, at.Sub(now)
}

// callsDue is when the calls are to be read. The lock is held.
func (r *tracker) callsDue(now time.Time) time.Time {
	d := &r.reads
	if d.tried.IsZero() {
		return now
	}
	if d.failed > 0 {
		return d.tried.Add(d.retry())
	}
	at := now.Add(time.Hour)
	if every := r.interval(now); every > 0 {
		at = d.tried.Add(every)
	}
	if !d.due.IsZero() && d.due.Before(at) {
		at = d.due
	}
	return at
}

func (d *readState) retry() time.Duration {
	if permanent(d.err) {
		return retryRefusal
	}
	return min(retryFirst<<min(d.failed-1, 8), retryMost)
}

// readCalls reads the presence.
func (r *tracker) readCalls(ctx context.Context) {
	r.mu.Lock()
	since := r.state.version
	r.reads.due = time.Time{}
	r.mu.Unlock()
	t, err := r.monitor.readPresence(ctx)
	if ctx.Err() != nil {
		return
	}
	r.change(func() {
		now := time.Now()
		if err == nil && r.reads.persistent() {
			r.retryLink(now)
		}
		r.reads.record(err, now)
		if err == nil {
			r.state.applyAnswer(t, since, now)
		}
	})
}

func (d *readState) record(err error, now time.Time) {
	d.tried, d.err = now, err
	if err == nil {
		d.failed, d.unreachableSince = 0, time.Time{}
		return
	}
	d.failed++
	if e, ok := asError(err); d.unreachableSince.IsZero() && ok && e.Status == 0 {
		d.unreachableSince = now
	}
}

// readPresence asks for the calls once.
func (l *Monitor) readPresence(ctx context.Context) (presence, error) {
	path, err := l.client.ExtensionPath(ctx, "presence")
	if err != nil {
		return presence{}, err
	}
	var w wirePresence
	err = l.client.REST().Do(ctx, rest.Request{
		Op: opPresence, Method: http.MethodGet, Path: path, Query: url.Values{presenceQuery: {"true"}}, NoRetry: true,
	}, rest.Into(&w))
	if err != nil {
		return presence{}, err
	}
	t, ok := w.decode()
	if !ok {
		return presence{}, rest.Unusable(opPresence, http.StatusOK, nil, errShape)
	}
	return t, nil
}

// dueIn has the calls read in d at the latest. The lock is held.
func (r *tracker) dueIn(d time.Duration) {
	if at := time.Now().Add(d); r.reads.due.IsZero() || at.Before(r.reads.due) {
		r.reads.due = at
	}
}
