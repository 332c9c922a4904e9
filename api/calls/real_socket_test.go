package calls

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// newOnPort returns a sandbox on a real port, and a monitor of its own extension.
func newOnPort(t *testing.T, o sandbox.Options) (*sandbox.Server, *Monitor) {
	t.Helper()
	var s *sandbox.Server
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	t.Cleanup(h.Close)
	o.Base, o.Limits = h.URL, sandbox.GenerousLimits()
	var err error
	if s, err = sandbox.New(o); err != nil {
		t.Fatal(err)
	}
	server, err := rest.ParseServer(h.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, limits, via := s.Credentials(), rest.NewLimits(), rest.NewTrace().Wrap(nil)
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, c.JWT, limits, via)
	return s, New(Options{Client: api.New(api.Options{
		Server: server, Tokens: session, Limits: limits, Transport: via, CallHandling: api.V1,
	})})
}

// waitFor reads snapshots until wanted accepts one, and returns that.
func waitFor(t *testing.T, watch <-chan Snapshot, wanted func(Snapshot) bool) Snapshot {
	t.Helper()
	late := time.After(20 * time.Second)
	var s Snapshot
	for {
		select {
		case s = <-watch:
			if wanted(s) {
				return s
			}
		case <-late:
			t.Fatalf("the last snapshot is %+v", s)
		}
	}
}

func TestRealSocket_followsFlipAndReconnects(t *testing.T) {
	s, m := newOnPort(t, sandbox.Options{Flips: sandbox.FlipPlan{Rings: 100 * time.Millisecond}})
	ctx, stop := context.WithCancel(t.Context())
	watch := m.Watch(ctx)
	waitFor(t, watch, func(s Snapshot) bool { return s.Source == Events && s.Known })
	id, err := s.StartCall(sandbox.CallPlan{})
	if err != nil {
		t.Fatal(err)
	}
	c := waitFor(t, watch, func(s Snapshot) bool { return s.states() == "connected" }).Calls[0]
	var last Step
	for last = range m.Flip(ctx, &c, "2").Steps() {
	}
	if last.Stage != Done {
		t.Errorf("%+v", last)
	}
	waitFor(t, watch, func(s Snapshot) bool { return s.Live() && s.Calls[0].PartyID != c.PartyID })
	s.DropSockets()
	waitFor(t, watch, func(s Snapshot) bool { return s.Source == Polling })
	m.Reload() // without it, the pause before a new connection passes in real time
	waitFor(t, watch, func(s Snapshot) bool { return s.Source == Events })
	s.EndCall(id)
	waitFor(t, watch, func(s Snapshot) bool { return !s.Live() })
	stop()
	for range watch {
	}
}

func TestRealSocket_survivesStormWithSlowReader(t *testing.T) {
	s, m := newOnPort(t, sandbox.Options{})
	ctx, stop := context.WithCancel(t.Context())
	watch := m.Watch(ctx)
	waitFor(t, watch, func(s Snapshot) bool { return s.Source == Events && s.Known })
	id, err := s.StartCall(sandbox.CallPlan{})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, watch, Snapshot.Live) // so that the end of the call is a change to publish
	for range 5 {
		s.Storm("104", stormSize())
	}
	s.EndCall(id)
	waitFor(t, watch, func(s Snapshot) bool { return !s.Live() && s.Source == Events })
	if s.Sockets() != 1 {
		t.Error("the storm broke the connection")
	}
	stop()
	for range watch {
	}
}
