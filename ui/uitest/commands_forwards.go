package uitest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Who forwards where, and who forwards to a target.

// asAdmin is a shell of an administrator, who may read the whole account.
func asAdmin(t *testing.T, keys ui.KeyMap) *shell {
	return newShell(t, keys, sandbox.Options{As: "101"})
}

func forwardsCommand_selectsUses(t *testing.T, keys ui.KeyMap) {
	s := asAdmin(t, keys)
	for filter, want := range map[string]string{
		"to:+44":                      "111 number +442079460958|111 flip +442079460958|111 step +442079460958|122 ivr-key +442079460958",
		"to:+44 not:type:ivr rule:wo": "111 step +442079460958",
		"ext:110 to:extension":        "110 number |110 step ",
		"ext:110 cabin":               "",
	} {
		args := append([]string{"forwards", "--format", "{extensionNumber} {kind} {phoneNumber}"}, strings.Fields(filter)...)
		if got := strings.ReplaceAll(strings.TrimSuffix(s.must(args...), "\n"), "\n", "|"); got != want {
			t.Errorf("%s selects %s, want %s", filter, got, want)
		}
	}
	if rows := decoded[[]struct{ ExtensionNumber, Status string }](s, "people", "to:+44", "--json", "extensionNumber,status"); len(rows) != 2 || rows[0].Status != "Enabled" {
		t.Errorf("people to:+44 has %+v", rows)
	}
	s.fails(cli.ExitUsage, "unknown scope", "forwards", "--scope", "people")
	s.fails(cli.ExitUsage, "use one of outside", "forwards", "to:here")
}

// The account is read once; then the index answers, and --cached sends nothing at all.
func forwardsCommand_readsOnce(t *testing.T, keys ui.KeyMap) {
	s := asAdmin(t, keys)
	s.fails(cli.ExitIncomplete, "The account was not read yet", "forwards", "--cached")
	first := s.must("forwards")
	before := len(s.server.Requests())
	if again := s.must("forwards", "--cached"); again != first || len(s.server.Requests()) != before {
		t.Errorf("it sends %d requests, or prints other rows", len(s.server.Requests())-before)
	}
	s.must("who-forwards-to", "+14155550118", "--cached")
	if after := len(s.server.Requests()); after != before {
		t.Errorf("%d requests", after-before)
	}
	s.must("forwards", "--fresh")
	if after := len(s.server.Requests()); after < before+15 {
		t.Errorf("--fresh sends %d requests", after-before)
	}
}

// What may not be read is named, and is no absence.
func forwardsCommand_namesWhatWasNotRead(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	proof := filepath.Join(t.TempDir(), "proof.json")
	s.fails(cli.ExitIncomplete, "Not read: 101 Ines Okafor (numbers", "who-forwards-to", "+14155550118", "--scope", "users", "--proof", proof)
	var p struct {
		Expected, Read int
		Scope          string
		NotRead        []struct{ ExtensionID, What, Code string }
	}
	text, err := os.ReadFile(proof)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil || p.Expected != 11 || p.Read != 1 || p.Scope != "users" || len(p.NotRead) < 20 || p.NotRead[0].Code != "CMN-419" {
		t.Errorf("%s, %v", text, err)
	}
}

func whoForwardsCommand_findsTargets(t *testing.T, keys ui.KeyMap) {
	s := asAdmin(t, keys)
	find := func(args ...string) string {
		t.Helper()
		rows := strings.Fields(s.must(append([]string{"who-forwards-to", "--format", "{extensionNumber}-{kind}"}, args...)...))
		return strings.Join(slices.Compact(rows), " ")
	}
	for target, want := range map[string]string{
		"+14155550118":      "104-number 104-flip 104-step",
		"(415) 555-0118":    "104-number 104-flip 104-step",
		"+14155550189":      "109-queue-wait 109-at-once",
		"105":               "109-step 109-queue-agent",
		"name:Amara Diallo": "109-step 109-queue-agent",
		"+15005550006":      "",
	} {
		if got := find(target); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
	s.input = "+14155550189\n\n(415) 555-0118\n"
	if got := find("-"); got != "104-number 104-flip 104-step 109-queue-wait 109-at-once" {
		t.Errorf("a list finds %s", got)
	}
	s.input = ""
	s.fails(cli.ExitFound, "15 of 15 extensions read", "who-forwards-to", "+14155550118", "--exit-code")
	s.must("who-forwards-to", "+15005550006", "--exit-code")
	s.fails(cli.ExitFailed, "No extension is called", "who-forwards-to", "ext:999")
}
