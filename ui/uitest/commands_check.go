package uitest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// statusCheck_showsNothingPrivate runs the check on a company with hostile labels and
// fields that no schema has, and looks for every text of every answer in what it prints.
func statusCheck_showsNothingPrivate(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			s := newShell(t, keys, sandbox.Options{CallHandling: handling, As: "101", Faults: sandbox.Faults{Labels: true, Unknown: true}})
			log := filepath.Join(t.TempDir(), "log")
			var printed string
			for _, form := range [][]string{{"-x", "104"}, {"-x", "110"}, {"-x", "110", "--json"}} {
				out, said, code := s.run(append([]string{"status", "--check", "--log", log, "--log-phones"}, form...)...)
				if code != cli.ExitDone || form[1] == "110" && !strings.Contains(out, "unknown") {
					t.Errorf("the check exits with %d:\n%s%s", code, out, said)
				}
				printed += out + said
			}
			texts := answeredTexts(t, log)
			if len(texts) < 100 {
				t.Errorf("only %d texts were answered", len(texts))
			}
			for text, at := range texts {
				if whole := regexp.MustCompile(`(^|[^A-Za-z])` + regexp.QuoteMeta(text) + `($|[^A-Za-z])`); whole.MatchString(printed) { // SatellitePhone is a type
					t.Errorf("%s %q is in\n%s", at, text, printed)
				}
			}
		})
	}
}

// private are the members of answers that hold what is private.
var private = map[string]bool{"id": true, "phoneNumber": true, "label": true, "name": true, "firstName": true, "lastName": true, "email": true,
	"uri": true, "extensionNumber": true, "company": true, "serial": true, "mainNumber": true, "access_token": true, "owner_id": true, "street": true, "city": true}

// answeredTexts returns the private texts of the answers in a log, with their places.
func answeredTexts(t *testing.T, log string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var exchange struct {
			Path     string
			Response struct{ Body string }
		}
		var body any
		if json.Unmarshal([]byte(line), &exchange) != nil || json.Unmarshal([]byte(exchange.Response.Body), &body) != nil {
			t.Fatalf("%.200s", line)
		}
		if !strings.Contains(exchange.Path, "authz-profile") && !strings.Contains(exchange.Path, "features") {
			collectPrivate(texts, exchange.Path, "", body)
		}
	}
	return texts
}

func collectPrivate(to map[string]string, path, name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for n, inner := range v {
			collectPrivate(to, path, n, inner)
		}
	case []any:
		for _, inner := range v {
			collectPrivate(to, path, name, inner)
		}
	case string:
		if private[name] && len(v) > 3 {
			to[v] = path + " " + name
		}
	}
}

func statusCheck_saysWhatCouldNotBeRead(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{As: "106"})
	out, said, code := s.run("status", "--check", "-x", "104")
	if code != cli.ExitIncomplete || !strings.Contains(out, "numbers and rules: no, HTTP 403 CMN-419 without the permission ReadUser") || !strings.Contains(said, "devices: HTTP 403 CMN-419") {
		t.Errorf("the check exits with %d:\n%s%s", code, out, said)
	}
	s.fails(cli.ExitFailed, "--timeout", "status", "--check", "--timeout", "1ns")
}
