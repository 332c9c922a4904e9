package api_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

type edit = func(api.Rule) (api.Rule, error)

func after(t *testing.T, was *api.Rule, edits ...edit) api.Rule {
	r := *was
	t.Helper()
	for _, e := range edits {
		var err error
		if r, err = e(r); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func down(i int) edit       { return func(r api.Rule) (api.Rule, error) { return r.Move(i, 1) } }
func longer(i, by int) edit { return func(r api.Rule) (api.Rule, error) { return r.Lengthen(i, by) } }
func switched(i int) edit   { return func(r api.Rule) (api.Rule, error) { return r.Switch(i) } }
func joined(i int) edit     { return func(r api.Rule) (api.Rule, error) { return r.Join(i) } }
func split(i int) edit      { return func(r api.Rule) (api.Rule, error) { return r.Split(i) } }

func TestWriteRule_storesEveryEdit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		for _, edits := range [][]edit{
			{down(0)}, {longer(0, 2), longer(1, -1)}, {joined(1)}, {split(0)}, {api.Rule.ToggleMode}, {api.Rule.ToggleMode},
			{down(0), longer(1, 3), joined(1), api.Rule.ToggleMode}, {switched(0)},
		} {
			saw := rulesOf(t, c)[rule]
			want := after(t, &saw, edits...)
			got, err := saveRule(t, c, &saw, &want)
			if err != nil {
				t.Fatalf("%v", err)
			}
			if left := api.Diff(&want, &got); len(left) > 0 {
				t.Errorf("%v", left)
			}
			if again := rulesOf(t, c)[rule]; len(api.Diff(&got, &again)) > 0 {
				t.Errorf("%v", api.Diff(&got, &again))
			}
		}
	})
}

func TestWriteRule_sendsNothingForNoChange(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		for _, want := range []api.Rule{saw, after(t, &saw, down(0), down(0)), after(t, &saw, api.Rule.ToggleMode, api.Rule.ToggleMode)} {
			if _, err := saveRule(t, c, &saw, &want); err != nil || written(s) != 0 {
				t.Errorf("%v, %d writes", err, written(s))
			}
		}
	})
}

// What a client does not understand is in the sandbox at every level; all of it
// must be there after edits all around it.
func TestWriteRule_keepsUnknownFields(t *testing.T) {
	unknown := map[string][]string{
		"business-hours-rule": {`"wakeUp":{"after":1e1,"how":"gently"}`, `"cadence":"2-4"`, `"volume":0.80`, `"whisper":{"to":["caller"],"level":3.0}`},
		"work-hours":          {`"revision":1.50`, `"cadence":{"pattern":"2-4","volume":0.80}`, `"orbit":3.50e2`, `"memberSince":"2024-02-30"`, `"loudness":1e0`},
	}
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		want := after(t, &saw, down(0), longer(0, 3), longer(1, 5), api.Rule.ToggleMode, joined(2), switched(1))
		want = after(t, &want, switched(1))
		if _, err := saveRule(t, c, &saw, &want); err != nil {
			t.Fatal(err)
		}
		for _, u := range unknown[rule] {
			if text := s.Rule(danaID, rule); !strings.Contains(text, u) {
				t.Errorf("%s is gone from %s", u, text)
			}
		}
	})
}

