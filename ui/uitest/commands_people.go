package uitest

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// lineHook calls after for each write of a line.
type lineHook struct {
	bytes.Buffer
	after func(lines int)
	lines int
}

func (h *lineHook) Write(p []byte) (int, error) {
	h.Buffer.Write(p)
	h.lines++
	h.after(h.lines)
	return len(p), nil
}

// pages counts the requests for the list of people.
func (s *shell) pages() int {
	n := 0
	for _, r := range s.server.Requests() {
		if r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/extension") {
			n++
		}
	}
	return n
}

// streamed runs a command whose lines of output are counted as they come.
func (s *shell) streamed(after func(lines int), args ...string) (out *lineHook, said string, code int) {
	out = &lineHook{after: after}
	var told bytes.Buffer
	code = cli.Execute(cli.Streams{Out: out, Err: &told, Sandbox: s.server}, s.with(args), s.keys)
	return out, told.String(), code
}

// A thousand people are printed before the next thousand is asked for, within the limits
// of the service.
// Two IVR menus and a site are beside the people.
func peopleCommand_printsPagesAsTheyCome(t *testing.T, keys ui.KeyMap) {
	for _, form := range []string{"--jsonl", "--csv"} {
		s := newShell(t, keys, sandbox.Options{People: 5000, Limits: sandbox.DefaultLimits()})
		out, said, code := s.streamed(func(lines int) {
			if want := (lines-1)/1000 + 1; lines > 1 && lines < 5000 && s.pages() > want {
				t.Fatalf("%s: %d pages are read for %d lines", form, s.pages(), lines)
			}
		}, "people", form)
		if rows := out.lines - strings.Count(form, "csv"); code != cli.ExitDone || rows != 5003 || s.pages() != 6 || said != "" {
			t.Errorf("%s: %d rows of %d pages, exit code %d: %s", form, rows, s.pages(), code, said)
		}
	}
}

func peopleCommand_stopsAtItsLimit(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{People: 3000})
	if got := s.must("people", "--limit", "2", "--quiet"); strings.Count(got, "\n") != 2 || s.pages() != 1 {
		t.Errorf("%d pages for %s", s.pages(), got)
	}
}

// What was read before stays printed, and the exit code says that it is not all.
func peopleCommand_tellsThatTheRestIsMissing(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{People: 3000})
	refuse := func(lines int) {
		if lines == 1000 {
			s.server.FailNext(http.MethodGet, "/extension", sandbox.Fault{Status: 403, Code: "CMN-408"})
		}
	}
	out, said, code := s.streamed(refuse, "people", "--jsonl")
	if code != cli.ExitIncomplete || out.lines != 1000 || !strings.Contains(said, "the rest of the list could not be read. ") {
		t.Errorf("%d lines, exit code %d: %s", out.lines, code, said)
	}
	s.server.FailNext(http.MethodGet, "/extension", sandbox.Fault{Status: 403, Code: "CMN-408"})
	if out, said, code := s.run("people", "--json"); code != cli.ExitFailed || out != "" {
		t.Errorf("%s, exit code %d: %s", out, code, said)
	}
}

func peopleCommand_filters(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	s.server.Change(func(c *sandbox.Company) {
		c.Extension("105").SiteID, c.Extension("105").SiteName = "77", "New York"
		c.Extension("110").LastName = "to:let"
	})
	for filter, want := range map[string]string{
		"type:queue":               "109",
		"ext:101-103":              "101 102 103",
		"dana":                     "104",
		"dana|not:ext:104":         "",
		"site:New York":            "105",
		"--|to:let":                "110",
		"not:type:user|not:ext:10": "106 109 121 122",
	} {
		got := strings.Fields(s.must(append([]string{"people", "--format", "{extensionNumber}"}, strings.Split(filter, "|")...)...))
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s selects %v, want %s", filter, got, want)
		}
	}
	s.fails(cli.ExitUsage, "the keys are not:WORD, ext:100-199", "people", "rol:x")
	if n := len(s.server.Requests()); s.pages() != 7 || n == 0 {
		t.Errorf("%d pages", s.pages())
	}
	if _, said, _ := s.run("people", "site:Perth", "type:queue", "--quiet"); said != "" {
		t.Errorf("it says %s, though an extension names a site", said)
	}
}

