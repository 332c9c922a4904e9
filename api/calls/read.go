package calls

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"rcfwd/api"
)

const (
	settling     = 500 * time.Millisecond // how late a missing event may be before the calls are read
	retryFirst   = 2 * time.Second        // between two readings that fail; it doubles
	retryMost    = 30 * time.Second
	retryRefusal = 5 * time.Minute // after an answer that will stay what it is
)

// reading is how asking for the calls goes.
type reading struct {
	due    time.Time // when they must be read because something happened; zero when nothing did
	tried  time.Time // when they were last asked for; zero before
	failed int       // times in a row
	err    error     // the last failure; nil after an answer
	gone   time.Time // since when nothing answers; zero while something does
}

// keepRead reads the calls, and the session of one that wants it, when they are
// due.
func (r *loop) keepRead(ctx context.Context) {
	for ctx.Err() == nil {
		what, d := r.next(time.Now())
		if d <= 0 {
			what(ctx)
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.line.rethink:
			notify(r.dirty) // how often they are read is for showing
		case <-r.line.readNow:
			r.change(func() { r.reading.due, r.reading.failed = time.Now(), 0 })
		case <-time.After(d):
		}
	}
}

// next says what to ask next, and in how long.
func (r *loop) next(now time.Time) (func(context.Context), time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what, at := r.readCalls, r.callsDue(now)
	if r.control != nil || r.reading.failed > 0 {
		return what, at.Sub(now)
	}
	if c, due, ok := r.book.wanting(); ok && due.Before(at) {
		what, at = func(ctx context.Context) { r.readDetail(ctx, c) }, due
	}
	return what, at.Sub(now)
}

// callsDue is when the calls are to be read. The lock is held.
func (r *loop) callsDue(now time.Time) time.Time {
	d := &r.reading
	if d.tried.IsZero() {
		return now
	}
	if d.failed > 0 {
		return d.tried.Add(d.retry())
	}
	at := now.Add(time.Hour)
	if every := r.pace(now); every > 0 {
		at = d.tried.Add(every)
	}
	if !d.due.IsZero() && d.due.Before(at) {
		at = d.due
	}
	return at
}

func (d *reading) retry() time.Duration {
	if forGood(d.err) {
		return retryRefusal
	}
	return min(retryFirst<<min(d.failed-1, 8), retryMost)
}

// readCalls reads the presence.
func (r *loop) readCalls(ctx context.Context) {
	r.mu.Lock()
	since := r.book.version
	r.reading.due = time.Time{}
	r.mu.Unlock()
	t, err := r.line.presence(ctx)
	if ctx.Err() != nil {
		return
	}
	r.change(func() {
		now := time.Now()
		if err == nil && r.reading.lasting() {
			r.backAgain(now)
		}
		r.reading.answered(err, now)
		if err == nil {
			r.book.answer(t, since, now)
		}
	})
}

func (d *reading) answered(err error, now time.Time) {
	d.tried, d.err = now, err
	if err == nil {
		d.failed, d.gone = 0, time.Time{}
		return
	}
	d.failed++
	if e, ok := asError(err); d.gone.IsZero() && ok && e.Status == 0 {
		d.gone = now
	}
}

// presence asks for the calls once.
func (l *Monitor) presence(ctx context.Context) (presence, error) {
	path, err := l.client.ExtensionPath(ctx, "presence")
	if err != nil {
		return presence{}, err
	}
	var w wirePresence
	err = l.client.Do(ctx, api.Request{
		Op: opPresence, Method: http.MethodGet, Path: path, Query: url.Values{presenceQuery: {"true"}}, NoRetry: true,
	}, &w)
	if err != nil {
		return presence{}, err
	}
	t, ok := w.decode()
	if !ok {
		return presence{}, api.Unusable(opPresence, http.StatusOK, nil, errShape)
	}
	return t, nil
}

// dueIn has the calls read in d at the latest. The lock is held.
func (r *loop) dueIn(d time.Duration) {
	if at := time.Now().Add(d); r.reading.due.IsZero() || at.Before(r.reading.due) {
		r.reading.due = at
	}
}
