package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/rest"
	"rcfwd/ui/cli/output"
)

// A noun is a command such as numbers, named for what a screen shows. It has verbs, and
// without one it lists. The nouns are data: nouns() is the table of all of them, and
// completion, manual, schema and the tests read it.

// noun is a command with verbs. The first verb is what the noun does without one.
type noun struct {
	name  string
	short string // a line of rcfwd --help
	long  string
	verbs []verb
}

// verb is one command.
type verb struct {
	use      string // with its arguments, as in "show WHICH"
	group    string // command between the noun and the verb, as step in "rules step add"; may be empty
	aliases  []string
	short    string
	long     string
	examples []string // that work with --demo
	scopes   string   // the app scopes that it needs

	// prints is what it prints; nil for a verb with an output of its own.
	prints schemer
	one    bool // it prints one record
	toml   bool // it also prints TOML

	writes bool                              // it changes something: see writeFlags
	reads  func(*invocation) bool            // whether a run of a verb that writes changes nothing; nil: it never does
	flags  func(*cobra.Command, *invocation) // declares flags of its own; may be nil
	run    func(context.Context, *invocation) error
}

// schemer is an output.List of any records.
type schemer interface {
	Names() []string
	Titled() []string
	Schema(one bool) map[string]any
}

// invocation is one run of a verb.
type invocation struct {
	program
	*connector
	flags flags
	verb  *verb
	cmd   *cobra.Command
	args  []string

	printing outputFlags
	writing  writeFlags
	own      map[string]*string   // values of the verb's own flags, by name
	truths   map[string]*bool     // those that have no value
	many     map[string]*[]string // values of those that may be repeated
	timeout  time.Duration
	noInput  bool
	noWait   bool // of calls flip

	together *together // what runs for several profiles share; nil for one
	said     io.Writer // where notes go, in place of the standard error; may be nil

	told []error // of what could not be read, beside what was printed
}

// nounCommand makes the cobra command of a noun. Its verbs and flags are made only where the
// command line may lead to them: those of all nouns take longer than what most commands do.
func (p *program) nounCommand(n noun) *cobra.Command {
	if !p.reaches(n.name) {
		return &cobra.Command{Use: n.name, Short: n.short, Run: func(*cobra.Command, []string) {}}
	}
	cmd := p.verbCommand(n, &n.verbs[0])
	cmd.Use, cmd.Short, cmd.Long, cmd.Aliases = n.name, n.short, n.long+"\n\n"+n.verbs[0].needs(), nil
	for i := range n.verbs {
		below(cmd, n.verbs[i].group).AddCommand(p.verbCommand(n, &n.verbs[i]))
	}
	return cmd
}

// soleCommand makes the command of a verb without a noun, where the line may lead to it.
func (p *program) soleCommand(v *verb) *cobra.Command {
	name, _, _ := strings.Cut(v.use, " ")
	if !p.reaches(name) {
		return &cobra.Command{Use: name, Short: v.short, Run: func(*cobra.Command, []string) {}}
	}
	return p.verbCommand(noun{}, v)
}

// reaches reports whether the command line may lead to a noun: it is one of its words, or
// one of the commands that show all others is. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (p *program) reaches(noun string) bool {
	return p.line == nil || slices.ContainsFunc([]string{noun, "man", "schema"}, func(word string) bool { return slices.Contains(p.line, word) })
}

// below returns the command of a group of verbs, and makes it when it is asked for first.
// It does nothing alone.
func below(cmd *cobra.Command, group string) *cobra.Command {
	if group == "" {
		return cmd
	}
	for _, c := range cmd.Commands() {
		if c.Name() == group {
			return c
		}
	}
	c := &cobra.Command{Use: group, Short: "Change one " + group + " of it", Args: cobra.ArbitraryArgs}
	c.FParseErrWhitelist.UnknownFlags = true // what is missing is the verb
	c.RunE = func(c *cobra.Command, args []string) error { return asUsage(noVerb(c, args), c) }
	cmd.AddCommand(c)
	return c
}