// What the service calls someone reads back from JSON and CSV, and reaches no terminal.
func peopleCommand_keepsExactTexts(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	const last = "W\x1b[31mhit\u202efield,\t\"x\""
	s.server.Change(func(c *sandbox.Company) { c.Extension("104").LastName = last })
	if rows := decoded[[]struct{ Name string }](s, "people", "ext:104", "--json=name"); len(rows) != 1 || rows[0].Name != "Dana "+last {
		t.Errorf("%+v", rows)
	}
	if got := s.must("people", "ext:104", "--json"); strings.ContainsAny(got, "\x1b\u202e\t") {
		t.Errorf("%q", got)
	}
	if got, want := s.must("people", "ext:104", "--csv=name", "--no-header"), "\"Dana W\x1b[31mhit\u202efield,\t\"\"x\"\"\"\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func devicesCommand_listsDevices(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		const name = "Desk \x1b[1mphone"
		s.server.Change(func(c *sandbox.Company) { c.Device("802300400004").Name = name })
		rows := decoded[[]struct {
			ID, Name, Type string
			PhoneNumbers   []string
			Extension      struct{ ExtensionNumber string }
			NoForwarding   *string
		}](s, "devices", "--json")
		if len(rows) != 5 || rows[1].ID != "802300400004" || rows[1].Name != name || rows[1].PhoneNumbers[0] != "+16505550104" ||
			rows[1].Extension.ExtensionNumber != "104" || rows[1].NoForwarding != nil || rows[3].NoForwarding == nil {
			s.t.Errorf("%+v", rows)
		}
		if got := s.must("devices", "ls", "--format", `{name}\t{type}`, "--limit", "1"); got != "RingCentral for Desktop\tSoftPhone\n" {
			s.t.Errorf("%s", got)
		}
	})
}

// Whether the user may change another extension is asked of the service, which knows for
// which extensions a role is, and once for each permission.
func commands_askOnceForAPermission(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{As: "101"}, "-x", "104")
	s.must("numbers", "set", "Mobile", "--flip", "7", "--yes")
	s.must("numbers", "set", "Cabin", "--label", "Hut", "--yes")
	ids := strings.Fields(s.must("history", "--quiet"))
	before := len(s.server.Requests())
	s.must("history", "undo", ids[0], ids[1], "--yes")
	checks := 0
	for _, r := range s.server.Requests()[before:] {
		if strings.HasSuffix(r.Path, "/authz-profile/check") {
			checks++
		}
		if strings.HasSuffix(r.Path, "/authz-profile") {
			t.Error("the whole profile is read")
		}
	}
	if checks != 1 {
		t.Errorf("%d permissions are checked", checks)
	}
	s = newShell(t, keys, sandbox.Options{}, "-x", "105")
	s.fails(cli.ExitFailed, "your role lacks the permission EditUserForwardingFlipNumbers for other extensions", "numbers", "set", "Mobile", "--flip", "7", "--yes")
}

// No part of a name selects an extension; what is like it is named.
func commands_takeWholeNamesOfExtensions(t *testing.T, keys ui.KeyMap) {
	for who, says := range map[string]string{
		"dana": `No extension is called "dana". Similar: ext:104 (Dana Whitfield).`, "nobody@example.com": `No extension is called "nobody@example.com".`,
		"ext:999": `No extension is called "ext:999".`, "name:104": `No extension is called "104".`,
	} {
		newShell(t, keys, sandbox.Options{As: "101"}, "-x", who).fails(cli.ExitFailed, says, "numbers")
	}
	for _, who := range []string{"104", "x104", "id:801200400004", "801200400004", "ext:104", "dana.whitfield@example.com", "mail:dana.whitfield@example.com", "dana whitfield", "name:Dana Whitfield"} {
		if got := newShell(t, keys, sandbox.Options{As: "101"}, "-x", who).must("numbers", "show", "Cabin", "--quiet"); got != "803000005004\n" {
			t.Errorf("-x %s: %s", who, got)
		}
	}
}
