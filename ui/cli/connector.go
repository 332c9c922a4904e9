package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/risk"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// connector makes connections from the command line, the environment and the
// settings. The screen and the commands that sign in share it. It is a
// ui.Connector.
type connector struct {
	flags          flags
	defaults       ui.KeyMap // the built-in keys
	keys           ui.KeyMap // the keys as the settings have them
	transport      http.RoundTripper
	handshake      http.RoundTripper // opens WebSockets
	sandbox        *sandbox.Server   // the demo's RingCentral; nil until the demo is opened
	inMemory       bool              // this is the demo's connector, whose journal is in memory
	trace          *rest.Trace       // of all requests; nil for none
	journals       *Journals         // of the demo
	warnings       chan error
	saidNewer      sync.Once // that the settings are of a later version
	saidPrecedence sync.Once // that the variables overrule RCFWD_PROFILE
	caught         func(any) // is told of panics outside the program's own loop

	saying sync.Mutex // over errOut
	errOut io.Writer  // of a command, which ends soon; nil for the screen. See forCommand

	mu      sync.Mutex
	session *signin.Session  // the one that is open; nil in the demo
	profile settings.Profile // that of session
	limits  map[string]*rest.Limits
}

func newConnector(f *flags, keys ui.KeyMap) *connector {
	c := &connector{flags: *f, defaults: keys, trace: rest.NewTrace(), warnings: make(chan error, 8)}
	network := rest.NewTransport()
	c.transport, c.handshake = c.trace.Wrap(network), network
	return c
}

// untraced stops the trace, which only the screen and the log show, and which reads every
// answer again.
func (c *connector) untraced() { c.trace, c.transport = nil, c.handshake }

// ConnectTo returns the connector of the program that was started with args, and
// its first connection. All requests go to server, whose base must be DemoServer
// when --demo is among args. Tests run the screen with it, without a terminal.
func ConnectTo(ctx context.Context, server *sandbox.Server, keys ui.KeyMap, args ...string) (ui.Connector, ui.Connection, error) {
	var f flags
	cmd := &cobra.Command{}
	f.declare(cmd)
	if err := cmd.ParseFlags(args); err != nil {
		return nil, ui.Connection{}, err
	}
	c := newConnector(&f, keys)
	c.sandbox, c.transport, c.handshake = server, c.trace.Wrap(server), server
	first, err := c.first(ctx)
	return c, first, err
}

// logTo also writes every request and answer to the file name, which only its
// owner can read. An empty name means no log.
func (c *connector) logTo(name string, phones bool) (done func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	file, err := openLog(name)
	if err != nil {
		return nil, err
	}
	c.trace.Log(file, phones)
	return func() { file.Close() }, nil
}

// limitsOf returns the rate limits of a profile's app. All connections and
// sign-ins of this process share them: a penalty that one of them got holds for
// the next one.
func (c *connector) limitsOf(profile, server, clientID string) *rest.Limits {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := strings.Join([]string{profile, server, clientID}, "\n")
	if c.limits[key] == nil {
		if c.limits == nil {
			c.limits = map[string]*rest.Limits{}
		}
		c.limits[key] = c.newLimits()
	}
	return c.limits[key]
}

// newLimits returns limits whose long waits are said, if this is a command.
func (c *connector) newLimits() *rest.Limits {
	l := rest.NewLimits()
	if c.errOut != nil {
		l.OnLongWait(func(w rest.Wait) { c.say(waitLine(w)) })
	}
	return l
}

// waitLine says what a request waits for.
func waitLine(w rest.Wait) string {
	return fmt.Sprintf("Waiting %s: %s. ctrl+c cancels.", time.Until(w.Until).Round(time.Second), w.Reason)
}

// forCommand makes c, which has made no connection yet, the connector of a command:
// warnings and long waits are written to errOut as they come, where a screen would show
// them, and that no token is kept for the next run is a warning. The command calls endRun
// at its end.
func (c *connector) forCommand(errOut io.Writer) *connector {
	c.errOut = errOut
	return c
}

// say writes a line for a person who waits for a command.
func (c *connector) say(line string) {
	c.saying.Lock()
	defer c.saying.Unlock()
	fmt.Fprintln(c.errOut, line)
}

// current returns the session that is open, or nil.
func (c *connector) current() *signin.Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

func (c *connector) warn(err error) {
	if c.errOut != nil {
		c.say("rcfwd: " + api.Explain(err).String())
		return
	}
	select {
	case c.warnings <- err:
	default: // enough warnings are waiting to be read
	}
}

// endTime is how long a command that was interrupted takes to revoke its token.
const endTime = 2 * time.Second

// endRun is for a command at its end, also a failed one: an access token that no later run
// can use is revoked, in its turn of the Auth group. That this fails is a warning, since
// the command is done. A person who has interrupted the command does not wait for it.
func (c *connector) endRun(ctx context.Context) {
	s := c.current()
	if s == nil {
		return
	}
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
	}
	if err := s.EndRun(ctx); err != nil {
		c.warn(err)
	}
}

