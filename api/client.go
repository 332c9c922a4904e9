// Package api speaks with RingCentral: the numbers of an extension and the rules by
// which they ring, the devices and people around them, what the signed-in user may
// do, and what went wrong in words for people. It knows the service's rules and keeps
// its rate limits.
//
// What is known of the service is cited by section from the dossier
// (../shared/api/README.md), which names the sources; what is inferred says so.
package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"
)

// Mine stands for the account or the extension of the token's owner.
const Mine = "~"

// TokenSource hands out access tokens. Its methods may be called from many
// goroutines at once.
type TokenSource interface {
	// Token gives a token that should still be good, fetching one if need be.
	Token(ctx context.Context) (string, error)

	// Refused says that the service no longer takes token, so that the next
	// call of Token fetches another.
	Refused(token string)
}

// Options say which server a client talks to, as whom, and about whom. Server
// and Tokens are needed, the rest has defaults.
type Options struct {
	Server       *url.URL     // from ParseServer
	Account      string       // id of the open account; empty means the token's own
	Extension    string       // id of the open extension; empty means the token's own
	Number       string       // its short number, in place of the id; looked up before it is needed
	CallHandling CallHandling // call handling of the account, where it is known; empty means to ask
	Tokens       TokenSource

	// Found hears, from any goroutine, which call handling the account turned out
	// to be on, also after it was moved. It may be nil.
	Found func(CallHandling)

	Limits    *Limits           // shared within a process; nil makes new ones
	Transport http.RoundTripper // nil means http.DefaultTransport
	UserAgent string            // the developer guide wants Name/1.2.3; empty means rcfwd
}

// Client speaks with RingCentral about one extension. It may be used from many
// goroutines at once.
//
// Every method that takes a context gives *Error for what the service or the
// network refused; see Explain. Reads are repeated on lost connections,
// timeouts and 5xx, and end when their context does. A write is repeated only
// when the service said that it did not act; its context ends the waiting
// before it is sent, and once sent it is heard out (ErrLost).
type Client struct {
	server    *url.URL
	account   string
	extension *extensionResolver
	tokens    TokenSource
	limits    *Limits
	http      *http.Client
	userAgent string
	backends  *backends
	names     extensionNames
}

// New gives a client as o says.
func New(o Options) *Client {
	c := &Client{
		server:    o.Server,
		account:   cmp.Or(o.Account, Mine),
		extension: newExtensionResolver(o.Extension, o.Number),
		tokens:    o.Tokens,
		limits:    o.Limits,
		http:      &http.Client{Transport: o.Transport, CheckRedirect: stayHere},
		userAgent: cmp.Or(o.UserAgent, "rcfwd"),
		backends:  newBackends(o.CallHandling),
	}
	c.backends.found = o.Found
	if c.limits == nil {
		c.limits = NewLimits()
	}
	return c
}

// stayHere keeps the token at home: the API never redirects, so wherever a
// redirect leads, nobody asked for it. ReadError makes an error of it.
func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Waiting is what requests wait for right now, the first to end first; see
// Limits.Waits.
func (c *Client) Waiting() []Wait { return c.limits.Waiting() }

// WaitingChanged is Limits.WaitsChanged of the client's limits.
func (c *Client) WaitingChanged() <-chan struct{} { return c.limits.WaitingChanged() }

// How long an exchange may take, from the first byte sent to the last byte
// read; waiting for a limit is not counted.
const exchangeTime = 30 * time.Second
