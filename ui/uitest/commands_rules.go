package uitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// shownRule is a rule as rules show --json prints it, as far as tests look at it.
type shownRule struct {
	ID, Name, Kind, When, Mode, Unit, Hash string
	Enabled, InForce                       bool
	Steps                                  []shownStep
	NoAnswer, Destination                  struct{ To, ID, Name, PhoneNumber string }
	Callers                                []struct{ PhoneNumber, Name string }
	CalledNumbers                          []string
	Apps                                   struct {
		On      bool
		Targets []struct{ Kind string }
	}
}

type shownStep struct {
	On      bool
	Length  int
	Targets []struct{ Kind, ID, Name, PhoneNumber string }
}

// line is a rule in short, as in "in-order Mobile 4, Work+Home 5, Pager off 4; voicemail".
func (r shownRule) line() string {
	var steps []string
	for _, s := range r.Steps {
		var names []string
		for _, t := range s.Targets {
			names = append(names, t.Name)
		}
		text := fmt.Sprint(strings.Join(names, "+"), " ", s.Length)
		if !s.On {
			text += " off"
		}
		steps = append(steps, text)
	}
	return r.Mode + " " + strings.Join(steps, ", ") + "; " + r.NoAnswer.To + r.Destination.To
}

func (s *shell) rule(name string) shownRule {
	s.t.Helper()
	return decoded[shownRule](s, "rules", "show", name, "--json")
}

// set sends a file to a rule, and returns the rule that is printed.
func (s *shell) set(rule, file string, flags ...string) shownRule {
	s.t.Helper()
	s.input = file
	defer func() { s.input = "" }()
	return decoded[shownRule](s, append([]string{"rules", "set", rule, "-f", "-", "--yes", "--json"}, flags...)...)
}

// refuses sends a file to a rule, which fails.
func (s *shell) refuses(code int, says, rule, file string, flags ...string) {
	s.t.Helper()
	s.input = file
	defer func() { s.input = "" }()
	s.fails(code, says, append([]string{"rules", "set", rule, "-f", "-", "--yes"}, flags...)...)
}

// stored is a rule as the service has it.
func (s *shell) stored(name string) string {
	s.t.Helper()
	return s.server.Rule(dana, s.rule(name).ID)
}

func rulesCommand_findsRulesByIDNameAndKind(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		r := s.rule("work-hours")
		for _, name := range []string{r.ID, "id:" + r.ID, "work hours", "name:" + r.Name, "kind:work-hours"} {
			if got := s.rule(name); got.ID != r.ID || got.Kind != "work-hours" || !got.InForce || len(got.Hash) != 64 {
				s.t.Errorf("%s is %+v", name, got)
			}
		}
		s.fails(cli.ExitFailed, `No rule is called "Work". There are `, "rules", "show", "Work")
		s.fails(cli.ExitFailed, "name a rule by its id, its name or its kind", "rules", "show", "")
	})
}

func rulesCommand_readsBackWhatItShows(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		for _, r := range decoded[[]shownRule](s, "rules", "--json") {
			before := s.server.Rule(dana, r.ID)
			for _, form := range []string{"--toml", "--json"} {
				sent := s.writes()
				if got := s.set(r.ID, s.must("rules", "show", r.ID, form)); got.Hash != r.Hash || s.writes() != sent {
					s.t.Errorf("%s: %s sends something", r.Name, form)
				}
			}
			if s.server.Rule(dana, r.ID) != before {
				s.t.Errorf("%s was changed", r.Name)
			}
		}
	})
}

// half are files with a part of a rule, and the rule after it, by call handling.
var half = []struct{ rule, file, legacy, moved string }{
	{"work-hours", `mode = "at-once"`,
		"at-once Mobile 4, Work+Home 5, Cabin 3, On-call pager 4 off; voicemail",
		"at-once My desktop+My mobile apps 10, Mobile 20, Work+Home 25, Cabin 15, Marcus Bell 15; voicemail"},
	{"work-hours", `{"noAnswer":{"to":"number","phoneNumber":"+14155550199"}}`,
		"at-once Mobile 4, Work+Home 5, Cabin 3, On-call pager 4 off; number",
		"at-once My desktop+My mobile apps 10, Mobile 20, Work+Home 25, Cabin 15, Marcus Bell 15; number"},
	{"after-hours", "mode = \"elsewhere\"\ndestination = { to = \"announcement\" }",
		"elsewhere Mobile 6, Cabin 6, Work 4 off, Home 4 off, On-call pager 4 off; voicemailannouncement",
		"elsewhere Mobile 30, Cabin 30, My desktop 20 off, My mobile apps 20 off; voicemailannouncement"},
}

