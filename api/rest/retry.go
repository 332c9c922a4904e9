package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// The developer guide's retry rule (dossier section 5).
const (
	maxTries     = 5
	firstBackoff = 2 * time.Second
	maxBackoff   = 60 * time.Second
)

// Do sends r, repeats it where that may help, and passes the answer to read. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func (c *Client) Do(ctx context.Context, r *Request, read Reader) error {
	_, err := c.do(ctx, r, read)
	return err
}

// Status sends r as Do does, reads no body, and returns the status of the answer.
func (c *Client) Status(ctx context.Context, r *Request) (int, error) { return c.do(ctx, r, nil) }

func (c *Client) do(ctx context.Context, was *Request, read Reader) (status int, err error) {
	r := *was
	payload, err := r.Payload()
	if err != nil {
		return 0, NoAnswer(r.Op, err)
	}
	renewed, before := false, (*Error)(nil)
	for try := 1; ; try++ {
		if err := paceOf(ctx).wait(ctx, c.limits, r.Op); err != nil { // before Token: a token may expire in the meantime
			return 0, NoAnswer(r.Op, err)
		}
		token, err := c.tokens.Token(ctx) // before Acquire: a hold may begin while the sign-in waits
		if err != nil {
			return 0, AsError(r.Op, err)
		}
		status, failed := c.attempt(ctx, &r, token, payload, read)
		switch {
		case failed == nil:
			return status, nil
		case failed.tokenRefused() && !renewed:
			c.tokens.Refused(token)
			renewed = true
			continue
		case failed.tokenRefused():
			c.forget(token)
			return status, failed
		case failed.StopsAgain(before), r.NoRetry || !r.retryable(failed) || try >= maxTries || ctx.Err() != nil:
			return status, failed
		}
		if err := c.pause(ctx, &r, failed, try); err != nil {
			return status, NoAnswer(r.Op, err)
		}
		before = failed
	}
}

// forget tells a source that keeps tokens for later runs that token is not one to keep.
// Another token would be refused too, so none is fetched.
func (c *Client) forget(token string) {
	if source, ok := c.tokens.(interface{ Forget(token string) }); ok {
		source.Forget(token)
	}
}

// attempt sends r once, as soon as its rate limit allows it.
func (c *Client) attempt(ctx context.Context, r *Request, token string, payload []byte, read Reader) (status int, failed *Error) {
	req, err := c.newRequest(r, token, payload)
	if err != nil {
		return 0, NoAnswer(r.Op, err)
	}
	endTurn, err := c.takeTurn(ctx, r.Op)
	if err != nil {
		return 0, NoAnswer(r.Op, err)
	}
	reservation, err := c.acquire(ctx, r)
	if err != nil {
		endTurn(false, 0, nil)
		return 0, AsError(r.Op, err) // what refuses to check again may say that the account has moved
	}
	defer reservation.Cancel() // in a panic, which must not keep others waiting
	got, err := c.send(ctx, r, req)
	if NeverSent(err) {
		reservation.Cancel() // the service counts nothing either
	} else {
		reservation.Release(got.status, got.header)
	}
	endTurn(!NeverSent(err), got.status, got.header)
	recordRequestID(ctx, got.header)
	got = r.keep(got)
	return got.status, r.errorFor(got, err, read)
}

// takeTurn waits for the turn of a call of the Auth group, whose limit a token source shares
// with other processes. The returned function ends it: sent is false for a call that was not
// sent, which does not count.
func (c *Client) takeTurn(ctx context.Context, op Operation) (end func(sent bool, status int, h http.Header), err error) {
	source, shares := c.tokens.(interface {
		TakeTurn(context.Context, Operation) (func(bool, int, http.Header), error)
	})
	if !shares || !isAuth(op.Group) {
		return func(bool, int, http.Header) {}, nil
	}
	return source.TakeTurn(ctx, op)
}

