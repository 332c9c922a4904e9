// Package api is the client for one RingCentral extension: its numbers, the rules by
// which they ring, its devices and coworkers, what the signed-in user may do, and errors
// in words for people. It knows the rules of the service and finds most mistakes without
// asking it. Package rest underneath sends the requests and keeps the rate limits.
//
// Client.Read returns a Snapshot of the extension. A Draft of it collects changes, and
// Client.Write sends the edits of the draft against that snapshot and returns the next
// one, so that what a person saw, what was compared and what is overwritten are the same.
// Package change does all three, with a journal.
//
// RingCentral has two call handlings, and moves accounts from the first to the second
// (V1, V2). Callers ask for numbers and rules alike on both.
//
// What is known of the service is cited by section from the dossier
// (../shared/api/README.md), which names the sources; inferences are marked.
package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"

	"rcfwd/api/rest"
)

// Options say which server a client talks to, as whom, and about whom. Server
// and Tokens are required.
type Options struct {
	Server       *url.URL     // from rest.ParseServer
	Account      string       // id of the open account; empty means the token's own
	Extension    string       // id of the open extension; empty means the token's own
	Who          Who          // what it is called, in place of the id; looked up before it is needed
	CallHandling CallHandling // call handling of the account, where it is known; empty means to ask
	Tokens       rest.TokenSource

	// Unpublished allows writes that RingCentral does not publish. HowUnpublished is the
	// sentence that says how a person allows them; it is in Rule.Fixed where they are not.
	Unpublished    bool
	HowUnpublished string

	// Found is called, from any goroutine, with the call handling that the account
	// turned out to be on, also after it was moved. It may be nil.
	Found func(CallHandling)

	// SawSnapshot is called with each snapshot that was read, and SawPeople with each page
	// of People, from any goroutine. They may be nil.
	SawSnapshot func(Snapshot)
	SawPeople   func([]Person)

	Limits    *rest.Limits      // shared within a process; nil makes new ones
	Transport http.RoundTripper // nil means http.DefaultTransport
	UserAgent string            // the developer guide wants Name/1.2.3; empty means rcfwd
}

// Client reads and changes one extension. It may be used from many goroutines at once.
//
// Methods that take a context return a *rest.Error for what the service or the network
// refused. Explain has the words for it; rest.Client says what is repeated, and that a
// write does not end with its context.
type Client struct {
	rest      *rest.Client
	account   string
	extension *extensionResolver
	cache     *callHandlingCache
	names     *extensionNames // of the account

	sawSnapshot func(Snapshot)
	sawPeople   func([]Person)

	forwardAll *forwardAllCache

	unpublished    bool
	howUnpublished string
}

// New returns a client for o.
func New(o Options) *Client {
	c := &Client{
		rest: rest.New(rest.Options{
			Server: o.Server, Tokens: o.Tokens, Limits: o.Limits, Transport: o.Transport, UserAgent: o.UserAgent,
		}),
		account:   cmp.Or(o.Account, rest.Mine),
		extension: newExtensionResolver(o.Extension, o.Who),
		cache:     newCallHandlingCache(o.CallHandling),
		names:     &extensionNames{},

		forwardAll: newForwardAllCache(new(atomic.Bool)),

		unpublished: o.Unpublished, howUnpublished: cmp.Or(o.HowUnpublished, "To change that, set unpublished = true in the profile."),
	}
	c.cache.onFound, c.sawSnapshot, c.sawPeople = o.Found, o.SawSnapshot, o.SawPeople
	return c
}

// REST is the client's connection to the server, for the requests of other packages.
func (c *Client) REST() *rest.Client { return c.rest }

// Waiting returns what requests wait for now; see rest.Limits.Waiting.
func (c *Client) Waiting() []rest.Wait { return c.rest.Waiting() }

// Groups returns what the service has said about its rate limits; see rest.Limits.Groups.
func (c *Client) Groups() []rest.Group { return c.rest.Limits().Groups() }

// WaitingChanged has a signal for one listener whenever Waiting may have changed, or the
// limits that are nearly used up; see rest.Limits.WaitingChanged.
func (c *Client) WaitingChanged() <-chan struct{} { return c.rest.WaitingChanged() }

// do resolves the path of r and sends it.
func (c *Client) do(ctx context.Context, was *rest.Request, read rest.Reader) error {
	r := *was
	r, err := c.resolvePath(ctx, &r)
	if err != nil {
		return rest.AsError(r.Op, err)
	}
	return c.rest.Do(ctx, &r, read)
}

// list resolves the path of r and reads the records of a list of v1.
func (c *Client) list(ctx context.Context, was *rest.Request) ([]json.RawMessage, error) {
	r := *was
	r, err := c.resolvePath(ctx, &r)
	if err != nil {
		return nil, rest.AsError(r.Op, err)
	}
	return c.rest.List(ctx, r)
}

// listV2 resolves the path of r and reads the records of a list of v2.
func (c *Client) listV2(ctx context.Context, was *rest.Request) ([]json.RawMessage, error) {
	r := *was
	r, err := c.resolvePath(ctx, &r)
	if err != nil {
		return nil, rest.AsError(r.Op, err)
	}
	return c.rest.ListV2(ctx, r)
}

// perPage asks for pages of n records. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func perPage(n int) url.Values { return url.Values{"perPage": {strconv.Itoa(n)}} }
