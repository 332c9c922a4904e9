package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"rcfwd/api/jsonobj"
)

func compact(t testing.TB, raw json.RawMessage) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A rule that was only read is written byte by byte as it came.
func TestRule_writesWhatItRead(t *testing.T) {
	w, _ := jsonobj.Read(json.RawMessage(demoRule))
	if got := compact(t, new(newRule(t, demoRule)).dispatching().Raw()); got != compact(t, w.Get("dispatching")) {
		t.Error(got)
	}
	w, _ = jsonobj.Read(json.RawMessage(strings.Replace(demoLegacy, `,
	{"ringCount":4,"enabled":false,"forwardingNumbers":[{"id":"4","label":"Cabin"}]}`, "", 1)))
	if got := compact(t, new(oldRule(t)).forwarding().Raw()); got != compact(t, w.Get("forwarding")) {
		t.Error(got)
	}
}

func TestRule_writesOnlyEdits(t *testing.T) {
	for name, test := range map[string]struct {
		edit     func(Rule) (Rule, error)
		old, new string // parts of the compact text
	}{
		"longer": {func(r Rule) (Rule, error) { return r.Lengthen(1, 5) },
			`"enabled":true,"duration":25,`, `"enabled":true,"duration":30,`},
		"switched": {func(r Rule) (Rule, error) { return r.Switch(2) },
			`"enabled":false,"duration":20`, `"enabled":true,"duration":20`},
		"turned": {Rule.ToggleMode, `"type":"RingInOrder"`, `"type":"RingAtOnce"`},
		"added": {func(r Rule) (Rule, error) { return r.Add(&number, 0) },
			`{"type":"RingAlwaysGroupAction"`, `{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"PhoneNumberRingTarget","name":"Boat","destination":{"phoneNumber":"+14155550150"}}]},{"type":"RingAlwaysGroupAction"`},
		"taken one": {func(r Rule) (Rule, error) { return r.RemoveTarget(1, 0) },
			`{"type":"PhoneNumberRingTarget","name":"Cabin","destination":{"phoneNumber":"+15305550142"}},`, ``},
		"taken": {func(r Rule) (Rule, error) { return r.RemoveStep(2) },
			`{"type":"RingGroupAction","enabled":false,"duration":20,"targets":[{"type":"SatelliteRingTarget","orbit":3.50e2}]},`, ``},
		"always": {func(r Rule) (Rule, error) { return r.RingToEnd(OwnMobile) },
			`{"type":"RingAlwaysGroupAction","enabled":true,"targets":[{"type":"AllMobileRingTarget","name":"My mobile apps"}]},`,
			`{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"AllMobileRingTarget","name":"My mobile apps"}]},`},
		"ended": {func(r Rule) (Rule, error) {
			return r.EndWith(Fallback{Kind: ToNumber, Phone: "+14155550150", Name: "Boat"})
		},
			`"name":"Voicemail"}],"ringingTargetType":"VoiceMailTerminatingTarget"`,
			`"name":"Voicemail"},{"type":"PhoneNumberTerminatingTarget","dispatchingType":"Ringing","name":"Boat","destination":{"phoneNumber":"+14155550150"}}],"ringingTargetType":"PhoneNumberTerminatingTarget"`},
	} {
		r := newRule(t, demoRule)
		before := compact(t, r.dispatching().Raw())
		want := strings.Replace(before, test.old, test.new, 1)
		if got := compact(t, new(edited(t, &r, test.edit)).dispatching().Raw()); got != want || want == before {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// A step of V1 that is switched off is left out, and the others are numbered without it.
func TestRule_numbersTheStepsOfV1(t *testing.T) {
	r := edited(t, new(oldRule(t)), func(r Rule) (Rule, error) { return r.Switch(0) }, func(r Rule) (Rule, error) { return r.Switch(2) })
	const want = `{"notifyMySoftPhones":true,"softPhonesRingCount":2,"softPhonesAlwaysRing":false,"ringingMode":"Sequentially","x":1.0,"rules":[` +
		`{"index":1,"ringCount":8,"enabled":true,"forwardingNumbers":[{"id":"2","label":"Home"},{"id":"3","label":"Work"}]},` +
		`{"ringCount":4,"enabled":true,"forwardingNumbers":[{"id":"4","label":"Cabin"}],"index":2}]}`
	if got := compact(t, r.forwarding().Raw()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// After-hours rules are sent with both endings, even if the reply had one.
func TestBothEndings_completeAfterHours(t *testing.T) {
	r := newRule(t, strings.Replace(demoRule, `"id":"work-hours","displayName"`, `"id":"after-hours","displayName"`, 1))
	want := edited(t, &r, func(r Rule) (Rule, error) { return r.Switch(0) })
	body := compact(t, want.body(&r).Raw())
	for _, part := range []string{`"ringingTargetType":"VoiceMailTerminatingTarget"`, `"terminatingTargetType":"VoiceMailTerminatingTarget"`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s lacks %s", body, part)
		}
	}
	away := edited(t, &r, func(r Rule) (Rule, error) { return r.SendTo(Fallback{Kind: ToExtension, ID: "8"}) })
	if body := compact(t, away.body(&r).Raw()); !strings.Contains(body, `"type":"Terminate"`) ||
		!strings.Contains(body, `{"type":"ExtensionTerminatingTarget","dispatchingType":"Terminating","extension":{"id":"8"}}`) {
		t.Error(body)
	}
	back := edited(t, &away, Rule.ToggleMode)
	if !sameStored(&r, &back) || len(Diff(&r, &back)) > 0 {
		t.Errorf("%v", Diff(&r, &back))
	}
}

func FuzzRule(f *testing.F) {
	f.Add(demoRule)
	f.Add(demoLegacy)
	f.Add(`{"id":"x","dispatching":{"type":"Custom","actions":[{"type":"TerminatingAction"},{},7,{"type":"RingGroupAction"}]}}`)
	f.Add(`{"id":"x","forwarding":{"rules":[{"index":2},{"index":1},null,{"enabled":false,"index":9}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		raw := json.RawMessage(text)
		if !json.Valid(raw) || len(raw) > 3000 { // every edit everywhere grows with the square
			return
		}
		if r, err := readStateRule(raw); err == nil {
			w, _ := jsonobj.Read(raw)
			d, ok := jsonobj.Read(w.Get("dispatching"))
			if got := r.dispatching().Raw(); ok && compact(t, got) != compact(t, d.Raw()) {
				t.Errorf("%s was written as %s", d.Raw(), got)
			}
			mangle(t, &r)
		}
		if r, err := readAnsweringRule(raw); err == nil {
			mangle(t, &r)
		}
	})
}

// mangle applies every edit everywhere: none may panic, and a refused edit changes
// nothing.
func mangle(t *testing.T, r *Rule) {
	before := compact(t, r.compared(r))
	for i := -1; i <= len(r.Steps); i++ {
		for _, edit := range []func() (Rule, error){
			func() (Rule, error) { return r.Move(i, 1) }, func() (Rule, error) { return r.Move(i, -1) },
			func() (Rule, error) { return r.Switch(i) }, func() (Rule, error) { return r.Lengthen(i, -3) },
			func() (Rule, error) { return r.Join(i) }, func() (Rule, error) { return r.Split(i) },
			func() (Rule, error) { return r.RemoveStep(i) }, func() (Rule, error) { return r.RemoveTarget(i, 0) },
			func() (Rule, error) { return r.Add(&number, i) }, r.ToggleMode, r.SwitchApps,
			func() (Rule, error) { return r.RingToEnd(OwnMobile) },
			func() (Rule, error) { return r.EndWith(Fallback{Kind: ToVoicemail}) },
			func() (Rule, error) { return r.SendTo(Fallback{Kind: ToExtension, ID: "8"}) },
		} {
			got, err := edit()
			if written := compact(t, got.compared(&got)); err != nil && written != before {
				t.Errorf("refused, and written as %s", written)
			}
			got.Timeline()
			if compact(t, r.compared(r)) != before {
				t.Fatal("the rule itself was edited")
			}
			if err == nil && !sameStored(r, &got) && len(Diff(r, &got)) == 0 {
				t.Error("an edit that cannot be seen")
			}
		}
	}
}