func noVerb(c *cobra.Command, args []string) error {
	var names []string
	for _, verb := range c.Commands() {
		names = append(names, verb.Name())
	}
	if len(args) > 0 {
		return fmt.Errorf("%s has no command %q; it has %s", c.CommandPath(), args[0], strings.Join(names, ", "))
	}
	return fmt.Errorf("say what to do: %s %s", c.CommandPath(), strings.Join(names, "|"))
}

func (p *program) verbCommand(n noun, v *verb) *cobra.Command {
	i := &invocation{program: *p, printing: outputFlags{out: p.Out, width: p.Width}, verb: v, own: map[string]*string{}, truths: map[string]*bool{}, many: map[string]*[]string{}}
	cmd := &cobra.Command{
		Use: v.use, Aliases: v.aliases, Short: v.short, Long: v.help(), Example: v.exampleText(),
		Annotations: map[string]string{}, Args: countArgs(v.use),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		i.cmd, i.args = cmd, args
		return i.execute()
	}
	i.flags.declareConnection(cmd)
	if v.prints != nil {
		i.printing.withTOML = v.toml
		inGroup(cmd, groupOutput, i.printing.declare)
		i.printing.one, i.printing.titled = v.one, v.prints.Titled()
		cmd.Annotations[annotationFields] = strings.Join(v.prints.Names(), ",")
	}
	if v.writes {
		inGroup(cmd, groupWriting, i.writing.declare)
	}
	if v.flags != nil {
		v.flags(cmd, i)
	}
	if p.verbs != nil {
		p.verbs[cmd] = v
	}
	inGroup(cmd, groupRun, i.declareRun)
	i.complete(cmd)
	return cmd
}

func (i *invocation) declareRun(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&i.timeout, "timeout", 0, "stop after this time, such as 30s (default: no limit)")
	cmd.Flags().BoolVar(&i.noInput, "no-input", false, "never ask a question")
}

func (v *verb) help() string {
	text := v.long
	if text == "" {
		text = v.short + "."
	}
	return strings.TrimSpace(text + "\n\n" + v.needs())
}

// needs names the app scopes.
func (v *verb) needs() string {
	switch {
	case v.scopes == "":
		return ""
	case v.scopes == noScopes:
		return "The app needs no scope for it."
	case strings.Contains(v.scopes, " "):
		return "The app needs the scopes " + v.scopes + "."
	}
	return "The app needs the scope " + v.scopes + "."
}

func (v *verb) exampleText() string {
	return "  " + strings.Join(v.examples, "\n  ")
}

// execute runs the verb, and tells of what it could not read.
func (i *invocation) execute() error {
	if err := i.check(); err != nil {
		return asUsage(err, i.cmd)
	}
	ctx, stop := i.context()
	defer stop()
	i.connector = newConnector(&i.flags, i.program.keys).forCommand(i.cmd.ErrOrStderr())
	if i.flags.log == "" {
		i.connector.untraced()
	}
	i.connector.journals = i.Journals
	if i.Sandbox != nil {
		i.connector.sandbox = i.Sandbox
	}
	closeLog, err := i.connector.logTo(i.flags.log, i.flags.logPhones)
	if err != nil {
		return err
	}
	defer closeLog()
	defer i.endRun(ctx)
	if i.given("profiles") {
		err = i.runProfiles(ctx)
	} else {
		err = i.verb.run(ctx, i)
	}
	if cause := context.Cause(ctx); errors.As(cause, new(interruptedError)) {
		return errorList{cause, err}
	}
	return errorList(append([]error{err}, i.told...))
}

// check returns an error for flags that have no effect, or contradict each other.
func (i *invocation) check() error {
	if err := i.flags.check(i.cmd); err != nil {
		return err
	}
	if i.verb.prints != nil {
		if err := i.printing.check(i.verb.prints.Names()); err != nil {
			return err
		}
	}
	if i.timeout < 0 {
		return fmt.Errorf("--timeout %s: use a positive time, such as 30s", i.timeout)
	}
	if i.changes() {
		return i.writing.check(i)
	}
	return nil
}

// changes reports whether this run changes something.
func (i *invocation) changes() bool {
	return i.verb.writes && (i.verb.reads == nil || !i.verb.reads(i))
}

// brokenPipes takes the signal of a write to a closed pipe. It is made before any run, since
// the signal may come after the end of one.
var brokenPipes = make(chan os.Signal, 1)

