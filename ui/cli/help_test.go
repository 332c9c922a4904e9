package cli

import (
	"bytes"
	"net"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"rcfwd/ui"
)

func TestRun_refusesUnknownCommands(t *testing.T) {
	for args, want := range map[string]string{
		"completion foo":                       `no completion for "foo"; use bash, fish, powershell, zsh`,
		"completion":                           "name the shell: bash, fish, powershell, zsh",
		"help foo":                             `rcfwd has no command "foo"; it has ` + strings.Join(namesOf(program{}.command().Commands()), ", "),
		"help login foo":                       `rcfwd login has no command "foo"`,
		"login foo":                            `login takes no arguments, and "foo" is one; see rcfwd login --help`,
		"numbers foo":                          `rcfwd numbers has no command "foo"; it has add, list, remove, set, show, swap`,
		"numbers set":                          "numbers set needs WHICH; see rcfwd numbers set --help",
		"numbers set On call":                  `numbers set takes WHICH, and "call" is one too many; write words with blanks in quotes; see rcfwd numbers set --help`,
		"numbers show --json flpNumber Mobile": "is one too many; write words with blanks in quotes; the fields are flipNumber, label,",
		"numbers swap Mobile":                  "numbers swap needs WHICH WHICH;",
		"numbers rm":                           "numbers remove needs WHICH...;",
		"numbers add 1 2":                      `numbers add takes [NUMBER], and "2" is one too many`,
		"rules set":                            "rules set needs RULE;",
		"rules add x":                          `rules add takes no arguments, and "x" is one`,
		"rules step move 1":                    "rules step move needs RULE STEP TO;",
		"api":                                  "api needs [METHOD] PATH;",
		"api GET / x":                          `api takes [METHOD] PATH, and "x" is one too many`,
		"history redo x":                       `history redo takes no arguments`,
		"sandbox x":                            `sandbox takes no arguments`,
		"foo":                                  `rcfwd has no command "foo"; it has `,
	} {
		cmd := program{}.command()
		cmd.SetArgs(strings.Fields(args))
		if err := cmd.Execute(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("rcfwd %s: %v", args, err)
		}
		if code := Run(strings.Fields(args), ui.KeyMap{}); code != ExitUsage {
			t.Errorf("rcfwd %s exits with %d", args, code)
		}
	}
}

// Every command takes --demo and its flags, so that a line can be tried by adding them.
func TestCommands_takeTheDemo(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, name := range []string{"demo", "people", "as", "call", "call-handling", "faults", "token-lifetime"} {
			if cmd.Runnable() && len(cmd.Commands()) == 0 && cmd.Flags().Lookup(name) == nil {
				t.Errorf("%s has no --%s", cmd.CommandPath(), name)
			}
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(program{}.command())
	for _, args := range []string{"schema --demo numbers list", "help --demo numbers", "man --demo", "completion bash --demo --people 3"} {
		var out bytes.Buffer
		if code := Execute(Streams{Out: &out, Err: &out}, strings.Fields(args), ui.KeyMap{}); code != ExitDone || out.Len() < 500 {
			t.Errorf("rcfwd %s exits with %d: %s", args, code, &out)
		}
	}
	for _, args := range []string{"login --demo", "logout --demo"} {
		var out bytes.Buffer
		if code := Execute(Streams{Out: &out, Err: &out}, strings.Fields(args), ui.KeyMap{}); code != ExitUsage || !strings.Contains(out.String(), "--demo needs no sign-in") {
			t.Errorf("rcfwd %s exits with %d: %s", args, code, &out)
		}
	}
}

// Its flags are checked before the port, which another program may have.
func TestSandbox_checksItsFlagsFirst(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	for args, want := range map[string]int{"--as 999": ExitUsage, "--faults what=1": ExitUsage, "--as 104": ExitFailed} {
		var said bytes.Buffer
		line := append([]string{"sandbox", "--listen", l.Addr().String()}, strings.Fields(args)...)
		if code := Execute(Streams{Out: &said, Err: &said}, line, ui.KeyMap{}); code != want {
			t.Errorf("%s exits with %d: %s", args, code, &said)
		}
	}
}

// The help of each command that may send a request names the scopes that the app needs.
func TestHelp_namesScopes(t *testing.T) {
	p := program{verbs: map[*cobra.Command]*verb{}}
	p.command()
	for cmd := range p.verbs {
		if !strings.Contains(cmd.Long, "the app needs") && !strings.Contains(cmd.Long, "The app needs") {
			t.Errorf("the help of %s names no scope: %s", cmd.CommandPath(), cmd.Long)
		}
	}
	if len(p.verbs) < 30 {
		t.Errorf("there are %d commands", len(p.verbs))
	}
}
