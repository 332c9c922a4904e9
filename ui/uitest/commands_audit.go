package uitest

import (
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// Exceptions hold until their last day, and a line that does not hold is named.
func auditCommand_reportsFindings(t *testing.T, keys ui.KeyMap) {
	s := asAdmin(t, keys)
	s.must("numbers", "add", "+19005551234", "-x", "102", "--label", "Hotline", "--yes")
	ids := func(args ...string) string {
		t.Helper()
		return strings.Join(strings.Fields(s.must(append([]string{"audit", "-q"}, args...)...)), " ")
	}
	if got := ids("--risk"); got != "premium:+19005551234" {
		t.Errorf("--risk reports %s", got)
	}
	if got := ids("--risk", "--allow", "US,GB,ES"); got != "premium:+19005551234 not-allowed:+81661234567" {
		t.Errorf("--allow reports %s", got)
	}
	s.fails(cli.ExitFound, "does not know", "audit", "--fail-on", "premium")
	s.must("audit", "--fail-on", "satellite")
	s.fails(cli.ExitUsage, `there is no finding "money"`, "audit", "--fail-on", "money")
	s.fails(cli.ExitUsage, "--allow", "audit", "--allow", "USA")
	s.fails(cli.ExitIncomplete, "what is new cannot be told of 15 extensions", "audit", "--new", "7d")

	s.input = "premium:+19005551234 2026-03-02 The hotline of marketing\n"
	if got := ids("--risk", "--ignore", "-"); got != "" {
		t.Errorf("an exception reports %s", got)
	}
	s.input = "premium:+19005551234 2026-03-01 The hotline of marketing\n"
	if out, said, code := s.run("audit", "--risk", "-q", "--ignore", "-"); code != cli.ExitUsage || out != "premium:+19005551234\n" || !strings.Contains(said, "-:1: the exception ended on 2026-03-01") {
		t.Errorf("exit %d: %s%s", code, out, said)
	}
}

func indexCommand_clearsTheIndex(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{As: "101"})
	s.must("forwards")
	s.must("index", "compact")
	s.must("forwards", "--cached")
	s.must("index", "clear")
	s.fails(cli.ExitIncomplete, "The account was not read yet", "forwards", "--cached")
}
