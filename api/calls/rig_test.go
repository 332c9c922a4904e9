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

const baseURL = "https://sandbox.test"

// network is a connection to the sandbox that can be cut.
type network struct {
	server *sandbox.Server

	mu       sync.Mutex
	down     bool
	requests []string // methods and paths
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	gone := n.down
	n.requests = append(n.requests, r.Method+" "+r.URL.Path)
	n.mu.Unlock()
	if gone {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	return n.server.RoundTrip(r)
}

func (n *network) cut(gone bool) {
	n.mu.Lock()
	n.down = gone
	n.mu.Unlock()
	if gone {
		n.server.DropSockets()
	}
}

// count returns the number of requests with a method and the end of a path, each of
// which may be empty, and forgets them.
func (n *network) count(method, suffix string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	before := len(n.requests)
	n.requests = slices.DeleteFunc(n.requests, func(s string) bool {
		return strings.HasPrefix(s, method) && strings.HasSuffix(s, suffix)
	})
	return before - len(n.requests)
}

// rig is a monitor of the sandbox's own extension, in a bubble.
type rig struct {
	*testing.T
	*sandbox.Server
	net     *network
	trace   *rest.Trace
	monitor *Monitor
	stop    context.CancelFunc
	watch   <-chan Snapshot
	latest  Snapshot
}

func newRig(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	if o.Limits == (sandbox.Limits{}) {
		o.Limits = sandbox.GenerousLimits()
	}
	o.Base = baseURL
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, Server: s, net: &network{server: s}}
	server, _ := url.Parse(baseURL)
	c, limits := s.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, c.JWT, limits, r.net)
	r.monitor = New(Options{Client: api.New(api.Options{
		Server: server, Tokens: session, Limits: limits, Transport: r.net, CallHandling: api.V1,
	})})
	return r
}

// withSandbox calls do in a bubble, with a monitor that is being watched.
func withSandbox(t *testing.T, o sandbox.Options, do func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, o)
		r.open()
		defer r.closeAll()
		do(r)
	})
}

func (r *rig) open() {
	ctx, stop := context.WithCancel(context.Background())
	r.stop, r.watch = stop, r.monitor.Watch(ctx)
}

// closeAll stops watching, and checks that nothing is left of it.
func (r *rig) closeAll() {
	r.stop()
	for range r.watch {
	}
	synctest.Wait()
	if n := r.Sockets(); n != 0 {
		r.Errorf("%d sockets are open although no one watches", n)
	}
}

// advance lets d pass and returns the newest snapshot.
func (r *rig) advance(d time.Duration) Snapshot {
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

// states returns the states of the calls, separated by commas.
func (s *Snapshot) states() string {
	var all []string
	for _, c := range s.Calls {
		all = append(all, c.State.String())
	}
	return strings.Join(all, ",")
}

func (r *rig) expect(s *Snapshot, source Source, states string) {
	r.Helper()
	if s.Source != source || s.states() != states || !s.Known {
		r.Errorf("source %v (%s), calls %q, known %v; want %v, %q", s.Source, s.Why, s.states(), s.Known, source, states)
	}
}
