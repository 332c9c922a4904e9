package calls

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

const base = "https://sandbox.test"

// network is a way to the sandbox that can be cut.
type network struct {
	to *sandbox.Server

	mu   sync.Mutex
	gone bool
	seen []string // methods and paths
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	gone := n.gone
	n.seen = append(n.seen, r.Method+" "+r.URL.Path)
	n.mu.Unlock()
	if gone {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	return n.to.RoundTrip(r)
}

func (n *network) cut(gone bool) {
	n.mu.Lock()
	n.gone = gone
	n.mu.Unlock()
	if gone {
		n.to.DropSockets()
	}
}

// count is how many requests there were whose path ends so, and forgets them.
func (n *network) count(method, suffix string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	before := len(n.seen)
	n.seen = slices.DeleteFunc(n.seen, func(s string) bool {
		return strings.HasPrefix(s, method) && strings.HasSuffix(s, suffix)
	})
	return before - len(n.seen)
}

// rig is Dana's line, over the sandbox, in a bubble.
type rig struct {
	*testing.T
	*sandbox.Server
	net    *network
	trace  *rest.Trace
	line   *Monitor
	stop   context.CancelFunc
	watch  <-chan Snapshot
	latest Snapshot
}

func newRig(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	if o.Limits == (sandbox.Limits{}) {
		o.Limits = sandbox.GenerousLimits()
	}
	o.Base = base
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, Server: s, net: &network{to: s}}
	server, _ := url.Parse(base)
	c, limits := s.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, c.JWT, limits, r.net)
	r.line = New(Options{Client: api.New(api.Options{
		Server: server, Tokens: session, Limits: limits, Transport: r.net, CallHandling: api.V1,
	})})
	return r
}

// watched runs f in a bubble with a line that is watched.
func watched(t *testing.T, o sandbox.Options, f func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, o)
		r.open()
		defer func() { r.close() }()
		f(r)
	})
}

func (r *rig) open() {
	ctx, stop := context.WithCancel(context.Background())
	r.stop, r.watch = stop, r.line.Watch(ctx)
}

// close ends the watching, and sees to it that everything ends with it.
func (r *rig) close() {
	r.stop()
	for range r.watch {
	}
	synctest.Wait()
	if n := r.Sockets(); n != 0 {
		r.Errorf("%d sockets are open when nobody watches", n)
	}
}

// after lets d pass and gives the newest snapshot.
func (r *rig) after(d time.Duration) Snapshot {
	time.Sleep(d)
	synctest.Wait()
	select {
	case s, ok := <-r.watch:
		if ok {
			r.latest = s
		}
	default:
	}
	return r.latest
}

func (r *rig) start(plan sandbox.CallPlan) string {
	r.Helper()
	id, err := r.StartCall(plan)
	if err != nil {
		r.Fatal(err)
	}
	return id
}

// states are the states of the calls.
func (s Snapshot) states() string {
	var all []string
	for _, c := range s.Calls {
		all = append(all, c.State.String())
	}
	return strings.Join(all, ",")
}

func (r *rig) want(s Snapshot, source Source, states string) {
	r.Helper()
	if s.Source != source || s.states() != states || !s.Known {
		r.Errorf("source %v (%s), calls %q, known %v; want %v, %q", s.Source, s.Why, s.states(), s.Known, source, states)
	}
}
