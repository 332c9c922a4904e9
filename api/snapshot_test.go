package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/rest"
)

// stateRule is a rule of v2 for a state, which rings numbers one after another.
func stateRule(t *testing.T, id string, phones ...string) Rule {
	t.Helper()
	return newRule(t, stateRuleText(id, phones...))
}

func stateRuleText(id string, phones ...string) string {
	var actions []string
	for _, phone := range phones {
		actions = append(actions, `{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[`+
			`{"type":"PhoneNumberRingTarget","name":"`+phone+`","destination":{"phoneNumber":"`+phone+`"}}]}`)
	}
	actions = append(actions, `{"type":"TerminatingAction","targets":[{"type":"VoiceMailTerminatingTarget"}],"ringingTargetType":"VoiceMailTerminatingTarget"}`)
	return `{"id":"` + id + `","displayName":"` + id + `","dispatching":{"type":"RingInOrder","actions":[` + strings.Join(actions, ",") +
		`]},"state":{"id":"` + id + `","enabled":false}}`
}

// flipText is a record of the flip list.
func flipText(id, label, phone, digit string) string {
	return `{"id":"` + id + `","label":"` + label + `","type":"External","phoneNumber":"` + phone + `","flipNumber":"` + digit + `"}`
}

// snapshotV2 is a snapshot of a flip list and rules.
func snapshotV2(t *testing.T, rules []Rule, flips ...string) Snapshot {
	t.Helper()
	l, err := readFlipList([]byte(records(flips...)))
	if err != nil {
		t.Fatal(err)
	}
	return (&v2{}).merged(&Snapshot{CallHandling: V2, flips: l, Rules: rules})
}

const (
	phoneA = "+16505550141"
	phoneB = "+16505550142"
	phoneC = "+16505550143"
)

// contents says what a snapshot holds, as in "A B*; work-hours; derived", with a star
// for a number that rules ring.
func contents(s *Snapshot) string {
	numbers, rules := "-", "-"
	if s.Numbers != nil {
		var all []string
		for _, n := range s.Numbers {
			if n.Has(CallForwarding) && s.CallHandling == V2 {
				n.Label += "*"
			}
			all = append(all, n.Label)
		}
		numbers = strings.Join(all, " ")
	}
	if s.Rules != nil {
		var all []string
		for _, r := range s.Rules {
			all = append(all, r.ID)
		}
		rules = strings.Join(all, " ")
	}
	text := numbers + "; " + rules
	if s.RulesRefused != nil {
		text += " (" + s.RulesRefused.Error() + ")"
	}
	if s.Derived {
		text += "; derived"
	}
	return text
}

