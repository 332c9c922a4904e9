package uitest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

const (
	ownExtension = "/restapi/v1.0/account/~/extension/~"
	ownNumbers   = ownExtension + "/forwarding-number"
)

func api_printsTheAnswerAsItCame(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	raw := s.must("api", ownExtension)
	if !json.Valid([]byte(raw)) || strings.ContainsAny(raw, "\n") {
		t.Errorf("a pipe gets %q", raw)
	}
	s.server.Change(func(c *sandbox.Company) { c.Extension("104").Numbers[4].Label = "Cab\x1b[31min" })
	s.width = 80
	shown := s.must("api", "GET", ownNumbers)
	if strings.Contains(shown, "\x1b") || !strings.Contains(shown, `"label": "Cab\u001b[31min"`) {
		t.Errorf("a terminal gets %s", shown)
	}
	if head := s.must("api", "head", ownExtension); !strings.HasPrefix(head, "HTTP 200 OK\n") || !strings.Contains(head, "Content-Type: application/json") || strings.Contains(head, "Dana") {
		t.Errorf("HEAD prints %s", head)
	}
	if gone := s.must("api", "DELETE", ownNumbers+"/803000005004", "--yes"); gone != "" {
		t.Errorf("an answer without a body prints %q", gone)
	}
	s.width = 0
	out, said, code := s.run("api", ownNumbers+"/7")
	if code != cli.ExitFailed || !strings.Contains(said, "CMN-102") || !strings.Contains(out, `"errorCode":"CMN-102"`) {
		t.Errorf("a refusal exits with %d: %s%s", code, out, said)
	}
}

func api_readsAllPages(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{People: 25})
	const list = "/restapi/v1.0/account/~/extension"
	all := decoded[[]struct{ ID json.Number }](s, "api", list+"?perPage=10", "--paginate")
	lines := strings.Split(strings.TrimSpace(s.must("api", list, "--paginate", "--jsonl", "-F", "perPage=10")), "\n")
	if len(all) != 27 || len(lines) != 27 || !strings.Contains(lines[26], all[26].ID.String()) {
		t.Errorf("%d and %d people and menus", len(all), len(lines))
	}
	log := filepath.Join(t.TempDir(), "log")
	s.must("api", list, "--paginate", "--log", log)
	if asked, err := os.ReadFile(log); err != nil || !strings.Contains(string(asked), "/extension?perPage=1000\"") {
		t.Errorf("asked %s, %v", asked, err)
	}
	if none := s.must("api", list, "--paginate", "-F", "status=Disabled", "-F", "type=Department"); none != "[]\n" {
		t.Errorf("an empty list is %q", none)
	}
	s.fails(cli.ExitFailed, "no list of records", "api", ownExtension, "--paginate")
}

