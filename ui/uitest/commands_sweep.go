package uitest

import (
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

func sweepCommand_readsTheAccount(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{sandbox.LegacyCallHandling, sandbox.NewCallHandling} {
		s := newShell(t, keys, sandbox.Options{As: "101", CallHandling: handling}, "--as", "101", "--call-handling", handling)
		out, said, code := s.run("sweep", "--scope", "users")
		if code != cli.ExitDone || out != "" || !strings.Contains(said, handling+" call handling: ") || !strings.Contains(said, "11 of 11 extensions read") {
			t.Errorf("%s: exit %d: %s%s", handling, code, out, said)
		}
	}
	s := newShell(t, keys, sandbox.Options{As: "101", CallHandling: sandbox.NewCallHandling}, "--as", "101", "--call-handling", "new")
	s.fails(cli.ExitIncomplete, "109 Service Calls (rules: CMN-468)", "sweep")
	s.fails(cli.ExitIncomplete, "109 Service Calls (rules: CMN-468)", "sweep", "type:queue")
	if _, said, code := s.run("sweep", "type:user", "status:enabled"); code != cli.ExitDone || !strings.Contains(said, "10 of 10 extensions read") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// A user whose role does not reach others learns which were not read, and they are not all
// asked for.
func sweepCommand_namesWhatTheRoleDoesNotShow(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{People: 100}, "--people", "100")
	s.fails(cli.ExitIncomplete, "101 Ines Okafor (numbers: CMN-419, rules: CMN-419)", "sweep", "--scope", "users")
	asked := 0
	for _, r := range s.server.Requests() {
		if strings.HasSuffix(r.Path, "/answering-rule") {
			asked++
		}
	}
	if asked > 20 {
		t.Errorf("%d requests for rules", asked)
	}
}

func sweepCommand_refusesWrongFlags(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{}, "--as", "101")
	for says, args := range map[string][]string{
		`unknown scope "people"`: {"--scope", "people"},
		"--share 0%":             {"--share", "0%"},
		"--share half":           {"--share", "half"},
		"--for -5m":              {"--for", "-5m"},
		"--max-age old":          {"--max-age", "old"},
		"leave one out":          {"--fresh", "--cached"},
		"colour":                 {"colour:red"},
	} {
		s.fails(cli.ExitUsage, says, append([]string{"sweep"}, args...)...)
	}
}
