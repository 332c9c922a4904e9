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

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// refreshBefore is how long before its end a token is replaced; one that lives for
// less than ten times that, after nine tenths of its life.
const refreshBefore = 60 * time.Second

// Session is one sign-in: an rest.TokenSource that replaces its token ahead of
// time. However many requests wait, and in however many processes, one of them
// refreshes: what it gets is in the store before another may.
type Session struct {
	credentialSource

	storing sync.Mutex // held over every use of the store; taken before mu

	mu         sync.Mutex
	rec        *tokenstore.Record // what the session has; nil before a first sign-in
	refused    bool               // the service no longer takes the token
	refreshing *tokenRefresh      // the refresh under way
	ended      *endState          // the session has ended for good
	persist    persistState
}

// credentialSource is where a session gets its tokens and where it keeps them. Continue
// replaces it whole.
type credentialSource struct {
	endpoint *endpoint
	profile  settings.Profile
	source   tokenstore.Source
	store    tokenstore.Store
	lock     func(context.Context) (unlock func(), err error)     // across processes; nil where none is shared
	command  func(context.Context) (tokenstore.Credential, error) // of tokenstore.FromCommand
	warn     func(error)
	caught   func(any)
}

// JWT makes a session that presents a personal JWT (RingCentral's JWT grant)
// and is kept nowhere. Nothing is sent before the first Token. limits may be
// nil, and so may transport: it is http.DefaultTransport then.
func JWT(server *url.URL, app App, assertion string, limits *rest.Limits, transport http.RoundTripper) *Session {
	e := newEndpoint(server, app, limits, transport)
	return inMemory(credentialSource{endpoint: e, source: tokenstore.FromEnvironment}, jwtRecord(server, app, assertion))
}

// jwtRecord is the record of a session that has nothing but a JWT.
func jwtRecord(server *url.URL, app App, assertion string) *tokenstore.Record {
	return &tokenstore.Record{
		Server: server.String(), ClientID: app.ClientID, Secret: app.ClientSecret,
		Source: tokenstore.FromEnvironment, Grant: settings.GrantJWT, JWT: assertion,
	}
}

func inMemory(w credentialSource, r *tokenstore.Record) *Session {
	w.store = tokenstore.NewMemory(r)
	return &Session{credentialSource: w, rec: r}
}

// Named sets the User-Agent of the token calls, before the first of them, and
// gives s back. Unnamed it is rcfwd.
func (s *Session) Named(userAgent string) *Session {
	s.endpoint.userAgent = userAgent
	return s
}

// Server is where the session's tokens are from, and the only place to send
// them to.
func (s *Session) Server() *url.URL {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endpoint.server
}

// Profile is the session's, with the app and the grant that it was signed in
// with: what to save into the settings after a login.
func (s *Session) Profile() settings.Profile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile
}

// Token gives the access token, signing in or refreshing first where needed.
// Errors are *rest.Error; they carry the OAU code of a refusal. errors.Is finds
// ErrSessionOver in the one that only a new sign-in helps.
func (s *Session) Token(ctx context.Context) (string, error) {
	f, token := s.join(ctx)
	if f == nil {
		return token, nil
	}
	select {
	case <-f.done:
		s.stopWaiting(f)
		return f.token, f.err
	case <-ctx.Done():
		s.stopWaiting(f)
		return "", rest.NoAnswer(opSignIn, ctx.Err())
	}
}

// Refused forgets token unless another has taken its place meanwhile. What the
// service says of a token counts for more than any clock.
func (s *Session) Refused(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rec.AccessToken() == token {
		s.refused = true
	}
}

// current is the access token, when it need not be replaced.
func (s *Session) current() (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rec.AccessToken(), s.tokenUsable(time.Now())
}

func (s *Session) tokenUsable(now time.Time) bool {
	return s.rec.AccessToken() != "" && !s.refused && fresh(s.rec.Token, now)
}

// fresh reports whether a token need not be replaced yet, by our clock. One that
// names no end is kept until it is refused. What the service says of a token
// counts for more.
func fresh(t *tokenstore.TokenSet, now time.Time) bool {
	if t.Expires.IsZero() {
		return true
	}
	return now.Before(t.Expires.Add(-min(refreshBefore, t.Expires.Sub(t.Issued)/10)))
}
