package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// documents names the documents of edits, in their order, with + for one that is added
// and - for one that is removed.
func documents(edits []Edit) string {
	var all []string
	for _, e := range edits {
		name := e.Document.String()
		switch {
		case e.Before == nil:
			name = "+" + name
		case e.Want == nil:
			name = "-" + name
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

func apply(t *testing.T, d *Draft, changes ...func(*Draft) error) {
	t.Helper()
	for _, change := range changes {
		if err := change(d); err != nil {
			t.Fatal(err)
		}
	}
}

func swapping(a, b string) func(*Draft) error {
	return func(d *Draft) error { return d.Swap(a, b) }
}

func switching(id string, on bool) func(*Draft) error {
	return func(d *Draft) error { return d.Switch(id, on) }
}

// setting edits a rule of the draft as it is.
func setting(t *testing.T, id string, edits ...func(Rule) (Rule, error)) func(*Draft) error {
	return func(d *Draft) error {
		r, _ := d.now.Rule(id)
		return d.SetRule(new(edited(t, &r, edits...)))
	}
}

func longer(r Rule) (Rule, error) { return r.Lengthen(0, 5) }

func labelOf(l string) Change { return Change{Label: &l} }
func phoneOf(p string) Change { return Change{Phone: &p} }
func digitOf(d string) Change { return Change{Flip: &d} }

// draftV2 is a draft over two numbers, a state that is off, and two rules that ring the
// first number.
func draftV2(t *testing.T) *Draft {
	t.Helper()
	rules := []Rule{stateRule(t, "work-hours", phoneA, phoneB), stateRule(t, "after-hours", phoneA), stateRule(t, "dnd")}
	return new(snapshotV2(t, rules, flipText("1", phoneA, phoneA, "1"), flipText("2", "B", phoneB, "2"))).Draft()
}

// draftV1 is a draft over two numbers and a rule.
func draftV1(t *testing.T) *Draft {
	t.Helper()
	return new(new(snapshotV1(t, home, cabin)).Merge(&Snapshot{CallHandling: V1, Rules: []Rule{oldRule(t)}})).Draft()
}

// However many changes are made to a document, they become one edit of it, in the order
// in which edits are sent; what ends as it began is no edit.
func TestDraft_makesOneEditOfEachDocument(t *testing.T) {
	for name, test := range map[string]struct {
		draft   func(*testing.T) *Draft
		changes []func(*Draft) error
		want    string
	}{
		"nothing":                 {draftV2, nil, ""},
		"a digit":                 {draftV2, []func(*Draft) error{changing("1", digitOf("8"))}, "flips"},
		"two digits and a swap":   {draftV2, []func(*Draft) error{changing("1", digitOf("8")), changing("2", digitOf("7")), swapping("1", "2")}, "flips"},
		"a label in two rules":    {draftV2, []func(*Draft) error{changing("1", labelOf("Hut"))}, "flips, rule work-hours, rule after-hours"},
		"a label and a rule":      {draftV2, []func(*Draft) error{changing("1", labelOf("Hut")), setting(t, "work-hours", longer, Rule.ToggleMode)}, "flips, rule work-hours, rule after-hours"},
		"rules alone":             {draftV2, []func(*Draft) error{setting(t, "after-hours", longer), setting(t, "work-hours", longer)}, "rule work-hours, rule after-hours"},
		"a state and its rule":    {draftV2, []func(*Draft) error{switching("dnd", true), changing("2", labelOf("Boat"))}, "flips, state dnd"},
		"an addition":             {draftV2, []func(*Draft) error{adding(&NewNumber{Phone: phoneC, Label: "C", Rules: []string{"after-hours"}})}, "flips, rule after-hours"},
		"two additions":           {draftV2, []func(*Draft) error{adding(&NewNumber{Phone: phoneC, Label: "C"}), adding(&NewNumber{Phone: "+16505550144", Label: "D"})}, "flips"},
		"a removal":               {draftV2, []func(*Draft) error{removing("1")}, "flips, -target " + phoneA},
		"two removals":            {draftV2, []func(*Draft) error{removing("2"), removing("1")}, "flips, -target " + phoneB + ", -target " + phoneA},
		"a removal from rules":    {draftV2, []func(*Draft) error{removing("1", CallForwarding)}, "-target " + phoneA},
		"a removal from the list": {draftV2, []func(*Draft) error{removing("1", CallFlip)}, "flips"},
		"all of it":               {draftV2, []func(*Draft) error{removing("1"), setting(t, "work-hours", longer), switching("dnd", true), adding(&NewNumber{Phone: phoneC, Label: "C"})}, "flips, rule work-hours, state dnd, -target " + phoneA},
		"there and back":          {draftV2, []func(*Draft) error{changing("1", labelOf("Hut")), changing("1", labelOf(phoneA)), swapping("1", "2"), swapping("1", "2"), switching("dnd", true), switching("dnd", false)}, ""},
		"a digit and back":        {draftV2, []func(*Draft) error{changing("1", digitOf("")), changing("1", digitOf("1"))}, ""},
		"an addition and back":    {draftV2, []func(*Draft) error{adding(&NewNumber{Phone: phoneC, Label: "C"}), removing("new:" + phoneC)}, ""},
		"what is so already":      {draftV2, []func(*Draft) error{changing("1", digitOf("1")), changing("1", labelOf(phoneA)), switching("dnd", false), removing("9")}, ""},
		"nothing on v1":           {draftV1, nil, ""},
		"a number on v1":          {draftV1, []func(*Draft) error{changing("2", labelOf("Hut")), changing("2", digitOf("8")), changing("2", phoneOf(phoneC))}, "number 2"},
		"a swap on v1":            {draftV1, []func(*Draft) error{swapping("1", "2")}, "number 1, number 2"},
		"a rule on v1":            {draftV1, []func(*Draft) error{setting(t, "business-hours-rule", longer, Rule.ToggleMode)}, "rule business-hours-rule"},
		"all of it on v1":         {draftV1, []func(*Draft) error{setting(t, "business-hours-rule", Rule.ToggleMode), adding(&NewNumber{Phone: phoneC, Label: "C"}), changing("2", labelOf("Hut")), removing("1")}, "-number 1, number 2, +number new:1, rule business-hours-rule"},
		"two additions on v1":     {draftV1, []func(*Draft) error{adding(&NewNumber{Phone: phoneB, Label: "B"}), removing("1"), adding(&NewNumber{Phone: phoneC, Label: "C"})}, "-number 1, +number new:1, +number new:2"},
		"there and back on v1":    {draftV1, []func(*Draft) error{changing("2", labelOf("Hut")), changing("2", labelOf("Cabin")), swapping("1", "2"), swapping("1", "2"), setting(t, "business-hours-rule", Rule.ToggleMode), setting(t, "business-hours-rule", Rule.ToggleMode)}, ""},
		"an addition and back v1": {draftV1, []func(*Draft) error{adding(&NewNumber{Phone: phoneC, Label: "C"}), removing("new:1")}, ""},
		"what is so, on v1":       {draftV1, []func(*Draft) error{changing("2", digitOf("2")), changing("2", labelOf("Cabin")), removing("9")}, ""},
	} {
		d := test.draft(t)
		apply(t, d, test.changes...)
		edits := d.Edits()
		if got := documents(edits); got != test.want {
			t.Errorf("%s: %s; want %s", name, got, test.want)
		}
		for _, e := range edits {
			if before, _ := new(d.Base()).Document(e.Document); string(before) != string(e.Before) && e.Document.Kind != TargetDocument || e.Name == "" {
				t.Errorf("%s: %s is based on %s", name, e.Document, e.Before)
			}
			if raw, ok := new(d.Snapshot()).Document(e.Document); ok && e.Want != nil && string(raw) != string(e.Want) {
				t.Errorf("%s: %s should be %s and is drafted as %s", name, e.Document, raw, e.Want)
			}
		}
	}
}

// A change that is refused leaves the draft as it was.
func TestDraft_isUnchangedAfterARefusal(t *testing.T) {
	for name, test := range map[string]struct {
		draft  func(*testing.T) *Draft
		change func(*Draft) error
		want   string // the field, the code of a *rest.Error, or a part of the reason
	}{
		"a list that was not read": {func(t *testing.T) *Draft {
			return new(Snapshot{CallHandling: V2, Rules: draftV2(t).base.Rules}).Draft()
		}, adding(&NewNumber{Phone: phoneC, Label: "C"}), "was not read"},
		"no such rule":                {draftV2, adding(&NewNumber{Phone: phoneC, Label: "C", Rules: []string{"work-hours", "nowhere"}}), string(FieldRules)},
		"a number twice":              {draftV2, changing("2", phoneOf(phoneA)), string(FieldPhone)},
		"a number twice at its digit": {draftV2, changing("2", Change{Phone: new(phoneA), Flip: new("1")}), string(FieldPhone)},
		"a label twice at its digit":  {draftV1, changing("2", Change{Label: new("Home"), Flip: new("1")}), string(FieldLabel)},
		"no such digit":               {draftV2, changing("2", digitOf("9")), string(FieldFlip)},
		"no such number":              {draftV2, changing("9", digitOf("3")), "CMN-102"},
		"a swap with nothing":         {draftV2, swapping("1", "9"), "CMN-102"},
		"a state that is always on":   {draftV2, switching("work-hours", false), "always on"},
		"no such state":               {draftV2, switching("nowhere", false), "not the rule that was changed"},
		"a rule of v1":                {draftV2, func(d *Draft) error { return d.SetRule(new(oldRule(t))) }, "not the rule that was changed"},
		"a part of v1":                {draftV1, removing("1", CallFlip), "Remove it as a whole"},
		"rules on v1":                 {draftV1, adding(&NewNumber{Phone: phoneC, Label: "C", Rules: []string{"business-hours-rule"}}), string(FieldRules)},
		"a label of Home":             {draftV1, changing("1", labelOf("Hut")), string(FieldLabel)},
	} {
		d := test.draft(t)
		before := everything(t, new(d.Snapshot()))
		err := test.change(d)
		if err == nil || string(Explain(err).Field) != test.want && !rest.Is(err, test.want) && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v on %q", name, err, Explain(err).Field)
		}
		if everything(t, new(d.Snapshot())) != before || len(d.Edits()) > 0 {
			t.Errorf("%s changed the draft: %s", name, documents(d.Edits()))
		}
	}
}

// The second half of a swap is refused: the line of a device that only a rule rings
// cannot be given a digit.
func TestSwap_isUndoneWhenItsSecondHalfIsRefused(t *testing.T) {
	line := newRule(t, ringingDevice("work-hours", "81", phoneC))
	d := new(snapshotV2(t, []Rule{line}, flipText("1", "A", phoneA, "1"))).Draft()
	if err := d.Swap("target:device:81", "1"); Explain(err).Field != FieldFlip || len(d.Edits()) > 0 {
		t.Errorf("%v: %s", err, documents(d.Edits()))
	}
}

// A number that only rules ring enters the flip list with its digit, unless another there
// has its label.
func TestDraft_doesNotListALabelTwice(t *testing.T) {
	d := new(snapshotV2(t, []Rule{stateRule(t, "work-hours", phoneC)}, flipText("1", phoneC, phoneA, "1"))).Draft()
	if err := d.Change("target:number:"+phoneC, digitOf("3")); Explain(err).Field != FieldLabel || len(d.Edits()) > 0 {
		t.Errorf("%v: %s", err, documents(d.Edits()))
	}
	apply(t, d, changing("1", labelOf("A")), changing("target:number:"+phoneC, digitOf("3")))
}

func TestDraft_keepsTheLinesOfDevices(t *testing.T) {
	line := `{"id":"3","type":"PhoneLine","label":"Desk","phoneNumber":"` + phoneC + `"}`
	for _, s := range []Snapshot{snapshotV1(t, line), snapshotV2(t, nil, line)} {
		if err := s.Draft().Remove("3"); err == nil || !strings.Contains(err.Error(), "FPN-107") {
			t.Errorf("%v", err)
		}
	}
}

// A number that comes back into the flip list stands behind the one that it stood
// behind, or at the end when that is gone or not known, with what this version does not
// know of it and without its old id and digit.
func TestRestore_placesANumberInTheFlipList(t *testing.T) {
	record := json.RawMessage(`{"id":"7","phoneNumber":"` + phoneC + `","label":"Old","flipNumber":"7","ringTone":{"name":"bell","gain":1.50}}`)
	for name, test := range map[string]struct {
		was  Restored
		want string
	}{
		"first":            {Restored{Record: record, Placed: true}, phoneC + " " + phoneA + " " + phoneB},
		"behind the first": {Restored{Record: record, After: "1", Placed: true}, phoneA + " " + phoneC + " " + phoneB},
		"last":             {Restored{Record: record, After: "2", Placed: true}, phoneA + " " + phoneB + " " + phoneC},
		"behind none":      {Restored{Record: record, After: "9", Placed: true}, phoneA + " " + phoneB + " " + phoneC},
		"not known":        {Restored{Record: record}, phoneA + " " + phoneB + " " + phoneC},
		"without a record": {Restored{Placed: true}, phoneC + " " + phoneA + " " + phoneB},
	} {
		d := draftV2(t)
		if err := d.Restore("7", &NewNumber{Phone: phoneC, Label: "Boat", Flip: 3}, test.was); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range d.Snapshot().Numbers {
			got = append(got, n.Phone)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s; want %s", name, got, test.want)
		}
		want, _ := readFlipList(d.Edits()[0].Want)
		stored := string(want.records[want.byPhone(phoneC)])
		if strings.Contains(stored, `"id"`) || !strings.Contains(stored, `"label":"Boat"`) || !strings.Contains(stored, `"flipNumber":"3"`) {
			t.Errorf("%s: %s", name, stored)
		}
		if known := strings.Contains(stored, `"ringTone":{"name":"bell","gain":1.50}`); known != (test.was.Record != nil) {
			t.Errorf("%s: %s", name, stored)
		}
	}
}

// On v1 a number that comes back has its old id until the service gives it another, so
// that a rule of the draft can ring it.
func TestRestore_keepsTheIDOnV1(t *testing.T) {
	d := draftV1(t)
	if err := d.Restore("77", &NewNumber{Type: Other, Phone: phoneC, Label: "Boat", NoDigit: true}, Restored{}); err != nil {
		t.Fatal(err)
	}
	apply(t, d, func(d *Draft) error {
		r, _ := new(d.Snapshot()).Rule("business-hours-rule")
		n, _ := new(d.Snapshot()).Number("77", "")
		with, err := r.Ring(&n)
		if err != nil {
			return err
		}
		return d.SetRule(&with)
	})
	edits := d.Edits()
	if documents(edits) != "+number 77, rule business-hours-rule" || !strings.Contains(string(edits[1].Want), `{"id":"77"}`) {
		t.Errorf("%s: %s", documents(edits), edits[1].Want)
	}
}

// What this version does not understand, at any level, is in every body that replaces
// what the service has.
func TestDraft_keepsWhatItDoesNotUnderstand(t *testing.T) {
	flips := `{"revision":3.0,"records":[{"id":"1","phoneNumber":"` + phoneA + `","label":"A","type":"External","flipNumber":"1","glow":{"x":1.0}},` +
		`null,{"id":"2","phoneNumber":"` + phoneB + `","label":"B","type":"Hologram","flipNumber":"2","beam":[1e0]}]}`
	l, err := readFlipList(json.RawMessage(flips))
	if err != nil {
		t.Fatal(err)
	}
	rule := newRule(t, strings.Replace(demoRule, "+15305550142", phoneA, 1))
	custom, err := readInteractionRule(json.RawMessage(strings.NewReplacer(`"id":"work-hours"`, `"id":"9"`, `"state":`, `"conditions":[{"moon":"full"}],"was":`).Replace(demoRule)))
	if err != nil {
		t.Fatal(err)
	}
	s := (&v2{}).merged(&Snapshot{CallHandling: V2, flips: l, Rules: []Rule{rule, custom}})
	d := s.Draft()
	apply(t, d, changing("1", Change{Phone: new(phoneC), Label: new("Hut"), Flip: new("7")}), adding(&NewNumber{Phone: "+16505550149", Label: "Boat", Rules: []string{"work-hours", "9"}}),
		removing("2", CallFlip), setting(t, "9", Rule.ToggleMode))
	if got := documents(d.Edits()); got != "flips, rule work-hours, rule 9" {
		t.Fatal(got)
	}
	c := newTestClientOn(V2, nil)
	bodies := handlerOf(V2).requests(c, &s, d.Edits())
	for i, wants := range [][]string{
		{`"revision":3.0`, `"glow":{"x":1.0}`, `null`},
		{`"glow":1.0`, `"shape":{"round":true}`, `"orbit":3.50e2`, `"screeningResult":"AskToAnswer"`, `"origin":7`, `"preset":{"id":"66048"}`},
		{`"glow":1.0`, `"shape":{"round":true}`, `"orbit":3.50e2`, `"screeningResult":"AskToAnswer"`, `"origin":7`, `"conditions":[{"moon":"full"}]`, `"was":{"id":"9"`},
	} {
		body, err := bodies[i].Payload()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(body), want) {
				t.Errorf("%s lacks %s", body, want)
			}
		}
	}
}

