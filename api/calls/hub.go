package calls

import (
	"context"
	"sync"
)

// hub has one run going while somebody watches, and hands its snapshots to all
// who do.
type hub struct {
	run     func(context.Context)
	guarded func(func()) func() // see Line.guarded

	mu       sync.Mutex
	watchers map[chan Snapshot]struct{}
	stop     context.CancelFunc // of the run; nil when there is none
	ended    chan struct{}      // closed when the run that was last has ended
	latest   Snapshot
	changed  chan struct{} // closed and replaced when something is published
}

func newHub(run func(context.Context), guarded func(func()) func()) *hub {
	h := &hub{
		run: run, guarded: guarded, watchers: map[chan Snapshot]struct{}{}, ended: make(chan struct{}), changed: make(chan struct{}),
	}
	close(h.ended)
	return h
}

// watch adds a watcher until ctx ends.
func (h *hub) watch(ctx context.Context) <-chan Snapshot {
	w := make(chan Snapshot, 1)
	h.join(w)
	go h.guarded(func() {
		<-ctx.Done()
		<-h.leave(w)
		close(w)
	})()
	return w
}

func (h *hub) join(w chan Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watchers[w] = struct{}{}
	w <- h.latest
	if h.stop == nil {
		h.start()
	}
}

// start starts a run once the one before has ended, so that there are never two
// sockets.
func (h *hub) start() {
	ctx, cancel := context.WithCancel(context.Background())
	before, over := h.ended, make(chan struct{})
	h.stop, h.ended = cancel, over
	go h.guarded(func() {
		defer close(over)
		<-before
		if ctx.Err() == nil {
			h.run(ctx)
		}
	})()
}

// leave takes a watcher away, and the run with the last one. What it gives is
// closed once the watcher's channel may be.
func (h *hub) leave(w chan Snapshot) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
	if len(h.watchers) > 0 {
		done := make(chan struct{})
		close(done)
		return done
	}
	h.stop()
	h.stop, h.latest = nil, Snapshot{}
	return h.ended
}

// publish hands s to everybody, in place of what they have not read yet. A run
// that was stopped may still publish to those of the next: nothing, then.
func (h *hub) publish(ctx context.Context, s Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	h.latest = s
	for w := range h.watchers {
		select {
		case <-w:
		default:
		}
		w <- s // there is room: nobody else writes
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

// changes gives what is closed when something is published.
func (h *hub) changes() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed
}

// notify leaves a notice in a channel that holds one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
