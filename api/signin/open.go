package signin

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

var (
	// ErrNotSignedIn says that nothing holds credentials for the profile: the
	// sign-in screen or rcfwd login is what comes next.
	ErrNotSignedIn = errors.New("not signed in")

	// ErrSessionEnded says that a session has ended for good: its refresh token
	// is gone or no longer taken and there is nothing else to present. Sign in
	// again, and hand the new session to Continue.
	ErrSessionEnded = errors.New("the sign-in has ended")
)

// Options say whose sign-in is meant and how to reach the server.
type Options struct {
	Folders   settings.Folders    // the zero value shares and keeps nothing
	Profile   settings.Profile    // as it counts: flags and environment applied
	Getenv    func(string) string // os.Getenv; nil when the environment does not count
	Limits    *rest.Limits        // nil makes new ones
	Transport http.RoundTripper   // nil is http.DefaultTransport
	UserAgent string              // "" is rcfwd

	// After is the session that a sign-in takes over from, or nil. The secret of
	// its app need not be typed again.
	After *Session

	// Warn hears, from any goroutine, of what went wrong without ending the
	// session, such as a token that could not be saved. It may be nil.
	Warn func(error)

	// Caught hears, from any goroutine, what a goroutine of this package
	// panicked with; debug.Stack shows where while it runs. What was under way
	// then ends with an error. Without it a panic ends the program, and leaves
	// the terminal as it is.
	Caught func(any)

	keyring tokenstore.Keyring // for tests; nil is the system's
}

func (o Options) storeOptions() tokenstore.Options {
	return tokenstore.Options{Folders: o.Folders, Profile: o.Profile, Keyring: o.keyring, Caught: o.Caught}
}

// Open makes the session of a profile, from the first that holds a credential:
// the environment (RC_USER_JWT and its three companions, which name the server
// too), the profile's credential command, the store. Nothing is sent before the
// first Token, and the command is not run before it is needed.
//
// Without any the error is ErrNotSignedIn. A store that may not or cannot be
// read is an error that names the command that mends it.
func Open(ctx context.Context, o Options) (*Session, error) {
	from, settings, err := o.chooseSource()
	switch {
	case err != nil:
		return nil, err
	case from == tokenstore.FromEnvironment:
		return o.openFromEnvironment(settings), nil
	}
	return o.openStored(ctx, from)
}

// chooseSource says where the credentials are, as far as that is known without
// opening the store. The environment has none without a JWT; its other
// variables may be set for other programs.
func (o Options) chooseSource() (tokenstore.Source, environment, error) {
	if o.Getenv != nil && o.Getenv(EnvJWT) != "" {
		settings, err := readEnvironment(o.Getenv)
		return tokenstore.FromEnvironment, settings, err
	}
	if len(o.Profile.Command) > 0 {
		return tokenstore.FromCommand, environment{}, nil
	}
	return tokenstore.FromStore, environment{}, nil
}

func (o Options) openFromEnvironment(s environment) *Session {
	w := o.newSource(s.App)
	w.endpoint.server, w.source = s.Server, tokenstore.FromEnvironment
	w.endpoint.sharedLimit = newSharedLimit(o.Folders, s.Server, s.App.ClientID)
	w.profile.Server, w.profile.ClientID, w.profile.Grant = s.Server, s.App.ClientID, settings.GrantJWT
	return inMemory(w, jwtRecord(s.Server, s.App, s.JWT))
}

// openStored makes a session that is kept in the store of the profile.
func (o Options) openStored(ctx context.Context, from tokenstore.Source) (*Session, error) {
	kept, err := tokenstore.Open(o.storeOptions())
	if err != nil {
		return nil, err
	}
	r, err := kept.Load(ctx)
	if err != nil {
		return nil, err
	}
	if r != nil && r.Source != from {
		r = nil
	}
	if err := o.checkRecord(r, from); err != nil {
		return nil, err
	}
	return o.newSession(kept, r, from), nil
}

// checkRecord refuses a record that is not there or that belongs to another server,
// which must not see it.
func (o Options) checkRecord(r *tokenstore.Record, from tokenstore.Source) error {
	asked := o.Profile.ServerURL().String()
	switch {
	case r == nil && from == tokenstore.FromStore:
		return settings.UserErrorf(ErrNotSignedIn, "The profile %s is not signed in. Run rcfwd login.", o.Profile.Name)
	case r != nil && r.Server != asked && from == tokenstore.FromStore:
		return settings.UserErrorf(ErrNotSignedIn, "The profile %s is signed in to %s, not to %s. Sign in there with another profile: rcfwd login --profile NAME", o.Profile.Name, r.Server, asked)
	}
	return nil
}

func (o Options) newSession(kept tokenstore.Store, r *tokenstore.Record, from tokenstore.Source) *Session {
	app := App{ClientID: o.Profile.ClientID}
	if r != nil {
		app = appOf(r)
	}
	w := o.newSource(app)
	w.store, w.source = kept, from
	w.profile.ClientID = app.ClientID
	if r != nil {
		w.profile.Grant = r.Grant
	}
	if o.Profile.StoreKind() != settings.StoreNone {
		w.lock = func(ctx context.Context) (func(), error) { return o.Folders.LockProfile(ctx, o.Profile.Name) }
	}
	if from == tokenstore.FromCommand {
		w.command = runOnce(o.Profile.Command)
	}
	return &Session{credentialSource: w, rec: r, persist: persistState{stored: r.Fingerprint()}}
}

// newSource is what all sessions of the options have in common.
func (o Options) newSource(app App) credentialSource {
	server := o.Profile.ServerURL()
	e := newEndpoint(server, app, o.Limits, o.Transport)
	e.sharedLimit = newSharedLimit(o.Folders, server, app.ClientID)
	if o.UserAgent != "" {
		e.userAgent = o.UserAgent
	}
	return credentialSource{endpoint: e, profile: o.Profile, warn: o.Warn, caught: o.Caught}
}

// runOnce runs a credential command when it is first needed, and again only after
// it failed.
func runOnce(command []string) func(context.Context) (tokenstore.Credential, error) {
	var mu sync.Mutex
	var got *tokenstore.Credential
	return func(ctx context.Context) (tokenstore.Credential, error) {
		mu.Lock()
		defer mu.Unlock()
		if got != nil {
			return *got, nil
		}
		c, err := tokenstore.RunCommand(ctx, command)
		if err == nil {
			got = &c
		}
		return c, err
	}
}

// Continue has an ended session go on with what a new sign-in got, so that
// clients keep their token source. The server must be the same. The new session
// is not to be used on its own after that.
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

// record is what the session has; nil without a session.
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
