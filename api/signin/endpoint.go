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

// The developer guide's rule for token calls (dossier section 5): none again
// after a refusal, three tries ten seconds apart where the server failed.
const (
	maxTries     = 3
	betweenTries = 10 * time.Second
	exchangeTime = 30 * time.Second
)

// endpoint is the token call of one server as made by one app.
type endpoint struct {
	server      *url.URL
	app         App
	limits      *rest.Limits
	transport   http.RoundTripper
	userAgent   string
	sharedLimit *sharedLimit // nil keeps to the limits of this process alone
}

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

// withApp is the endpoint for another app of the same server.
func (e *endpoint) withApp(app App) *endpoint {
	other := *e
	other.app = app
	return &other
}

// exchange has the service turn a grant into a token.
func (e *endpoint) exchange(ctx context.Context, op rest.Operation, g grant) (*tokenstore.TokenSet, error) {
	for try := 1; ; try++ {
		token, err := e.exchangeOnce(ctx, op, g)
		if err == nil {
			return token, nil
		}
		wait, again := retryDelay(err)
		if !again || try >= maxTries {
			return nil, err
		}
		if wait == 0 {
			continue // the limits wait
		}
		if err := e.limits.Pause(ctx, op, "trying the sign-in again", wait); err != nil {
			return nil, rest.NoAnswer(op, err)
		}
	}
}

// retryDelay says whether a token call may be repeated, and after how long; zero
// leaves the waiting to the limits. A server that cannot be reached at all, or that is
// none of RingCentral's, is told at once: its address may be wrong.
func retryDelay(err *rest.Error) (time.Duration, bool) {
	switch {
	case err.Status == http.StatusTooManyRequests:
		return 0, true
	case err.Status == http.StatusServiceUnavailable && err.RetryAfter > 0:
		return err.RetryAfter, true
	case err.Status == http.StatusRequestTimeout, err.Status >= 500 && err.Status != http.StatusNotImplemented:
		return betweenTries, true
	}
	broken := err.Status == 0 || err.Status == http.StatusOK
	return betweenTries, broken && !err.NeverSent() && !errors.Is(err, context.Canceled) && !errors.Is(err, errNotRingCentral)
}

// exchangeOnce makes the token call when its rate limit lets it, and then hears it out.
func (e *endpoint) exchangeOnce(ctx context.Context, op rest.Operation, g grant) (*tokenstore.TokenSet, *rest.Error) {
	leave, err := e.acquire(ctx, op)
	if err != nil {
		return nil, rest.NoAnswer(op, err)
	}
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), exchangeTime, rest.ErrSlow)
	defer cancel()
	seen := &captureTransport{transport: e.transport, userAgent: e.userAgent}
	got, err := e.config(g).Token(context.WithValue(ctx, oauth2.HTTPClient, seen.client()))
	leave(seen)
	if err != nil {
		return nil, e.toError(ctx, op, g, seen, err)
	}
	return newTokenSet(got, time.Now()), nil
}

// acquire waits until a call may be made, by all processes and by this one, and
// gives what to call once it is answered.
func (e *endpoint) acquire(ctx context.Context, op rest.Operation) (leave func(*captureTransport), err error) {
	if err := e.sharedLimit.acquire(ctx, op, e.limits); err != nil {
		return nil, err
	}
	pass, err := e.limits.Acquire(ctx, op)
	if err != nil {
		return nil, err
	}
	return func(seen *captureTransport) {
		pass.Release(seen.status, seen.header)
		e.sharedLimit.release(ctx, seen.status, seen.header)
	}, nil
}

// config has the oauth2 package send the grant. Its form for client credentials
// takes any other in its place.
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
