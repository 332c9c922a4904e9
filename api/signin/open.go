package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

var (
	// ErrNotSignedIn is the kind of the error when nothing holds credentials for
	// the profile, so that the person must sign in first.
	ErrNotSignedIn = errors.New("not signed in")

	// ErrSessionEnded is the kind of the error of a session that has ended for
	// good: it has neither a JWT nor a refresh token that the service takes. Sign
	// in again, and pass the new session to Session.Continue.
	ErrSessionEnded = errors.New("the sign-in has ended")
)

// Options say whose sign-in is meant and how to reach the server.
type Options struct {
	Folders   settings.Folders    // with the zero value nothing is stored or shared
	Profile   settings.Profile    // with the flags and the environment applied to it
	Getenv    func(string) string // os.Getenv; nil when the environment does not count
	Limits    *rest.Limits        // nil means new ones
	Transport http.RoundTripper   // nil is http.DefaultTransport
	UserAgent string              // "" is rcfwd

	// After is the session that a sign-in continues, or nil. The secret of its
	// app need not be typed again.
	After *Session

	// KeepProfile keeps the profile of a new sign-in, and calls save meanwhile, which
	// stores the secrets: both are kept, or neither. With a nil KeepProfile only the
	// secrets are.
	KeepProfile func(ctx context.Context, save func() error) error

	// OneRun says that the session is that of a command, which ends soon: that its token
	// is not kept for the next run is a warning. See Session.EndRun.
	OneRun bool

	// NoTokenCache keeps no access token of the environment or of a credential command
	// beyond this run, as EnvNoCache asks for.
	NoTokenCache bool

	// Warn is called, from any goroutine, with errors that do not end the
	// session, such as a token that could not be stored. It may be nil.
	Warn func(error)

	// Caught is called with what a goroutine of this package panicked with, from
	// that goroutine; debug.Stack shows where. What was under way then ends with
	// an error. With a nil Caught a panic ends the program, and leaves the
	// terminal as it is.
	Caught func(any)

	keyring tokenstore.Keyring // for tests; nil is the system's
}

// storeOptions is not inlined: its copies would make the program larger.
//
//go:noinline
func (o *Options) storeOptions() tokenstore.Options {
	return tokenstore.Options{Folders: o.Folders, Profile: o.Profile, Keyring: o.keyring, Caught: o.Caught}
}

// Open returns the session of a profile, from the first source that holds a
// credential: the environment (RC_USER_JWT and its three companions, which name
// the server too), the profile's credential command, the store. Nothing is sent
// before the first Token, and the command does not run before it is needed.
//
// Without any credential the error is of the kind ErrNotSignedIn. For a store
// that must not or cannot be read, the error names the command that fixes it.
func Open(ctx context.Context, o *Options) (*Session, error) {
	from, env, err := o.chooseSource()
	switch {
	case err != nil:
		return nil, err
	case from == tokenstore.FromEnvironment:
		return o.openFromEnvironment(ctx, env), nil
	}
	return o.openStored(ctx, from)
}

// chooseSource returns the source of the credentials, as far as it is known
// without opening the store. An environment without a JWT is none: its other
// variables may be set for other programs.
func (o *Options) chooseSource() (tokenstore.Source, environment, error) {
	if o.Getenv != nil && o.Getenv(EnvJWT) != "" {
		env, err := readEnvironment(o.Getenv)
		return tokenstore.FromEnvironment, env, err
	}
	if len(o.Profile.Command) > 0 {
		return tokenstore.FromCommand, environment{}, nil
	}
	return tokenstore.FromStore, environment{}, nil
}

// server returns the server that a session is opened at: that of the environment, if it
// holds a whole sign-in, or of the profile.
func (o *Options) server() *url.URL {
	if from, env, err := o.chooseSource(); err == nil && from == tokenstore.FromEnvironment {
		return env.Server
	}
	return o.Profile.ServerURL()
}

