package api

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// demoRule is a rule of V2: own apps, a group, and a step that is switched off.
const demoRule = `{"id":"work-hours","displayName":"Work Hours","dispatching":{"type":"RingInOrder","actions":[
	{"type":"PlayWelcomePromptAction","enabled":true,"greeting":{"effectiveGreetingType":"Preset","preset":{"id":"66048"}}},
	{"type":"RingGroupAction","enabled":true,"duration":10,"targets":[{"type":"AllDesktopRingTarget","name":"My desktop"}]},
	{"type":"RingGroupAction","enabled":true,"duration":25,"targets":[
		{"type":"PhoneNumberRingTarget","name":"Cabin","destination":{"phoneNumber":"+15305550142"}},
		{"type":"DeviceRingTarget","name":"Desk","device":{"id":"802300400004"},"glow":1.0}],"shape":{"round":true}},
	{"type":"ScreeningAction","screening":"Always","enabled":true,"screeningResult":"AskToAnswer"},
	{"type":"RingGroupAction","enabled":false,"duration":20,"targets":[{"type":"SatelliteRingTarget","orbit":3.50e2}]},
	{"type":"RingAlwaysGroupAction","enabled":true,"targets":[{"type":"AllMobileRingTarget","name":"My mobile apps"}]},
	{"type":"TerminatingAction","targets":[{"type":"VoiceMailTerminatingTarget","name":"Voicemail"}],"ringingTargetType":"VoiceMailTerminatingTarget"}],"origin":7},
	"state":{"id":"work-hours","displayName":"Work Hours","enabled":true,"conditions":[]}}`

const demoLegacy = `{"id":"business-hours-rule","type":"BusinessHours","enabled":true,"callHandlingAction":"ForwardCalls","forwarding":{
	"notifyMySoftPhones":true,"softPhonesRingCount":2,"softPhonesAlwaysRing":false,"ringingMode":"Sequentially","x":1.0,"rules":[
	{"index":1,"ringCount":4,"enabled":true,"forwardingNumbers":[{"id":"1","label":"Mobile","phoneNumber":"+14155550117"}],"y":2.0},
	{"index":2,"ringCount":8,"enabled":true,"forwardingNumbers":[{"id":"2","label":"Home"},{"id":"3","label":"Work"}]},
	{"ringCount":4,"enabled":false,"forwardingNumbers":[{"id":"4","label":"Cabin"}]}]},"voicemail":{"enabled":true}}`

