// Package cli is the command line of rcfwd: its commands and flags, questions in
// plain lines, and the wiring of connections. A flag overrides the environment, and
// the environment overrides the profile in the settings.
//
// Each command is in a file of its name, such as login.go; the connector in
// connector.go leads from the command line to connections.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/terminal"
)

// Streams are what a run reads and writes beside files and the network.
type Streams struct {
	In       *os.File
	Out, Err io.Writer

	// Sandbox is the RingCentral of --demo; nil makes one. Its base must be DemoServer. Tests
	// run several commands on one.
	Sandbox *sandbox.Server

	// Journals are those of --demo; nil makes one for each command.
	Journals *Journals

	// Width, if it is not 0, makes commands print as to a terminal of so many cells, without
	// colours, whatever Out is. It is for tests.
	Width int

	// Clock is the time for what depends on it, such as which rule is in force; nil means
	// time.Now.
	Clock func() time.Time

	// Getenv is where an editor and the folder for its file are looked up; nil means
	// os.Getenv.
	Getenv func(string) string
}

// Run does what the command line says and returns the exit code. keys are the
// built-in ones, which the settings can change. A failure writes one line to
// standard error that says why and what to do. The model of the screen passes
// through the functions in wrap: tests give it faults there.
func Run(args []string, keys ui.KeyMap, wrap ...func(tea.Model) tea.Model) int {
	return Execute(Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, args, keys, wrap...)
}

// Execute is Run with other streams.
func Execute(on Streams, args []string, keys ui.KeyMap, wrap ...func(tea.Model) tea.Model) int {
	out := &standardOutput{to: on.Out}
	p := program{Streams: on, keys: keys, wrap: wrap, out: out, line: args}
	cmd := p.command()
	args, err := p.joinAllFields(cmd, args)
	if err == nil {
		cmd.SetArgs(args)
		err = cmd.Execute()
	}
	err = errorList{err, out.err}
	for _, line := range words(err) {
		fmt.Fprintln(on.Err, "rcfwd: "+line)
	}
	return exitCode(err)
}

// program is what all commands share.
type program struct {
	Streams
	keys ui.KeyMap
	wrap []func(tea.Model) tea.Model
	out  *standardOutput
	line []string // the command line

	verbs map[*cobra.Command]*verb // filled for Commands; nil otherwise
}

func (p program) command() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "rcfwd",
		Short: "See and change RingCentral forwarding and flip numbers from the keyboard",
		Long: "rcfwd shows the forwarding and flip numbers of a RingCentral extension and changes them in a few keys.\n" +
			"Press ? for all keys. To look around without an account, run rcfwd --demo.",
		Version:       build(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(cmd); err != nil {
				return asUsage(err, cmd)
			}
			return p.open(cmd.Context(), &f)
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return asUsage(flagError(err), cmd) })
	f.declare(cmd)
	cmd.SetErr(p.Err)
	cmd.SetOut(p.out) // before the commands that cobra adds, which keep what it is then
	cmd.AddCommand(sandboxCommand(), p.loginCommand(), p.logoutCommand(), p.statusCommand(), schemaCommand(), manCommand())
	for _, n := range nouns() {
		cmd.AddCommand(p.nounCommand(n))
	}
	for _, v := range soleVerbs() {
		cmd.AddCommand(p.soleCommand(v))
	}
	cmd.AddCommand(topicCommands()...)
	(&invocation{program: p}).completeFlags(cmd)
	configureHelp(cmd)
	return cmd
}

func asUsage(err error, cmd *cobra.Command) error {
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
}

// open shows the screen. It checks flags, settings and sign-in before it touches
// the terminal.
func (p *program) open(ctx context.Context, f *flags) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25) // many people share a jump host: less memory, for hardly more work
		debug.SetMemoryLimit(softMemoryLimit)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, crash := newConnector(f, p.keys), &terminal.Crash{Version: version()}
	c.caught = crash.Record
	closeLog, err := c.logTo(f.log, f.logPhones)
	if err != nil {
		return err
	}
	defer closeLog()
	keys, on, err := c.screenSettings(terminal.Detect(os.Getenv))
	if err != nil {
		return err
	}
	first, err := c.first(ctx)
	if err != nil {
		return err
	}
	if err := terminal.Check(); err != nil {
		return err
	}
	model := ui.New(ctx, keys, c, &first)
	model.Terminal = on
	return terminal.Run(ctx, p.wrapped(model), crash)
}

func (p *program) wrapped(m tea.Model) tea.Model {
	for _, wrap := range p.wrap {
		m = wrap(m)
	}
	return m
}

// softMemoryLimit is where garbage is collected before anything else grows: the list of a
// large account makes much of it.
const softMemoryLimit = 96 << 20
