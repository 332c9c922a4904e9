package calls

import (
	"context"
	"sync"
)

// hub has one run going while somebody watches, and hands its snapshots to all
// who do.
type hub struct {
	run func(context.Context, *hub)

	mu       sync.Mutex
	watchers map[*watcher]struct{}
	stop     context.CancelFunc // of the run; nil when there is none
	over     chan struct{}      // closed when the run that was last has ended
	latest   Snapshot
	looking  bool
	nudge    chan struct{} // holds a wish to read now
	attend   chan struct{} // holds word that looking has changed
}

// watcher is somebody who watches.
type watcher struct {
	snapshots chan Snapshot
}

func newHub(run func(context.Context, *hub)) *hub {
	h := &hub{
		run: run, watchers: map[*watcher]struct{}{}, over: make(chan struct{}), looking: true,
		nudge: make(chan struct{}, 1), attend: make(chan struct{}, 1),
	}
	close(h.over)
	return h
}

// watch adds a watcher until ctx ends.
func (h *hub) watch(ctx context.Context) <-chan Snapshot {
	w := &watcher{snapshots: make(chan Snapshot, 1)}
	h.join(w)
	go func() {
		<-ctx.Done()
		<-h.leave(w)
		close(w.snapshots)
	}()
	return w.snapshots
}

func (h *hub) join(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watchers[w] = struct{}{}
	w.snapshots <- h.latest
	if h.stop == nil {
		h.start()
	}
}

// start starts a run once the one before has ended, so that there are never two
// sockets.
func (h *hub) start() {
	ctx, cancel := context.WithCancel(context.Background())
	before, over := h.over, make(chan struct{})
	h.stop, h.over = cancel, over
	go func() {
		defer close(over)
		<-before
		h.run(ctx, h)
	}()
}

// leave takes a watcher away, and the run with the last one; then what it gives
// is closed when the run has ended.
func (h *hub) leave(w *watcher) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
	if len(h.watchers) > 0 {
		gone := make(chan struct{})
		close(gone)
		return gone
	}
	h.stop()
	h.stop, h.latest = nil, Snapshot{}
	return h.over
}

// publish hands s to everybody, in place of what they have not read yet.
func (h *hub) publish(s Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.latest = s
	for w := range h.watchers {
		select {
		case <-w.snapshots:
		default:
		}
		w.snapshots <- s // there is room: nobody else writes
	}
}

func (h *hub) look(looking bool) {
	h.mu.Lock()
	h.looking = looking
	h.mu.Unlock()
	notify(h.attend)
}

func (h *hub) isLooking() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.looking
}

func (h *hub) reload() { notify(h.nudge) }

// notify leaves a notice in a channel that holds one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (l *Line) run(ctx context.Context, h *hub) { <-ctx.Done() }