func newRule(t *testing.T, text string) Rule {
	t.Helper()
	r, err := readStateRule(json.RawMessage(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func oldRule(t *testing.T) Rule {
	t.Helper()
	r, err := readAnsweringRule(json.RawMessage(demoLegacy))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// outline returns a rule on one line.
func outline(r *Rule) string {
	var parts []string
	for _, s := range r.Steps {
		text := strings.Join(names(s.Targets), "+") + " " + r.words(s.Length)
		if !s.On {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	return string(r.Mode) + ": " + strings.Join(parts, ", ")
}

var (
	number = Target{Kind: NumberTarget, Name: "Boat", Phone: "+14155550150", ID: "9"}
	marcus = Target{Kind: Coworker, Name: "Marcus", ID: "801"}
)

func TestRule_editsV2(t *testing.T) {
	for name, test := range map[string]struct {
		edit func(Rule) (Rule, error)
		want string // an outline, or a part of the reason after "no: "
		diff string // a part of the difference
	}{
		"down": {func(r Rule) (Rule, error) { return r.Move(0, 1) },
			"in order: Cabin+Desk 25 seconds (5 rings), My desktop 10 seconds (2 rings), (SatelliteRingTarget 20 seconds (4 rings))",
			"the order is Cabin with Desk, My desktop, SatelliteRingTarget; it was My desktop"},
		"far up": {func(r Rule) (Rule, error) { return r.Move(2, -9) },
			"in order: (SatelliteRingTarget 20 seconds (4 rings)), My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings)", "the order"},
		"off the top":    {func(r Rule) (Rule, error) { return r.Move(0, -1) }, "no: first step", ""},
		"off the bottom": {func(r Rule) (Rule, error) { return r.Move(2, 1) }, "no: last step", ""},
		"nowhere":        {func(r Rule) (Rule, error) { return r.Move(3, 1) }, "no: no step", ""},
		"switched off": {func(r Rule) (Rule, error) { return r.Switch(1) },
			"in order: My desktop 10 seconds (2 rings), (Cabin+Desk 25 seconds (5 rings)), (SatelliteRingTarget 20 seconds (4 rings))", "Desk switched off"},
		"longer": {func(r Rule) (Rule, error) { return r.Lengthen(0, 5) },
			"in order: My desktop 15 seconds (3 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))",
			"My desktop for 15 seconds (3 rings) instead of 10 seconds (2 rings)"},
		"much shorter": {func(r Rule) (Rule, error) { return r.Lengthen(0, -50) },
			"in order: My desktop 1 second (1 ring), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "instead of"},
		"together": {Rule.ToggleMode,
			"at once: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "it rings all together instead of ringing one after another"},
		"joined": {func(r Rule) (Rule, error) { return r.Join(2) },
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk+SatelliteRingTarget 25 seconds (5 rings)", "SatelliteRingTarget switched on"},
		"joined with nothing": {func(r Rule) (Rule, error) { return r.Join(0) }, "no: no step above", ""},
		"split": {func(r Rule) (Rule, error) { return r.Split(1) },
			"in order: My desktop 10 seconds (2 rings), Cabin 25 seconds (5 rings), Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "the order is"},
		"split one": {func(r Rule) (Rule, error) { return r.Split(0) }, "no: nothing to split", ""},
		"added": {func(r Rule) (Rule, error) { return r.Add(&number, 0) },
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings)), Boat 20 seconds (4 rings)", "Boat added for 20 seconds"},
		"added a coworker": {func(r Rule) (Rule, error) { return r.Add(&marcus, 30) },
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings)), Marcus 30 seconds (6 rings)", "Marcus added"},
		"added twice": {func(r Rule) (Rule, error) { return r.Add(&r.Steps[1].Targets[0], 0) }, "no: already in this rule", ""},
		"taken": {func(r Rule) (Rule, error) { return r.RemoveStep(1) },
			"in order: My desktop 10 seconds (2 rings), (SatelliteRingTarget 20 seconds (4 rings))", "Cabin removed"},
		"taken one": {func(r Rule) (Rule, error) { return r.RemoveTarget(1, 0) },
			"in order: My desktop 10 seconds (2 rings), Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "Cabin removed"},
		"taken the apps": {func(r Rule) (Rule, error) { return r.RemoveStep(0) }, "no: must keep own desktop apps", ""},
		"always": {func(r Rule) (Rule, error) { return r.RingToEnd(OwnDesktop) },
			"in order: Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "ringing to the end: My mobile apps and My desktop"},
		"always no more": {func(r Rule) (Rule, error) { return r.RingToEnd(OwnMobile) },
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings)), My mobile apps 20 seconds (4 rings)", "no apps instead of My mobile apps"},
		"sent away":               {func(r Rule) (Rule, error) { return r.SendTo(Fallback{Kind: ToVoicemail}) }, "no: This rule rings", ""},
		"no head start":           {func(r Rule) (Rule, error) { return r.HeadStart(1) }, "no: Add them as a step to let them ring first", ""},
		"ended wrongly":           {func(r Rule) (Rule, error) { return r.EndWith(Fallback{Kind: ToNumber, Phone: "12"}) }, "no: Enter the phone number", ""},
		"ended with no extension": {func(r Rule) (Rule, error) { return r.EndWith(Fallback{Kind: ToExtension}) }, "no: Choose the extension", ""},
		"ended with words": {func(r Rule) (Rule, error) { return r.EndWith(Fallback{Kind: ToAnnouncement}) },
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "an announcement, and the call ends instead of voicemail"},
		"ended elsewhere": {func(r Rule) (Rule, error) {
			return r.EndWith(Fallback{Kind: ToNumber, Phone: "+14155550150", Name: "Boat"})
		},
			"in order: My desktop 10 seconds (2 rings), Cabin+Desk 25 seconds (5 rings), (SatelliteRingTarget 20 seconds (4 rings))", "when unanswered: forwarded to Boat +14155550150 instead of voicemail"},
	} {
		r := newRule(t, demoRule)
		before := outline(&r)
		got, err := test.edit(r)
		check(t, name, &r, &got, err, test.want, test.diff)
		if outline(&r) != before {
			t.Errorf("%s changed the rule itself", name)
		}
	}
}

func check(t *testing.T, name string, was, got *Rule, err error, want, diff string) {
	t.Helper()
	if reason, no := strings.CutPrefix(want, "no: "); no {
		if err == nil || !strings.Contains(err.Error(), reason) || outline(got) != outline(was) || Explain(err).What != err.Error() {
			t.Errorf("%s: %v, %s", name, err, outline(got))
		}
		return
	}
	if err != nil || outline(got) != want {
		t.Errorf("%s: %v\n got %s\nwant %s", name, err, outline(got), want)
	}
	if words := strings.Join(Diff(was, got), "; "); !strings.Contains(words, diff) {
		t.Errorf("%s: %q lacks %q", name, words, diff)
	}
}

func TestRule_editsV1(t *testing.T) {
	const apart = "in order: Mobile 4 rings (20 seconds), "
	for name, test := range map[string]struct {
		edit       func(Rule) (Rule, error)
		want, diff string
	}{
		"switched on": {func(r Rule) (Rule, error) { return r.Switch(2) },
			apart + "Home+Work 8 rings (40 seconds), Cabin 4 rings (20 seconds)", "Cabin switched on"},
		"added behind those that ring": {func(r Rule) (Rule, error) { return r.Add(&number, 2) },
			apart + "Home+Work 8 rings (40 seconds), Boat 2 rings (10 seconds), (Cabin 4 rings (20 seconds))", "Boat added for 2 rings (10 seconds)"},
		"moved what is off": {func(r Rule) (Rule, error) { return r.Move(2, -1) }, "no: Switch it on first", ""},
		"moved behind it":   {func(r Rule) (Rule, error) { return r.Move(1, 1) }, "no: is off", ""},
		"taken what is off": {func(r Rule) (Rule, error) { return r.RemoveStep(2) }, "no: remove it from the numbers", ""},
		"added what is off": {func(r Rule) (Rule, error) { return r.Add(&r.Steps[2].Targets[0], 0) }, "no: but off. Switch it on", ""},
		"added a coworker":  {func(r Rule) (Rule, error) { return r.Add(&marcus, 0) }, "no: forwarding numbers", ""},
		"shortest": {func(r Rule) (Rule, error) {
			short, _ := r.Lengthen(0, -9)
			_, err := short.Lengthen(0, -1)
			return r, err
		}, "no: for less than 1 ring (5 seconds)", ""},
		"apps off":              {Rule.SwitchApps, apart + "Home+Work 8 rings (40 seconds), (Cabin 4 rings (20 seconds))", "own apps are switched off"},
		"apps to the end":       {func(r Rule) (Rule, error) { return r.RingToEnd("") }, apart + "Home+Work 8 rings (40 seconds), (Cabin 4 rings (20 seconds))", "own apps ring to the end"},
		"longer head start":     {func(r Rule) (Rule, error) { return r.HeadStart(1) }, apart + "Home+Work 8 rings (40 seconds), (Cabin 4 rings (20 seconds))", "head start of own apps is 3 rings (15 seconds) instead of 2 rings"},
		"shorter than possible": {func(r Rule) (Rule, error) { return r.HeadStart(-1) }, "no: shorter than 2 rings", ""},
		"sent away":             {func(r Rule) (Rule, error) { return r.SendTo(Fallback{Kind: ToVoicemail}) }, "no: This rule rings", ""},
		"ended elsewhere": {func(r Rule) (Rule, error) { return r.EndWith(Fallback{Kind: ToNumber, Phone: "+14155550150"}) },
			apart + "Home+Work 8 rings (40 seconds), (Cabin 4 rings (20 seconds))", "when unanswered: forwarded to +14155550150 instead of voicemail"},
	} {
		r := oldRule(t)
		got, err := test.edit(r)
		check(t, name, new(oldRule(t)), &got, err, test.want, test.diff)
	}
}

func TestRule_obeysFeatures(t *testing.T) {
	off := func(id string) Features {
		return Features{{ID: id, ReasonCode: "ServicePlanLimitation", Reason: "not in the plan"}}
	}
	for id, edit := range map[string]func(Rule) (Rule, error){
		FeatureRingGroups:              func(r Rule) (Rule, error) { return r.Join(1) },
		FeatureEditSimultaneousRinging: Rule.ToggleMode,
		FeatureCoworkers:               func(r Rule) (Rule, error) { return r.Add(&marcus, 0) },
		FeatureEditRules:               func(r Rule) (Rule, error) { return r.Switch(0) },
	} {
		if _, err := edit(newRule(t, demoRule)); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if _, err := edit(new(newRule(t, demoRule)).withFlags(off(id))); err == nil || !strings.Contains(err.Error(), "not in the plan") {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestRule_refusesEditsWhenFixed(t *testing.T) {
	for text, want := range map[string]string{
		strings.Replace(demoRule, `"dispatching":`, `"dispatchingRef":{"ruleId":"work-hours"},"dispatching":`, 1): "the same as work hours",
		strings.Replace(demoRule, `"RingInOrder"`, `"Custom"`, 1):                                                 "Custom",
		`{"id":"busy","dispatching":{}}`:                                                                          "did not say",
	} {
		r := newRule(t, text)
		if _, err := r.ToggleMode(); err == nil || !strings.Contains(err.Error(), want) || err.Error() != r.Fixed {
			t.Errorf("%v", err)
		}
	}
}

// An app that now rings to the end does not count as removed, and others that it switches
// on are named.
func TestDiff_namesAppsThatRingToTheEnd(t *testing.T) {
	r := newRule(t, demoRule)
	off := edited(t, &r, Rule.SwitchApps)
	off.raw = off.Record()
	got := Diff(&off, new(edited(t, &off, func(r Rule) (Rule, error) { return r.RingToEnd(OwnDesktop) })))
	want := []string{"ringing to the end: My mobile apps and My desktop instead of My mobile apps", "own apps are switched on"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