// change edits the stored rule as another user, by text.
func change(t *testing.T, s *sandbox.Server, rule, old, new string) {
	t.Helper()
	text := s.Rule(danaID, rule)
	if !strings.Contains(text, old) {
		t.Fatalf("%s lacks %s", text, old)
	}
	s.Change(func(c *sandbox.Company) {
		if err := c.Extension("104").SetRule(rule, strings.Replace(text, old, new, 1)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWriteRule_doesNotOverwriteAnotherUser(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		want := after(t, &saw, down(0))
		length := map[string]string{"business-hours-rule": `"ringCount":3`, "work-hours": `"duration":15`}[rule]
		change(t, s, rule, length, length+"5")
		stored := s.Rule(danaID, rule)
		now, err := saveRule(t, c, &saw, &want)
		conflict, ok := errors.AsType[*api.RuleConflict](err)
		if !ok || s.Rule(danaID, rule) != stored || written(s) != 0 || len(conflict.Changes()) != 1 || !strings.Contains(err.Error(), "Cabin for") {
			t.Errorf("%v", err)
		}
		if a := api.Explain(err); !strings.Contains(a.What, "Nothing has been sent") || len(api.Diff(&now, &conflict.Now)) > 0 {
			t.Errorf("%+v", a)
		}
		unseen := map[string]string{"business-hours-rule": `"gently"`, "work-hours": `3.50e2`}[rule]
		saw = rulesOf(t, c)[rule]
		change(t, s, rule, unseen, `17`)
		if _, err := saveRule(t, c, &saw, new(after(t, &saw, down(0)))); !errors.As(err, &conflict) || !strings.Contains(err.Error(), "does not show") {
			t.Errorf("%v", err)
		}
	})
}

// A rule that was kept can be restored, whatever happened to it since.
func TestWriteRule_restoresARecord(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		before := s.Rule(danaID, rule)
		saw := rulesOf(t, c)[rule]
		kept := saw.Record()
		draft := after(t, &saw, down(0), longer(0, 3), joined(1), api.Rule.ToggleMode)
		again, err := api.ReadRule(draft.CallHandling, draft.Record())
		if err != nil || len(api.Diff(&draft, &again)) > 0 {
			t.Fatalf("%v, %v", api.Diff(&draft, &again), err)
		}
		now, err := saveRule(t, c, &saw, &again)
		if err != nil {
			t.Fatal(err)
		}
		old, err := api.ReadRule(saw.CallHandling, kept)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := saveRule(t, c, &now, &old); err != nil {
			t.Fatal(err)
		}
		if text := s.Rule(danaID, rule); len(text) != len(before) || !slices.Equal(strangers(text), strangers(before)) || len(api.Diff(&saw, new(rulesOf(t, c)[rule]))) > 0 {
			t.Errorf("%s\nwas %s", text, before)
		}
	})
}

// Another user made the same change first: it is as wanted, and nothing is sent.
func TestWriteRule_sendsNothingForTheSameEditOfAnotherUser(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		want := after(t, &saw, api.Rule.ToggleMode)
		mode := map[string][2]string{"business-hours-rule": {"Sequentially", "Simultaneously"}, "work-hours": {"RingInOrder", "RingAtOnce"}}[rule]
		change(t, s, rule, mode[0], mode[1])
		if got, err := saveRule(t, c, &saw, &want); err != nil || written(s) != 0 || got.Mode != api.AtOnce {
			t.Errorf("%v", err)
		}
	})
}

func TestWriteRule_isNotRepeatedAfterALostAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		for i, kind := range []sandbox.FaultKind{sandbox.DropBefore, sandbox.DropAfter} {
			saw := rulesOf(t, c)[rule]
			before := written(s)
			s.FailNext(map[string]string{"business-hours-rule": "PUT", "work-hours": "PATCH"}[rule], "/"+rule, sandbox.Fault{Kind: kind})
			if _, err := saveRule(t, c, &saw, new(after(t, &saw, longer(0, 1)))); !errors.Is(err, rest.ErrLost) || written(s) != before+1 {
				t.Errorf("%v after %d writes", err, written(s)-before)
			}
			if got := rulesOf(t, c)[rule].Steps[0].Length; got != saw.Steps[0].Length+i {
				t.Errorf("%v: %d", kind, got)
			}
		}
	})
}

func TestState_isSwitchedAndItsCallsAreSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := onV2(t)
		c := askingClient(t, s, s)
		for _, id := range []string{"forward-all-calls", "dnd"} {
			saw := rulesOf(t, c)[id]
			for _, on := range []bool{true, true, false} {
				got, err := switchState(t, c, &saw, on)
				if err != nil || got.Enabled != on || rulesOf(t, c)[id].Enabled != on || got.When != saw.When {
					t.Errorf("%s %v: %+v, %v", id, on, got, err)
				}
			}
			marcus, err := c.FindExtension(t.Context(), "105")
			if err != nil {
				t.Fatal(err)
			}
			for _, to := range []api.Fallback{
				{Kind: api.ToNumber, Phone: "+14155550150", Name: "Boat"}, {Kind: api.ToNumber, Phone: "+14155550151", Name: "Van"},
				{Kind: api.ToExtension, ID: marcus.ID}, {Kind: api.ToAnnouncement}, {Kind: api.ToVoicemail},
			} {
				saw := rulesOf(t, c)[id]
				want, err := saw.SendTo(to)
				if err != nil {
					t.Fatal(err)
				}
				got, err := saveRule(t, c, &saw, &want)
				if err != nil || got.Destination.Kind != to.Kind || got.Destination.Phone != to.Phone || got.Destination.ID != to.ID {
					t.Errorf("%s to %+v: %+v, %v", id, to, got.Destination, err)
				}
			}
		}
		work := rulesOf(t, c)["work-hours"]
		if _, err := switchState(t, c, &work, false); err == nil || !strings.Contains(err.Error(), "always on") {
			t.Error(err)
		}
	})
}

