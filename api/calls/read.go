package calls

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"rcfwd/api/rest"
)

const (
	gapDelay           = 500 * time.Millisecond // how long a missing event may take before the calls are read
	readRetryMin       = 2 * time.Second        // after the first failure; it doubles with the next
	readRetryMax       = 30 * time.Second
	readRetryPermanent = 5 * time.Minute // after an answer that a retry would not change
)

// readState is the state of reading the calls.
type readState struct {
	due              time.Time // when something that happened needs a read; zero when nothing does
	tried            time.Time // time of the last read; zero before the first
	failed           int       // failures in a row
	err              error     // the last failure; nil after an answer
	unreachableSince time.Time // zero while the service can be reached
}

// readLoop reads the calls, and the sessions that nextDetail names, when they are
// due.
func (t *tracker) readLoop(ctx context.Context) {
	for ctx.Err() == nil {
		read, d := t.nextRead(time.Now())
		if d <= 0 {
			read(ctx)
			continue
		}
		select {
		case <-ctx.Done():
		case <-t.monitor.reschedule:
			notify(t.dirty) // snapshots show the interval
		case <-t.monitor.readNow:
			t.change(func() { t.reads.due, t.reads.failed = time.Now(), 0 })
		case <-time.After(d):
		}
	}
}

// nextRead returns the next read and how long to wait for it.
func (t *tracker) nextRead(now time.Time) (func(context.Context), time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	read, at := t.readCalls, t.callsDue(now)
	if t.control != nil || t.reads.failed > 0 {
		return read, at.Sub(now)
	}
	if c, due, ok := t.state.nextDetail(); ok && due.Before(at) {
		read, at = func(ctx context.Context) { t.readDetail(ctx, &c) }, due
	}
	return read, at.Sub(now)
}

// callsDue returns when to read the calls. The lock is held.
func (t *tracker) callsDue(now time.Time) time.Time {
	r := &t.reads
	if r.tried.IsZero() {
		return now
	}
	if r.failed > 0 {
		return r.tried.Add(r.retryAfter())
	}
	at := now.Add(time.Hour)
	if every := t.interval(now); every > 0 {
		at = r.tried.Add(every)
	}
	if !r.due.IsZero() && r.due.Before(at) {
		at = r.due
	}
	return at
}

func (r *readState) retryAfter() time.Duration {
	if permanent(r.err) {
		return readRetryPermanent
	}
	return min(readRetryMin<<min(r.failed-1, 8), readRetryMax)
}

// readCalls reads the presence of the extension and applies it.
func (t *tracker) readCalls(ctx context.Context) {
	t.mu.Lock()
	version := t.state.version
	t.reads.due = time.Time{}
	t.mu.Unlock()
	p, err := t.monitor.readPresence(ctx)
	if ctx.Err() != nil {
		return
	}
	t.change(func() {
		now := time.Now()
		if err == nil && t.reads.persistent() {
			t.retryLink(now)
		}
		t.reads.record(err, now)
		if err == nil {
			t.state.applyAnswer(p, version, now)
		}
	})
}

func (r *readState) record(err error, now time.Time) {
	r.tried, r.err = now, err
	if err == nil {
		r.failed, r.unreachableSince = 0, time.Time{}
		return
	}
	r.failed++
	if e, ok := asError(err); r.unreachableSince.IsZero() && ok && e.Status == 0 {
		r.unreachableSince = now
	}
}

// readPresence requests the presence of the extension once.
func (m *Monitor) readPresence(ctx context.Context) (presence, error) {
	path, err := m.client.ExtensionPath(ctx, "presence")
	if err != nil {
		return presence{}, err
	}
	var w wirePresence
	err = m.client.REST().Do(ctx, &rest.Request{
		Op: opPresence, Method: http.MethodGet, Path: path, Query: url.Values{presenceQuery: {"true"}}, NoRetry: true,
	}, rest.Into(&w))
	if err != nil {
		return presence{}, err
	}
	p, ok := w.decode()
	if !ok {
		return presence{}, rest.Unusable(opPresence, http.StatusOK, nil, rest.ErrShape)
	}
	return p, nil
}

// readWithin makes a read of the calls due in d, or earlier. The lock is held.
func (t *tracker) readWithin(d time.Duration) {
	if at := time.Now().Add(d); t.reads.due.IsZero() || at.Before(t.reads.due) {
		t.reads.due = at
	}
}
