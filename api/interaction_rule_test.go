package api_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// A custom rule of a new account is changed as the others are, and all of it that is
// not changed stays as it was.
func TestCustomRuleV2_isChangedAsOthersAre(t *testing.T) {
	t.Parallel()
	s := onV2(t)
	c := askingClient(t, s, s)
	saw := rulesOf(t, c)[meeting]
	if saw.Kind != api.Custom || saw.Name != "Weekly meeting" || saw.When != "Thu 14:00-15:30" || !saw.Enabled || saw.Fixed != "" || !saw.Apps.Always {
		t.Fatalf("%+v", saw)
	}
	strange := strangers(s.Rule(danaID, meeting))
	got := saw
	for _, edits := range [][]edit{
		{longer(0, 5)}, {func(r api.Rule) (api.Rule, error) { return r.RingToEndAt(api.AppsSpan) }}, {down(0), api.Rule.ToggleMode},
		{func(r api.Rule) (api.Rule, error) {
			return r.EndWith(api.Fallback{Kind: api.ToNumber, Phone: "+14155550150"})
		}},
		{func(r api.Rule) (api.Rule, error) { return r.SendTo(api.Fallback{Kind: api.ToAnnouncement}) }},
	} {
		want := after(t, &got, edits...)
		now, err := saveRule(t, c, &got, &want)
		if err != nil || len(api.Diff(&want, &now)) > 0 || len(api.Diff(&now, new(rulesOf(t, c)[meeting]))) > 0 {
			t.Fatalf("%v, %v", err, api.Diff(&want, &now))
		}
		got = now
	}
	if now := strangers(s.Rule(danaID, meeting)); !slices.Equal(now, strange) {
		t.Errorf("%q became\n%q", strange, now)
	}
	off, err := switchState(t, c, &got, false)
	if err != nil || off.Enabled || rulesOf(t, c)[meeting].Enabled || !strings.Contains(s.Rule(danaID, meeting), `"gain":2.50`) {
		t.Errorf("%+v, %v", off, err)
	}
	kept, err := api.ReadRule(api.V2, saw.Record())
	if err != nil || kept.Kind != api.Custom {
		t.Fatalf("%+v, %v", kept, err)
	}
	back, err := saveRule(t, c, &off, &kept)
	if err != nil || back.Enabled || !api.SameRule(back, saw) {
		t.Errorf("%v, %v", api.Diff(&saw, &back), err)
	}
}

func TestCustomRuleV2_keepsTheEditOfAnotherUser(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	saw := rulesOf(t, c)[meeting]
	change(t, s, meeting, `"duration":10`, `"duration":35`)
	_, err := saveRule(t, c, &saw, new(after(t, &saw, longer(0, 5))))
	if conflict, is := errors.AsType[*api.RuleConflict](err); !is || !strings.Contains(strings.Join(conflict.Changes(), ""), "35 seconds") {
		t.Errorf("%v", err)
	}
	// When it applies is not what a change of the rule is about, and stays theirs.
	saw = rulesOf(t, c)[meeting]
	change(t, s, meeting, "15:30:00", "16:00:00")
	now, err := saveRule(t, c, &saw, new(after(t, &saw, longer(0, 5))))
	if err != nil || now.When != "Thu 14:00-16:00" {
		t.Errorf("%s, %v", now.When, err)
	}
}

// Missing permission to read custom rules is told, and hides no others.
func TestCustomRuleV2_thatMayNotBeReadIsTold(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	for range 2 {
		s.FailNext("GET", "/interaction-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	}
	if labelled(t, numbersOf(t, c), "Cabin"); len(rulesOf(t, c)) != 5 {
		t.Errorf("%+v", rulesOf(t, c))
	}
	s.FailNext("GET", "/interaction-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	if r := rulesOf(t, c)["hidden"]; r.Name != "Custom rules" || !strings.Contains(r.Fixed, "CMN-408") {
		t.Errorf("%+v", r)
	}
}

// What a custom rule rings that is not shown is taken out of it by a removal.
func TestCustomRuleV2_thatIsNotShownLosesARemovedNumber(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	s.FailNext("GET", "/interaction-rules", noRight)
	now := snapshotOf(t, c)
	pager := labelled(t, now.Numbers, "On-call pager")
	if !pager.Has(api.CallForwarding) || len(pager.Rings) > 0 || now.RulesRefused == nil {
		t.Errorf("%+v, %v", pager, now.RulesRefused)
	}
	if _, err := write(t, c, &now, removing(&pager)); err != nil || strings.Contains(s.Rule(danaID, meeting), pager.Phone) {
		t.Errorf("%v\n%s", err, s.Rule(danaID, meeting))
	}
}

// A number that a custom rule rings is renamed, renumbered and removed there too.
func TestCustomRuleV2_followsANumber(t *testing.T) {
	t.Parallel()
	s := onV2(t)
	c := askingClient(t, s, s)
	strange := strangers(s.Rule(danaID, meeting))
	label, phone := "Pager", "+15305550199"
	changed, err := update(t, c, new(labelled(t, numbersOf(t, c), "On-call pager")), api.Change{Label: &label, Phone: &phone})
	if text := s.Rule(danaID, meeting); err != nil || !strings.Contains(text, `"name":"Pager","destination":{"phoneNumber":"+15305550199"}`) {
		t.Fatalf("%v\n%s", err, text)
	}
	if now := strangers(s.Rule(danaID, meeting)); !slices.Equal(now, strange) {
		t.Errorf("%q became\n%q", strange, now)
	}
	if err := removeNumber(t, c, changed.ID); err != nil || strings.Contains(s.Rule(danaID, meeting), phone) {
		t.Errorf("%v\n%s", err, s.Rule(danaID, meeting))
	}
}
