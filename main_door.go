package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// connector leads from the command line, the environment and the settings to
// connections. It is what the screen and the sign-in commands have in common.
type connector struct {
	flags     flags
	transport http.RoundTripper
	made      *sandbox.Server // the demo's RingCentral; nil until it is wanted
	trace     *rest.Trace     // of everything that is sent
	keys      ui.KeyMap       // as the settings have them
	warnings  chan error
	handshake http.RoundTripper // opens WebSockets
	caught    func(any)         // hears of panics outside the program's own loop
	inMemory  bool              // the RingCentral is, so the journal is too

	mu      sync.Mutex
	session *signin.Session  // the one that is open; nil for the demo
	profile settings.Profile // its profile
	limits  map[string]*rest.Limits
}

func newDoor(f flags) *connector {
	d := &connector{flags: f, trace: rest.NewTrace(), warnings: make(chan error, 8)}
	d.transport, d.handshake = d.trace.Around(http.DefaultTransport), http.DefaultTransport
	return d
}

// logTo writes what is sent and answered to a file that only its owner can
// read, beside remembering it.
func (d *connector) logTo(name string, phones bool) (done func(), err error) {
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
func (d *connector) limitsOf(profile, server, clientID string) *rest.Limits {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := strings.Join([]string{profile, server, clientID}, "\n")
	if d.limits[key] == nil {
		if d.limits == nil {
			d.limits = map[string]*rest.Limits{}
		}
		d.limits[key] = rest.NewLimits()
	}
	return d.limits[key]
}

// opened is the session that is open, or nil.
func (d *connector) opened() *signin.Session {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.session
}

func (d *connector) warn(err error) {
	select {
	case d.warnings <- err:
	default: // enough is waiting to be read
	}
}

// first is the connection to start with. Without a sign-in it has no service.
func (d *connector) first(ctx context.Context) (ui.Connection, error) {
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
func (d *connector) Open(ctx context.Context, profile string) (ui.Connection, error) {
	o, err := d.options(profile)
	if err != nil {
		return ui.Connection{}, err
	}
	s, err := signin.Open(ctx, o)
	if err != nil {
		return ui.Connection{}, err
	}
	return d.connect(o, s), nil
}

// connect goes through the door with a session.
func (d *connector) connect(o signin.Options, s *signin.Session) ui.Connection {
	d.mu.Lock()
	d.session, d.profile = s, o.Profile
	d.mu.Unlock()
	return d.newConnection(o.Profile, s, o.Limits, serverName(s.Server()))
}

// newConnection makes the client; nothing is sent before somebody asks it something.
func (d *connector) newConnection(p settings.Profile, s *signin.Session, limits *rest.Limits, server string) ui.Connection {
	id, number := extension(p.Extension)
	client := api.New(api.Options{
		Server: s.Server(), Account: p.Account, Extension: id, Number: number,
		Limits: limits, Transport: d.transport, Tokens: s, UserAgent: userAgent(), Found: d.found(p, s),
	})
	return ui.Connection{
		Service: client,
		OpenEditor: func(open, self api.Extension) (ui.Editor, error) {
			return d.editor(client, journal.Scope{
				Profile: p.Name, Server: s.Server().String(), Account: open.AccountID, Extension: open.ID,
			}, self)
		},
		Calls:    calls.New(calls.Options{Client: client, Handshake: d.handshake, Caught: d.caught}),
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
func (d *connector) found(p settings.Profile, s *signin.Session) func(api.CallHandling) {
	folders, err := settings.FindFolders(os.Getenv)
	if d.inMemory || err != nil {
		return nil
	}
	p.Server = s.Server()
	return func(b api.CallHandling) { signin.SaveAccountCache(folders, p, string(b)) }
}

// demoBase is an address that can never be a server's (RFC 2606).
const demoBase = "https://demo.invalid"

// Demo connects to a RingCentral that lives in memory and listens nowhere.
func (d *connector) Demo() (ui.Connection, error) {
	if d.made == nil {
		made, err := d.flags.made.make(demoBase, sandbox.GenerousLimits(), nil, d.caught)
		if err != nil {
			return ui.Connection{}, err
		}
		d.made = made
	}
	base, err := rest.ParseServer(demoBase)
	if err != nil {
		return ui.Connection{}, err
	}
	p, err := d.flags.applyTo(settings.Profile{Server: base})
	if err != nil {
		return ui.Connection{}, err
	}
	d.mu.Lock()
	d.session = nil // the demo is open, and no session that a sign-in could continue
	d.mu.Unlock()
	c, limits := d.made.Credentials(), rest.NewLimits()
	app := signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}
	demo := &connector{flags: d.flags, trace: d.trace, transport: d.trace.Around(d.made), handshake: d.made, inMemory: true, caught: d.caught}
	s := signin.JWT(base, app, c.JWT, limits, demo.transport).Named(userAgent())
	return demo.newConnection(p, s, limits, "DEMO"), nil
}

func userAgent() string { return "rcfwd/" + version() }

// shortNumber is the most digits that the short number of an extension has by
// the public schema; an id has more.
const shortNumber = 8

// extension tells an id from a short number.
func extension(named string) (id, number string) {
	if len(named) <= shortNumber && named != rest.Mine {
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
