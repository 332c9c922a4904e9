package uitest

import (
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
