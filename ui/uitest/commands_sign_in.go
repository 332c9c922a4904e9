//go:build linux

package uitest

import (
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// The journal is on this machine; what changes something asks for a sign-in.
func history_needsNoSignIn(t *testing.T, _ ui.KeyMap) {
	env := []string{"HOME=" + homeWithJournal(t, "legacy")}
	if out, code := runRcfwd(t, env, "", "history", "--limit", "1"); code != cli.ExitDone {
		t.Errorf("exit code %d: %s", code, out)
	}
	for _, args := range [][]string{{"history", "undo", "--yes"}, {"history", "redo", "--yes"}, {"calls"}, {"people"}, {"devices"}} {
		if out, code := runRcfwd(t, env, "", args...); code != cli.ExitSignIn {
			t.Errorf("rcfwd %v exits with %d: %s", args, code, out)
		}
	}
}
