package calls

import (
	"context"
	"reflect"
	"sync"
	"time"

	"rcfwd/api"
)

// snapshotInterval is the shortest time between two snapshots, so that a burst of
// events does not redraw the screen with every event.
const snapshotInterval = 100 * time.Millisecond

// tracker keeps the state of the calls from the first watcher until the last one
// leaves. Three goroutines work on it: one keeps the WebSocket open, one reads what
// events do not say, one publishes snapshots.
type tracker struct {
	monitor *Monitor
	dirty   chan struct{} // holds a notice that something may have changed

	mu      sync.Mutex
	state   *state
	link    link
	reads   readState
	control *api.Advice       // why no call can be controlled; nil when nothing is known
	devices map[string]string // names by id, as the service sent them; nil before they were read
}

func newTracker(m *Monitor) *tracker {
	return &tracker{monitor: m, dirty: make(chan struct{}, 1), state: newState()}
}

func (m *Monitor) track(ctx context.Context) {
	t := newTracker(m)
	var loops sync.WaitGroup
	loops.Go(m.guarded(func() { t.linkLoop(ctx) }))
	loops.Go(m.guarded(func() { t.readLoop(ctx) }))
	loops.Go(m.guarded(func() { t.publishLoop(ctx) }))
	loops.Wait()
}

// change calls f under the lock, and notifies the loops.
func (t *tracker) change(f func()) {
	t.mu.Lock()
	f()
	t.mu.Unlock()
	notify(t.dirty)
	notify(t.monitor.reschedule)
}

// publishLoop publishes a snapshot when one differs from the last.
func (t *tracker) publishLoop(ctx context.Context) {
	var last Snapshot
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.dirty:
		}
		now := t.snapshot()
		if sameShown(&last, &now) {
			continue
		}
		last = now
		t.monitor.hub.publish(ctx, &now)
		sleep(ctx, snapshotInterval)
	}
}

// sameShown reports whether a and b look the same on the screen. The time of the
// read and the error itself are not shown.
func sameShown(was, given *Snapshot) bool {
	b := *given
	a := *was
	a.Read, b.Read = time.Time{}, time.Time{}
	a.Err, b.Err = nil, nil
	return reflect.DeepEqual(a, b)
}

func (t *tracker) snapshot() Snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.health()
	s := t.state.snapshot(t.devices, h.NoControl)
	s.Health = h
	return s
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