func rulesCommand_changesOnlyWhatTheFileSays(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		for _, h := range half {
			before := s.rule(h.rule)
			s.refuses(cli.ExitUsage, "the file has no hash", h.rule, h.file)
			s.set(h.rule, h.file, "--force-current")
			after := s.rule(h.rule)
			want := map[string]string{"rings": h.legacy, "seconds": h.moved}[after.Unit]
			if after.line() != want {
				s.t.Errorf("%q: %s, want %s", h.file, after.line(), want)
			}
			if len(after.Steps) != len(before.Steps) || after.When != before.When || after.Name != before.Name || after.Enabled != before.Enabled {
				s.t.Errorf("%s changed more: %+v", h.file, after)
			}
		}
	})
}

func rulesCommand_replacesSteps(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		file := s.must("rules", "show", "work-hours", "--toml")
		parts := strings.Split(file, "[[steps]]")
		last := len(parts) - 1 // a number that is off, or a co-worker
		cabin := last - 1
		parts[1], parts[cabin] = parts[cabin], parts[1]
		parts[1] = strings.Replace(parts[1], "length = ", "length = 1", 1) // 3 is 13, 15 is 115
		got := s.set("work-hours", strings.Join(parts, "[[steps]]"))
		if first := got.Steps[0]; first.Targets[0].Name != "Cabin" || first.Length != map[string]int{"rings": 13, "seconds": 115}[got.Unit] {
			s.t.Errorf("%s", got.line())
		}
		file = strings.Join(append(parts[:cabin:cabin], "\non = true\ntargets = [{ name = \"On-call pager\" }]\n"), "[[steps]]")
		if got.Unit == "rings" {
			got = s.set("work-hours", file, "--force-current")
			if !strings.HasPrefix(got.line(), "in-order Cabin 13, Work+Home 5, On-call pager 4") {
				s.t.Errorf("%s", got.line())
			}
		}
	})
}

func rulesCommand_keepsWhatItDoesNotKnow(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			s := newShell(t, keys, sandbox.Options{CallHandling: handling, Faults: sandbox.Faults{Unknown: true}})
			before := s.stored("work-hours")
			unknown := regexp.MustCompile(`"loudness":1\.50|"wakeUp":\{"after":1e1,"how":"gently"\}|"cadence":"2-4"|"volume":0\.80|"whisper":\{"to":\["caller"\],"level":3\.0\}`)
			had := len(unknown.FindAllString(before, -1))
			if had == 0 {
				t.Fatalf("nothing unknown is in %s", before)
			}
			file := strings.Replace(s.must("rules", "show", "work-hours", "--toml"), `"in-order"`, `"at-once"`, 1)
			s.set("work-hours", file)
			s.must("rules", "step", "move", "work-hours", "Cabin", "2", "--yes")
			s.must("rules", "step", "set", "work-hours", "Mobile", "--seconds", "35", "--yes")
			s.env = map[string]string{"EDITOR": `sed -i 's/"at-once"/"in-order"/'`}
			s.must("rules", "edit", "work-hours", "--yes")
			after := s.stored("work-hours")
			if n := len(unknown.FindAllString(after, -1)); n != had || after == before {
				t.Errorf("%d of %d unknown parts are left:\n%s\n%s", n, had, before, after)
			}
		})
	}
}

