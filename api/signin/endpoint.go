package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

var (
	opSignIn  = rest.Operation{What: "sign in", Group: rest.GroupAuth}
	opRefresh = rest.Operation{What: "renew the sign-in", Group: rest.GroupAuth}
)

// The developer guide's rule for token calls (dossier section 5): no retry after
// a refusal, and three tries ten seconds apart when the server failed.
const (
	maxTries     = 3
	betweenTries = 10 * time.Second
	exchangeTime = 30 * time.Second // for one call
)

// endpoint makes the token calls of one app at one server.
type endpoint struct {
	server      *url.URL
	app         App
	limits      *rest.Limits
	transport   http.RoundTripper
	userAgent   string
	sharedLimit *sharedLimit // nil when nothing is shared with other processes
}

// newEndpoint is not inlined: its copies would make the program larger.
//
//go:noinline
func newEndpoint(server *url.URL, app App, limits *rest.Limits, transport http.RoundTripper) *endpoint {
	if limits == nil {
		limits = rest.NewLimits()
	}
	if transport == nil {
		transport = http.DefaultTransport
	}
	return &endpoint{
		server:    server,
		app:       app,
		limits:    limits,
		transport: transport,
		userAgent: "rcfwd",
	}
}

func (e *endpoint) url(call string) string {
	return e.server.JoinPath("restapi", "oauth", call).String()
}

// withApp returns the endpoint of another app at the same server.
func (e *endpoint) withApp(app App) *endpoint {
	other := *e
	other.app = app
	return &other
}

// exchange presents a grant to the service and returns the tokens that it issues.
// Errors are *rest.Error.
func (e *endpoint) exchange(ctx context.Context, op rest.Operation, g grant) (*tokenstore.TokenSet, error) {
	var before *rest.Error
	for try := 1; ; try++ {
		token, err := e.exchangeOnce(ctx, op, g)
		if err == nil {
			return token, nil
		}
		wait, ok := retryDelay(err)
		if err.StopsAgain(before) || !ok || try >= maxTries {
			return nil, err
		}
		before = err
		if wait == 0 {
			continue // the limits know how long
		}
		if err := e.limits.Pause(ctx, op, "trying the sign-in again", wait); err != nil {
			return nil, rest.NoAnswer(op, err)
		}
	}
}

// retryDelay returns whether a token call may be repeated, and after how long;
// zero leaves the waiting to the limits. There is no retry when the server cannot
// be reached or is not RingCentral's: its address may be wrong.
func retryDelay(err *rest.Error) (delay time.Duration, ok bool) {
	switch {
	case err.Status == http.StatusTooManyRequests:
		return 0, true
	case err.Status == http.StatusServiceUnavailable && err.RetryAfter > 0:
		return err.RetryAfter, true
	case err.Status == http.StatusRequestTimeout, err.Status >= 500 && err.Status != http.StatusNotImplemented:
		return betweenTries, true
	}
	cutShort := err.Status == 0 || err.Status == http.StatusOK
	return betweenTries, cutShort && !err.NeverSent() && !errors.Is(err, context.Canceled) && !errors.Is(err, errNotRingCentral)
}

// exchangeOnce makes one token call as soon as the limits allow it. Once the call
// is sent, the end of ctx does not cancel it: a refresh token works once.
func (e *endpoint) exchangeOnce(ctx context.Context, op rest.Operation, g grant) (*tokenstore.TokenSet, *rest.Error) {
	release, err := e.acquire(ctx, op)
	if err != nil {
		return nil, rest.NoAnswer(op, err)
	}
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), exchangeTime, rest.ErrSlow)
	defer cancel()
	answer := &captureTransport{transport: e.transport, userAgent: e.userAgent}
	token, err := e.config(g).Token(context.WithValue(ctx, oauth2.HTTPClient, answer.client()))
	release(answer, err)
	if err != nil {
		return nil, e.toError(ctx, op, g, answer, err)
	}
	off, _ := e.limits.ClockOff()
	return newTokenSet(token, time.Now(), off), nil
}

// acquire waits until the limits of all processes and of this one allow a call.
// release must be called with the answer, or with the error that came instead. A call
// that was not sent does not count.
func (e *endpoint) acquire(ctx context.Context, op rest.Operation) (release func(*captureTransport, error), err error) {
	at, err := e.sharedLimit.acquire(ctx, op, e.limits)
	if err != nil {
		return nil, err
	}
	reservation, err := e.limits.Acquire(ctx, op)
	if err != nil {
		e.sharedLimit.cancel(ctx, at)
		return nil, err
	}
	return func(answer *captureTransport, err error) {
		if rest.NeverSent(err) {
			reservation.Cancel()
			e.sharedLimit.cancel(ctx, at)
			return
		}
		reservation.Release(answer.status, answer.header)
		e.sharedLimit.release(ctx, answer.status, answer.header)
	}, nil
}

// config returns the oauth2 configuration that sends the grant. That for client
// credentials sends any grant_type that its parameters name.
func (e *endpoint) config(g grant) *clientcredentials.Config {
	style := oauth2.AuthStyleInHeader
	if e.app.ClientSecret == "" {
		style = oauth2.AuthStyleInParams
	}
	return &clientcredentials.Config{
		ClientID:       e.app.ClientID,
		ClientSecret:   e.app.ClientSecret,
		TokenURL:       e.url("token"),
		EndpointParams: g.form,
		AuthStyle:      style,
	}
}
