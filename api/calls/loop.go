package calls

import (
	"context"
	"reflect"
	"sync"
	"time"

	"rcfwd/api"
)

// betweenSnapshots keeps a storm of events from the screen.
const betweenSnapshots = 100 * time.Millisecond

// loop is one stretch of time in which somebody watches. Three loops work on it:
// one keeps the link for events, one reads what must be asked for, one publishes.
type loop struct {
	line  *Monitor
	dirty chan struct{} // holds word that something may have changed

	mu      sync.Mutex
	book    *state
	link    link
	reading reading
	control *api.Advice       // why no call can be controlled; nil while nothing is known
	devices map[string]string // names by id; nil before they were read
}

func (l *Monitor) run(ctx context.Context) {
	r := &loop{line: l, dirty: make(chan struct{}, 1), book: newBook()}
	var loops sync.WaitGroup
	loops.Go(l.guarded(func() { r.keepLink(ctx) }))
	loops.Go(l.guarded(func() { r.keepRead(ctx) }))
	loops.Go(l.guarded(func() { r.keepPublished(ctx) }))
	loops.Wait()
}

// change makes a change under the lock and tells the loops.
func (r *loop) change(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	notify(r.dirty)
	notify(r.line.rethink)
}

// keepPublished publishes what has changed.
func (r *loop) keepPublished(ctx context.Context) {
	var last Snapshot
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.dirty:
		}
		now := r.snapshot()
		if same(last, now) {
			continue
		}
		last = now
		r.line.hub.publish(ctx, now)
		sleep(ctx, betweenSnapshots)
	}
}

// same says whether nobody need see b after a. That the same was read again is
// nothing to see.
func same(a, b Snapshot) bool {
	a.Read, b.Read = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

func (r *loop) snapshot() Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.health()
	s := r.book.snapshot(r.devices, h.NoControl)
	s.Health = h
	return s
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