func rulesCommand_refusesWhatAnotherUserChanged(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		file := s.must("rules", "show", "work-hours", "--toml")
		hash := s.rule("work-hours").Hash
		s.must("rules", "step", "set", "work-hours", "Cabin", "--off", "--yes")
		sent := s.writes()
		s.refuses(cli.ExitFailed, "was changed since its hash was read. Nothing was sent. Show it as it is now with rcfwd rules show ", "work-hours", strings.Replace(file, "in-order", "at-once", 1))
		s.fails(cli.ExitFailed, "Nothing was sent", "rules", "step", "move", "work-hours", "1", "2", "--yes", "--if-unchanged", hash)
		s.refuses(cli.ExitUsage, "--if-unchanged is another hash than that of the file", "work-hours", file, "--if-unchanged", strings.Repeat("0", 64))
		if s.writes() != sent {
			s.t.Error("something was sent")
		}
		if now := s.rule("work-hours"); now.Hash == hash || now.Mode != "in-order" {
			s.t.Errorf("%+v", now)
		}
	})
}

func rulesCommand_editsInAnEditor(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		dir := s.t.TempDir()
		s.env = map[string]string{"TMPDIR": dir}
		left := func() []string { files, _ := filepath.Glob(filepath.Join(dir, "*.toml")); return files }
		s.fails(cli.ExitUsage, "set EDITOR to the command of an editor", "rules", "edit", "work-hours", "--yes")
		sent := s.writes()
		s.env["EDITOR"] = "true"
		s.must("rules", "edit", "work-hours", "--yes")
		s.env["EDITOR"] = "false"
		s.fails(cli.ExitFailed, `the editor "false" failed`, "rules", "edit", "work-hours", "--yes")
		if s.writes() != sent || len(left()) > 0 {
			s.t.Errorf("%d requests, and %v is left", s.writes()-sent, left())
		}
		s.env["VISUAL"] = "sed -i s/in-order/at-once/"
		s.must("rules", "edit", "work-hours", "--yes")
		if got := s.rule("work-hours"); got.Mode != "at-once" || len(left()) > 0 {
			s.t.Errorf("%s, and %v is left", got.line(), left())
		}
		s.env["VISUAL"] = "sed -i s/at-once/sideways/"
		s.fails(cli.ExitFailed, "What you wrote is in "+dir, "rules", "edit", "work-hours", "--yes")
		if files := left(); len(files) != 1 {
			s.t.Errorf("%v is left", files)
		} else if text, _ := os.ReadFile(files[0]); !strings.Contains(string(text), `mode = "sideways"`) {
			s.t.Errorf("%s", text)
		}
	})
}

func rulesCommand_changesSteps(t *testing.T, keys ui.KeyMap) {
	steps := []struct{ args, legacy, moved string }{
		{"add work-hours 'On-call pager' --at 1 --seconds 12", "On-call pager 3, Mobile 4, Work+Home 5, Cabin 3", "On-call pager 12, My desktop+My mobile apps 10, Mobile 20, Work+Home 25, Cabin 15, Marcus Bell 15"},
		{"move work-hours 'On-call pager' 2", "Mobile 4, On-call pager 3, Work+Home 5, Cabin 3", "My desktop+My mobile apps 10, On-call pager 12, Mobile 20, Work+Home 25, Cabin 15, Marcus Bell 15"},
		{"set work-hours Cabin --seconds 40", "Mobile 4, On-call pager 3, Work+Home 5, Cabin 8", "My desktop+My mobile apps 10, On-call pager 12, Mobile 20, Work+Home 25, Cabin 40, Marcus Bell 15"},
		{"remove work-hours Mobile", "On-call pager 3, Work+Home 5, Cabin 8", "My desktop+My mobile apps 10, On-call pager 12, Work+Home 25, Cabin 40, Marcus Bell 15"},
		{"add work-hours Mobile --with Cabin", "On-call pager 3, Work+Home 5, Cabin+Mobile 8", "My desktop+My mobile apps 10, On-call pager 12, Work+Home 25, Cabin+Mobile 40, Marcus Bell 15"},
	}
	onBothHandlings(t, keys, func(s *shell) {
		for _, step := range steps {
			args, _ := shellWords(step.args)
			got := decoded[shownRule](s, append(append([]string{"rules", "step"}, args...), "--yes", "--json")...)
			var on []string
			for _, part := range strings.Split(strings.TrimPrefix(strings.SplitN(got.line(), ";", 2)[0], "in-order "), ", ") {
				if !strings.HasSuffix(part, " off") {
					on = append(on, part)
				}
			}
			want := map[string]string{"rings": step.legacy, "seconds": step.moved}[got.Unit]
			if strings.Join(on, ", ") != want {
				s.t.Errorf("%s: %s, want %s", step.args, strings.Join(on, ", "), want)
			}
		}
	})
}

