package uitest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// flipOf returns the flip digit of a number, by its label.
func (s *shell) flipOf(label string) string {
	s.t.Helper()
	return strings.TrimSpace(s.must("numbers", "show", label, "--format", "{flipNumber}"))
}

// writes counts the requests that change something, without those of signing in.
func (s *shell) writes() int {
	n := 0
	for _, r := range s.server.Requests() {
		if r.Method != http.MethodGet && !strings.Contains(r.Path, "/oauth/") {
			n++
		}
	}
	return n
}

func historyCommand_undoesAndRedoes(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		s.must("numbers", "set", "Mobile", "--flip", "7", "--yes")
		s.must("numbers", "set", "Cabin", "--label", "Hut", "--yes")
		sent := s.writes()
		if got := s.must("history", "undo", "--dry-run"); !strings.HasPrefix(got, "curl ") || s.writes() != sent {
			s.t.Errorf("%d writes: %s", s.writes()-sent, got)
		}
		s.fails(cli.ExitUsage, "confirm with --yes", "history", "undo")
		s.fails(cli.ExitFailed, "read-only", "history", "undo", "--yes", "--read-only")
		ids := strings.Fields(s.must("history", "--quiet"))
		if len(ids) != 2 || s.writes() != sent {
			s.t.Fatalf("%v", ids)
		}
		if got := s.must("history", "undo", ids[0], "--yes", "--format", "{undoes} {outcome}"); got != ids[0]+" done\n" || s.flipOf("Mobile") != "2" {
			s.t.Errorf("%s, the digit is %s", got, s.flipOf("Mobile"))
		}
		s.must("history", "undo", ids[0], "--yes") // is undone already
		s.must("history", "redo", "--yes")
		if got := s.flipOf("Mobile"); got != "7" {
			s.t.Errorf("after redo the digit is %s", got)
		}
		s.must("history", "undo", ids[1], ids[0], "--yes")
		if got := s.flipOf("Mobile") + s.flipOf("Cabin"); got != "25" {
			s.t.Errorf("the digits are %s", got)
		}
		if out, said, code := s.run("history", "undo", "--yes"); out != "" || !strings.Contains(said, "Nothing to undo.") || code != cli.ExitDone {
			s.t.Errorf("%s%s, exit code %d", out, said, code)
		}
		s.fails(cli.ExitFailed, `no change with the id "7"`, "history", "undo", "7", "--yes")
	})
}

// JSON is an array, as that of every list, with all that an entry has. The damaged lines of
// a journal are on standard error; see history_namesDamagedLines.
func historyCommand_printsWholeEntries(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	s.must("numbers", "set", "Mobile", "--flip", "7", "--yes")
	s.must("numbers", "set", "Cabin", "--label", "Hut", "--yes")
	type entry struct {
		ID, Op, Outcome string
		Who             struct{ Name string }
		Before          []json.RawMessage
		Changes         []struct {
			Fields []struct {
				Field, Before, After string
				Differs              bool
			}
		}
	}
	all := decoded[[]entry](s, "history", "--json")
	if len(all) != 2 || all[0].Op != "update" || all[0].Outcome != "done" || all[0].Who.Name != "Dana Whitfield" || len(all[0].Before) != 1 || len(all[0].Changes) != 1 {
		t.Errorf("%+v", all)
	}
	hut := decoded[[]entry](s, "history", "--json", "hut")
	if len(hut) != 1 || hut[0].ID != all[1].ID || !slices.Contains(hut[0].Changes[0].Fields, struct {
		Field, Before, After string
		Differs              bool
	}{"label", "Cabin", "Hut", true}) {
		t.Errorf("%+v", hut)
	}
	if some := decoded[[]entry](s, "history", "list", "--json", "id,op", "Mobile"); len(some) != 1 || some[0].Op != "update" || some[0].Outcome != "" {
		t.Errorf("%+v", some)
	}
	if got := s.must("history", "--jsonl=op,outcome", "hut"); got != `{"op":"update","outcome":"done"}`+"\n" {
		t.Errorf("%s", got)
	}
	s.must("history", "--", "undo") // a word, not the verb
}

func historyCommand_namesWhatWasChanged(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		s.input = "name = \"Holidays\"\nwhen = \"2027-12-24 to 2027-12-26\"\n"
		s.must("rules", "add", "-f", "-", "--yes")
		s.must("rules", "off", "Weekly meeting", "--yes")
		s.must("rules", "remove", "Holidays", "--yes")
		s.set("Weekly meeting", `name = "Talk"`, "--force-current")
		s.must("numbers", "set", "Cabin", "--label", "Hut", "--yes")
		want := "added the rule Holidays\nWeekly meeting: the rule is switched off\nremoved the rule Holidays\nTalk: it is called Talk instead of Weekly meeting\nHut: label Cabin > Hut\n"
		if got := s.must("history", "--format", "{summary}"); got != want {
			s.t.Errorf("%s", got)
		}
	})
}
