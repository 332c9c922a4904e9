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

// earlier holds files of people who have commit 3466712: settings with every name
// that it reads, and the journals that it wrote when each kind of change was made
// and taken back, on legacy and on new call handling.
const earlier = testdata + "/3466712"

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

		var asJSON struct{ Entries []json.RawMessage }
		if err := json.Unmarshal([]byte(mustRunRcfwd(t, []string{"HOME=" + home}, "", "history", "--json")), &asJSON); err != nil {
			t.Error(err)
		}
		if lines := strings.Count(printed, "\n"); len(asJSON.Entries) != lines {
			t.Errorf("%s: %d entries are printed as JSON, and %d as text", handling, len(asJSON.Entries), lines)
		}
	}
}

// homeWithJournal returns a home with the journal of an earlier version.
func homeWithJournal(t *testing.T, handling string) string {
	t.Helper()
	text, err := os.ReadFile(earlier + "/journal-" + handling + ".jsonl")
	home := t.TempDir()
	folder := filepath.Join(home, ".local/state/rcfwd/journal")
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "default."+dana+".jsonl"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return home
}

// A journal in which a later version wrote is shown, and nothing is changed: that is said
// before anything is typed.
func journal_ofALaterVersionIsReadOnly(t *testing.T, keys ui.KeyMap) {
	home := homeWithJournal(t, "legacy")
	t.Setenv("HOME", home)
	path := filepath.Join(home, ".local/state/rcfwd/journal", "default."+dana+".jsonl")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(old), "http://127.0.0.1:38173", cli.DemoServer) + `{"v":9,"event":"wish","id":"1"}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	drive(t, keys, 160, 50, fromEnvironment, func(d *driver) {
		const why = "has version 9, but this rcfwd writes version 2; update rcfwd to change the file."
		d.sees("6 numbers", "Changes are blocked because a newer rcfwd wrote the journal: ", why)
		for _, keys := range [][]string{{"n"}, {"d"}, {"K"}, {"z"}, {"r", "n"}} {
			d.press("esc")
			d.lacks("Nothing can be changed")
			d.press(keys...)
			d.sees("Changes are blocked because a newer rcfwd wrote the journal: ", why)
		}
		d.press("5")
		d.sees("undone removed Yacht")
	})
	if now, err := os.ReadFile(path); err != nil || string(now) != text {
		t.Errorf("the journal is another (%v)", err)
	}
}