func rulesCommand_switchesRules(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		for _, on := range []string{"off", "off", "on"} {
			if got := decoded[shownRule](s, "rules", on, "Weekly meeting", "--yes", "--json"); got.Enabled != (on == "on") || s.rule("Weekly meeting").Enabled != got.Enabled {
				s.t.Errorf("%s: %+v", on, got)
			}
		}
		s.fails(cli.ExitFailed, "always on", "rules", "off", "work-hours", "--yes")
		sent := s.writes()
		s.fails(cli.ExitFailed, "RingCentral keeps no end time for Weekly meeting, and rcfwd does not run until then. Nothing was sent. Leave --until out, and switch it off later with rcfwd rules off ", "rules", "on", "Weekly meeting", "--until", "2h", "--yes")
		if s.writes() != sent {
			s.t.Error("something was sent")
		}
	})
}

func rulesCommand_forwardsAllCallsUntilATime(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{CallHandling: "new"})
	s.fails(cli.ExitUsage, "--until yesterday: use a time such as 17:00", "rules", "on", "forward-all", "--until", "yesterday", "--yes")
	s.fails(cli.ExitUsage, "is past", "rules", "on", "forward-all", "--until", "2026-03-02T09:00", "--yes")
	got := decoded[shownRule](s, "rules", "on", "forward-all", "--until", "2026-03-02T19:30", "--yes", "--json")
	if !got.Enabled || !strings.HasSuffix(got.When, "to 2026-03-02 19:30") {
		t.Errorf("%+v", got)
	}
}

// The unpublished setting of legacy call handling is written whole, and only switched on: the
// service answers nothing of it while it is off.
func rulesCommand_forwardsAllCallsOnLegacy(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{Faults: sandbox.Faults{ForwardAll: true}})
	const elsewhere = "destination = { to = \"number\", phoneNumber = \"+16505550177\" }\n"
	s.refuses(cli.ExitFailed, "keeps no destination of Forward all calls while it is off", "forward-all", elsewhere, "--force-current")
	got := s.set("forward-all", "enabled = true\n"+elsewhere, "--force-current")
	if !got.Enabled || got.Destination.PhoneNumber != "+16505550177" || s.rule("forward-all").Destination.PhoneNumber != "+16505550177" {
		t.Errorf("%+v", got)
	}
	s.refuses(cli.ExitFailed, "keeps no destination", "forward-all", "enabled = false\ndestination = { to = \"voicemail\" }\n", "--force-current")
	s.fails(cli.ExitFailed, "does not publish how forwarding of all calls ends by itself on legacy call handling", "rules", "on", "forward-all", "--until", "2h", "--yes")
	s.fails(cli.ExitFailed, "RingCentral keeps no end time for Weekly meeting", "rules", "on", "Weekly meeting", "--until", "2h", "--yes")
	s.must("rules", "off", "forward-all", "--yes")
	if s.rule("forward-all").Enabled {
		t.Error("it is on")
	}
}

// A rule is switched and changed in one file, in an order in which it never does what is
// neither before nor after.
func rulesCommand_switchesAndChangesAtOnce(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		const file = "mode = \"at-once\"\nnoAnswer = { to = \"number\", phoneNumber = \"+16505550177\" }\n"
		s.input = file + "enabled = false\n"
		if got := s.must("rules", "set", "Weekly meeting", "-f", "-", "--force-current", "--dry-run"); strings.Contains(got, `"displayName":"Weekly meeting","enabled":true`) {
			s.t.Errorf("%s", got)
		}
		for _, on := range []bool{false, true} {
			got := s.set("Weekly meeting", fmt.Sprintf("%senabled = %t\n", strings.Replace(file, "at-once", map[bool]string{false: "at-once", true: "in-order"}[on], 1), on), "--force-current")
			if got.Enabled != on || got.Mode != map[bool]string{false: "at-once", true: "in-order"}[on] || got.NoAnswer.PhoneNumber != "+16505550177" {
				s.t.Errorf("%+v", got)
			}
		}
	})
}

