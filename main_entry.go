package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"

	"rcfwd/api"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// Entrance is what the sign-in to a profile starts from.
func (d *door) Entrance(profile string) ui.Entrance {
	o, err := d.options(profile)
	if err != nil {
		o.Profile = signin.Profile{Name: firstOf(profile, "default")}
	}
	p := o.Profile
	return ui.Entrance{
		Profile: p.Name, Server: p.ServerURL().String(), Way: p.Grant,
		ClientID: p.ClientID, Store: p.Store, Redirect: p.Redirect,
	}
}

// login begins a sign-in as e says.
func (d *door) login(ctx context.Context, e ui.Entrance) (*signin.Login, signin.Options, error) {
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
	o := signin.Options{Folders: folders, Profile: p, Limits: api.NewLimits(), Transport: d.transport, UserAgent: userAgent(), Warn: d.warn, Caught: d.caught}
	l, err := signin.NewLogin(ctx, o, signin.App{ClientID: e.ClientID, ClientSecret: e.ClientSecret})
	return l, o, err
}

// probe tries the store that was chosen, before anybody is asked for a secret.
func (d *door) probe(e ui.Entrance) error {
	_, folders, err := d.settings()
	if err != nil {
		return err
	}
	return signin.Probe(context.Background(), signin.Options{Folders: folders, Profile: signin.Profile{Name: e.Profile, Store: e.Store}})
}

// SignIn signs in with a JWT or a password.
func (d *door) SignIn(ctx context.Context, e ui.Entrance) (ui.Connection, error) {
	l, o, err := d.login(ctx, e)
	if err != nil {
		return ui.Connection{}, err
	}
	var s *signin.Session
	if e.Way == signin.GrantPassword {
		s, err = l.Password(ctx, e.User, e.Extension, e.Password)
	} else {
		s, err = l.JWT(ctx, e.JWT)
	}
	return d.admit(o, s, err)
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

// visit is a sign-in in the browser.
type visit struct {
	*signin.Browser
	door     *door
	options  signin.Options
	listener *signin.Listener // nil when the browser cannot come back here
}

// Visit begins a sign-in in the browser. On a desktop the browser is opened and
// comes back by itself; over SSH there is none here.
func (d *door) Visit(ctx context.Context, e ui.Entrance) (ui.Visit, error) {
	l, o, err := d.login(ctx, e)
	if err != nil {
		return nil, err
	}
	b, err := l.Browser()
	if err != nil {
		return nil, err
	}
	v := &visit{Browser: b, door: d, options: o}
	if onDesktop(os.Getenv) && b.CanListen() {
		if v.listener, err = b.Listen(ctx); err == nil {
			openBrowser(b.URL())
		}
	}
	return v, nil
}

// Return waits for the browser, where it can come back.
func (v *visit) Return() func(context.Context) (ui.Connection, error) {
	if v.listener == nil {
		return nil
	}
	return func(ctx context.Context) (ui.Connection, error) {
		code, err := v.listener.Wait(ctx)
		if err != nil {
			return ui.Connection{}, err
		}
		return v.finish(ctx, code)
	}
}

// Paste takes what the person pasted instead.
func (v *visit) Paste(ctx context.Context, pasted string) (ui.Connection, error) {
	code, err := v.Read(pasted)
	if err != nil {
		return ui.Connection{}, err
	}
	return v.finish(ctx, code)
}

func (v *visit) finish(ctx context.Context, code signin.Code) (ui.Connection, error) {
	s, err := v.Finish(ctx, code)
	return v.door.admit(v.options, s, err)
}

// onDesktop says whether a browser started here would be seen by the person.
func onDesktop(getenv func(string) string) bool {
	for _, over := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		if getenv(over) != "" {
			return false
		}
	}
	return runtime.GOOS == "darwin" || runtime.GOOS == "windows" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

// openBrowser asks the desktop to open an address, which holds no secret. When
// it cannot, the address is on the screen.
func openBrowser(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", address)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}
