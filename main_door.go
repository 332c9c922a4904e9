package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// door leads from the command line, the environment and the settings to
// connections. It is what the screen and the sign-in commands have in common.
type door struct {
	flags     flags
	transport http.RoundTripper
	made      *sandbox.Server // the demo's RingCentral; nil until it is wanted
	trace     *api.Trace      // of everything that is sent
	keys      ui.KeyMap       // as the settings have them
	warnings  chan error
	handshake http.RoundTripper // opens WebSockets
	caught    func(any)         // hears of panics outside the program's own loop
	inMemory  bool              // the RingCentral is, so the journal is too

	mu      sync.Mutex
	session *signin.Session // the one that is open; nil for the demo
	profile signin.Profile  // its profile
	limits  map[string]*api.Limits
}

func newDoor(f flags) *door {
	d := &door{flags: f, trace: api.NewTrace(), warnings: make(chan error, 8)}
	d.transport, d.handshake = d.trace.Around(http.DefaultTransport), http.DefaultTransport
	return d
}

// logTo writes what is sent and answered to a file that only its owner can
// read, beside remembering it.
func (d *door) logTo(name string, phones bool) (done func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	file, err := openLog(name)
	if err != nil {
		return nil, err
	}
	d.trace.Log(file, phones)
	return func() { file.Close() }, nil
}

// limitsOf are the rate limits of a profile's app, one and the same for every
// connection and sign-in of this process: a penalty that one was given holds
// for the next.
func (d *door) limitsOf(profile, server, clientID string) *api.Limits {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := strings.Join([]string{profile, server, clientID}, "\n")
	if d.limits[key] == nil {
		if d.limits == nil {
			d.limits = map[string]*api.Limits{}
		}
		d.limits[key] = api.NewLimits()
	}
	return d.limits[key]
}

// opened is the session that is open, or nil.
func (d *door) opened() *signin.Session {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.session
}

// settings reads the settings file, anew each time: another rcfwd may have
// written it.
func (d *door) settings() (*signin.Config, signin.Folders, error) {
	folders, err := signin.FindFolders(os.Getenv)
	if err != nil {
		return nil, folders, err
	}
	keys := remapping()
	config, err := signin.LoadConfig(folders.ConfigFile(), signin.Table{Name: "keys", Into: keys})
	if err == nil {
		d.keys, err = remapped(keys)
		err = inFile(err, folders.ConfigFile())
	}
	return config, folders, err
}

// keyMap is the keys as the settings have them. Without settings, as in the demo
// of somebody who has no home, they are the built-in ones.
func (d *door) keyMap() (ui.KeyMap, error) {
	_, _, err := d.settings()
	if errors.Is(err, signin.ErrNoHome) {
		return keyMap(), nil
	}
	return d.keys, err
}

// options are those of a profile; with an empty name, of the one that the
// command line and the environment choose, and then flags go over settings.
func (d *door) options(name string) (signin.Options, error) {
	config, folders, err := d.settings()
	if err != nil {
		return signin.Options{}, err
	}
	o := signin.Options{Folders: folders, Transport: d.transport, UserAgent: userAgent(), Warn: d.warn, Caught: d.caught}
	if name != "" {
		o.Profile, err = config.Choose(name, "")
		o.Profile.ReadOnly = o.Profile.ReadOnly || d.flags.readOnly // holds for the whole run, whichever profile
	} else {
		o.Getenv = d.flags.getenv
		o.Profile, err = d.chosenProfile(config)
	}
	o.Limits = d.limitsOf(o.Profile.Name, o.Profile.ServerURL().String(), o.Profile.ClientID)
	return o, err
}

// chosenProfile is the one that the command line and the environment choose.
func (d *door) chosenProfile(config *signin.Config) (signin.Profile, error) {
	p, err := config.Choose(d.flags.profile, os.Getenv(signin.EnvProfile))
	if err != nil {
		return p, err
	}
	return d.flags.over(p)
}

