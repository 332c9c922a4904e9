//go:build linux

package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/ui"
)

func requestLog_holdsNoSecretsAndNoNumbers(t *testing.T, keys ui.KeyMap) {
	log := filepath.Join(t.TempDir(), "requests.log")
	lines := startSandbox(t)
	sb := envOf(lines)
	term := startTerminal(t, 100, 30, lines, "--log", log)
	term.sees("6 numbers")
	term.types("q")
	term.waitExit()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `/forwarding-number`) || !strings.HasPrefix(string(text), "{") {
		t.Errorf("the log holds %s", text)
	}
	for _, secret := range []string{sb["RC_USER_JWT"], sb["RC_APP_CLIENT_SECRET"], "6505130930"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if info, _ := os.Stat(log); info.Mode().Perm() != 0o600 {
		t.Errorf("the log is %v", info.Mode())
	}
}
