package signin

import (
	"context"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Login signs a profile in and stores the result. After NewLogin, call one of
// JWT, Password and Browser.
type Login struct {
	options Options
	app     App
	source  credentialSource
	store   tokenstore.Store
}

// Probe finds out whether the store of the profile can keep a secret, before a
// person is asked for one: it writes, reads and removes something there. The
// error says what to fix, or that another store must be chosen. Of the options,
// Probe needs the folders and the profile.
func Probe(ctx context.Context, o *Options) error {
	if err := o.checkNoCommand(); err != nil {
		return err
	}
	store, err := tokenstore.Open(new(o.storeOptions()))
	if err != nil {
		return err
	}
	return o.probe(ctx, store)
}

// checkNoCommand returns an error for a profile that a sign-in would not sign in.
func (o *Options) checkNoCommand() error {
	if len(o.Profile.Command) == 0 {
		return nil
	}
	return settings.UserErrorf(nil, "The profile %s takes its credential from credential_command, which overrides a sign-in. Remove it from %s, or choose another profile.", o.Profile.Name, o.Folders.ConfigFile())
}

func (o *Options) probe(ctx context.Context, store tokenstore.Store) error {
	if o.Profile.StoreKind() == settings.StoreNone {
		return nil
	}
	unlock, err := o.Folders.LockProfile(ctx, o.Profile.Name)
	if err != nil {
		return err
	}
	defer unlock()
	return store.Probe(ctx)
}

// NewLogin checks what Probe checks, and that the profile and the app can sign
// in. An app without a secret gets the one that Options.After or the store holds
// for it; without one there either, it is public.
func NewLogin(ctx context.Context, was *Options, app App) (*Login, error) {
	o := *was
	if app.ClientID == "" {
		return nil, settings.UserErrorf(nil, "The client id is missing. It is on the app's page in the developer console.")
	}
	if err := o.checkNoCommand(); err != nil {
		return nil, err
	}
	if _, err := rest.ParseServer(o.Profile.ServerURL().String()); err != nil {
		return nil, settings.UserErrorf(nil, "%v", err)
	}
	store, err := tokenstore.Open(new(o.storeOptions()))
	if err != nil {
		return nil, err
	}
	if err := o.probe(ctx, store); err != nil {
		return nil, err
	}
	app = o.withStoredSecret(ctx, store, app)
	return &Login{options: o, app: app, source: o.newSource(app), store: store}, nil
}

// withStoredSecret adds the secret of an app when it was not typed again. Only
// the server that it was stored for may see it.
func (o *Options) withStoredSecret(ctx context.Context, store tokenstore.Store, app App) App {
	if app.ClientSecret != "" {
		return app
	}
	stored, _ := store.Load(ctx) // without it the service refuses, and the person types the secret
	for _, r := range []*tokenstore.Record{o.After.record(), stored} {
		if r != nil && r.Server == o.Profile.ServerURL().String() && r.ClientID == app.ClientID && r.Secret != "" {
			return appOf(r)
		}
	}
	return app
}

// JWT signs in with a personal JWT, which is stored too.
//
// JWT, Password and Browser.Finish return a session that works even when it
// could not be stored; Session.Warning says so then. Errors of the service are
// *rest.Error, and nothing is stored.
func (l *Login) JWT(ctx context.Context, assertion string) (*Session, error) {
	jwt, err := tokenstore.ReadJWT(assertion)
	if err != nil {
		return nil, err
	}
	r := l.newRecord(settings.GrantJWT)
	r.JWT = jwt
	return l.signIn(ctx, jwtGrant(r.JWT), r)
}

// Password signs in with a password, which RingCentral has retired. user is an
// e-mail address or a phone number; extension may be empty. The password is not
// stored.
func (l *Login) Password(ctx context.Context, user, extension, password string) (*Session, error) {
	if user == "" || password == "" {
		return nil, settings.UserErrorf(nil, "Enter both the user name and the password.")
	}
	return l.signIn(ctx, passwordGrant(user, extension, password), l.newRecord(settings.GrantPassword))
}

func (l *Login) newRecord(g settings.Grant) *tokenstore.Record {
	return &tokenstore.Record{
		Server: l.source.endpoint.server.String(), ClientID: l.app.ClientID, Secret: l.app.ClientSecret,
		Source: tokenstore.FromStore, Grant: g,
	}
}

// signIn presents the grant and stores the answer, also when ctx ends after the
// service has answered.
func (l *Login) signIn(ctx context.Context, g grant, r *tokenstore.Record) (*Session, error) {
	got, err := l.source.endpoint.exchange(ctx, opSignIn, g)
	if err != nil {
		return nil, err
	}
	r = r.With(got)
	s := l.options.newSession(l.keptWithProfile(), r, tokenstore.FromStore)
	l.save(context.WithoutCancel(ctx), s, r)
	return s, nil
}

// keptWithProfile returns the store, in which a sign-in is kept with its profile.
func (l *Login) keptWithProfile() tokenstore.Store {
	if l.options.KeepProfile == nil {
		return l.store
	}
	return &withProfile{Store: l.store, keep: l.options.KeepProfile}
}

// save stores the record of a sign-in. When that fails the session tries again
// later; until then, what the store holds now counts as older than the record.
func (l *Login) save(ctx context.Context, s *Session, r *tokenstore.Record) {
	unlock, err := s.lockStore(ctx, &s.credentialSource)
	if before, err := s.stored(ctx); err == nil {
		s.persist.stored = before.Fingerprint()
	}
	if err != nil {
		s.noteSaved(r, err)
		return
	}
	s.save(ctx, &s.credentialSource, r)
	unlock()
	if s.Warning() == nil {
		l.options.clearOtherStores(ctx)
	}
}
