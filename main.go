// Command rcfwd is the keyboard for RingCentral call forwarding and call flip.
//
// The main files only wire: the command line is here, the settings are in
// main_profile.go, connections in main_door.go, and each
// command in a file of its name, such as main_login.go. Keys are in keys.go.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"rcfwd/api/rest"
	"rcfwd/ui"
	term "rcfwd/ui/terminal"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25) // a jump host has many people on it: less memory, for hardly more work
	}
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
	fmt.Fprintln(os.Stderr, "rcfwd: "+rest.Clean(err.Error()))
	if usage := (usageError{}); errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		return exitUsage
	}
	return exitFailed
}

// flags are what the command line can say.
type flags struct {
	demo                       bool
	profile                    string
	server, account, extension string
	region                     string
	readOnly                   bool
	log                        string
	logPhones                  bool
	made                       demoOptions
}

func command() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "rcfwd",
		Short: "See and change RingCentral forwarding and flip numbers from the keyboard",
		Long: "rcfwd shows the forwarding and flip numbers of a RingCentral extension and changes them in a few keys.\n" +
			"Press ? inside for every key. rcfwd --demo looks around without an account.",
		Version:       build(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.sensible(cmd); err != nil {
				return asUsage(err, cmd)
			}
			return open(cmd.Context(), f)
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return asUsage(err, cmd) })
	own := cmd.Flags()
	own.BoolVar(&f.demo, "demo", false, "open on the built-in sandbox: no account, no network")
	own.StringVar(&f.profile, "profile", "", "name of the profile to open (also RCFWD_PROFILE)")
	own.StringVar(&f.server, "server", "", "address of the RingCentral server (also RC_SERVER_URL)")
	own.StringVar(&f.account, "account", "", "id of the account to open (default: your own)")
	own.StringVar(&f.extension, "extension", "", "extension to open, by its id or short number (default: your own)")
	own.StringVar(&f.region, "region", "", "country whose national phone numbers are understood, such as US or GB (default: the extension's)")
	own.BoolVar(&f.readOnly, "read-only", false, "look, but change nothing")
	own.StringVar(&f.log, "log", "", "file to write every request to, as lines of JSON, without secrets and with phone numbers masked")
	own.BoolVar(&f.logPhones, "log-phones", false, "leave the phone numbers in the log as they are")
	f.made.declare(cmd)
	cmd.AddCommand(sandboxCommand(), loginCommand(), logoutCommand(), statusCommand(), historyCommand(), manCommand())
	configureHelp(cmd)
	return cmd
}

// sensible refuses flags that would be ignored.
func (f flags) sensible(cmd *cobra.Command) error {
	for _, name := range []string{"people", "as", "faults", "call", "call-handling", "token-lifetime"} {
		if !f.demo && cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is for --demo and for rcfwd sandbox", name)
		}
	}
	if f.demo && f.server != "" {
		return errors.New("--demo has a server of its own; leave --server out")
	}
	return nil
}

// noArgs takes flags and nothing else.
func noArgs(cmd *cobra.Command, args []string) error { return asUsage(cobra.NoArgs(cmd, args), cmd) }

func asUsage(err error, cmd *cobra.Command) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%w; %s --help shows what there is", err, cmd.CommandPath())}
}

// open shows the screen. Flags, settings and sign-in are looked at before the
// terminal is touched.
func open(ctx context.Context, f flags) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d, crash := newDoor(f), &term.Crash{Version: version()}
	d.caught = crash.Record
	closeLog, err := d.logTo(f.log, f.logPhones)
	if err != nil {
		return err
	}
	defer closeLog()
	keys, err := d.keyMap()
	if err != nil {
		return err
	}
	first, err := d.first(ctx)
	if err != nil {
		return err
	}
	if err := term.Check(); err != nil {
		return err
	}
	model := ui.New(ctx, keys, d, first)
	model.Terminal = term.Detect(os.Getenv)
	return term.Run(ctx, wrap(model), crash)
}

// wrap is for tests that need a program with a fault.
var wrap = func(m tea.Model) tea.Model { return m }

// release and commit are the version of a release and what it was built from; its
// build sets them (-ldflags -X).
var release, commit string

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	switch {
	case release != "":
		return release
	case !ok || info.Main.Version == "" || info.Main.Version == "(devel)":
		return "0.1.0-dev"
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

// build is the version and the commit that it was built from, where that is known.
func build() string {
	said := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			said[s.Key] = s.Value
		}
	}
	from := cmp.Or(commit, said["vcs.revision"])
	if from == "" {
		return version()
	}
	if said["vcs.modified"] == "true" {
		from += ", changed"
	}
	return version() + " (" + from + ")"
}
