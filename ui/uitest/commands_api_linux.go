//go:build linux

package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// A write is in the journal, without its secrets, and cannot be undone.
func api_isInTheJournal(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	env := append(startSandbox(t), "HOME="+home, "XDG_RUNTIME_DIR="+privateFolder(t))
	mustRunRcfwd(t, env, `{"label":"Hut","password":"hush","x":{"ivrPin":4711}}`, "api", "PUT", ownNumbers+"/803000005004", "--input", "-", "--yes", "-F", "token=hush")
	out, code := runRcfwd(t, env, "", "api", "DELETE", ownNumbers+"/7", "--yes")
	if code != cli.ExitFailed {
		t.Errorf("exit %d: %s", code, out)
	}
	history := mustRunRcfwd(t, env, "", "history", "--json")
	for _, want := range []string{`"op": "api"`, `"method": "PUT"`, `/forwarding-number/803000005004?token=%2A%2A%2A"`, `"outcome": "done"`, `"outcome": "refused"`, `"code": "CMN-102"`, `"password": "***"`, `"label": "Hut"`} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %s: %s", want, history)
		}
	}
	if plain := mustRunRcfwd(t, env, "", "history"); !strings.Contains(plain, "PUT "+ownNumbers+"/803000005004") {
		t.Errorf("the history is %s", plain)
	}
	done, _, _ := strings.Cut(mustRunRcfwd(t, env, "", "history", "--quiet"), "\n")
	if out, code := runRcfwd(t, env, "", "history", "undo", done, "--yes"); code != cli.ExitFailed || !strings.Contains(out, "what would undo it is not known") {
		t.Errorf("undo exits with %d: %s", code, out)
	}
	files, _ := filepath.Glob(filepath.Join(home, ".local", "state", "rcfwd", "journal", "*.jsonl"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil || strings.Contains(string(text), "hush") || strings.Contains(string(text), "4711") {
			t.Errorf("the journal keeps a secret: %s, %v", text, err)
		}
	}
	if len(files) == 0 {
		t.Error("there is no journal")
	}
	term := startTerminal(t, 120, 40, env)
	term.sees("6 numbers")
	term.types("5")
	term.sees("[5 History]") // the screen of numbers also has the last changes
	term.sees("sent DELETE")
	term.types("Gu")
	term.sees("what would undo it is not known")
	term.types("\x03")
	term.waitExit()
}

// Within the limits, which allow forty requests of a kind in a minute.
func api_readsFiveThousandPeople(t *testing.T, keys ui.KeyMap) {
	env := append(startSandbox(t, "--people", "5000"), "HOME="+t.TempDir(), "XDG_RUNTIME_DIR="+privateFolder(t))
	out := mustRunRcfwd(t, env, "", "api", "/restapi/v1.0/account/~/extension", "--paginate", "--jsonl")
	if n := strings.Count(out, "\n"); n != 5003 {
		t.Errorf("%d lines for 5,000 people, two IVR menus and a site", n)
	}
}
