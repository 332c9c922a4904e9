package change

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// customs says in words what custom rules there are, without their ids.
func (d *driver) customs() []string {
	d.t.Helper()
	all := []string{}
	for _, r := range d.read().Rules {
		if r.Kind == api.Custom {
			var steps []string
			for _, s := range r.Steps {
				if s.On {
					steps = append(steps, fmt.Sprint(s.Length))
				}
			}
			all = append(all, fmt.Sprint(r.Name, " ", r.Enabled, " ", r.When, " ", r.Mode, " ", steps))
		}
	}
	slices.Sort(all)
	return all
}

func (d *driver) wantCustoms(want []string) {
	d.t.Helper()
	if got := d.customs(); !slices.Equal(got, want) {
		d.t.Errorf("the rules are\n%q, not\n%q", got, want)
	}
}

// named is the rule with a name.
func (d *driver) named(name string) api.Rule {
	d.t.Helper()
	rules := d.read().Rules
	i := slices.IndexFunc(rules, func(r api.Rule) bool { return r.Name == name })
	if i < 0 {
		d.t.Fatalf("there is no rule %q", name)
	}
	return rules[i]
}

func when(t testing.TB, text string) func(api.Rule) (api.Rule, error) {
	t.Helper()
	set, err := api.ParseTimes(text)
	if err != nil {
		t.Fatal(err)
	}
	return func(r api.Rule) (api.Rule, error) { return r.WithConditions(&api.Conditions{When: set}) }
}

// choir is a rule that does not exist yet.
func (d *driver) choir(like string) api.Rule {
	d.t.Helper()
	set, err := api.ParseTimes("Tue 19:00-21:00")
	if err != nil {
		d.t.Fatal(err)
	}
	r, err := api.NewRule(new(d.rule(like)), "Choir", &api.Conditions{When: set, Callers: []api.Caller{{Phone: "+14155550133", Name: "Mum"}}})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func TestRuleList_isUndoneAndRedone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		states := [][]string{d.customs()}
		then := func(w Write) journal.Entry {
			e := d.do(w).Entry
			states = append(states, d.customs())
			return e
		}
		e := then(CreateRule{Rule: d.choir(rings)})
		if e.Op != journal.OpCreateRule || e.Outcome != journal.Done || e.RuleAfter == nil || e.RuleAfter.ID != d.named("Choir").ID || e.RuleBefore != nil {
			t.Errorf("%+v", e)
		}
		then(UpdateRule{Saw: d.named("Choir"), Want: editRule(t, new(d.named("Choir")), when(t, "Wed 18:00-20:00"), lengthen)})
		then(ToggleRule{Saw: d.named("Choir"), On: false})
		e = then(RemoveRule{Saw: d.named("Choir")})
		if e.Op != journal.OpRemoveRule || e.RuleAfter != nil || e.RuleBefore.Name != "Choir" || !slices.Equal(states[4], states[0]) {
			t.Errorf("%+v", e)
		}
		then(RemoveRule{Saw: d.named("Weekly meeting")})
		for range rounds(2) {
			for i := len(states) - 2; i >= 0; i-- {
				p := d.undo()
				if len(p.Steps) != 1 || len(p.Blocked) > 0 || (i >= 3) != strings.Contains(strings.Join(p.Notes, " "), "new id") {
					t.Errorf("%d: %+v", i, p)
				}
				d.wantCustoms(states[i])
			}
			for _, state := range states[1:] {
				d.redo()
				d.wantCustoms(state)
			}
		}
		d.reopen()
		for _, state := range slices.Backward(states[:len(states)-1]) {
			d.undo()
			d.wantCustoms(state)
		}
		if _, ok := d.history().Last(); ok {
			t.Error("there is more to undo")
		}
	})
}

func TestRuleList_lostAnswersAreLookedUp(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		list := map[string]string{"PUT": "/answering-rule", "PATCH": "/interaction-rules"}[method]
		for _, kind := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			before, made := d.customs(), kind == sandbox.DropAfter
			sent := d.countRequests(http.MethodPost)
			d.sandbox.FailNext(http.MethodPost, list, sandbox.Fault{Kind: kind})
			res, err := d.try(CreateRule{Rule: d.choir(rings)})
			if _, notDone := errors.AsType[*NotDoneError](err); notDone == made || res.Entry.Effective() != made || d.countRequests(http.MethodPost) != sent+1 {
				t.Fatalf("%v: %+v", err, res.Entry)
			}
			if made && (res.Entry.RuleAfter == nil || res.Entry.RuleAfter.ID != d.named("Choir").ID) {
				t.Errorf("%+v", res.Entry.RuleAfter)
			}
			if !made {
				d.do(CreateRule{Rule: d.choir(rings)})
			}
			with := d.customs()
			d.sandbox.FailNext(http.MethodDelete, "/"+d.named("Choir").ID, sandbox.Fault{Kind: kind})
			res, err = d.try(RemoveRule{Saw: d.named("Choir")})
			if _, notDone := errors.AsType[*NotDoneError](err); notDone == made || res.Entry.Effective() != made {
				t.Fatalf("%v: %+v", err, res.Entry)
			}
			if !made {
				d.do(RemoveRule{Saw: d.named("Choir")})
			}
			d.wantCustoms(before)
			d.undo()
			d.wantCustoms(with)
			d.undo()
			d.wantCustoms(before)
		}
	})
}