func rulesCommand_addsAndRemovesRules(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		s.input = "name = \"Boss\"\ncallers = [{ phoneNumber = \"650-555-0142\", name = \"Boss\" }]\nwhen = \"in work hours\"\nmode = \"at-once\"\n"
		got := decoded[shownRule](s, "rules", "add", "-f", "-", "--yes", "--json")
		s.input = ""
		is := s.rule("Boss")
		if got.ID != is.ID || is.Kind != "custom" || is.Mode != "at-once" || is.When != "in work hours" || len(is.Callers) != 1 || is.Callers[0].PhoneNumber != "+16505550142" {
			s.t.Errorf("%+v", is)
		}
		is = s.set("Boss", "name = \"Chief\"\nwhen = \"Mon-Fri 08:00-10:00\"\ncallers = []\nenabled = false\n", "--force-current")
		if is.Name != "Chief" || is.When != "Mon-Fri 08:00-10:00" || len(is.Callers) > 0 || is.Enabled || is.ID != got.ID {
			s.t.Errorf("%+v", is)
		}
		s.must("rules", "remove", "Chief", "--yes")
		s.fails(cli.ExitFailed, `No rule is called "Chief"`, "rules", "rm", "Chief", "--yes")
		s.fails(cli.ExitFailed, "Only custom rules can be removed", "rules", "rm", "work-hours", "--yes")
		s.input = `when = "Mon 09:00-10:00"`
		s.fails(cli.ExitUsage, "the file has no name for the new rule", "rules", "add", "-f", "-", "--yes")
	})
}

func rulesCommand_changesWorkHours(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		file := strings.Replace(s.must("rules", "show", "work-hours", "--toml"), "Mon-Fri 09:00-17:00", "Mon-Thu 08:00-16:00, Fri 08:00-12:00", 1)
		if got := s.set("work-hours", file); got.When != "Mon-Thu 08:00-16:00, Fri 08:00-12:00" || s.rule("work-hours").When != got.When {
			s.t.Errorf("%+v", got)
		}
		s.refuses(cli.ExitFailed, "was changed since its hash was read", "work-hours", file)
	})
}

func rulesCommand_saysWhatToType(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		for file, says := range map[string]string{
			`mood = "good"`:    `line 1: a rule has no "mood"`,
			`{"mood": "good"}`: `a rule has no "mood"`,
			"a\nb = ":          "line 1: ",
			"{\n\"name\": 5}":  "line 2: name cannot be a number",
			`{"name": "x"} {}`: "something follows the rule",
			" ":                "it is empty; rcfwd rules show RULE --toml prints a rule",
			"steps = [{ on = \"yes\", targets = [] }]\n": "line 1: ",
		} {
			s.refuses(cli.ExitUsage, says, "work-hours", file, "--force-current")
		}
		for file, says := range map[string]string{
			`mode = "sideways"`:                                   `use "in-order", "at-once" or "elsewhere"`,
			`mode = "elsewhere"`:                                  `destination = { to = "voicemail" }`,
			"mode = \"at-once\"\nenabled = false":                 "This rule is always on",
			`unit = "hours"`:                                      `unit is "hours" in the file`,
			`id = "7"`:                                            `id is "7" in the file`,
			`noAnswer = { to = "number" }`:                        `{ to = "number", phoneNumber = "+16505550142" }`,
			`noAnswer = { to = "moon" }`:                          "use voicemail, number, extension or announcement",
			`noAnswer = { to = "extension" }`:                     `name = "ext:104"`,
			`when = "Mon-Fri noon"`:                               "Write it as 09:00-17:00",
			`name = "X"`:                                          "Only custom rules have a name that can be changed",
			`steps = [{ targets = [] }]`:                          "Step 1 rings nothing. Name a target, or leave the step out.",
			`steps = [{ targets = [{ name = "Nothing such" }] }]`: `is called "Nothing such"`,
			`steps = [{ length = -1, targets = [{ name = "Mobile" }] }]`: "It cannot ring for less than",
		} {
			s.refuses(cli.ExitFailed, says, "work-hours", file, "--force-current")
		}
		for args, want := range map[string]string{
			"set work-hours":                             "2 name a file with -f, or - for standard input",
			"set work-hours -f /nothing/such.toml":       "2 no such file",
			"step":                                       "2 say what to do: rcfwd rules step add|move|remove|set",
			"step jump":                                  `2 rcfwd rules step has no command "jump"; it has add, move, remove, set`,
			"step set work-hours 1":                      "2 say what to change: --seconds, --on or --off",
			"step set work-hours 1 --on --off":           "2 use --on or --off, not both",
			"step set work-hours 1 --seconds soon":       "2 --seconds soon: use a whole number from 1",
			"step set work-hours 99 --off":               `1 No step is called "99". There are 1 (`,
			"step move work-hours 1 99":                  "1 There is no place 99",
			"step move work-hours 1 0":                   "2 TO 0: use a place from 1",
			"step add work-hours Cabin":                  "1 already, as step ",
			"step add work-hours Mobile --at 1 --with 2": "2 use --at for a step of its own",
			"show work-hours --toml --json":              "2 use only one of --json",
		} {
			code := map[byte]int{'1': cli.ExitFailed, '2': cli.ExitUsage}[want[0]]
			line := append([]string{"rules"}, strings.Fields(args)...)
			if !strings.HasPrefix(args, "show") && args != "step" && args != "step jump" {
				line = append(line, "--yes")
			}
			s.fails(code, want[2:], line...)
		}
	})
}

