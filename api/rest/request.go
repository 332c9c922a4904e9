package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// Operation is a kind of request. Rate limits are learnt per operation.
type Operation struct {
	What  string // in words, as they follow "could not": "read the numbers"
	Group string // rate-limit group to assume until the service names one
}

// Request is one call of the API.
type Request struct {
	Op     Operation
	Method string
	Path   string // escaped, as from Path
	Query  url.Values
	Body   any // sent as JSON; nil sends none

	// Accept is the types of answers that are taken; empty means JSON alone. With it, a
	// good answer need not be JSON.
	Accept string

	// Answer gets the last answer as it came, also that of a refusal; nil for a caller
	// that only needs what a Reader reads.
	Answer *Answer

	// NoRetry sends the request once, for a caller that repeats it in a way of its
	// own. A refused token is still replaced.
	NoRetry bool

	// Idempotent marks a request that changes nothing although it is not a GET: it
	// ends with its context, and a lost answer is not ErrLost.
	Idempotent bool

	// Recheck is called before a write that overwrites a document is sent after
	// FreshUntil, because it waited for a limit or is repeated after a refusal: another
	// user may have changed the document since it was read. When it returns an error the
	// request is not sent, and fails with that. nil sends without it.
	Recheck    func(context.Context) error
	FreshUntil time.Time
}

// FreshFor is how long a reading is fresh, for Request.FreshUntil.
const FreshFor = 2 * time.Second

// writes reports whether the request changes something.
func (r *Request) writes() bool { return r.Method != http.MethodGet && !r.Idempotent }

// Payload returns the body as it is sent; nil for none. It has <, > and & as
// themselves, because people are shown it before it is sent.
func (r *Request) Payload() ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(r.Body)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