func (o *Options) openFromEnvironment(ctx context.Context, env environment) *Session {
	src := o.newSource(env.App)
	src.endpoint.server, src.source = env.Server, tokenstore.FromEnvironment
	src.endpoint.sharedLimit = newSharedLimit(o.Folders, env.Server, env.App.ClientID)
	src.profile.Server, src.profile.ClientID, src.profile.Grant = env.Server, env.App.ClientID, settings.GrantJWT
	cache, none := o.environmentCache(env)
	if cache != nil {
		return (&Session{credentialSource: src}).openCached(ctx, cache)
	}
	src.uncached, src.ephemeral = none, true
	return inMemory(&src, jwtRecord(env.Server, env.App, env.JWT))
}

// openStored returns a session that is stored where the profile says.
func (o *Options) openStored(ctx context.Context, from tokenstore.Source) (*Session, error) {
	var none *uncached
	if from == tokenstore.FromCommand {
		var cache *tokenCache
		if cache, none = o.commandCache(); cache != nil {
			return o.newSession(cache.Cache, nil, from).openCached(ctx, cache), nil
		}
	}
	store, err := tokenstore.Open(new(o.storeOptions()))
	if err != nil {
		return nil, err
	}
	r, err := store.Load(ctx)
	if err != nil {
		return nil, err
	}
	if r, err = o.checkRecord(r, from); err != nil {
		return nil, err
	}
	s := o.newSession(store, r, from)
	s.uncached, s.ephemeral = none, none != nil && o.Profile.StoreKind() == settings.StoreNone
	return s, nil
}

// checkRecord returns r when it is of the source and of the profile's server. No
// other server may see it. A credential command can do without a record; for the
// store its absence is an error.
func (o *Options) checkRecord(r *tokenstore.Record, from tokenstore.Source) (*tokenstore.Record, error) {
	if r != nil && r.Source != from {
		r = nil
	}
	server := o.Profile.ServerURL().String()
	switch {
	case r != nil && r.Server == server:
		return r, nil
	case from == tokenstore.FromCommand:
		return nil, nil
	case r == nil:
		return nil, settings.UserErrorf(ErrNotSignedIn, "The profile %s is not signed in. Run rcfwd login --profile %s", o.Profile.Name, o.Profile.Name)
	}
	return nil, settings.UserErrorf(ErrNotSignedIn, "The profile %s is signed in to %s, not to %s. Sign in there with another profile: rcfwd login --profile NAME", o.Profile.Name, r.Server, server)
}

// newSession returns a session with a record, which may be nil.
func (o Options) newSession(store tokenstore.Store, r *tokenstore.Record, from tokenstore.Source) *Session {
	app := App{ClientID: o.Profile.ClientID}
	if r != nil {
		app = appOf(r)
	}
	src := o.newSource(app)
	src.store, src.source = store, from
	src.profile.ClientID = app.ClientID
	if r != nil {
		src.profile.Grant = r.Grant
	}
	if o.Profile.StoreKind() != settings.StoreNone {
		src.lock = func(ctx context.Context) (func(), error) { return o.Folders.LockProfile(ctx, o.Profile.Name) }
	}
	if from == tokenstore.FromCommand {
		src.command = runOnce(o.Profile.Command)
	}
	src.share(r)
	return &Session{credentialSource: src, rec: r, persist: persistState{stored: r.Fingerprint()}}
}

// newSource returns what all sessions of the options have in common.
func (o *Options) newSource(app App) credentialSource {
	server := o.Profile.ServerURL()
	e := newEndpoint(server, app, o.Limits, o.Transport)
	e.sharedLimit = newSharedLimit(o.Folders, server, app.ClientID)
	if o.UserAgent != "" {
		e.userAgent = o.UserAgent
	}
	e.limits.Notify(o.notices())
	return credentialSource{endpoint: e, profile: o.Profile, share: o.shareLimits(e.limits), warn: o.Warn, caught: o.Caught, oneRun: o.OneRun}
}

// runOnce returns a function that runs a credential command when it is first
// called, and again only after a failure.
func runOnce(command []string) func(context.Context) (tokenstore.Credential, error) {
	var mu sync.Mutex
	var printed *tokenstore.Credential
	return func(ctx context.Context) (tokenstore.Credential, error) {
		mu.Lock()
		defer mu.Unlock()
		if printed != nil {
			return *printed, nil
		}
		c, err := tokenstore.RunCommand(ctx, command)
		if err == nil {
			printed = &c
		}
		return c, err
	}
}