// context ends with the time of --timeout, or with a signal, which is then its cause.
func (i *invocation) context() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(i.cmd.Context())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	signal.Notify(brokenPipes, syscall.SIGPIPE) // so that a write to a closed pipe fails, and does not end the program
	over := make(chan struct{})
	go func() {
		select {
		case s := <-signals:
			cancel(interruptedError{s})
		case <-over:
		}
	}()
	stop := func() { signal.Stop(signals); close(over); cancel(nil) }
	if i.timeout == 0 {
		return ctx, stop
	}
	timed, end := context.WithTimeout(ctx, i.timeout)
	return timed, func() { end(); stop() }
}

// tell notes that something could not be read or done, beside what is printed. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (i *invocation) tell(err error) {
	if err != nil {
		i.told = append(i.told, err)
	}
}

// note prints a line for people, without what could control a terminal.
func (i *invocation) note(format string, args ...any) {
	to := i.said
	if to == nil {
		to = i.cmd.ErrOrStderr()
	}
	fmt.Fprintln(to, rest.Clean(fmt.Sprintf(format, args...)))
}

// text declares a flag of a verb, and flag returns its value. given reports whether it is
// on the command line.
func (i *invocation) text(cmd *cobra.Command, name, usage string) {
	i.own[name] = cmd.Flags().String(name, "", usage)
}

// list declares a flag that may be repeated, and all returns its values.
func (i *invocation) list(cmd *cobra.Command, name, usage string) {
	i.many[name] = cmd.Flags().StringArray(name, nil, usage)
}

func (i *invocation) all(name string) []string {
	if i.many[name] == nil {
		return nil
	}
	return *i.many[name]
}

// flag is not inlined: its copies would make the program larger.
//
//go:noinline
func (i *invocation) flag(name string) string {
	if i.own[name] == nil {
		return ""
	}
	return *i.own[name]
}

// truth declares a flag without a value, and is reports whether it is set.
func (i *invocation) truth(cmd *cobra.Command, name, usage string) {
	i.truths[name] = cmd.Flags().Bool(name, false, usage)
}

// is is not inlined: its copies would make the program larger.
//
//go:noinline
func (i *invocation) is(name string) bool { return i.truths[name] != nil && *i.truths[name] }

func (i *invocation) given(name string) bool { return i.cmd.Flags().Changed(name) }

// annotationFields has the fields that a command prints.
const annotationFields = "fields"

// fieldList is what a list of fields looks like.
var fieldList = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(,[A-Za-z][A-Za-z0-9]*)*$`)
})

// joinFields writes the word after --json, --jsonl and the like as its value, where all
// its parts are fields of the command. A flag with an optional value would leave it an
// argument.
func joinFields(root *cobra.Command, args []string) ([]string, error) {
	cmd, _, err := root.Find(args)
	if err != nil || cmd.Annotations[annotationFields] == "" {
		return args, nil
	}
	have := strings.Split(cmd.Annotations[annotationFields], ",")
	var out []string
	for n := 0; n < len(args); n++ {
		out = append(out, args[n])
		if args[n] == "--" {
			return append(out, args[n+1:]...), nil
		}
		if n+1 == len(args) || !slices.Contains(withFields, strings.TrimPrefix(args[n], "--")) || !strings.HasPrefix(args[n], "--") {
			continue
		}
		word := args[n+1]
		unknown := unknownFields(word, have)
		switch {
		case !fieldList().MatchString(word):
		case len(unknown) == 0:
			out[len(out)-1] += "=" + word
			n++
		case strings.Contains(word, ","), takesNothing(cmd, word):
			return nil, asUsage(output.UnknownField(unknown[0], have), cmd)
		}
	}
	return out, nil
}

func unknownFields(list string, have []string) []string {
	return slices.DeleteFunc(strings.Split(list, ","), func(f string) bool { return slices.Contains(have, f) })
}

// takesNothing reports whether a word can be no argument and no verb of a command.
func takesNothing(cmd *cobra.Command, word string) bool {
	for _, c := range cmd.Commands() {
		if c.Name() == word || c.HasAlias(word) {
			return false
		}
	}
	return cmd.ValidateArgs([]string{word}) != nil
}
