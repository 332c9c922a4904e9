package cli

import (
	"strings"
	"testing"

	"rcfwd/ui"
)

func TestRun_refusesUnknownCommands(t *testing.T) {
	for args, want := range map[string]string{
		"completion foo": `no completion for "foo"; use bash, fish, powershell, zsh`,
		"completion":     "name the shell: bash, fish, powershell, zsh",
		"help foo":       `rcfwd has no command "foo"; it has ` + strings.Join(namesOf(program{}.command().Commands()), ", "),
		"help login foo": `rcfwd login has no command "foo"`,
		"foo":            `unknown command "foo"`,
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
