package api

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// service is a RingCentral that one function plays.
type service func(*http.Request) (*http.Response, error)

func (s service) RoundTrip(r *http.Request) (*http.Response, error) { return s(r) }

// answer returns a response; headers are alternating names and values.
func answer(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// tokens returns the same token until it is refused, and then another.
type tokens struct {
	mu      sync.Mutex
	refused []string
}

func (t *tokens) Token(context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return "token" + strings.Repeat("+", len(t.refused)), nil
}

func (t *tokens) Refused(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused = append(t.refused, token)
}

// newTestClient is a client of an account on V1.
func newTestClient(s service) *Client { return newTestClientOn(V1, s) }

func newTestClientOn(handling CallHandling, s service) *Client {
	server := &url.URL{Scheme: "https", Host: "rc.test"}
	return New(Options{Server: server, Tokens: &tokens{}, Transport: s, CallHandling: handling})
}

func bodyOf(t *testing.T, r *http.Request) string {
	t.Helper()
	if r.Body == nil {
		return ""
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const (
	home  = `{"id":"1","phoneNumber":"+16505550101","label":"Home","type":"Home","features":["CallFlip"],"flipNumber":"1"}`
	cabin = `{"id":2,"phoneNumber":"+16505550102","label":"Cabin","type":"Other","flipNumber":2}`
)

func records(all ...string) string { return `{"records":[` + strings.Join(all, ",") + `]}` }

const ownList = "/restapi/v1.0/account/~/extension/~/forwarding-number"

var (
	reset  = &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	errAny = errors.New("any error")
)

// serial answers one request after another, for a service that is not safe for
// concurrent use.
func serial(next http.RoundTripper) service {
	var mu sync.Mutex
	return func(r *http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		return next.RoundTrip(r)
	}
}
