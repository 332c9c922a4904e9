package api

import (
	"context"
	"net/http"
	"net/url"

	"rcfwd/api/jsonobj"
)

// Request is one call of the API that another package makes through a Client:
// with its token, inside its limits, and with its errors.
type Request struct {
	Op     Operation
	Method string
	Path   string // escaped, from ExtensionPath, AccountPath or AuthPath
	Query  url.Values
	Body   any // sent as JSON; nil sends none

	// NoRetry has it not repeated after a failure, for whoever would rather ask
	// again in a way of its own. A refused token is still replaced.
	NoRetry bool

	// Idempotent says of a request that is no GET that it changes nothing, so
	// that it ends with its context, and a lost answer is no ErrLost.
	Idempotent bool
}

// Do has r answered, and reads the answer into out where that is not nil. What
// the service or the network refused is an *Error.
func (c *Client) Do(ctx context.Context, r Request, out any) error {
	var with reader
	if out != nil {
		with = into(out)
	}
	_, err := c.do(ctx, request{
		op: r.Op, method: r.Method, path: r.Path, query: r.Query, body: r.Body, noRetry: r.NoRetry, idempotent: r.Idempotent,
	}, with)
	return err
}

// ExtensionPath is the escaped path of something in the open extension, which is
// looked up when it is known only by its short number.
func (c *Client) ExtensionPath(ctx context.Context, elements ...string) (string, error) {
	r, err := c.resolvePath(ctx, request{path: c.inExtension(elements...)})
	return r.path, err
}

// AccountPath is the escaped path of something in the open account.
func (c *Client) AccountPath(elements ...string) string { return c.inAccount(elements...) }

// AuthPath is the path of a sign-in call.
func AuthPath(call string) string { return "/restapi/oauth/" + escapeElement(call) }

// Server is where the client's token may go.
func (c *Client) Server() *url.URL {
	server := *c.server
	return &server
}

// HTTP sends what is no request of the API, such as the handshake of a
// WebSocket: by the client's transport, following no redirect, with no token.
func (c *Client) HTTP() *http.Client { return c.http }

// UserAgent is how the client names itself.
func (c *Client) UserAgent() string { return c.userAgent }

// Limits are the limits that the client keeps.
func (c *Client) Limits() *Limits { return c.limits }

// FlexString is a text that the service sends as a string or as a number. It is not
// clean.
type FlexString = jsonobj.FlexString
