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

// refreshBefore is how long before its end a token is replaced. A token that
// lives for less than ten times that is replaced after nine tenths of its life.
const refreshBefore = 60 * time.Second

// Session is one sign-in. It is a rest.TokenSource that replaces its token before
// the token ends. However many requests wait, and in however many processes, one
// of them refreshes, and the new token is in the store before another may.
type Session struct {
	credentialSource

	storing sync.Mutex // held over every use of the store; taken before mu

	mu         sync.Mutex
	rec        *tokenstore.Record // nil before the first sign-in
	refused    bool               // the service no longer takes the token
	refreshing *tokenRefresh      // nil when none is under way
	ended      *endState          // nil while the session may go on
	persist    persistState

	notKept sync.Once // that the token is not kept was said
}

// credentialSource is where a session gets its tokens from and where it stores
// them. Continue replaces it whole.
type credentialSource struct {
	endpoint *endpoint
	profile  settings.Profile
	source   tokenstore.Source
	store    tokenstore.Store
	lock     func(context.Context) (unlock func(), err error)     // across processes; nil when no other shares the store
	command  func(context.Context) (tokenstore.Credential, error) // nil unless the source is FromCommand
	cache    *tokenCache                                          // the store, if it is a cache; else nil
	uncached *uncached                                            // why there is no cache; nil with one, and where none could be
	warn     func(error)                                          // see Options.Warn; may be nil
	caught   func(any)                                            // see Options.Caught; may be nil

	// share shares the limits with the processes whose record is of the same server, app
	// and user; nil when nothing is shared. The user is known once there is a token.
	share func(*tokenstore.Record)

	oneRun    bool // see Options.OneRun
	ephemeral bool // the token ends with the program, though its credential does not
}

// JWT returns a session that presents a personal JWT (RingCentral's JWT grant)
// and is stored nowhere. Nothing is sent before the first Token. Nil limits are
// new ones, and a nil transport is http.DefaultTransport.
func JWT(server *url.URL, app App, assertion string, limits *rest.Limits, transport http.RoundTripper) *Session {
	e := newEndpoint(server, app, limits, transport)
	return inMemory(&credentialSource{endpoint: e, source: tokenstore.FromEnvironment}, jwtRecord(server, app, assertion))
}

// jwtRecord returns the record of a session that has nothing but a JWT.
func jwtRecord(server *url.URL, app App, assertion string) *tokenstore.Record {
	return &tokenstore.Record{
		Server: server.String(), ClientID: app.ClientID, Secret: app.ClientSecret,
		Source: tokenstore.FromEnvironment, Grant: settings.GrantJWT, JWT: assertion,
	}
}

func inMemory(was *credentialSource, r *tokenstore.Record) *Session {
	src := *was
	src.store = tokenstore.NewMemory(r)
	return &Session{credentialSource: src, rec: r}
}

// Named sets the User-Agent of the token calls and returns s. Call it before the
// first Token; the default is rcfwd.
func (s *Session) Named(userAgent string) *Session {
	s.endpoint.userAgent = userAgent
	return s
}

// Server returns the server that issues the session's tokens. They must be sent
// nowhere else.
func (s *Session) Server() *url.URL {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endpoint.server
}

// Token returns an access token. It signs in or refreshes first when that is
// needed. Errors are *rest.Error, with the OAU code when the service refuses.
// One of the kind ErrSessionEnded says that only a new sign-in helps.
func (s *Session) Token(ctx context.Context) (string, error) {
	f, token := s.join(ctx)
	if f == nil {
		return token, nil
	}
	defer s.stopWaiting(f)
	select {
	case <-f.done:
		return f.token, f.err
	case <-ctx.Done():
		return "", rest.NoAnswer(opSignIn, ctx.Err())
	}
}

// Refused tells the session that the service no longer takes token, whatever our
// clock says. It does nothing when the session has another token by now.
func (s *Session) Refused(token string) {
	s.mu.Lock()
	current := s.rec.AccessToken() == token
	s.refused = s.refused || current
	s.mu.Unlock()
	if current {
		s.Forget(token)
	}
}

// Continue makes s go on with the new sign-in of another session, so that clients
// keep their token source. Both must be of the same server. The other session
// must not be used on its own after that.
func (s *Session) Continue(with *Session) error {
	next, r := with.currentSource(), with.record()
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.endpoint.server.String(); old != next.endpoint.server.String() {
		return settings.UserErrorf(nil, "The new sign-in is to %s, not to %s. Start rcfwd again to use it.", next.endpoint.server, old)
	}
	s.credentialSource, s.rec, s.refused, s.ended, s.persist = next, r, false, nil, with.persistState()
	return nil
}

// record returns the session's record, or nil without a session.
func (s *Session) record() *tokenstore.Record {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rec
}

func (s *Session) persistState() persistState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persist
}

// current returns the access token and whether it is usable.
func (s *Session) current() (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rec.AccessToken(), s.tokenUsable(time.Now())
}

func (s *Session) tokenUsable(now time.Time) bool {
	return s.rec.AccessToken() != "" && !s.refused && fresh(s.rec.Token, s.endpoint.clockOf(s.rec.Token, now))
}

// clockOf returns the time, at now by our clock, by the clock that the times of a token
// are of. Before an answer has told how far our clock is off, it is taken to be off as far
// as when the token was issued.
func (e *endpoint) clockOf(t *tokenstore.TokenSet, now time.Time) time.Time {
	off, measured := e.limits.ClockOff()
	if !measured {
		off = t.ClockOff
	}
	return now.Add(off)
}

// fresh reports whether a token need not be replaced yet, at now by the clock of its
// times. A token without an end is used until the service refuses it.
func fresh(t *tokenstore.TokenSet, now time.Time) bool {
	if t.Expires.IsZero() {
		return true
	}
	return now.Before(t.Expires.Add(-min(refreshBefore, t.Expires.Sub(t.Issued)/10)))
}
