// Package calls follows the live calls of one extension, and flips a call to
// another phone.
//
// A Monitor learns of calls from RingCentral's WebSocket events. Where the app or
// the user may not receive them, it polls. Monitor.Watch returns a channel of
// snapshots; Monitor.Flip starts a flip, whose steps say what happens to the call.
package calls

import (
	"cmp"
	"context"
	"net/http"
	"sync/atomic"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Options configure a Monitor.
type Options struct {
	Client *api.Client // of the extension; the monitor uses its token, limits and server

	// Handshake sends the request that opens the WebSocket; nil means the client's
	// transport. The body of its answer 101 must be an io.ReadWriteCloser.
	Handshake http.RoundTripper

	// Caught is called with what a goroutine of this package panicked with, in that
	// goroutine: debug.Stack shows where. If it is nil, a panic ends the program and
	// does not restore the terminal.
	Caught func(any)
}

// Monitor follows the calls of one extension. It is safe for concurrent use, and
// does nothing while no one watches and no flip is under way.
type Monitor struct {
	client *api.Client
	http   *http.Client
	hub    *hub
	caught func(any) // see Options.Caught; may be nil

	background atomic.Bool   // see SetForeground
	flips      atomic.Int32  // under way
	readNow    chan struct{} // holds a request to read the calls
	linkNow    chan struct{} // holds a request to connect
	reschedule chan struct{} // holds a notice that the next read may be due at another time
}

// New returns a monitor for the client's extension.
func New(o Options) *Monitor {
	m := &Monitor{
		client: o.Client, http: o.Client.REST().HTTP(), caught: o.Caught,
		readNow: make(chan struct{}, 1), linkNow: make(chan struct{}, 1), reschedule: make(chan struct{}, 1),
	}
	if o.Handshake != nil {
		own := *m.http
		own.Transport = o.Handshake
		m.http = &own
	}
	m.hub = newHub(m.track, m.guarded)
	return m
}

// guarded returns do with its panics passed to Options.Caught. Every goroutine of
// this package runs a guarded function.
func (m *Monitor) guarded(do func()) func() { return rest.Guard(do, m.caught) }

// Watch returns a channel of snapshots: one at once, then one whenever something
// changes, at most ten a second. The first snapshot may not know the calls yet.
// The channel holds only the newest snapshot, so a slow reader misses some, but
// never the last.
//
// The channel is closed after ctx ends. When the last one is closed, no goroutine
// of the monitor is left. All watchers share one WebSocket.
func (m *Monitor) Watch(ctx context.Context) <-chan Snapshot { return m.hub.watch(ctx) }

// Read reads the calls once, by a request for the calls and one for each that is answered.
// It opens no WebSocket.
func (m *Monitor) Read(ctx context.Context) (Snapshot, error) {
	t := newTracker(m)
	t.readCalls(ctx)
	if err := cmp.Or(ctx.Err(), t.reads.err); err != nil {
		return Snapshot{}, err
	}
	for range t.state.calls {
		c, _, due := t.state.nextDetail()
		if !due || t.control != nil || ctx.Err() != nil {
			break
		}
		t.readDetail(ctx, &c)
	}
	return t.snapshot(), ctx.Err()
}

// SetForeground sets whether the calls are on the screen; at first they are. While
// they are not and no call is live, the monitor does not poll. Events still come.
func (m *Monitor) SetForeground(foreground bool) {
	m.background.Store(!foreground)
	notify(m.reschedule)
}

// Reload reads the calls now, and retries at once what waits for a retry or was
// refused, for example after a new sign-in with more permissions.
func (m *Monitor) Reload() {
	notify(m.readNow)
	notify(m.linkNow)
}