func api_printsWhatItReadBeforeAPageFailed(t *testing.T, keys ui.KeyMap) {
	for _, lines := range []bool{false, true} {
		s := newShell(t, keys, sandbox.Options{People: 25})
		s.server.FailNext("GET", "/801200300004/extension", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		args := []string{"api", "/restapi/v1.0/account/~/extension?perPage=10", "--paginate"}
		if lines {
			args = append(args, "--jsonl")
		}
		out, said, code := s.run(args...)
		if code != cli.ExitIncomplete || strings.Count(out, `"extensionNumber"`) != 10 || said == "" {
			t.Errorf("exit %d: %d people, %s", code, strings.Count(out, `"extensionNumber"`), said)
		}
		if !lines && !json.Valid([]byte(out)) {
			t.Errorf("the array is not closed: %s", out)
		}
	}
}

func api_refusesWhatLeadsElsewhere(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	for _, args := range [][]string{
		{"https://platform.ringcentral.com" + ownExtension}, {"https://a:b@demo.invalid" + ownExtension}, {"//evil.test" + ownExtension}, {"/restapi/v1.0/../oauth/token"},
		{"/restapi/v1.0/%2e%2e/x"}, {"/restapi/v1.0/a%2Fb"}, {`/restapi/v1.0/a\b`}, {"/restapi/v1.0/a%0ab"}, {"/restapi/oauth/token"}, {"POST", "/restapi/oauth/revoke", "--yes"},
		{ownExtension + "?access_token=x"}, {ownExtension + "?_method=DELETE"}, {ownExtension, "-F", "access_token=x"}, {"POST", ownNumbers, "-f", "_method=DELETE", "--yes"},
		{"-H", "X-HTTP-Method-Override: DELETE", ownExtension}, {"TRACE", ownExtension}, {"PURGE", ownExtension, "--yes"}, {"POST", ownNumbers, "--paginate", "--yes"},
		{ownExtension, "--input", "-"}, {ownExtension, "-F", "x"}, {"POST", ownNumbers, "-F", "a=1", "-F", "a=2", "--yes"}, {"POST", ownNumbers, "-F", "a[=1", "--yes"},
		{"POST", ownNumbers, "--if-unchanged", "x", "--yes"}, {"POST", ownNumbers}, {"DELETE", ownNumbers + "/803000005004", "--no-input"}, {"POST"}, {},
	} {
		s.fails(cli.ExitUsage, "rcfwd: ", append([]string{"api"}, args...)...)
	}
	if sent := s.server.Requests(); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func api_changesNothingWhenReadOnly(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{}, "--read-only")
	s.fails(cli.ExitFailed, "read-only", "api", "DELETE", ownNumbers+"/803000005004", "--yes")
	for _, r := range s.server.Requests() {
		if r.Method != "POST" || !strings.Contains(r.Path, "/oauth/") {
			t.Errorf("sent %s %s", r.Method, r.Path)
		}
	}
	s.must("api", ownNumbers)
	if out := s.must("api", "PUT", ownNumbers+"/1", "-F", "label=x", "--dry-run"); !strings.HasPrefix(out, "curl ") {
		t.Errorf("--dry-run prints %s", out)
	}
	s.run("api", "POST", "/restapi/v1.0/account/~/audit-trail/search", "-F", "page=1") // a read
	if last := s.server.Requests()[len(s.server.Requests())-1]; last.Method != "POST" || !strings.HasSuffix(last.Path, "/audit-trail/search") {
		t.Errorf("the search was not sent, but %s %s", last.Method, last.Path)
	}
}

func api_makesTheBodyOfFields(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	for fields, want := range map[string]string{
		"-F n=12 -F id=0012 -F phone=+14155550188 -F yes=true -F none=null -F text=1.5 -f raw=12": `{"id":"0012","n":12,"none":null,"phone":"+14155550188","raw":"12","text":"1.5","yes":true}`,
		"-F a[b]=1 -F a[c][]=x -F a[c][]=y":                           `{"a":{"b":1,"c":["x","y"]}}`,
		"-F l[][a]=1 -F l[][b]=2 -F l[][a]=3":                         `{"l":[{"a":1,"b":2},{"a":3}]}`,
		"-F label=@" + file + " -f at=@x -F ivrPin=1234 -F password=": `{"at":"@x","ivrPin":"***","label":"from a file","password":"***"}`,
		"": "",
	} {
		out := s.must(append([]string{"api", "POST", ownNumbers, "--dry-run"}, strings.Fields(fields)...)...)
		_, body, _ := strings.Cut(strings.TrimSuffix(out, "\n"), "--data-raw ")
		if body = strings.Trim(body, "'"); body != want {
			t.Errorf("%s:\n got %s\nwant %s", fields, body, want)
		}
	}
	if err := os.WriteFile(file, []byte(`{ "phoneNumber": "+14155550188", "label":"Hut" }`), 0o600); err != nil {
		t.Fatal(err)
	}
	made := decoded[struct{ Label string }](s, "api", "POST", ownNumbers, "--input", file, "--yes")
	if made.Label != "Hut" {
		t.Errorf("%+v", made)
	}
	s.fails(cli.ExitUsage, "not JSON", "api", "POST", ownNumbers, "--yes", "--input", os.Args[0])
}

func api_namesTheVerbThatDoesTheSame(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	_, said, code := s.run("api", "PUT", ownNumbers+"/803000005004", "-F", "label=Hut", "--yes")
	if code != cli.ExitDone || !strings.Contains(said, "rcfwd numbers set does this too") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// The sandbox does not tell ~ and the own id apart for other extensions, so the path counts.
func api_takesTheOpenExtensionForTheTilde(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{As: "101"})
	if got := decoded[struct{ ExtensionNumber string }](s, "api", ownExtension, "-x", "104"); got.ExtensionNumber != "104" {
		t.Errorf("read %s", got.ExtensionNumber)
	}
}

func api_lostAnswerIsUnknown(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	s.server.FailNext("PUT", "/803000005004", sandbox.Fault{Kind: sandbox.DropAfter})
	before := len(s.server.Requests())
	s.fails(cli.ExitIncomplete, "not known whether it was done", "api", "PUT", ownNumbers+"/803000005004", "-F", "label=Hut", "--yes")
	puts := 0
	for _, r := range s.server.Requests()[before:] {
		if r.Method == "PUT" {
			puts++
		}
	}
	if puts != 1 {
		t.Errorf("sent %d times", puts)
	}
	s.server.FailNext("GET", "/extension/~", sandbox.Fault{Status: 401, Code: "OAU-213", Message: "no"})
	s.server.FailNext("GET", "/extension/~", sandbox.Fault{Status: 401, Code: "OAU-213", Message: "no"})
	s.fails(cli.ExitSignIn, "", "api", ownExtension)
}
