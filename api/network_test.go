package api

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"rcfwd/api/rest"
)

// These tests use the real network of the loopback, because ErrLost depends on what
// net/http makes of its failures.

func overNetwork(t *testing.T, address string, transport http.RoundTripper) *Client {
	t.Helper()
	server, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Server: server, Tokens: &tokens{}, Transport: transport, CallHandling: V1})
}

func TestNetwork_connectionClosedAfterSendingIsLost(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked.Add(1)
		panic(http.ErrAbortHandler)
	}))
	defer s.Close()
	c := overNetwork(t, s.URL, nil)
	for i, write := range []func() error{
		func() error { return removed(t, c, "1")[0].Err },
		func() error {
			d := new(Snapshot{CallHandling: V1}).Draft()
			if err := d.Add(&NewNumber{Label: "Cabin", Phone: "+16505550102"}); err != nil {
				t.Fatal(err)
			}
			done, _ := c.Write(t.Context(), new(d.Base()), d.Edits())
			return done[0].Err
		},
	} {
		if err := write(); !errors.Is(err, rest.ErrLost) || asked.Load() != int32(i+1) {
			t.Errorf("%v after %d requests", err, asked.Load())
		}
	}
}

func TestNetwork_noConnectionIsNotLost(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // no one listens there now
	got := removed(t, overNetwork(t, "http://"+l.Addr().String(), nil), "1")[0]
	if err := got.Err; got.State != Unsent || err == nil || errors.Is(err, rest.ErrLost) || !strings.Contains(Explain(err).What, "No server answers") {
		t.Errorf("%v, explained as %q", err, Explain(err))
	}
}

func TestNetwork_untrustedServerIsToldAtOnce(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it would tell of every handshake refused
	s.StartTLS()
	defer s.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for _, address := range []string{s.URL, strings.Replace(plain.URL, "http:", "https:", 1)} {
		_, err := overNetwork(t, address, nil).Read(t.Context(), &Snapshot{}, Need{Numbers: true})
		if err == nil || !strings.Contains(Explain(err).What, "could not prove") {
			t.Errorf("%s: %v, explained as %q", address, err, Explain(err))
		}
	}
}

// The address in a URL's error may hold what is not for showing.
func TestNetwork_errorsDoNotRepeatTheAddress(t *testing.T) {
	err := removed(t, overNetwork(t, "http://127.0.0.1:1", nil), "hidden-id")[0].Err
	if err == nil || strings.Contains(err.Error(), "hidden-id") {
		t.Error(err)
	}
}
