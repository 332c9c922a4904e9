// Package signin obtains and keeps the tokens that the client of package api
// presents. It speaks OAuth through golang.org/x/oauth2 and keeps secrets out
// of every error.
package signin

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"rcfwd/api"
)

// earliest is how long before its end a token is replaced; one that lives for
// less than ten times that, after nine tenths of its life.
const earliest = 60 * time.Second

// Session is one sign-in: an api.TokenSource that replaces its token ahead of
// time. However many requests wait, one of them refreshes.
type Session struct {
	endpoint *endpoint
	grant    grant

	mu      sync.Mutex
	token   *oauth2.Token // nil before the first sign-in
	due     time.Time     // when to replace token; zero for never
	refused bool          // the service no longer takes token
	flight  *flight       // the refresh under way
}

// JWT makes a session that presents a personal JWT (RingCentral's JWT grant).
// Nothing is sent before the first Token. limits may be nil, and so may
// transport: it is http.DefaultTransport then.
func JWT(server *url.URL, app App, assertion string, limits *api.Limits, transport http.RoundTripper) *Session {
	e := newEndpoint(server, app, limits, transport)
	return &Session{endpoint: e, grant: jwt(assertion)}
}

// Named sets the User-Agent of the token calls, before the first of them, and
// gives s back. Unnamed it is rcfwd.
func (s *Session) Named(userAgent string) *Session {
	s.endpoint.userAgent = userAgent
	return s
}

// Token gives the access token, signing in or refreshing first where needed.
// Errors are *api.Error; they carry the OAU code of a refusal.
func (s *Session) Token(ctx context.Context) (string, error) {
	f, token := s.board(ctx)
	if f == nil {
		return token, nil
	}
	select {
	case <-f.done:
		s.leave(f)
		return f.token, f.err
	case <-ctx.Done():
		s.leave(f)
		return "", api.NoAnswer(opSignIn, ctx.Err())
	}
}

// Refused forgets token unless another has taken its place meanwhile.
func (s *Session) Refused(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != nil && s.token.AccessToken == token {
		s.refused = true
	}
}

// flight is a refresh under way and those who wait for it.
type flight struct {
	done    chan struct{} // closed once token and err are set
	token   string
	err     error
	waiting int
	cancel  context.CancelFunc
}

// board gives the token when it is good, else a flight to wait for.
func (s *Session) board(ctx context.Context) (*flight, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.good(time.Now()) {
		return nil, s.token.AccessToken
	}
	if s.flight == nil || s.flight.waiting == 0 {
		s.flight = s.takeOff(ctx, s.flight)
	}
	s.flight.waiting++
	return s.flight, ""
}

func (s *Session) good(now time.Time) bool {
	return s.token != nil && !s.refused && (s.due.IsZero() || now.Before(s.due))
}

// leave ends the waiting of a flight that nobody is aboard any more. What it
// has sent by then it hears out: a refresh token works once.
func (s *Session) leave(f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
	}
}

// takeOff starts a flight, which lets an abandoned one before it land first.
// Its context outlives the caller's, who may leave while others wait.
func (s *Session) takeOff(ctx context.Context, before *flight) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), cancel: cancel}
	go func() {
		if before != nil {
			<-before.done
		}
		f.token, f.err = s.renew(ctx)
		s.land(f)
	}()
	return f
}

func (s *Session) land(f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight == f {
		s.flight = nil
	}
	f.cancel()
	close(f.done)
}

// renew replaces the token, unless the flight before has done so.
func (s *Session) renew(ctx context.Context) (string, error) {
	s.mu.Lock()
	old, good := s.token, s.good(time.Now())
	s.mu.Unlock()
	if good {
		return old.AccessToken, nil
	}
	token, err := s.exchange(ctx, old)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.due, s.refused = token, due(token, time.Now()), false
	return token.AccessToken, nil
}

// exchange uses the refresh token when there is one. The service may no longer
// take it, after an hour or a week, and then the grant is presented again.
func (s *Session) exchange(ctx context.Context, old *oauth2.Token) (*oauth2.Token, error) {
	if old != nil && old.RefreshToken != "" {
		token, err := s.endpoint.exchange(ctx, opRefresh, refresh(old.RefreshToken))
		if err == nil || !refusal(err) {
			return token, err
		}
	}
	return s.endpoint.exchange(ctx, opSignIn, s.grant)
}

// due is when to replace a token. One that names no end is kept until it is
// refused.
func due(t *oauth2.Token, now time.Time) time.Time {
	if t.Expiry.IsZero() {
		return time.Time{}
	}
	return t.Expiry.Add(-min(earliest, t.Expiry.Sub(now)/10))
}
