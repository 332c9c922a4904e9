package signin

import (
	"context"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Login signs a profile in and keeps what it gets. Make one with NewLogin, show
// Needs, and call one of JWT, Password and Browser.
type Login struct {
	options Options
	app     App
	source  credentialSource
	store   tokenstore.Store
}

// Probe finds out, before anybody is asked for a secret, whether the store of
// the profile can keep one: it writes, reads and removes something there. The
// error says what to mend, or that another store must be chosen. It needs no
// more of the options than folders and a profile with a name and a store.
func Probe(ctx context.Context, o Options) error {
	kept, err := tokenstore.Open(o.storeOptions())
	if err != nil {
		return err
	}
	return o.probe(ctx, kept)
}

// probe does so under the lock of the profile.
func (o Options) probe(ctx context.Context, kept tokenstore.Store) error {
	if o.Profile.StoreKind() == settings.StoreNone {
		return nil
	}
	unlock, err := o.Folders.LockProfile(ctx, o.Profile.Name)
	if err != nil {
		return err
	}
	defer unlock()
	return kept.Probe(ctx)
}

// NewLogin checks what Probe does, and that the profile and the app are fit for
// a sign-in. An app without a secret has the one that the session before it or
// the store holds for it, or is a public one.
func NewLogin(ctx context.Context, o Options, app App) (*Login, error) {
	if app.ClientID == "" {
		return nil, settings.UserErrorf(nil, "The client id is missing. It is on the app's page in the developer console.")
	}
	if len(o.Profile.Command) > 0 {
		return nil, settings.UserErrorf(nil, "The profile %s takes its credential from credential_command, which would go before a sign-in. Remove that from %s, or choose another profile.", o.Profile.Name, o.Folders.ConfigFile())
	}
	if _, err := rest.ParseServer(o.Profile.ServerURL().String()); err != nil {
		return nil, settings.UserErrorf(nil, "%v", err)
	}
	kept, err := tokenstore.Open(o.storeOptions())
	if err != nil {
		return nil, err
	}
	if err := o.probe(ctx, kept); err != nil {
		return nil, err
	}
	app = o.withKeptSecret(ctx, kept, app)
	return &Login{options: o, app: app, source: o.newSource(app), store: kept}, nil
}

// withKeptSecret completes an app whose secret was not typed again. Only the
// server that it was kept for may see it.
func (o Options) withKeptSecret(ctx context.Context, kept tokenstore.Store, app App) App {
	if app.ClientSecret != "" {
		return app
	}
	stored, _ := kept.Load(ctx) // what cannot be read is asked for in vain, and typed then
	for _, r := range []*tokenstore.Record{o.After.record(), stored} {
		if r != nil && r.Server == o.Profile.ServerURL().String() && r.ClientID == app.ClientID && r.Secret != "" {
			return appOf(r)
		}
	}
	return app
}

// JWT signs in with a personal JWT, which is kept too.
//
// Like Password and Browser.Finish it gives the session, which is good even
// when it could not be saved: then Session.Warning says so. Errors of the
// service are *rest.Error, and nothing is saved.
func (l *Login) JWT(ctx context.Context, assertion string) (*Session, error) {
	r := l.newRecord(settings.GrantJWT)
	r.JWT = stripBlanks(assertion)
	if r.JWT == "" {
		return nil, settings.UserErrorf(nil, "The JWT is empty. Copy it from the developer console, under Credentials.")
	}
	return l.signIn(ctx, jwtGrant(r.JWT), r)
}

// Password signs in the retired way. user is an e-mail address or a phone
// number; extension may be empty. The password is not kept.
func (l *Login) Password(ctx context.Context, user, extension, password string) (*Session, error) {
	if user == "" || password == "" {
		return nil, settings.UserErrorf(nil, "The user name and the password are both needed.")
	}
	return l.signIn(ctx, passwordGrant(user, extension, password), l.newRecord(settings.GrantPassword))
}

func (l *Login) newRecord(g settings.Grant) *tokenstore.Record {
	return &tokenstore.Record{
		Server: l.source.endpoint.server.String(), ClientID: l.app.ClientID, Secret: l.app.ClientSecret,
		Source: tokenstore.FromStore, Grant: g,
	}
}

// signIn presents the grant and keeps what comes of it. Once the service has
// answered, giving up no longer counts: the answer is kept.
func (l *Login) signIn(ctx context.Context, g grant, r *tokenstore.Record) (*Session, error) {
	got, err := l.source.endpoint.exchange(ctx, opSignIn, g)
	if err != nil {
		return nil, err
	}
	r = r.With(got)
	s := l.options.newSession(l.store, r, tokenstore.FromStore)
	l.save(context.WithoutCancel(ctx), s, r)
	return s, nil
}

// save saves what the sign-in got. Should that fail it is tried again later;
// what the store holds now counts as older until then.
func (l *Login) save(ctx context.Context, s *Session, r *tokenstore.Record) {
	unlock, err := s.lockStore(ctx, s.credentialSource)
	if before, err := s.stored(ctx); err == nil {
		s.persist.stored = before.Fingerprint()
	}
	if err != nil {
		s.noteSaved(r, err)
		return
	}
	s.save(ctx, s.credentialSource, r)
	unlock()
	if s.Warning() == nil {
		l.options.clearOtherStores(ctx)
	}
}
