// Package calls shows the live calls of one extension as they happen, and flips
// one of them to another phone. It learns of calls by RingCentral's WebSocket
// events where it may, and by asking again and again where it may not.
package calls

import (
	"context"
	"net/http"
	"sync/atomic"

	"rcfwd/api"
)

// Options say whose calls, and by which way their events come.
type Options struct {
	Client *api.Client // of the extension; its token, limits and server are used

	// Handshake sends the request that opens the WebSocket; nil means by the
	// client's transport. The body of its answer 101 must be an io.ReadWriteCloser.
	Handshake http.RoundTripper

	// Caught hears, from any goroutine, what a goroutine of this package panicked
	// with; debug.Stack shows where while it runs. Without it a panic ends the
	// program, and leaves the terminal as it is.
	Caught func(any)
}

// Monitor is the telephone line of one extension. It may be used from many
// goroutines at once, and does nothing while nobody watches or flips.
type Monitor struct {
	client *api.Client
	http   *http.Client
	hub    *hub
	caught func(any) // see Options.Caught; may be nil

	background atomic.Bool   // nobody looks
	flips      atomic.Int32  // under way
	readNow    chan struct{} // holds a wish to read the calls
	linkNow    chan struct{} // holds a wish to connect
	reschedule chan struct{} // holds word that the calls may be due at another time
}

// New gives the line of the client's extension.
func New(o Options) *Monitor {
	l := &Monitor{
		client: o.Client, http: o.Client.REST().HTTP(), caught: o.Caught,
		readNow: make(chan struct{}, 1), linkNow: make(chan struct{}, 1), reschedule: make(chan struct{}, 1),
	}
	if o.Handshake != nil {
		own := *l.http
		own.Transport = o.Handshake
		l.http = &own
	}
	l.hub = newHub(l.track, l.guarded)
	return l
}

// guarded is do with its panics told to who is to hear of them. Whatever the
// package runs in a goroutine of its own is guarded.
func (l *Monitor) guarded(do func()) func() {
	if l.caught == nil {
		return do
	}
	return func() {
		defer func() {
			if p := recover(); p != nil {
				l.caught(p)
			}
		}()
		do()
	}
}

// Watch gives what is known of the calls, at once and then whenever it changes,
// at most ten times a second. The first snapshot may know nothing yet. The channel holds the newest snapshot and no other,
// so a slow reader misses some and never the last. It is closed when ctx ends, and
// once the last one is, nothing is left running.
//
// However many watch, there is one WebSocket at most.
func (l *Monitor) Watch(ctx context.Context) <-chan Snapshot { return l.hub.watch(ctx) }

// SetForeground says whether somebody looks at the calls; it begins with yes. While
// nobody does and no call is live, the calls are not asked for again and again;
// events still come.
func (l *Monitor) SetForeground(looking bool) {
	l.background.Store(!looking)
	notify(l.reschedule)
}

// Reload has the calls read now, and tries at once what waits to be tried again or
// was refused: after a new sign-in, say, which may have more permissions.
func (l *Monitor) Reload() {
	notify(l.readNow)
	notify(l.linkNow)
}
