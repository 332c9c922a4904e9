//go:build linux

package uitest

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/ui"
)

// startSandbox runs rcfwd sandbox on a free port and returns the variables that it
// prints.
func startSandbox(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), envRun+"=1")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the sandbox ends with %v", err)
		}
	})
	var lines []string
	for in := bufio.NewScanner(out); len(lines) < len(variables) && in.Scan(); {
		lines = append(lines, in.Text())
	}
	return lines
}

var variables = []string{"RC_SERVER_URL", "RC_APP_CLIENT_ID", "RC_APP_CLIENT_SECRET", "RC_USER_JWT", "RC_USERNAME", "RC_EXTENSION", "RC_PASSWORD"}

func sandbox_printsTheVariablesOfTheSamples(t *testing.T, keys ui.KeyMap) {
	lines := startSandbox(t)
	for i, name := range variables {
		if i >= len(lines) || !strings.HasPrefix(lines[i], name+"=") || len(lines[i]) == len(name)+1 {
			t.Errorf("line %d is %q, want %s=...", i+1, lines, name)
		}
	}
}

func flags_areCheckedBeforeAnythingOpens(t *testing.T, keys ui.KeyMap) {
	for _, c := range []struct{ args, says string }{
		{"--demo --people 0", "--people 0: use 1 or more"},
		{"sandbox --listen 127.0.0.1:0 --people -3", "--people -3: use 1 or more"},
		{"--demo --token-lifetime -1s", "--token-lifetime -1s: use a positive time"},
		{"--demo --region ZZ", `--region: "ZZ" is not a country`},
		{"--people 3", "--people works only with --demo or rcfwd sandbox"},
	} {
		cmd := exec.Command(os.Args[0], strings.Fields(c.args)...)
		cmd.Env = append(os.Environ(), envRun+"=1")
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(string(out), c.says) {
			t.Errorf("rcfwd %s: %v, %q; want exit 2 and %q", c.args, err, out, c.says)
		}
	}
}
