//go:build linux

package main

import (
	"cmp"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// out runs the program and gives what it prints.
func out(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return string(text)
}

func TestCommandsThatAreNotThere(t *testing.T) {
	for args, want := range map[string]string{
		"completion foo": `there is no completion for "foo"; there is for bash, fish, powershell, zsh`,
		"completion":     "name the shell to complete for: bash, fish, powershell, zsh",
		"help foo":       `rcfwd has no command "foo"; it has completion, history, login, logout, sandbox, status`,
		"help login foo": `rcfwd login has no command "foo"`,
		"foo":            `unknown command "foo"`,
	} {
		cmd := command()
		cmd.SetArgs(strings.Fields(args))
		if err := cmd.Execute(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("rcfwd %s: %v", args, err)
		}
		if code := run(strings.Fields(args)); code != exitUsage {
			t.Errorf("rcfwd %s exits with %d", args, code)
		}
	}
}

func TestHelpAndCompletionsAreThere(t *testing.T) {
	for args, want := range map[string]string{
		"help":                  "Press ? inside",
		"help login":            "question that a flag answers",
		"help completion zsh":   "zsh",
		"completion bash":       "__rcfwd",
		"completion zsh":        "#compdef rcfwd",
		"completion fish":       "complete -c rcfwd",
		"completion powershell": "Register-ArgumentCompleter",
	} {
		if got := out(t, strings.Fields(args)...); !strings.Contains(got, want) {
			t.Errorf("rcfwd %s prints %.200s", args, got)
		}
	}
}

// The manual names every command and flag, and the formatter takes it without a
// warning.
func TestManual(t *testing.T) {
	page := out(t, "man")
	plain := strings.NewReplacer(`\-`, "-", `\fB`, "", `\fR`, "", `\fI`, "").Replace(page)
	root := command()
	for _, c := range append(root.Commands(), root) {
		if !c.IsAvailableCommand() && c != root || c.Name() == "help" {
			continue
		}
		if !strings.Contains(plain, c.CommandPath()) || !strings.Contains(squeeze(plain), squeeze(strings.TrimSuffix(cmp.Or(c.Long, c.Short), "."))) {
			t.Errorf("the manual lacks %s", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(plain, "--"+f.Name) {
				t.Errorf("the manual lacks --%s", f.Name)
			}
		})
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
	cmd.Stdin = strings.NewReader(page)
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("%v: %s", err, said)
	}
}