// acquire waits until r may be sent, and checks what r overwrites again when that took
// too long.
func (c *Client) acquire(ctx context.Context, r *Request) (*Reservation, error) {
	for {
		reservation, err := c.limits.Acquire(ctx, r.Op)
		if err != nil || r.Recheck == nil || time.Now().Before(r.FreshUntil) {
			return reservation, err
		}
		reservation.Cancel()
		if err := r.Recheck(ctx); err != nil {
			return nil, err
		}
		r.FreshUntil = time.Now().Add(FreshFor)
	}
}

// errorFor returns the *Error for an exchange; nil when its answer was good and read
// returned no error.
func (r *Request) errorFor(got reply, err error, read Reader) *Error {
	var e *Error
	switch {
	case err != nil:
		e = NoAnswer(r.Op, err)
		e.lost = !e.NeverSent()
	case !IsSuccess(got.status):
		e = ReadError(r.Op, got.status, got.header, got.body)
		e.lost = e.mayHaveActed()
	default:
		if err = got.read(read); err == nil {
			return nil
		}
		e = Unusable(r.Op, got.status, got.header, err)
		e.lost = true
	}
	e.lost = e.lost && r.writes()
	return e
}

// mayHaveActed reports whether the service may have made the change before it failed.
// Only 4xx, 503 with Retry-After, and 501 say that it did not.
func (e *Error) mayHaveActed() bool {
	switch e.Status {
	case http.StatusServiceUnavailable:
		return e.RetryAfter == 0
	case http.StatusRequestTimeout:
		return true
	case http.StatusNotImplemented:
		return false
	}
	return e.Status >= 500
}

// NeverSent reports whether the request certainly was not sent: the exchange ended
// before there was a connection to send it on.
func (e *Error) NeverSent() bool { return e.Status == 0 && NeverSent(e.cause) }

// NeverSent reports whether a failure of the network came before there was a connection
// to send anything on.
func NeverSent(err error) bool {
	if _, ok := errors.AsType[*ConnectError](err); ok {
		return true
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	return NotTrusted(err)
}

// NotTrusted reports whether err is our refusal to talk to a server that could not
// prove its identity.
func NotTrusted(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	return errors.Is(err, http.ErrSchemeMismatch)
}

// tokenRefused reports whether another token may help.
func (e *Error) tokenRefused() bool {
	return e.Status == http.StatusUnauthorized && !Is(e, "CMN-405", "OAU-151")
}

// retryable reports whether r may be repeated after e.
func (r *Request) retryable(e *Error) bool {
	switch {
	case e.Status == http.StatusTooManyRequests:
		return true
	case e.Status == http.StatusServiceUnavailable && e.RetryAfter > 0:
		return true
	case r.writes():
		return false
	case e.Status == 0:
		return isTransient(e.cause)
	case IsSuccess(e.Status):
		return !errors.Is(e.cause, ErrShape) && !errors.Is(e.cause, errLong)
	}
	return e.Status == http.StatusRequestTimeout || e.Status >= 500 && e.Status != http.StatusNotImplemented
}

// isTransient reports whether a failure of the network may be over in a moment. A
// server that could not prove its identity will not be able to then either, and a proxy
// that refuses goes on refusing.
func isTransient(err error) bool {
	if c, ok := errors.AsType[*ConnectError](err); ok && c.Refused() {
		return false
	}
	return !NotTrusted(err) && !errors.Is(err, context.Canceled)
}

// pause waits before attempt number try+1, shown by Waiting. After a 429 the limits
// do the waiting.
func (c *Client) pause(ctx context.Context, r *Request, e *Error, try int) error {
	if e.Status == http.StatusTooManyRequests {
		return nil
	}
	d := min(firstBackoff<<(try-1), maxBackoff)
	if e.RetryAfter > 0 {
		d = e.RetryAfter
	}
	return c.limits.Pause(ctx, r.Op, "the next try after "+e.brief(), d)
}

// brief names a failure in a few words.
func (e *Error) brief() string {
	switch {
	case errors.Is(e.cause, ErrSlow):
		return "a timeout"
	case e.NeverSent():
		return "a failure to connect"
	case e.Status == 0:
		return "a lost connection"
	case IsSuccess(e.Status):
		return "a broken answer"
	}
	return fmt.Sprintf("HTTP %d", e.Status)
}
