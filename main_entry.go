package main

import (
	"cmp"
	"context"

	"rcfwd/api"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// Entrance is what the sign-in to a profile starts from.
func (d *door) Entrance(profile string) ui.Entrance {
	o, err := d.options(profile)
	if err != nil {
		o.Profile = signin.Profile{Name: cmp.Or(profile, "default")}
	}
	p := o.Profile
	return ui.Entrance{
		Profile: p.Name, Server: p.ServerURL().String(), Way: p.Grant,
		ClientID: p.ClientID, Store: p.Store, Redirect: p.Redirect,
	}
}

// entry is a sign-in that has begun, with the limits that its token calls keep
// to, and after it those of the connection.
type entry struct {
	*api.Limits
	door     *door
	entrance ui.Entrance
}

// Enter begins a sign-in.
func (d *door) Enter(e ui.Entrance) ui.Entry { return d.enter(e) }

func (d *door) enter(e ui.Entrance) *entry {
	address := e.Server
	if server, err := api.ParseServer(address); err == nil {
		address = server.String()
	}
	return &entry{Limits: d.limitsOf(e.Profile, address, e.ClientID), door: d, entrance: e}
}

// login checks what was answered.
func (y *entry) login(ctx context.Context) (*signin.Login, signin.Options, error) {
	d, e := y.door, y.entrance
	config, folders, err := d.settings()
	if err != nil {
		return nil, signin.Options{}, err
	}
	server, err := api.ParseServer(e.Server)
	if err != nil {
		return nil, signin.Options{}, err
	}
	p, err := config.Choose(e.Profile, "")
	if err != nil {
		p = signin.Profile{} // a new one
	}
	p.Name, p.Server, p.ClientID, p.Grant, p.Store, p.Redirect = e.Profile, server, e.ClientID, e.Way, e.Store, e.Redirect
	o := signin.Options{Folders: folders, Profile: p, Limits: y.Limits, Transport: d.transport, UserAgent: userAgent(),
		Warn: d.warn, Caught: d.caught, After: d.opened()}
	l, err := signin.NewLogin(ctx, o, signin.App{ClientID: e.ClientID, ClientSecret: e.ClientSecret})
	return l, o, err
}

// probe tries the store that was chosen, before anybody is asked for a secret.
func (y *entry) probe() error {
	_, folders, err := y.door.settings()
	if err != nil {
		return err
	}
	return signin.Probe(context.Background(), signin.Options{Folders: folders, Profile: signin.Profile{Name: y.entrance.Profile, Store: y.entrance.Store}})
}

// SignIn signs in with a JWT or a password.
func (y *entry) SignIn(ctx context.Context) (ui.Connection, error) {
	l, o, err := y.login(ctx)
	if err != nil {
		return ui.Connection{}, err
	}
	var s *signin.Session
	if e := y.entrance; e.Way == signin.GrantPassword {
		s, err = l.Password(ctx, e.User, e.Extension, e.Password)
	} else {
		s, err = l.JWT(ctx, e.JWT)
	}
	return y.door.admit(o, s, err)
}

// admit remembers the profile and goes through the door. A sign-in of the same
// person to the profile that is open continues its session.
func (d *door) admit(o signin.Options, s *signin.Session, err error) (ui.Connection, error) {
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
		if o.Profile, err = d.flags.over(o.Profile); err != nil {
			return ui.Connection{}, err
		}
	}
	o.Profile.ReadOnly = o.Profile.ReadOnly || d.flags.readOnly
	return d.through(o, s), nil
}

// chosen says whether it is the profile that the command line and the environment
// are about, so that their other flags hold for it.
func (d *door) chosen(name string) bool {
	o, err := d.options("")
	return err == nil && o.Profile.Name == name
}

// remember writes the profile into the settings; the first one is the default.
func (d *door) remember(p signin.Profile) error {
	config, _, err := d.settings()
	if err != nil {
		return err
	}
	return config.Save(p, len(config.Profiles) == 0)
}

func (d *door) continues(p signin.Profile, s *signin.Session) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.session == nil || d.profile.Name != p.Name || d.session.Status().OwnerID != s.Status().OwnerID {
		return false
	}
	return d.session.Continue(s) == nil
}