func TestCustomRuleV1_isSwitched(t *testing.T) {
	s := calm(t)
	c := askingClient(t, s, s)
	saw := rulesOf(t, c)["807000001004"]
	if saw.Kind != api.Custom || saw.When != "Thu 14:00-15:30" || !saw.Enabled {
		t.Fatalf("%+v", saw)
	}
	off, err := switchState(t, c, &saw, false)
	if err != nil || off.Enabled {
		t.Fatalf("%+v, %v", off, err)
	}
	got, err := saveRule(t, c, &off, new(after(t, &off, longer(0, 2))))
	if err != nil || got.Enabled || got.Steps[0].Length != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := switchState(t, c, new(rulesOf(t, c)["business-hours-rule"]), false); err == nil {
		t.Error("work hours were switched off")
	}
}

func TestRuleV2_thatFollowsIsFixed(t *testing.T) {
	s := onV2(t)
	s.Change(func(c *sandbox.Company) { c.Extension("104").QueueMember = true })
	c := askingClient(t, s, s)
	agent := rulesOf(t, c)["agent"]
	if agent.Kind != api.Agent || !strings.Contains(agent.Fixed, "the same as work hours") || agent.When != "as work hours: Mon-Fri 09:00-17:00" {
		t.Errorf("%+v", agent)
	}
	if cabin := labelled(t, numbersOf(t, c), "Cabin"); len(cabin.Rings) != 2 {
		t.Errorf("%+v", cabin.Rings)
	}
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"agent"}}
	if _, err := create(t, c, &n); err == nil || api.Explain(err).Field != api.FieldRules || written(s) != 0 {
		t.Errorf("%v", err)
	}
}

// Reading the rules costs a request for each list of them, and now and then one for the
// flags, which were first read with the call handling.
func TestRead_asksForEachListOfRulesOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		if _, err := c.CallHandling(t.Context()); err != nil {
			t.Fatal(err)
		}
		lists := map[string]int{"business-hours-rule": 1, "work-hours": 2}[rule]
		for _, want := range []int{lists, lists} {
			before := len(s.Requests())
			rulesOf(t, c)
			if sent := s.Requests()[before:]; len(sent) != want {
				t.Errorf("%d requests: %+v", len(sent), sent)
			}
		}
		time.Sleep(time.Hour)
		before := len(s.Requests())
		rulesOf(t, c)
		features := slices.ContainsFunc(s.Requests()[before:], func(r sandbox.Request) bool { return strings.HasSuffix(r.Path, "/features") })
		if !features {
			t.Error("the flags were not read again")
		}
		time.Sleep(time.Hour)
		s.FailNext("GET", rulesList[rule], sandbox.Fault{Kind: sandbox.Throttle})
		rulesOf(t, c)
		wantNoPenalty(t, s)
	})
}

var rulesList = map[string]string{"business-hours-rule": "/answering-rule", "work-hours": "/comm-handling/voice/state-rules"}

// What numbers, devices and people are called is theirs: that it changed is no
// change of the rule that rings them.
func TestWriteRule_takesANewNameForNoConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		before := rulesOf(t, c)[rule]
		saw, err := saveRule(t, c, &before, new(after(t, &before, longer(0, 1))))
		if err != nil {
			t.Fatal(err)
		}
		s.Change(func(company *sandbox.Company) {
			mobile := company.Extension("104").NumberByID("711909004")
			mobile.Label, mobile.PhoneNumber = "Pocket", "+16505130931"
			company.Extension("105").FirstName = "Mark"
		})
		want := after(t, &saw, longer(0, 2), down(0))
		got, err := saveRule(t, c, &saw, &want)
		if err != nil {
			t.Fatal(err)
		}
		name := map[string]string{"business-hours-rule": "Pocket", "work-hours": "Mark Bell"}[rule]
		if !strings.Contains(outlineOf(&got), name) {
			t.Errorf("%s lacks %s", outlineOf(&got), name)
		}
	})
}

func outlineOf(r *api.Rule) string {
	var parts []string
	for _, s := range r.Steps {
		for _, t := range s.Targets {
			parts = append(parts, t.Name)
		}
	}
	return strings.Join(parts, ", ")
}