// first returns the connection to start with. Without a sign-in it has no service.
func (c *connector) first(ctx context.Context) (ui.Connection, error) {
	if c.flags.demo {
		return c.Demo()
	}
	to, err := c.Open(ctx, "")
	if errors.Is(err, signin.ErrNotSignedIn) {
		return ui.Connection{Server: "NOT SIGNED IN"}, nil
	}
	return to, err
}

// Open opens a profile.
func (c *connector) Open(ctx context.Context, profile string) (ui.Connection, error) {
	o, err := c.options(profile)
	if err != nil {
		return ui.Connection{}, err
	}
	s, err := signin.Open(ctx, &o)
	if err != nil {
		return ui.Connection{}, err
	}
	return c.connect(&o, s)
}

// connect makes the connection of a session, which is the open one from now on.
func (c *connector) connect(o *signin.Options, s *signin.Session) (ui.Connection, error) {
	c.mu.Lock()
	c.session, c.profile = s, o.Profile
	c.mu.Unlock()
	return c.newConnection(&o.Profile, s, o.Limits, serverName(s.Server()))
}

// newConnection makes the client. It sends nothing. The error is that of a list of numbers
// that the profile names.
func (c *connector) newConnection(p *settings.Profile, s *signin.Session, limits *rest.Limits, server string) (ui.Connection, error) {
	who, _ := api.ParseWho(p.Extension) // checked where it comes from
	folders, _ := settings.FindFolders(os.Getenv)
	lists, err := p.Guard.ReadLists(folders)
	if err != nil {
		return ui.Connection{}, err
	}
	sawSnapshot, sawPeople := c.keepNames(p, s)
	client := api.New(api.Options{
		Server: s.Server(), Account: p.Account, Who: who,
		Limits: limits, Transport: c.transport, Tokens: s, UserAgent: userAgent(),
		CallHandling: c.rememberedCallHandling(p, s), Found: c.saveCallHandling(p, s),
		Unpublished: p.Unpublished, HowUnpublished: settings.Advise(folders, cmp.Or(p.Name, "NAME"), "unpublished", true),
		SawSnapshot: sawSnapshot, SawPeople: sawPeople,
	})
	a := &account{Client: client, connector: c, profile: *p, session: s, common: ui.Connection{
		Profile:  p.Name,
		Server:   server,
		ReadOnly: p.ReadOnly,
		Other:    p.Extension != "" || p.Account != "",
		Region:   p.Region,
		Risk:     risk.Policy{Guard: p.Guard, Profile: p.Name, Lists: lists},
		Warnings: c.warnings,
		Trace:    c.trace,
	}}
	return a.connection(client), nil
}

// saveCallHandling returns a function that saves which call handling the account
// is on, for rcfwd status; nil where nothing is saved.
func (c *connector) saveCallHandling(was *settings.Profile, s *signin.Session) func(api.CallHandling) {
	p := *was
	folders, err := settings.FindFolders(os.Getenv)
	if c.inMemory || err != nil {
		return nil
	}
	p.Server = s.Server()
	return func(b api.CallHandling) { signin.SaveAccountCache(folders, &p, string(b)) }
}

// rememberedCallHandling returns the call handling that the account was on when the
// profile was last open; empty when that is not known.
func (c *connector) rememberedCallHandling(was *settings.Profile, s *signin.Session) api.CallHandling {
	p := *was
	folders, err := settings.FindFolders(os.Getenv)
	if c.inMemory || err != nil {
		return ""
	}
	p.Server = s.Server()
	if cache := signin.ReadAccountCache(folders, &p); cache != nil {
		return api.CallHandling(cache.CallHandling)
	}
	return ""
}

// DemoServer is the address of the demo's RingCentral; no server can have it (RFC
// 2606).
const DemoServer = "https://demo.invalid"

// Demo connects to a RingCentral in memory, which no port leads to.
func (c *connector) Demo() (ui.Connection, error) {
	if c.sandbox == nil {
		server, err := c.flags.sandbox.newServer(DemoServer, sandbox.GenerousLimits(), nil, c.caught)
		if err != nil {
			return ui.Connection{}, err
		}
		c.sandbox = server
	}
	base, err := rest.ParseServer(DemoServer)
	if err != nil {
		return ui.Connection{}, err
	}
	p, err := c.flags.applyTo(&settings.Profile{Server: base, Unpublished: true}) // there is no harm in trying it here
	if err != nil {
		return ui.Connection{}, err
	}
	c.mu.Lock()
	c.session = nil // no sign-in can continue the session of the demo
	c.mu.Unlock()
	creds, limits := c.sandbox.Credentials(), c.newLimits()
	app := signin.App{ClientID: creds.ClientID, ClientSecret: creds.ClientSecret}
	demo := &connector{flags: c.flags, trace: c.trace, transport: c.trace.Wrap(c.sandbox), handshake: c.sandbox, inMemory: true, journals: c.journals, caught: c.caught}
	s := signin.JWT(base, app, creds.JWT, limits, demo.transport).Named(userAgent())
	return demo.newConnection(&p, s, limits, "DEMO")
}

// serverName returns what the top line calls a server.
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
