//go:build linux

package uitest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// mustPrint runs the program and returns what it prints.
func mustPrint(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), envRun+"=1")
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return string(text)
}

func help_coversEveryCommand(t *testing.T, keys ui.KeyMap) {
	for args, want := range map[string]string{
		"help":                  "Press ? inside",
		"help login":            "question that a flag answers",
		"help completion zsh":   "zsh",
		"man":                   ".TH RCFWD 1",
		"completion bash":       "__rcfwd",
		"completion zsh":        "#compdef rcfwd",
		"completion fish":       "complete -c rcfwd",
		"completion powershell": "Register-ArgumentCompleter",
	} {
		if got := mustPrint(t, strings.Fields(args)...); !strings.Contains(got, want) {
			t.Errorf("rcfwd %s prints %.200s", args, got)
		}
	}
}

func usage_errorsExitWithTwo(t *testing.T, keys ui.KeyMap) {
	for _, args := range [][]string{{"--nonsense"}, {"nonsense"}, {"--demo", "--faults", "nonsense=1"}, {"--demo", "--extension", "Dana"}, {"sandbox", "--as", "1O4"}, {"sandbox", "--listen", "0.0.0.0:1"}} {
		if out, code := runRcfwd(t, []string{"HOME=" + t.TempDir()}, "", args...); code != cli.ExitUsage {
			t.Errorf("%v exits with %d, want %d: %s", args, code, cli.ExitUsage, out)
		}
	}
}
