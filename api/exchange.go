package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// maxReply is how much of a good answer is read; a page of a thousand records
// is a tenth of it.
const maxReply = 16 << 20

// request is one call of the API.
type request struct {
	op     Operation
	method string
	path   string // escaped
	query  url.Values
	body   any // sent as JSON; nil sends none

	noRetry    bool // see Request
	idempotent bool
}

// writes says whether the request changes something.
func (r request) writes() bool { return r.method != http.MethodGet && !r.idempotent }

// payload is the body as people would write it, for they are shown it before
// it goes out: with < and & as themselves.
func (r request) payload() ([]byte, error) {
	if r.body == nil {
		return nil, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(r.body)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// reply is an answer that has arrived, though perhaps not all of its body.
type reply struct {
	status int // 0 when there is none
	header http.Header
	body   []byte
	broken error // why the body is not whole
}

// send has one exchange with the service. The context of a write no longer
// counts: whoever gave up waiting must still learn what became of it.
func (c *Client) send(ctx context.Context, r request, req *http.Request) (reply, error) {
	if r.writes() {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, exchangeTime, ErrSlow)
	defer cancel()
	resp, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return reply{}, slowness(ctx, err)
	}
	defer resp.Body.Close()
	got := readReply(resp)
	got.broken = slowness(ctx, got.broken)
	return got, nil
}

func (c *Client) newRequest(r request, token string, payload []byte) (*http.Request, error) {
	var body io.Reader
	if payload != nil {
		body = bytes.NewReader(payload)
	}
	req, err := http.NewRequest(r.method, c.url(r.path, r.query), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// ErrSlow says that the service did not answer in time.
var ErrSlow = fmt.Errorf("no answer within %v", exchangeTime)

// slowness tells our own patience running out from every other failure.
func slowness(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), ErrSlow) {
		return ErrSlow
	}
	return err
}

func readReply(resp *http.Response) reply {
	most := int64(maxError)
	if good(resp.StatusCode) {
		most = maxReply
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err == nil && int64(len(body)) > most {
		err = errLong
	}
	return reply{status: resp.StatusCode, header: resp.Header, body: body, broken: err}
}

func good(status int) bool { return status >= 200 && status <= 299 }

// Ways in which a good status comes with a useless body. A garbled one was cut
// short, or comes from something in front of the service, and may be whole the
// next time.
var (
	errGarbled = errors.New("the answer is not whole JSON")
	errLong    = fmt.Errorf("the answer is longer than %d MiB", maxReply>>20)
	errShape   = errors.New("the answer lacks what it should hold")
)

// reader takes in a body that is whole JSON; its error is errShape. Where no
// body is due there is no reader.
type reader func(json.RawMessage) error

// into reads a body into out.
func into(out any) reader {
	return func(raw json.RawMessage) error {
		if json.Unmarshal(raw, out) != nil {
			return errShape
		}
		return nil
	}
}

func (g reply) read(with reader) error {
	switch {
	case with == nil:
		return nil
	case g.broken != nil:
		return g.broken
	case !json.Valid(g.body):
		return errGarbled
	}
	return with(g.body)
}
