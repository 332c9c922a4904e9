// Package rest makes one exchange with RingCentral: it adds the token, keeps the rate
// limits, repeats what may be repeated, follows pages, and turns whatever goes wrong
// into an *Error. It knows nothing of numbers and rules; package api does.
//
// What is known of the service is cited by section from the dossier
// (../../shared/api/README.md), which names the sources; inferences are marked.
package rest

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
)

// TokenSource hands out access tokens. Its methods may be called from many
// goroutines at once.
type TokenSource interface {
	// Token returns a token that should still be good, fetching one if need be.
	Token(ctx context.Context) (string, error)

	// Refused reports that the service no longer accepts token, so that the next
	// call of Token fetches another.
	Refused(token string)
}

// Options say which server a Client talks to, and as whom. Server and Tokens are
// required.
type Options struct {
	Server    *url.URL // from ParseServer
	Tokens    TokenSource
	Limits    *Limits           // shared within a process; nil makes new ones
	Transport http.RoundTripper // nil means http.DefaultTransport
	UserAgent string            // the developer guide wants Name/1.2.3; empty means rcfwd
}

// Client sends requests to one server. It may be used from many goroutines at once.
//
// Do and List return an *Error for what the service or the network refused. Reads
// are repeated after lost connections, timeouts and 5xx, and end when their context
// does. A write is repeated only when the service said that it did not act; its
// context ends the waiting before it is sent, and once it is sent the client always
// waits for the answer (ErrLost).
type Client struct {
	server    *url.URL
	tokens    TokenSource
	limits    *Limits
	http      *http.Client
	userAgent string
}

// New returns a client for o.
func New(o Options) *Client {
	c := &Client{
		server:    o.Server,
		tokens:    o.Tokens,
		limits:    o.Limits,
		http:      &http.Client{Transport: o.Transport, CheckRedirect: noRedirect},
		userAgent: cmp.Or(o.UserAgent, "rcfwd"),
	}
	if c.limits == nil {
		c.limits = NewLimits()
	}
	return c
}

// noRedirect keeps the token on our server: the API never redirects, so no redirect is
// followed. ReadError makes an error of it.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Server is the only server to which the client sends its token.
func (c *Client) Server() *url.URL {
	server := *c.server
	return &server
}

// HTTP sends what is not a request of the API, such as the handshake of a
// WebSocket: by the client's transport, following no redirect, with no token.
func (c *Client) HTTP() *http.Client { return c.http }

// UserAgent is how the client names itself.
func (c *Client) UserAgent() string { return c.userAgent }

// Limits are the rate limits that the client keeps.
func (c *Client) Limits() *Limits { return c.limits }

// Waiting returns what requests wait for now; see Limits.Waiting.
func (c *Client) Waiting() []Wait { return c.limits.Waiting() }

// WaitingChanged is Limits.WaitingChanged of the client's limits.
func (c *Client) WaitingChanged() <-chan struct{} { return c.limits.WaitingChanged() }

// url is the address on our own server of an escaped path.
func (c *Client) url(path string, query url.Values) string {
	u := c.server.Scheme + "://" + c.server.Host + path
	if len(query) > 0 {
		u += "?" + query.Encode()
	}
	return u
}