func TestRuleList_isResolvedAfterAKill(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		for at := testPoint(0); at < testPoints; at++ {
			before := d.customs()
			d.killAt(at)
			d.runUntilKilled(func() { d.do(CreateRule{Rule: d.choir(rings)}) })
			d.resolve()
			made := len(d.customs()) > len(before)
			last, _ := d.history().Last()
			if made != (last.Op == journal.OpCreateRule) || made && last.RuleAfter.ID != d.named("Choir").ID || len(d.history().Pending()) > 0 {
				t.Errorf("killed at %s: %+v", at, last)
			}
			if !made {
				continue
			}
			d.killAt(at)
			d.runUntilKilled(func() { d.undo() })
			d.resolve()
			if last, _ := d.history().Last(); last.Op == journal.OpCreateRule {
				d.undo()
			}
			d.wantCustoms(before)
		}
	})
}

func TestRemoveRule_tellsTheEditOfAnotherUser(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		saw := d.named("Weekly meeting")
		d.draftAsAnother(func(draft *api.Draft) error { return draft.SetRule(new(editRule(t, &saw, when(t, "Thu 14:00-17:00")))) })
		_, err := d.try(RemoveRule{Saw: saw})
		conflict, ok := errors.AsType[*RuleConflict](err)
		if !ok || !conflict.Removing || !strings.Contains(conflict.Error(), "17:00") || len(d.history().Entries) > 0 {
			t.Fatalf("%v", err)
		}
		d.do(conflict.Insist())
		if res, err := d.try(RemoveRule{Saw: saw}); err != nil || res.Entry.ID != "" {
			t.Errorf("removed twice: %+v, %v", res.Entry, err)
		}
		d.undo()
		if got := d.named("Weekly meeting").When; got != "Thu 14:00-17:00" {
			t.Error(got)
		}
		if _, err := d.try(RemoveRule{Saw: d.rule(rings)}); err == nil {
			t.Error("work hours can be removed")
		}
	})
}

func TestCreateRule_undoTellsTheEditOfAnotherUser(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		e := d.do(CreateRule{Rule: d.choir(rings)}).Entry
		d.draftAsAnother(func(draft *api.Draft) error {
			return draft.SetRule(new(editRule(t, new(d.named("Choir")), when(t, "Thu 14:00-17:00"))))
		})
		_, err := d.Run(t.Context(), new(d.plan(Undo, e)))
		conflict, ok := errors.AsType[*RuleConflict](err)
		if !ok || !conflict.Removing {
			t.Fatalf("%v", err)
		}
		d.do(conflict.Insist())
		if last, more := d.history().Last(); more {
			t.Errorf("left to undo: %+v", last)
		}
	})
}

func TestSchedule_andRingOrderOfAnotherUserBothCount(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		need := api.Need{Rules: true, Hours: true}
		read := func() api.Rule {
			s, err := d.client.Read(t.Context(), &api.Snapshot{}, need)
			if err != nil {
				t.Fatal(err)
			}
			d.seen = s
			r, _ := s.Rule(rings)
			return r
		}
		saw := read()
		d.changeRuleAsAnother(rings)
		d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, when(t, "Mon-Fri 08:00-12:00"))})
		now := read()
		if now.When != "Mon-Fri 08:00-12:00" || api.SameRule(saw, now) {
			t.Errorf("%s, %v", now.When, api.Diff(&saw, &now))
		}
		d.undo()
		if again := read(); again.When != saw.When && !api.SameConditions(&again, &saw) || !api.SameRule(now, again) {
			t.Errorf("%s, not %s", again.When, saw.When)
		}
		d.redo()
		both := read()
		d.do(UpdateRule{Saw: both, Want: editRule(t, &both, when(t, "at all times"), moveDown)})
		d.undo()
		if again := read(); !api.SameWhole(&again, &both) {
			t.Error(api.Diff(&both, &again))
		}
		_, err := d.try(UpdateRule{Saw: saw, Want: editRule(t, &saw, when(t, "Sun 10:00-11:00"))})
		if conflict, ok := errors.AsType[*RuleConflict](err); !ok || !strings.Contains(conflict.Error(), "08:00-12:00") {
			t.Errorf("%v", err)
		}
	})
}

func TestSchedule_lostAnswersAreLookedUp(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		path := map[string]string{"PUT": "/business-hours", "PATCH": "/states/work-hours"}[method]
		for i, kind := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			s, err := d.client.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, Hours: true})
			if err != nil {
				t.Fatal(err)
			}
			d.seen = s
			saw, _ := s.Rule(rings)
			d.sandbox.FailNext(method, path, sandbox.Fault{Kind: kind})
			res, err := d.try(UpdateRule{Saw: saw, Want: editRule(t, &saw, when(t, fmt.Sprintf("Mon 0%d:00-12:00", i)))})
			if made := kind == sandbox.DropAfter; errors.Is(err, rest.ErrLost) || res.Entry.Effective() != made || made != (err == nil) {
				t.Errorf("%v: %+v", err, res.Entry)
			}
		}
		d.undo()
		if len(d.history().Pending()) > 0 {
			t.Error("a change is pending")
		}
	})
}
