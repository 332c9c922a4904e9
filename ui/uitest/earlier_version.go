//go:build linux

package uitest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

func settings_ofAnEarlierVersionAreAccepted(t *testing.T, _ ui.KeyMap) {
	text, err := os.ReadFile(earlier + "/config.toml")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	writeConfig(t, home, string(text))
	for profile, want := range map[string][]string{
		"every": {"server       https://platform.devtest.ringcentral.com", "account      801200300004", "extension    801200400004",
			"store        file", "signed in    yes, from the credential command", "way          password", "client id    rcfwd-sandbox-app"},
		"code": {"store        none"}, // the third profile would need a keyring
	} {
		status := mustRunRcfwd(t, []string{"HOME=" + home}, "", "status", "--profile", profile)
		for _, line := range want {
			if !strings.Contains(status, line+"\n") {
				t.Errorf("the status of %s lacks %q:\n%s", profile, line, status)
			}
		}
	}
	term := startTerminal(t, 100, 30, []string{"HOME=" + home}, "--demo")
	term.sees("6 numbers")
	term.types("\x1b[15~") // f5, the key of screen.help
	term.sees("Keys that work here")
	term.types("\x03")
	term.waitExit()
	term.checkRestored()
}

func history_ofAnEarlierVersionIsRead(t *testing.T, _ ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		home := homeWithJournal(t, handling)
		printed := mustRunRcfwd(t, []string{"HOME=" + home}, "", "history")
		compareWithFile(t, printed, filepath.Join(earlier, "history-"+handling+".txt"))

		var asJSON []json.RawMessage
		if err := json.Unmarshal([]byte(mustRunRcfwd(t, []string{"HOME=" + home}, "", "history", "--json")), &asJSON); err != nil {
			t.Error(err)
		}
		if lines := strings.Count(printed, "\n"); len(asJSON) != lines {
			t.Errorf("%s: %d entries are printed as JSON, and %d as text", handling, len(asJSON), lines)
		}
	}
}

// A line that cannot be read is named, the others are printed, and the exit code tells it.
func history_namesDamagedLines(t *testing.T, _ ui.KeyMap) {
	home := homeWithJournal(t, "legacy")
	files, err := filepath.Glob(filepath.Join(home, ".local", "state", "rcfwd", "journal", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	before := mustRunRcfwd(t, []string{"HOME=" + home}, "", "history", "--json")
	for _, name := range files {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("{\"v\": nonsense\n")
		f.Close()
	}
	out, code := runRcfwd(t, []string{"HOME=" + home}, "", "history", "--json")
	if code != cli.ExitIncomplete || !strings.HasPrefix(out, before) || !strings.Contains(strings.TrimPrefix(out, before), " cannot be read: ") {
		t.Errorf("exit %d: %s", code, out)
	}
}
