//go:build linux

package uitest

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Two loops of commands count up in the label of one number, each against the hash that it
// has read, while a screen changes the flip digit of another number. Nothing is overwritten:
// the label counts every command that succeeded, and the digit is the one set last. On new
// call handling all of it is one document.
func commands_andAScreenOverwriteNothing(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			t.Parallel()
			env := append(startSandbox(t, "--call-handling", handling, "--faults", "limits=off"), "HOME="+t.TempDir(), "XDG_RUNTIME_DIR="+privateFolder(t))
			mustRunRcfwd(t, env, "", "numbers", "set", "Cabin", "--label", "0", "--yes")
			id := strings.TrimSpace(mustRunRcfwd(t, env, "", "numbers", "--format", "{flipNumber}{id}"))
			_, id, _ = strings.Cut(id, "\n5")
			id, _, _ = strings.Cut(id, "\n")

			var counted [2]int
			var loops sync.WaitGroup
			for n := range counted {
				loops.Go(func() { counted[n] = countUp(t, env, "id:"+id, times(8, 3)) })
			}
			digit := setDigits(t, env, times(6, 2))
			loops.Wait()

			got := mustRunRcfwd(t, env, "", "numbers", "--format", "{flipNumber} {label} {id}")
			if want := strconv.Itoa(counted[0]+counted[1]) + " " + id; !strings.Contains(got, want+"\n") || !strings.Contains(got, digit+" Work ") {
				t.Errorf("%d and %d commands succeeded, the screen set %s: %s", counted[0], counted[1], digit, got)
			}
		})
	}
}

// countUp adds one to a label so many times, and returns how often that succeeded.
func countUp(t *testing.T, env []string, which string, times int) (counted int) {
	for counted < times {
		var row struct{ Label, Hash string }
		out, code := runRcfwd(t, env, "", "numbers", "show", which, "--json", "label,hash")
		if err := json.Unmarshal([]byte(out), &row); err != nil || code != cli.ExitDone {
			t.Errorf("show exits with %d: %s", code, out)
			return counted
		}
		n, _ := strconv.Atoi(row.Label)
		out, code = runRcfwd(t, env, "", "numbers", "set", which, "--label", strconv.Itoa(n+1), "--yes", "--if-unchanged", row.Hash)
		switch {
		case code == cli.ExitDone:
			counted++
		case code != cli.ExitFailed || !strings.Contains(out, "Nothing was sent"):
			t.Errorf("set exits with %d: %s", code, out)
			return counted
		}
	}
	return counted
}

// setDigits sets the flip digit of Work on a screen, 7 and 8 in turn, and returns the last.
func setDigits(t *testing.T, env []string, times int) (digit string) {
	term := startTerminal(t, 120, 40, env)
	term.sees("6 numbers")
	term.types("/6502245476\r")
	term.sees("1 of 6 numbers")
	before := "3"
	for n := range times {
		digit = []string{"7", "8"}[n%2]
		term.flips(digit)
		term.sees("flip digit " + before + " is now " + digit)
		before = digit
	}
	term.types("\x03")
	term.waitExit()
	return digit
}

// times is how often a test does something: less in a short run.
func times(whole, short int) int {
	if testing.Short() {
		return short
	}
	return whole
}

// privateFolder is a runtime folder, in which commands share their sign-in.
func privateFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// A change of the setting that forwards all calls, which is in no list of rules, is undone by
// the screen when a command made it, and by a command.
func commands_andAScreenUndoForwardingOfAllCalls(t *testing.T, keys ui.KeyMap) {
	env := append(serveForwardAll(t), "HOME="+t.TempDir(), "XDG_RUNTIME_DIR="+privateFolder(t), "XDG_CONFIG_HOME="+unpublishedConfig(t))
	term := startTerminal(t, 120, 40, env)
	term.sees("6 numbers")
	mustRunRcfwd(t, env, "", "rules", "on", "forward-all", "--yes")
	term.types("z")
	term.sees("Undo: switched Forward all calls on")
	term.types("y")
	term.sees("Undone")
	if got := mustRunRcfwd(t, env, "", "history", "redo", "--yes"); !strings.Contains(got, "Redone: switched Forward all calls on") {
		t.Error(got)
	}
	mustRunRcfwd(t, env, "", "history", "undo", "--yes")
	if got := mustRunRcfwd(t, env, "", "rules", "show", "forward-all", "--format", "{enabled}"); !strings.Contains(got, "false") {
		t.Error(got)
	}
	term.types("\x03")
	term.waitExit()
}

// serveForwardAll serves a sandbox that has the setting, and returns the environment for it.
func serveForwardAll(t *testing.T) []string {
	t.Helper()
	served := httptest.NewUnstartedServer(nil)
	base := "http://" + served.Listener.Addr().String()
	s, err := sandbox.New(sandbox.Options{Base: base, Limits: sandbox.GenerousLimits()})
	if err != nil {
		t.Fatal(err)
	}
	s.Change(func(c *sandbox.Company) { c.PlaysForwardAll = true })
	served.Config.Handler = s
	served.Start()
	t.Cleanup(served.Close)
	c := s.Credentials()
	return []string{"RC_SERVER_URL=" + base, "RC_APP_CLIENT_ID=" + c.ClientID, "RC_APP_CLIENT_SECRET=" + c.ClientSecret, "RC_USER_JWT=" + c.JWT}
}

// unpublishedConfig is a folder of settings that allow what RingCentral does not publish.
func unpublishedConfig(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "rcfwd"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "rcfwd", "config.toml"), []byte("[profiles.default]\nunpublished = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