func rulesCommand_ringsDevicesAndPeople(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{CallHandling: "new"})
	device := decoded[[]struct{ ID, Name string }](s, "devices", "--json")[0]
	for _, target := range []string{"id:" + device.ID, "ext:101"} {
		before := len(s.rule("work-hours").Steps)
		got := decoded[shownRule](s, "rules", "step", "add", "work-hours", target, "--yes", "--json")
		if len(got.Steps) != before+1 {
			t.Errorf("%s: %s", target, got.line())
		}
	}
	s.fails(cli.ExitFailed, "This rule belongs to ", "rules", "step", "add", "work-hours", "ext:104", "--yes")
	s.fails(cli.ExitFailed, "no number, device or extension is called", "rules", "step", "add", "work-hours", "name:No One", "--yes")
}

func numbersCommand_leavesOneRule(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		after := s.rule("after-hours")
		s.must("numbers", "remove", "Mobile", "--rule", "work-hours", "--yes")
		for _, step := range s.rule("work-hours").Steps {
			if step.On && step.Targets[0].Name == "Mobile" {
				s.t.Errorf("%s", s.rule("work-hours").line())
			}
		}
		if now := s.rule("after-hours"); now.line() != after.line() {
			s.t.Errorf("%s, was %s", now.line(), after.line())
		}
		s.must("numbers", "show", "Mobile")
	})
}

// rulesCommand_printsJSONAsTOML has that both forms of show say the same.
func rulesCommand_printsJSONAsTOML(t *testing.T, keys ui.KeyMap) {
	onBothHandlings(t, keys, func(s *shell) {
		asJSON := s.must("rules", "show", "Weekly meeting", "--json")
		var fields map[string]any
		if err := json.Unmarshal([]byte(asJSON), &fields); err != nil {
			s.t.Fatal(err)
		}
		text := s.must("rules", "show", "Weekly meeting", "--toml")
		for name, value := range fields {
			if there := regexp.MustCompile(`(?m)^(\[\[)?` + name + `\b`).MatchString(text); there != (value != nil) {
				s.t.Errorf("%s is %v in JSON, and in TOML %v", name, value, there)
			}
		}
	})
}

func rulesCommand_namesWhatItCannotDo(t *testing.T, keys ui.KeyMap) {
	s := newShell(t, keys, sandbox.Options{})
	s.fails(cli.ExitFailed, "RingCentral for Desktop: RingCentral uses this number for call flip only", "rules", "step", "add", "work-hours", "RingCentral for Desktop", "--yes")
	s.server.FailNext(http.MethodGet, "/business-hours", sandbox.Fault{Status: http.StatusForbidden, Code: "CMN-401"})
	s.fails(cli.ExitIncomplete, "the work hours could not be read: ", "rules")
}