// over lays what the command line says over a profile.
func (f flags) over(p signin.Profile) (signin.Profile, error) {
	if f.server != "" {
		server, err := api.ParseServer(f.server)
		if err != nil {
			return p, usageError{err}
		}
		p.Server = server
	}
	if f.region != "" {
		if err := api.CheckRegion(f.region); err != nil {
			return p, usageError{fmt.Errorf("--region: %w", err)}
		}
	}
	p.Account = firstOf(f.account, p.Account)
	p.Extension = firstOf(f.extension, p.Extension)
	p.Region = firstOf(f.region, p.Region)
	p.ReadOnly = p.ReadOnly || f.readOnly
	return p, nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// getenv is the environment, over which flags go.
func (f flags) getenv(name string) string {
	if name == signin.EnvServer && f.server != "" {
		return f.server
	}
	return os.Getenv(name)
}

func (d *door) warn(err error) {
	select {
	case d.warnings <- err:
	default: // enough is waiting to be read
	}
}

// first is the connection to start with. Without a sign-in it has no service.
func (d *door) first(ctx context.Context) (ui.Connection, error) {
	if d.flags.demo {
		return d.Demo()
	}
	to, err := d.Open(ctx, "")
	if errors.Is(err, signin.ErrNotSignedIn) {
		return ui.Connection{Server: "NOT SIGNED IN"}, nil
	}
	return to, err
}

// Open opens a profile.
func (d *door) Open(ctx context.Context, profile string) (ui.Connection, error) {
	o, err := d.options(profile)
	if err != nil {
		return ui.Connection{}, err
	}
	s, err := signin.Open(ctx, o)
	if err != nil {
		return ui.Connection{}, err
	}
	return d.through(o, s), nil
}

// through goes through the door with a session.
func (d *door) through(o signin.Options, s *signin.Session) ui.Connection {
	d.mu.Lock()
	d.session, d.profile = s, o.Profile
	d.mu.Unlock()
	return d.dial(o.Profile, s, o.Limits, serverName(s.Server()))
}

// dial makes the client; nothing is sent before somebody asks it something.
func (d *door) dial(p signin.Profile, s *signin.Session, limits *api.Limits, server string) ui.Connection {
	id, number := extension(p.Extension)
	client := api.New(api.Options{
		Server: s.Server(), Account: p.Account, Extension: id, Number: number,
		Limits: limits, Transport: d.transport, Tokens: s, UserAgent: userAgent(), Found: d.found(p, s),
	})
	return ui.Connection{
		Service: client,
		Desk: func(open, self api.Extension) (ui.Desk, error) {
			return d.desk(client, journal.Where{
				Profile: p.Name, Server: s.Server().String(), Account: open.AccountID, Extension: open.ID,
			}, self)
		},
		Line:     calls.New(calls.Options{Client: client, Handshake: d.handshake, Caught: d.caught}),
		Profile:  p.Name,
		Server:   server,
		ReadOnly: p.ReadOnly,
		Other:    p.Extension != "" || p.Account != "",
		Region:   p.Region,
		Warnings: d.warnings,
		Trace:    d.trace,
	}
}

// found remembers which call handling an account is on, for rcfwd status to tell.
func (d *door) found(p signin.Profile, s *signin.Session) func(api.Backend) {
	folders, err := signin.FindFolders(os.Getenv)
	if d.inMemory || err != nil {
		return nil
	}
	p.Server = s.Server()
	return func(b api.Backend) { folders.Remember(p, string(b)) }
}

// desk is where the changes of one extension are made and written down.
type desk struct {
	*journal.Writer
	*journal.Journal
}

// desk opens the journal; that of the demo is forgotten with it.
func (d *door) desk(client *api.Client, where journal.Where, self api.Extension) (ui.Desk, error) {
	who := journal.Who{ID: self.ID, Number: self.Number, Name: self.Name}
	if d.inMemory {
		j := journal.Memory(where, who)
		return desk{journal.NewWriter(client, j), j}, nil
	}
	folders, err := signin.FindFolders(os.Getenv)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(journalFolder(folders), where, who)
	if err != nil {
		return nil, err
	}
	return desk{journal.NewWriter(client, j), j}, nil
}

func journalFolder(f signin.Folders) string { return filepath.Join(f.State, "journal") }

// demoBase is an address that can never be a server's (RFC 2606).
const demoBase = "https://demo.invalid"

// Demo connects to a RingCentral that lives in memory and listens nowhere.
func (d *door) Demo() (ui.Connection, error) {
	if d.made == nil {
		made, err := d.flags.made.make(demoBase, sandbox.GenerousLimits(), nil, d.caught)
		if err != nil {
			return ui.Connection{}, err
		}
		d.made = made
	}
	base, err := api.ParseServer(demoBase)
	if err != nil {
		return ui.Connection{}, err
	}
	p, err := d.flags.over(signin.Profile{Server: base})
	if err != nil {
		return ui.Connection{}, err
	}
	d.mu.Lock()
	d.session = nil // the demo is open, and no session that a sign-in could continue
	d.mu.Unlock()
	c, limits := d.made.Credentials(), api.NewLimits()
	app := signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}
	demo := &door{flags: d.flags, trace: d.trace, transport: d.trace.Around(d.made), handshake: d.made, inMemory: true, caught: d.caught}
	s := signin.JWT(base, app, c.JWT, limits, demo.transport).Named(userAgent())
	return demo.dial(p, s, limits, "DEMO"), nil
}

// Profiles are the names of the settings.
func (d *door) Profiles() []string {
	config, _, err := d.settings()
	if err != nil {
		return nil
	}
	var names []string
	for _, p := range config.Profiles {
		names = append(names, p.Name)
	}
	return names
}

func userAgent() string { return "rcfwd/" + version() }

// shortNumber is the most digits that the short number of an extension has by
// the public schema; an id has more.
const shortNumber = 8

// extension tells an id from a short number.
func extension(named string) (id, number string) {
	if len(named) <= shortNumber && named != api.Mine {
		return "", named
	}
	return named, ""
}

// serverName is what the top line calls a server.
func serverName(server *url.URL) string {
	host := server.Hostname()
	switch {
	case host == "platform.ringcentral.com":
		return "PRODUCTION"
	case host == "platform.devtest.ringcentral.com":
		return "SANDBOX"
	case host == "localhost" || net.ParseIP(host).IsLoopback():
		return "SANDBOX " + server.Host
	}
	return "SERVER " + server.Host
}
