package rest

import (
	"cmp"
	"context"
	"sort"
	"sync"
	"time"
)

// Wait is something that a request waits for before it is sent.
type Wait struct {
	Op     string // what was to be done, as in Operation.What
	Reason string // why it waits, a fragment such as "RingCentral's Light limit"
	Until  time.Time
	Task   any // of the context of the request, from WithTask; nil without one
}

type taskKey struct{}

// WithTask returns a context whose requests have the task in their Wait, so that the
// caller can tell what waits for a limit. It must be comparable.
func WithTask(ctx context.Context, task any) context.Context {
	return context.WithValue(ctx, taskKey{}, task)
}

// waits is the list of what requests wait for.
type waits struct {
	mu      sync.Mutex
	now     map[*Wait]struct{}
	changed chan struct{}

	long func(Wait) // see Limits.OnLongWait; may be nil
	said Wait       // the last that long was called with
}

func newWaits() *waits {
	return &waits{now: map[*Wait]struct{}{}, changed: make(chan struct{}, 1)}
}

func (w *waits) list() []Wait {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]Wait, 0, len(w.now))
	for v := range w.now {
		all = append(all, *v)
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		return cmp.Or(a.Until.Compare(b.Until), cmp.Compare(a.Op, b.Op)) < 0
	})
	return all
}

// begin lists v until end is called.
func (w *waits) begin(v Wait) (end func()) {
	shown := &v
	w.change(func() { w.now[shown] = struct{}{} })
	return func() { w.change(func() { delete(w.now, shown) }) }
}

func (w *waits) change(f func()) {
	w.mu.Lock()
	f()
	w.mu.Unlock()
	w.signal()
}

func (w *waits) signal() {
	select {
	case w.changed <- struct{}{}:
	default: // a signal is pending already
	}
}

// pause waits until v is over, and lists it. It ends early when ctx does or wake is
// closed.
func (w *waits) pause(ctx context.Context, v Wait, wake <-chan struct{}) error {
	v.Task = ctx.Value(taskKey{})
	defer w.begin(v)()
	timer, late := time.NewTimer(time.Until(v.Until)), time.NewTimer(longWait)
	defer timer.Stop()
	defer late.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wake:
			return nil
		case <-timer.C:
			return nil
		case <-late.C:
			w.sayLong(v)
		}
	}
}

// longWait is how long a request waits before OnLongWait is called.
const longWait = 2 * time.Second

// sayLong reports a wait, unless it was the last that was reported: many requests wait
// for the same limit.
func (w *waits) sayLong(v Wait) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.long == nil || w.said.Reason == v.Reason && w.said.Until.Equal(v.Until) {
		return
	}
	w.said = v
	w.long(v)
}
