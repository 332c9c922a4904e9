package cli

import (
	"cmp"
	"context"
	"net/url"
	"os"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// SignInRequest returns what the sign-in to a profile starts from.
func (c *connector) SignInRequest(profile string) ui.SignInRequest {
	o, err := c.options(profile)
	if err != nil {
		o.Profile = settings.Profile{Name: cmp.Or(profile, "default")}
	}
	p := o.Profile
	return ui.SignInRequest{
		Profile: p.Name, Server: p.ServerURL().String(), Way: p.Grant,
		ClientID: p.ClientID, Store: p.Store, Redirect: p.Redirect,
	}
}

// signInAttempt is a sign-in that has begun, with the limits of its token calls,
// which are also those of the connection after it.
type signInAttempt struct {
	*rest.Limits
	connector *connector
	request   ui.SignInRequest
}

// BeginSignIn begins a sign-in.
func (c *connector) BeginSignIn(r *ui.SignInRequest) ui.SignInAttempt { return c.beginSignIn(r) }

func (c *connector) beginSignIn(r *ui.SignInRequest) *signInAttempt {
	address := r.Server
	if server, err := rest.ParseServer(address); err == nil {
		address = server.String()
	}
	return &signInAttempt{Limits: c.limitsOf(r.Profile, address, r.ClientID), connector: c, request: *r}
}

// login checks the answers of the request.
func (a *signInAttempt) login(ctx context.Context) (*signin.Login, signin.Options, error) {
	c, r := a.connector, a.request
	config, folders, err := c.settings()
	if err != nil {
		return nil, signin.Options{}, err
	}
	server, err := rest.ParseServer(r.Server)
	if err != nil {
		return nil, signin.Options{}, err
	}
	edit := answers(&r, server)
	if err := config.Probe(r.Profile, edit); err != nil {
		return nil, signin.Options{}, err
	}
	p, _ := config.Profile(r.Profile) // or a new one
	p.Name = r.Profile
	edit(&p)
	o := signin.Options{Folders: folders, Profile: p, Limits: a.Limits, Transport: c.transport, UserAgent: userAgent(),
		Warn: c.warn, Caught: c.caught, After: c.current(), KeepProfile: c.keepProfile(r.Profile, edit)}
	l, err := signin.NewLogin(ctx, &o, signin.App{ClientID: r.ClientID, ClientSecret: r.ClientSecret})
	return l, o, err
}

// answers returns a function that puts the answers of a request into a profile.
func answers(was *ui.SignInRequest, server *url.URL) func(*settings.Profile) {
	r := *was
	return func(p *settings.Profile) {
		p.Server, p.ClientID, p.Grant, p.Store, p.Redirect = server, r.ClientID, r.Way, r.Store, r.Redirect
	}
}

// probeSettings tries the settings, before a secret is asked for.
func (a *signInAttempt) probeSettings() error {
	config, _, err := a.connector.settings()
	if err != nil {
		return err
	}
	server, err := rest.ParseServer(a.request.Server)
	if err != nil {
		return err
	}
	return config.Probe(a.request.Profile, answers(&a.request, server))
}

// probeStore tries the store of the request, before a secret is asked for.
func (a *signInAttempt) probeStore() error {
	config, folders, err := a.connector.settings()
	if err != nil {
		return err
	}
	p, _ := config.Profile(a.request.Profile) // or a new one
	p.Name, p.Store = a.request.Profile, a.request.Store
	return signin.Probe(context.Background(), &signin.Options{Folders: folders, Profile: p})
}

// SignIn signs in with a JWT or a password.
func (a *signInAttempt) SignIn(ctx context.Context) (ui.Connection, error) {
	l, o, err := a.login(ctx)
	if err != nil {
		return ui.Connection{}, err
	}
	var s *signin.Session
	if r := a.request; r.Way == settings.GrantPassword {
		s, err = l.Password(ctx, r.User, r.Extension, r.Password)
	} else {
		s, err = l.JWT(ctx, r.JWT)
	}
	return a.connector.completeSignIn(&o, s, err)
}

// completeSignIn connects. A sign-in of the same person to
// the profile that is open continues its session.
func (c *connector) completeSignIn(was *signin.Options, s *signin.Session, err error) (ui.Connection, error) {
	o := *was
	if err != nil {
		return ui.Connection{}, err
	}
	if c.continues(&o.Profile, s) {
		return ui.Connection{Continues: true}, nil
	}
	if c.isChosen(o.Profile.Name) {
		if o.Profile, err = c.flags.applyTo(&o.Profile); err != nil {
			return ui.Connection{}, err
		}
	}
	o.Profile.ReadOnly = o.Profile.ReadOnly || c.flags.isReadOnly(os.Getenv)
	return c.connect(&o, s)
}

// isChosen reports whether the command line and the environment choose this
// profile, so that their other flags apply to it.
func (c *connector) isChosen(name string) bool {
	o, err := c.options("")
	return err == nil && o.Profile.Name == name
}

// keepProfile returns a function that edits a profile in the settings, together with
// what save stores.
func (c *connector) keepProfile(name string, edit func(*settings.Profile)) func(ctx context.Context, save func() error) error {
	return func(ctx context.Context, save func() error) error {
		config, _, err := c.settings()
		if err != nil {
			return err
		}
		return config.Save(ctx, name, edit, save)
	}
}

// continues continues the open session with s, and reports whether it could.
func (c *connector) continues(p *settings.Profile, s *signin.Session) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session == nil || c.profile.Name != p.Name || c.session.Status().OwnerID != s.Status().OwnerID {
		return false
	}
	return c.session.Continue(s) == nil
}