func TestMerge_replacesThePartsThatAreNewer(t *testing.T) {
	no := errors.New("no")
	a, b := flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2")
	whole := snapshotV2(t, []Rule{stateRule(t, "work-hours", phoneA)}, a, b)
	derived := whole
	derived.Derived = true
	flips := snapshotV2(t, nil, b)
	rules := Snapshot{CallHandling: V2, Rules: []Rule{stateRule(t, "after-hours", phoneB)}}
	refused := Snapshot{CallHandling: V2, RulesRefused: no, targets: []Target{readRingTarget(targetRecord(phoneB).Raw())}}
	ofV1 := snapshotV1(t, home)
	rulesV1 := Snapshot{CallHandling: V1, Rules: []Rule{oldRule(t)}}
	for name, test := range map[string]struct {
		older, newer Snapshot
		want         string
	}{
		"nothing is newer":          {whole, Snapshot{}, "A* B; work-hours"},
		"nothing is older":          {Snapshot{}, whole, "A* B; work-hours"},
		"the flip list":             {whole, flips, "B +16505550141*; work-hours"}, // which the rule still rings
		"the rules":                 {whole, rules, "A B*; after-hours"},
		"flip list, then rules":     {flips, rules, "B*; after-hours"},
		"rules, then flip list":     {rules, flips, "B*; after-hours"},
		"rules alone have none":     {Snapshot{}, rules, "-; after-hours"},
		"rules that are refused":    {whole, refused, "A B*; - (no)"},
		"rules that are shown":      {(&v2{}).merged(&Snapshot{CallHandling: V2, flips: flips.flips, RulesRefused: no}), rules, "B*; after-hours"},
		"a derived one, in part":    {derived, flips, "B +16505550141*; work-hours; derived"},
		"a derived one, as a whole": {derived, whole, "A* B; work-hours"},
		"by a derived one":          {whole, derived, "A* B; work-hours; derived"},
		"an account that moved":     {ofV1.Merge(&rulesV1), rules, "-; after-hours"},
		"and with its numbers":      {ofV1.Merge(&rulesV1), whole, "A* B; work-hours"},
		"back to v1":                {whole, ofV1, "Home; -"},
		"parts of v1":               {ofV1, rulesV1, "Home; business-hours-rule"},
	} {
		test.newer.At = time.Unix(7, 0)
		older, newer := contents(&test.older), contents(&test.newer)
		got := test.older.Merge(&test.newer)
		if contents(&got) != test.want {
			t.Errorf("%s: %s; want %s", name, contents(&got), test.want)
		}
		if contents(&test.older) != older || contents(&test.newer) != newer {
			t.Errorf("%s: merging changed one of the two", name)
		}
		if test.newer.CallHandling != "" && !got.At.Equal(test.newer.At) {
			t.Errorf("%s: read at %v", name, got.At)
		}
	}
}

