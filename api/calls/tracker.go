package calls

import (
	"context"
	"reflect"
	"sync"
	"time"

	"rcfwd/api"
)

// snapshotInterval keeps a storm of events from the screen.
const snapshotInterval = 100 * time.Millisecond

// tracker is one stretch of time in which somebody watches. Three loops work on it:
// one keeps the link for events, one reads what must be asked for, one publishes.
type tracker struct {
	monitor *Monitor
	dirty   chan struct{} // holds word that something may have changed

	mu      sync.Mutex
	state   *state
	link    link
	reads   readState
	control *api.Advice       // why no call can be controlled; nil while nothing is known
	devices map[string]string // names by id; nil before they were read
}

func (l *Monitor) track(ctx context.Context) {
	r := &tracker{monitor: l, dirty: make(chan struct{}, 1), state: newState()}
	var loops sync.WaitGroup
	loops.Go(l.guarded(func() { r.linkLoop(ctx) }))
	loops.Go(l.guarded(func() { r.readLoop(ctx) }))
	loops.Go(l.guarded(func() { r.publishLoop(ctx) }))
	loops.Wait()
}

// change makes a change under the lock and tells the loops.
func (r *tracker) change(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	notify(r.dirty)
	notify(r.monitor.reschedule)
}

// publishLoop publishes what has changed.
func (r *tracker) publishLoop(ctx context.Context) {
	var last Snapshot
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.dirty:
		}
		now := r.snapshot()
		if sameShown(last, now) {
			continue
		}
		last = now
		r.monitor.hub.publish(ctx, now)
		sleep(ctx, snapshotInterval)
	}
}

// sameShown says whether nobody need see b after a. That the same was read again is
// nothing to see.
func sameShown(a, b Snapshot) bool {
	a.Read, b.Read = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

func (r *tracker) snapshot() Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.health()
	s := r.state.snapshot(r.devices, h.NoControl)
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
