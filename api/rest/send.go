package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// exchangeTime is how long an exchange may take, from the first byte sent to the last
// byte read. Waiting for a limit is not counted.
const exchangeTime = 30 * time.Second

// ErrSlow is the cause of an *Error when the service did not answer in time.
var ErrSlow = fmt.Errorf("no answer within %v", exchangeTime)

// maxReply is how much of a good answer is read; a page of a thousand records is a
// tenth of it.
const maxReply = 16 << 20

// reply is an answer that has arrived, perhaps without all of its body.
type reply struct {
	status int // 0 when there is none
	header http.Header
	body   []byte
	broken error // why the body is not whole
	any    bool  // it need not be JSON
}

// send makes one exchange with the service. For a write it ignores the end of ctx: the
// caller must still learn the outcome.
func (c *Client) send(ctx context.Context, r *Request, req *http.Request) (reply, error) {
	if r.writes() {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, exchangeTime, ErrSlow)
	defer cancel()
	resp, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return reply{}, OrSlow(ctx, err)
	}
	defer resp.Body.Close()
	got := readReply(resp)
	got.broken = OrSlow(ctx, got.broken)
	return got, nil
}

func (c *Client) newRequest(r *Request, token string, payload []byte) (*http.Request, error) {
	var body io.Reader
	if payload != nil {
		body = bytes.NewReader(payload)
	}
	req, err := http.NewRequest(r.Method, c.url(r.Path, r.Query), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", cmp.Or(r.Accept, "application/json"))
	req.Header.Set("User-Agent", c.userAgent)
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// OrSlow returns ErrSlow when err is the timeout of an exchange, the cause of ctx, and
// otherwise err. A *ConnectError still says that nothing was sent.
func OrSlow(ctx context.Context, err error) error {
	if err == nil || !errors.Is(context.Cause(ctx), ErrSlow) {
		return err
	}
	if c, ok := errors.AsType[*ConnectError](err); ok {
		slow := *c
		slow.cause = ErrSlow
		return &slow
	}
	return ErrSlow
}

func readReply(resp *http.Response) reply {
	limit := int64(maxError)
	if IsSuccess(resp.StatusCode) {
		limit = maxReply
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = errLong
	}
	return reply{status: resp.StatusCode, header: resp.Header, body: body, broken: err}
}

// IsSuccess reports whether an HTTP status is one of success, 2xx.
func IsSuccess(status int) bool { return status >= 200 && status <= 299 }