// A snapshot that was returned never changes, whatever is drafted from it or read after
// it.
func TestSnapshot_isNeverChanged(t *testing.T) {
	for _, s := range []Snapshot{
		snapshotV2(t, []Rule{stateRule(t, "work-hours", phoneA, phoneB), stateRule(t, "dnd")}, flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2")),
		new(snapshotV1(t, home, cabin)).Merge(&Snapshot{CallHandling: V1, Rules: []Rule{oldRule(t)}}),
	} {
		before := everything(t, &s)
		d, label := s.Draft(), "Hut"
		for _, change := range []func(*Draft) error{
			adding(&NewNumber{Phone: phoneC, Label: "Boat"}), changing("2", Change{Label: &label}),
			func(d *Draft) error { return d.Swap("1", "2") }, removing("1"),
			func(d *Draft) error { return d.SetRule(new(edited(t, &d.now.Rules[0], Rule.ToggleMode))) },
		} {
			if err := change(d); err != nil {
				t.Fatal(err)
			}
		}
		edits := d.Edits()
		_ = handlerOf(s.CallHandling).after(&s, confirmed(edits))
		if got := everything(t, &s); got != before || everything(t, new(d.Base())) != before {
			t.Errorf("%s\nbecame\n%s", before, got)
		}
	}
}

// confirmed are edits that the service confirmed as they were sent.
func confirmed(edits []Edit) []Applied {
	var all []Applied
	for _, e := range edits {
		all = append(all, Applied{Edit: e, State: Confirmed, After: e.Want})
	}
	return all
}

// everything is all documents of a snapshot, and how its numbers ring.
func everything(t *testing.T, s *Snapshot) string {
	t.Helper()
	var all []string
	add := func(kind DocumentKind, id string) {
		raw, _ := s.Document(DocumentID{kind, id})
		all = append(all, string(kind)+" "+id+" "+string(raw))
	}
	add(FlipDocument, "")
	for _, n := range s.Numbers {
		add(NumberDocument, n.ID)
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	for _, r := range s.Rules {
		add(RuleDocument, r.ID)
	}
	return strings.Join(all, "\n")
}

func TestDocument_isThereOnlyWhenItWasRead(t *testing.T) {
	ids := []DocumentID{{FlipDocument, ""}, {NumberDocument, "1"}, {RuleDocument, "work-hours"}, {StateDocument, "work-hours"}, {TargetDocument, phoneA}, {"tomorrow", "1"}}
	found := func(s Snapshot) string {
		var all []string
		for _, id := range ids {
			raw, ok := s.Document(id)
			if ok != (raw != nil) || ok != s.Holds(id, raw) {
				t.Errorf("%s: %s, %v", id, raw, ok)
			}
			if ok {
				all = append(all, id.String())
			}
			if ParseDocumentID(id.String()) != id {
				t.Errorf("%s is read as %s", id, ParseDocumentID(id.String()))
			}
		}
		return strings.Join(all, ", ")
	}
	s := snapshotV2(t, []Rule{stateRule(t, "work-hours", phoneA)}, flipText("1", "A", phoneA, "1"))
	for want, s := range map[string]Snapshot{
		"": {}, "flips, number 1": snapshotV2(t, nil, flipText("1", "A", phoneA, "1")), "number 1": snapshotV1(t, home),
		"rule work-hours, state work-hours":                                    {CallHandling: V2, Rules: s.Rules},
		"flips, number 1, rule work-hours, state work-hours, target " + phoneA: s,
	} {
		if got := found(s); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}

func TestHolds_comparesWhatIsAskedOfTheService(t *testing.T) {
	rule := stateRule(t, "work-hours", phoneA)
	s := snapshotV2(t, []Rule{rule}, flipText("1", "A", phoneA, "1"))
	on := rule
	on.Enabled = true
	for name, test := range map[string]struct {
		id   DocumentID
		raw  string
		want bool
	}{
		"flips":               {DocumentID{FlipDocument, ""}, records(`{"label":"A","id":"1","type":"External","phoneNumber":"` + phoneA + `","flipNumber":"1"}`), true},
		"other flips":         {DocumentID{FlipDocument, ""}, records(flipText("1", "A", phoneA, "2")), false},
		"rule":                {DocumentID{RuleDocument, "work-hours"}, string(rule.Record()), true},
		"rule, state is on":   {DocumentID{RuleDocument, "work-hours"}, string(on.Record()), true},
		"state":               {DocumentID{StateDocument, "work-hours"}, string(rule.Record()), true},
		"state is on":         {DocumentID{StateDocument, "work-hours"}, string(on.Record()), false},
		"longer rule":         {DocumentID{RuleDocument, "work-hours"}, string(new(edited(t, &rule, func(r Rule) (Rule, error) { return r.Lengthen(0, 1) })).Record()), false},
		"what cannot be read": {DocumentID{RuleDocument, "work-hours"}, `7`, false},
		"missing":             {DocumentID{RuleDocument, "dnd"}, string(rule.Record()), false},
		"gone":                {DocumentID{FlipDocument, ""}, "", false},
	} {
		var raw json.RawMessage
		if test.raw != "" {
			raw = json.RawMessage(test.raw)
		}
		if got := s.Holds(test.id, raw); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A list in which no record is a number must not look like an empty one.
func TestReadV2_failsForAListThatCannotBeRead(t *testing.T) {
	for _, body := range []string{`{}`, `{"records":null}`, `{"records":{}}`, `[]`, records("3"), records(`{"label":"no id"}`)} {
		c := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) {
			if path.Base(r.URL.Path) == "call-flip-numbers" {
				return answer(200, body), nil
			}
			return answer(200, records()), nil
		})
		for _, need := range []Need{{Numbers: true}, {Digits: true}} {
			if s, err := c.Read(t.Context(), &Snapshot{}, need); err == nil {
				t.Errorf("%s reads as %s", body, contents(&s))
			}
		}
	}
	c := newTestClientOn(V2, func(*http.Request) (*http.Response, error) { return answer(200, records("null")), nil })
	if s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); err != nil || s.Numbers == nil || len(s.Numbers) > 0 {
		t.Errorf("%s, %v", contents(&s), err)
	}
}

// ruleService serves rules of v2 by their ids, and notes what was read.
type ruleService struct {
	rules map[string]string
	read  []string
}

func (s *ruleService) RoundTrip(r *http.Request) (*http.Response, error) {
	name := path.Base(r.URL.Path)
	s.read = append(s.read, name)
	switch name {
	case "state-rules":
		var all []string
		for _, id := range slices.Sorted(slices.Values([]string{"after-hours", "work-hours"})) {
			if text, ok := s.rules[id]; ok {
				all = append(all, text)
			}
		}
		return answer(200, records(all...)), nil
	case "interaction-rules":
		return answer(403, `{"errorCode":"CMN-408","message":"no"}`), nil
	case "call-flip-numbers":
		return answer(200, records(flipText("1", "A", phoneA, "1"))), nil
	}
	if text, ok := s.rules[name]; ok {
		return answer(200, text), nil
	}
	return answer(404, `{"errorCode":"CMN-102","message":"Resource for parameter [ruleId] is not found"}`), nil
}

func TestRead_ofSingleRulesReadsNoOthers(t *testing.T) {
	work, after := stateRuleText("work-hours", phoneA), stateRuleText("after-hours", phoneA)
	for name, test := range map[string]struct {
		need Need
		base func(Snapshot) Snapshot
		read string
		want string // the rules, or the code of the error
	}{
		"one":                         {Need{RuleIDs: []string{"work-hours"}}, nil, "work-hours", "after-hours work-hours"},
		"one that is named twice":     {Need{RuleIDs: []string{"work-hours", "after-hours", "work-hours"}}, nil, "after-hours work-hours", "after-hours work-hours"},
		"one and the digits":          {Need{Digits: true, RuleIDs: []string{"work-hours"}}, nil, "call-flip-numbers work-hours", "after-hours work-hours"},
		"one of none that are known":  {Need{RuleIDs: []string{"work-hours"}}, func(Snapshot) Snapshot { return Snapshot{} }, "interaction-rules state-rules", "after-hours work-hours"},
		"one that was not there":      {Need{RuleIDs: []string{"work-hours", "agent"}}, nil, "interaction-rules state-rules", "after-hours work-hours"},
		"one that is gone":            {Need{RuleIDs: []string{"dnd", "work-hours"}}, nil, "dnd work-hours", "CMN-102"},
		"one that is gone and digits": {Need{Digits: true, RuleIDs: []string{"dnd"}}, nil, "call-flip-numbers dnd", "CMN-102"},
	} {
		service := &ruleService{rules: map[string]string{"work-hours": work, "after-hours": after}}
		c := newTestClientOn(V2, serial(service))
		c.cache.set(V2) // it was asked for
		base, err := c.Read(t.Context(), &Snapshot{}, Need{Rules: true})
		if err != nil || base.RulesRefused == nil || len(base.ShownRules()) != 3 {
			t.Fatalf("%s, %v", contents(&base), err)
		}
		if strings.Contains(test.want, "CMN") {
			base.Rules = append(base.Rules, stateRule(t, "dnd"))
		}
		if test.base != nil {
			base = test.base(base)
		}
		service.read = nil
		got, err := c.Read(t.Context(), &base, test.need)
		slices.Sort(service.read)
		if read := strings.Join(service.read, " "); read != test.read {
			t.Errorf("%s: read %q", name, read)
		}
		if strings.Contains(test.want, "CMN") {
			if !rest.Is(err, test.want) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var ids []string
		for _, r := range got.Rules {
			ids = append(ids, r.ID)
		}
		if err != nil || strings.Join(ids, " ") != test.want || got.RulesRefused == nil {
			t.Errorf("%s: %s, %v", name, contents(&got), err)
		}
	}
}

// ShownRules have one in the place of custom rules that are not shown, and nothing where
// no rule is shown.
func TestShownRules_standForWhatIsNotShown(t *testing.T) {
	no, rules := errors.New("no"), []Rule{stateRule(t, "work-hours")}
	for want, s := range map[int]Snapshot{0: {CallHandling: V2, RulesRefused: no}, 1: {CallHandling: V2, Rules: rules}, 2: {CallHandling: V2, Rules: rules, RulesRefused: no}} {
		if got := s.ShownRules(); len(got) != want || len(s.Rules) > 1 {
			t.Errorf("%d rules; want %d", len(got), want)
		}
	}
}
