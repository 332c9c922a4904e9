package calls

import (
	"context"
	"sync"
)

// hub runs a tracker while there is at least one watcher, and passes its snapshots
// to all watchers.
type hub struct {
	run     func(context.Context)
	guarded func(func()) func() // see Monitor.guarded

	mu       sync.Mutex
	watchers map[chan Snapshot]struct{}
	stop     context.CancelFunc // of the run; nil when there is none
	ended    chan struct{}      // closed when the last run has ended
	latest   Snapshot
	changed  chan struct{} // closed and replaced with every publication
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

// start starts a run after the previous one has ended, so that there are never two
// sockets.
func (h *hub) start() {
	ctx, cancel := context.WithCancel(context.Background())
	previous, ended := h.ended, make(chan struct{})
	h.stop, h.ended = cancel, ended
	go h.guarded(func() {
		defer close(ended)
		<-previous
		if ctx.Err() == nil {
			h.run(ctx)
		}
	})()
}

// leave removes a watcher, and stops the run with the last one. The watcher's
// channel may be closed when the returned channel is.
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

// publish sends s to every watcher, in place of a snapshot that was not read yet.
// It does nothing for a run that was stopped: the watchers may be those of the
// next run.
func (h *hub) publish(ctx context.Context, s *Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	h.latest = *s
	for w := range h.watchers {
		select {
		case <-w:
		default:
		}
		w <- *s // never blocks: only this function writes once the watcher has joined
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

// newest returns the snapshot that was published last; the zero value while no one
// watches.
func (h *hub) newest() Snapshot {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.latest
}

// changes returns a channel that is closed with the next publication.
func (h *hub) changes() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed
}

// notify puts a notice in a channel that holds one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
