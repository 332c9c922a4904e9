package main

import (
	"cmp"
	"context"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// SignInRequest is what the sign-in to a profile starts from.
func (d *connector) SignInRequest(profile string) ui.SignInRequest {
	o, err := d.options(profile)
	if err != nil {
		o.Profile = settings.Profile{Name: cmp.Or(profile, "default")}
	}
	p := o.Profile
	return ui.SignInRequest{
		Profile: p.Name, Server: p.ServerURL().String(), Way: p.Grant,
		ClientID: p.ClientID, Store: p.Store, Redirect: p.Redirect,
	}
}

// signInAttempt is a sign-in that has begun, with the limits that its token calls keep
// to, and after it those of the connection.
type signInAttempt struct {
	*rest.Limits
	connector *connector
	request   ui.SignInRequest
}

// BeginSignIn begins a sign-in.
func (d *connector) BeginSignIn(e ui.SignInRequest) ui.SignInAttempt { return d.beginSignIn(e) }

func (d *connector) beginSignIn(e ui.SignInRequest) *signInAttempt {
	address := e.Server
	if server, err := rest.ParseServer(address); err == nil {
		address = server.String()
	}
	return &signInAttempt{Limits: d.limitsOf(e.Profile, address, e.ClientID), connector: d, request: e}
}

// login checks what was answered.
func (y *signInAttempt) login(ctx context.Context) (*signin.Login, signin.Options, error) {
	d, e := y.connector, y.request
	config, folders, err := d.settings()
	if err != nil {
		return nil, signin.Options{}, err
	}
	server, err := rest.ParseServer(e.Server)
	if err != nil {
		return nil, signin.Options{}, err
	}
	p, err := config.Choose(e.Profile, "")
	if err != nil {
		p = settings.Profile{} // a new one
	}
	p.Name, p.Server, p.ClientID, p.Grant, p.Store, p.Redirect = e.Profile, server, e.ClientID, e.Way, e.Store, e.Redirect
	o := signin.Options{Folders: folders, Profile: p, Limits: y.Limits, Transport: d.transport, UserAgent: userAgent(),
		Warn: d.warn, Caught: d.caught, After: d.opened()}
	l, err := signin.NewLogin(ctx, o, signin.App{ClientID: e.ClientID, ClientSecret: e.ClientSecret})
	return l, o, err
}

// probe tries the store that was chosen, before anybody is asked for a secret.
func (y *signInAttempt) probe() error {
	_, folders, err := y.connector.settings()
	if err != nil {
		return err
	}
	return signin.Probe(context.Background(), signin.Options{Folders: folders, Profile: settings.Profile{Name: y.request.Profile, Store: y.request.Store}})
}

// SignIn signs in with a JWT or a password.
func (y *signInAttempt) SignIn(ctx context.Context) (ui.Connection, error) {
	l, o, err := y.login(ctx)
	if err != nil {
		return ui.Connection{}, err
	}
	var s *signin.Session
	if e := y.request; e.Way == settings.GrantPassword {
		s, err = l.Password(ctx, e.User, e.Extension, e.Password)
	} else {
		s, err = l.JWT(ctx, e.JWT)
	}
	return y.connector.completeSignIn(o, s, err)
}

// completeSignIn remembers the profile and goes through the door. A sign-in of the same
// person to the profile that is open continues its session.
func (d *connector) completeSignIn(o signin.Options, s *signin.Session, err error) (ui.Connection, error) {
	if err != nil {
		return ui.Connection{}, err
	}
	if err := d.remember(o.Profile); err != nil {
		d.warn(err)
	}
	if err := s.Warning(); err != nil {
		d.warn(err)
	}
	if d.continues(o.Profile, s) {
		return ui.Connection{Continues: true}, nil
	}
	if d.chosen(o.Profile.Name) {
		if o.Profile, err = d.flags.applyTo(o.Profile); err != nil {
			return ui.Connection{}, err
		}
	}
	o.Profile.ReadOnly = o.Profile.ReadOnly || d.flags.readOnly
	return d.connect(o, s), nil
}

// chosen says whether it is the profile that the command line and the environment
// are about, so that their other flags hold for it.
func (d *connector) chosen(name string) bool {
	o, err := d.options("")
	return err == nil && o.Profile.Name == name
}

// remember writes the profile into the settings; the first one is the default.
func (d *connector) remember(p settings.Profile) error {
	config, _, err := d.settings()
	if err != nil {
		return err
	}
	return config.Save(p, len(config.Profiles) == 0)
}

func (d *connector) continues(p settings.Profile, s *signin.Session) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.session == nil || d.profile.Name != p.Name || d.session.Status().OwnerID != s.Status().OwnerID {
		return false
	}
	return d.session.Continue(s) == nil
}
