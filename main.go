// Command rcfwd is the keyboard for RingCentral call forwarding and call flip.
//
// This file only wires: flags and environment to a client, the client to the
// screen, the screen to the terminal. Keys are in keys.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"rcfwd/api"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a command line that makes no sense.
type usageError struct{ error }

// run does what the command line says and gives the exit code. Failure leaves
// one line on stderr that says why and what to do.
func run(args []string) int {
	cmd := command()
	cmd.SetArgs(args)
	err := cmd.Execute()
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(os.Stderr, "rcfwd: "+api.Clean(err.Error()))
	if usage := (usageError{}); errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		return exitUsage
	}
	return exitFailed
}

// flags are what the command line can say.
type flags struct {
	demo                       bool
	server, account, extension string
	region                     string
	readOnly                   bool
	made                       madeUp
}

// madeUp says what the built-in RingCentral is like.
type madeUp struct {
	people int
	faults string
	as     string
	listen string
}

func command() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "rcfwd",
		Short: "See and change RingCentral forwarding and flip numbers from the keyboard",
		Long: "rcfwd shows the forwarding and flip numbers of a RingCentral extension and changes them in a few keys.\n" +
			"Press ? inside for every key.\n\n" + waysIn,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			return asUsage(cobra.NoArgs(cmd, args), cmd)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return open(cmd.Context(), f) },
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return asUsage(err, cmd) })
	own := cmd.Flags()
	own.BoolVar(&f.demo, "demo", false, "open on the built-in sandbox: no account, no network")
	own.StringVar(&f.server, "server", "", "address of the RingCentral server (also RC_SERVER_URL)")
	own.StringVar(&f.account, "account", "", "id of the account to open (default: your own)")
	own.StringVar(&f.extension, "extension", "", "extension to open, by its id or short number (default: your own)")
	own.StringVar(&f.region, "region", "", "country whose national phone numbers are understood, such as US or GB (default: the extension's)")
	own.BoolVar(&f.readOnly, "read-only", false, "look, but change nothing")
	f.made.declare(cmd)
	cmd.AddCommand(sandboxCommand())
	return cmd
}

func asUsage(err error, cmd *cobra.Command) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%w; %s --help shows what there is", err, cmd.CommandPath())}
}

// declare adds the flags that --demo and the sandbox share.
func (m *madeUp) declare(cmd *cobra.Command) {
	cmd.Flags().IntVar(&m.people, "people", 12, "extensions of the made-up company (demo, sandbox)")
	cmd.Flags().StringVar(&m.as, "as", "104", "extension number of the made-up person who signs in (demo, sandbox)")
	cmd.Flags().StringVar(&m.faults, "faults", "", "what goes wrong, such as latency=300ms,error=5%,drop=2% (demo, sandbox)")
}

// make makes the built-in RingCentral. base is what its URIs start with.
func (m *madeUp) make(base string, limits sandbox.Limits, log func(string, ...any)) (*sandbox.Server, error) {
	faults, err := sandbox.ParseFaults(m.faults)
	if err != nil {
		return nil, usageError{err}
	}
	s, err := sandbox.New(sandbox.Options{
		Base: base, People: m.people, As: m.as, Faults: faults, Limits: limits, Log: log,
	})
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

// demoBase is an address that can never be a server's (RFC 2606).
const demoBase = "https://demo.invalid"

func connect(f flags) (ui.Connection, error) {
	if f.demo {
		s, err := f.made.make(demoBase, sandbox.GenerousLimits(), nil)
		if err != nil {
			return ui.Connection{}, err
		}
		return dialDemo(f, s)
	}
	env, err := signin.FromEnv(f.getenv)
	if err != nil {
		return ui.Connection{}, err
	}
	return dial(f, env, http.DefaultTransport, serverName(env.Server)), nil
}

// getenv is the environment, over which flags go.
func (f flags) getenv(name string) string {
	if name == signin.EnvServer && f.server != "" {
		return f.server
	}
	return os.Getenv(name)
}

// dialDemo connects to a sandbox that listens nowhere.
func dialDemo(f flags, s *sandbox.Server) (ui.Connection, error) {
	base, err := api.ParseServer(demoBase)
	if err != nil {
		return ui.Connection{}, err
	}
	c := s.Credentials()
	app := signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}
	return dial(f, signin.Settings{Server: base, App: app, JWT: c.JWT}, s, "DEMO"), nil
}

// dial makes the client; nothing is sent before somebody asks it something.
func dial(f flags, s signin.Settings, transport http.RoundTripper, name string) ui.Connection {
	limits := api.NewLimits()
	agent := "rcfwd/" + version()
	client := api.New(api.Options{
		Server: s.Server, Account: f.account, Limits: limits, Transport: transport,
		Extension: f.extensionID(), Number: f.extensionNumber(),
		Tokens:    signin.JWT(s.Server, s.App, s.JWT, limits, transport).Named(agent),
		UserAgent: agent,
	})
	return ui.Connection{
		Service:  client,
		Server:   name,
		ReadOnly: f.readOnly,
		Other:    f.extension != "" || f.account != "",
		Region:   f.region,
	}
}

// shortNumber is the most digits that the short number of an extension has by
// the public schema; an id has more.
const shortNumber = 8

func (f flags) extensionID() string {
	if len(f.extension) <= shortNumber && f.extension != api.Mine {
		return ""
	}
	return f.extension
}