// The records of numbers of v1 keep what this version does not know, and requests name
// only what was edited.
func TestDraftV1_keepsRecordsAndSendsEdits(t *testing.T) {
	const odd = `{"id":"2","phoneNumber":"+16505550102","label":"Cabin","type":"Other","flipNumber":2,"ringTone":{"gain":1.50}}`
	d := new(snapshotV1(t, odd)).Draft()
	apply(t, d, changing("2", labelOf("Hut")))
	e := d.Edits()[0]
	if want := strings.Replace(odd, "Cabin", "Hut", 1); string(e.Want) != want || string(e.Before) != odd {
		t.Errorf("%s", e.Want)
	}
	if body := numberBody(e.Before, e.Want); string(body.Raw()) != `{"label":"Hut"}` {
		t.Errorf("%s", body.Raw())
	}
	if body := numberBody(json.RawMessage(odd), jsonobj.New("label", "Cabin", "phoneNumber", "+16505550102").Raw()); string(body.Raw()) != `{"flipNumber":""}` {
		t.Errorf("%s", body.Raw())
	}
}

// A form asks for the edits at each key, so numbers that did not change must cost nothing.
func TestDraftV1_readsNoUnchangedRecordForItsEdits(t *testing.T) {
	base := Snapshot{CallHandling: V1}
	for i := range 1000 {
		id := strconv.Itoa(i)
		base.Numbers = append(base.Numbers, Number{ID: id, raw: json.RawMessage(`{"id":"` + id + `","label":"Cabin"}`)})
	}
	d := base.Draft()
	if err := d.Restore("new", &NewNumber{Type: Other, Phone: phoneC, Label: "Boat"}, Restored{}); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(1, func() { d.Edits() }); n > 10 || documents(d.Edits()) != "+number new" {
		t.Errorf("%v allocations for the edits %s", n, documents(d.Edits()))
	}
}
