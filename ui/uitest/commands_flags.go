package uitest

import (
	"slices"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// A variable of a script that is not set leaves the value of a flag empty. The command must
// not take that for a flag that is not there: it would change something else.
func commands_refuseEmptyValues(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{}, "--as", "101")
	for _, command := range [][]string{
		{"numbers", "set", "Mobile", "--flip", "7", "--yes", "-x", ""},
		{"numbers", "set", "Mobile", "--flip", "7", "--yes", "--if-unchanged", ""},
		{"numbers", "remove", "Mobile", "--yes", "--rule", ""},
		{"numbers", "remove", "Mobile", "--yes", "--from", ""},
		{"numbers", "add", "415-555-0188", "--label", "Hut", "--rule", "", "--yes"},
		{"numbers", "--profile", ""},
		{"people", "--format", ""},
	} {
		s.fails(cli.ExitUsage, " is empty; leave the flag out", command...)
	}
	if n := len(s.server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	s.fails(cli.ExitFailed, "Enter a label", "numbers", "set", "Cabin", "--label", "", "--dry-run")
}

// Read-only refuses every verb that changes something before it sends a request.
func commands_sendNothingWhenReadOnly(t *testing.T, keys ui.KeyMap) {
	s, n := newShell(t, keys, sandbox.Options{}, "--read-only"), 0
	s.input = "hash = \"x\"\nname = \"Night\"\nwhen = \"Mon 09:00-10:00\"\n"
	s.env = map[string]string{"EDITOR": "true"}
	for _, c := range allCommands() {
		if !c.Writes || !strings.Contains(c.Name, " ") {
			continue
		}
		_, line, piped := strings.Cut(c.Examples[0], " | ")
		if !piped {
			line = c.Examples[0]
		}
		words, _ := shellWords(bare(line))
		s.fails(cli.ExitFailed, "read-only", append(words[slices.Index(words, "rcfwd")+1:], "--yes")...)
		n++
	}
	if sent := len(s.server.Requests()); sent != 0 || n < 20 {
		t.Errorf("%d requests were sent by %d commands", sent, n)
	}
}