func (f flags) extensionNumber() string {
	if f.extensionID() != "" {
		return ""
	}
	return f.extension
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

// open shows the screen.
func open(ctx context.Context, f flags) error {
	to, err := connect(f)
	if errors.Is(err, signin.ErrNotSet) {
		return offerDemo(ctx, f)
	}
	if err != nil {
		return err
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return errors.New("this needs a terminal to draw on; run it in one, without a pipe (over ssh: ssh -t)")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return show(ctx, wrap(ui.New(ctx, keyMap(), to)))
}

// wrap is for tests that need a program with a fault.
var wrap = func(m tea.Model) tea.Model { return m }

const waysIn = `Three ways in:

  A look around, without an account: a RingCentral that lives in memory
      rcfwd --demo
  A RingCentral of your own on this machine, for scripts and tests
      rcfwd sandbox          prints the variables below; set them and run rcfwd
  Your account: in the developer console (developers.ringcentral.com) make an app
  with the JWT auth flow and the scopes Read Accounts and Edit Extensions, make a
  JWT credential for yourself, and set
      RC_SERVER_URL          https://platform.ringcentral.com
      RC_APP_CLIENT_ID  RC_APP_CLIENT_SECRET  RC_USER_JWT`

// offerDemo explains the ways in to somebody who has none yet.
func offerDemo(ctx context.Context, f flags) error {
	fmt.Fprintln(os.Stderr, "Nothing says yet how to sign in to RingCentral.\n\n"+waysIn)
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return errors.New("no sign-in: set the four variables above, or use --demo")
	}
	fmt.Fprint(os.Stderr, "\nOpen the demo now? [y/N] ")
	var answer string
	if _, _ = fmt.Scanln(&answer); !strings.HasPrefix(strings.ToLower(answer), "y") {
		return nil
	}
	f.demo = true
	return open(ctx, f)
}

// show runs the program on the terminal until it is left, and leaves the
// terminal as it was. Bubble Tea handles neither a hang-up nor the end of its
// input, so both are handled here.
func show(ctx context.Context, model tea.Model) error {
	var program *tea.Program
	in := &input{File: os.Stdin, gone: func() { program.Kill() }}
	program = tea.NewProgram(model, tea.WithContext(ctx), tea.WithInput(in), tea.WithoutSignalHandler())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)
	ended := make(chan os.Signal, 1)
	go func() {
		s, ok := <-signals
		if !ok {
			return
		}
		ended <- s
		program.Quit()
		time.AfterFunc(50*time.Millisecond, program.Kill) // the terminal may be gone or stuck
	}()
	_, err := program.Run()
	select {
	case s := <-ended:
		return fmt.Errorf("ended by a signal (%s)", s)
	default:
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		return errors.New("a fault in the program ended it, and the terminal is as it was; the lines above say where")
	}
	if err != nil && in.ended {
		return errors.New("the terminal is gone")
	}
	return err
}

// input is the terminal's keyboard, which tells when it is gone.
type input struct {
	*os.File
	gone  func()
	ended bool
}

// Read reads keys. Its end means that nobody can press one any more.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.File.Read(p)
	if n == 0 && err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		in.ended = true
		in.gone()
	}
	return n, err
}

func sandboxCommand() *cobra.Command {
	var m madeUp
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the built-in RingCentral over HTTP on the loopback",
		Long: "sandbox serves a RingCentral that lives in memory, for scripts, tests and RingCentral's own SDKs.\n" +
			"It prints the variables that sign in to it and then serves until interrupted.",
		Args: func(cmd *cobra.Command, args []string) error { return asUsage(cobra.NoArgs(cmd, args), cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error { return m.serve(cmd.Context(), cmd.OutOrStdout()) },
	}
	cmd.Flags().StringVar(&m.listen, "listen", "127.0.0.1:8420", "loopback address and port to serve on; port 0 takes a free one")
	m.declare(cmd)
	return cmd
}

// serve prints what a client needs, in the names of RingCentral's samples, and
// then serves until interrupted.
func (m *madeUp) serve(ctx context.Context, out io.Writer) error {
	host, _, err := net.SplitHostPort(m.listen)
	if err != nil || host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return usageError{fmt.Errorf("--listen %s: name a loopback address and a port, such as 127.0.0.1:8420", m.listen)}
	}
	l, err := net.Listen("tcp", m.listen)
	if err != nil {
		return fmt.Errorf("cannot serve: %w; choose another port with --listen", err)
	}
	base := "http://" + l.Addr().String()
	s, err := m.make(base, sandbox.DefaultLimits(), func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	})
	if err != nil {
		return err
	}
	c := s.Credentials()
	fmt.Fprintf(out, "RC_SERVER_URL=%s\nRC_APP_CLIENT_ID=%s\nRC_APP_CLIENT_SECRET=%s\nRC_USER_JWT=%s\n", base, c.ClientID, c.ClientSecret, c.JWT)
	fmt.Fprintf(out, "RC_USERNAME=%s\nRC_EXTENSION=%s\nRC_PASSWORD=%s\n", c.Username, c.Extension, c.Password)
	return serveUntilSignal(ctx, l, s)
}

func serveUntilSignal(ctx context.Context, l net.Listener, h http.Handler) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "0.1.0-dev"
	}
	return info.Main.Version
}
