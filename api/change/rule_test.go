package change

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestRuleChange_isUndoneAndRedone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		states := []map[string]string{d.storedRules()}
		saw := d.rule(rings)
		sent := d.countRequests("")
		res := d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown, lengthen)})
		if n := d.countRequests("") - sent; n != 2 || d.countRequests(method) != 1 {
			t.Errorf("it took %d requests", n)
		}
		e := res.Entry
		if e.Op != journal.OpRing || e.Outcome != journal.Done || e.RequestID == "" || len(e.Lines) < 2 || e.RuleAfter.Name != saw.Name {
			t.Errorf("%+v", e)
		}
		if left := api.Diff(new(ruleIn(t, &res, rings)), new(d.rule(rings))); len(left) > 0 {
			t.Error(left)
		}
		states = append(states, d.storedRules())
		switched := d.rule(switches)
		d.do(ToggleRule{Saw: switched, On: !switched.Enabled})
		if d.rule(switches).Enabled == switched.Enabled {
			t.Error("the rule is not switched")
		}
		states = append(states, d.storedRules())
		saw = d.rule(rings)
		d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, api.Rule.ToggleMode)})
		states = append(states, d.storedRules())
		for range rounds(2) {
			for i := len(states) - 2; i >= 0; i-- {
				if p := d.undo(); len(p.Steps) != 1 || p.Steps[0].Text == "" {
					t.Errorf("%+v", p.Steps)
				}
				d.wantRules(states[i])
			}
			if d.rule(switches).Enabled != switched.Enabled {
				t.Error("the rule is still switched")
			}
			for _, state := range states[1:] {
				d.redo()
				d.wantRules(state)
			}
		}
		// The same after a restart. The entries have lines.
		d.reopen()
		d.undo()
		d.wantRules(states[2])
		h := d.history()
		if found := h.Filter("ring ringing"); len(found) == 0 {
			t.Error("Filter does not search the lines")
		}
		text, err := json.Marshal(h.Entries)
		if err != nil || !strings.Contains(string(text), `"lines":[`) || !strings.Contains(string(text), `"ruleAfter":{`) {
			t.Errorf("%s, %v", text, err)
		}
	})
}

// A rule of new call handling keeps an announcement that is not in use any more, as the
// service demands, and that is no difference.
func TestRuleChange_keepsAnUnusedAnnouncement(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		for _, id := range []string{"work-hours", "808000001004"} {
			saw := d.rule(id)
			announce := func(r api.Rule) (api.Rule, error) { return r.EndWith(api.Fallback{Kind: api.ToAnnouncement}) }
			d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, announce)})
			d.undo()
			now := d.rule(id)
			if !api.SameRule(now, saw) || now.NoAnswer.Kind != saw.NoAnswer.Kind || !strings.Contains(d.sandbox.Rule(danaID, id), "PlayAnnouncement") {
				t.Errorf("%+v, not %+v", now.NoAnswer, saw.NoAnswer)
			}
			d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, lengthen)}) // seen before
			if text := d.sandbox.Rule(danaID, id); !strings.Contains(text, "PlayAnnouncement") {
				t.Error(text)
			}
			d.undo()
			d.redo()
		}
	})
}

func TestRuleChange_sendsNothingWhenAlreadyDone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		saw, other := d.rule(rings), d.rule(switches)
		want := editRule(t, &saw, moveDown)
		d.do(UpdateRule{Saw: saw, Want: want})
		d.do(ToggleRule{Saw: other, On: !other.Enabled})
		sent, entries := d.countRequests(method), len(d.history().Entries)
		for _, w := range []Write{UpdateRule{Saw: saw, Want: want}, ToggleRule{Saw: other, On: !other.Enabled}} {
			if res := d.do(w); res.Entry.ID != "" || d.countRequests(method) != sent || !knows(&res, rings) {
				t.Errorf("%+v", res)
			}
		}
		fixed := saw
		fixed.Fixed = "Not here."
		for _, w := range []Write{UpdateRule{Saw: saw, Want: fixed}, UpdateRule{Saw: saw, Want: other}, ToggleRule{Saw: saw}} {
			if _, err := d.try(w); err == nil || len(d.history().Entries) != entries {
				t.Error(err)
			}
		}
	})
}

func TestRuleConflict_insistsAndUndoes(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		saw := d.rule(rings)
		d.changeRuleAsAnother(rings)
		theirs := d.storedRules()
		res, err := d.try(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown)})
		c, ok := errors.AsType[*RuleConflict](err)
		if _, inner := errors.AsType[*api.RuleConflict](err); !ok || !inner || d.countRequests(method) != 0 || len(c.Changes()) == 0 {
			t.Fatalf("%v", err)
		}
		if res.Entry.ID != "" || len(d.history().Entries) > 0 {
			t.Errorf("%+v", res.Entry)
		}
		d.do(c.Insist())
		if left := api.Diff(&c.Want, new(d.rule(rings))); len(left) > 0 {
			t.Error(left)
		}
		d.undo()
		d.wantRules(theirs)
		// Undo runs into the same conflict, and still is an undo after Insist, which is about
		// what was shown.
		d.redo()
		last, _ := d.history().Last()
		p, err := d.Plan(Undo, new(d.read()), last)
		if err != nil {
			t.Fatal(err)
		}
		d.changeRuleAgainAsAnother(rings)
		if _, err = d.Run(t.Context(), &p); !errors.As(err, &c) {
			t.Fatal(err)
		}
		d.changeRuleAsAnother(rings)
		if _, err = d.try(c.Insist()); !errors.As(err, &c) {
			t.Fatal(err)
		}
		d.do(c.Insist())
		d.wantRules(theirs)
		if e, _ := d.history().Entry(last.ID); !e.Undone {
			t.Errorf("%+v is not undone", e)
		}
	})
}

func TestRuleChange_reconcilesLostAnswers(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		for _, fault := range []sandbox.FaultKind{sandbox.DropBefore, sandbox.DropAfter} {
			saw, dnd := d.rule(rings), d.rule(switches)
			for _, w := range []Write{UpdateRule{Saw: saw, Want: editRule(t, &saw, lengthen)}, ToggleRule{Saw: dnd, On: !dnd.Enabled}} {
				first := d.storedRules()
				d.sandbox.FailNext(method, "", sandbox.Fault{Kind: fault})
				writes := d.countRequests(method)
				res, err := d.try(w)
				var not *NotDoneError
				e := res.Entry
				if fault == sandbox.DropBefore {
					if !errors.As(err, &not) || e.Outcome != journal.NotDone || errors.Is(err, rest.ErrLost) {
						t.Errorf("%v, %+v", err, e)
					}
					d.wantRules(first)
				} else if err != nil || e.Outcome != journal.Done || !e.LookedUp {
					t.Errorf("%v, %+v", err, e)
				} else {
					d.undo()
					d.wantRules(first)
					writes++
				}
				if d.countRequests(method) != writes+1 || len(d.history().Pending()) > 0 || !knows(&res, rings) {
					t.Errorf("%d writes; %+v", d.countRequests(method)-writes, res.Snapshot)
				}
			}
		}
	})
}

// Another user may change the rule after the write and before it is read again.
func TestRuleChange_reconcilesDespiteLaterEdit(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		for _, fault := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			saw := d.rule(rings)
			d.sandbox.FailNext(method, "", sandbox.Fault{Kind: fault})
			d.hook = func(m testPoint) {
				if m == recorded && fault == sandbox.DropAfter {
					d.changeRuleAsAnother(rings)
				} else if m == recorded {
					d.changeRuleAgainAsAnother(rings)
				}
			}
			res, _ := d.try(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown)})
			d.hook = func(testPoint) {}
			if want := map[sandbox.FaultKind]journal.Outcome{sandbox.DropAfter: journal.Done, sandbox.DropBefore: journal.NotDone}[fault]; res.Entry.Outcome != want {
				t.Errorf("%+v", res.Entry)
			}
		}
		e, _ := d.history().Last()
		p, err := d.Plan(Undo, new(d.read()), e)
		if err != nil {
			t.Fatal(err)
		}
		// Undo does not overwrite the edit of the other user.
		if _, err := d.Run(t.Context(), &p); err == nil || !strings.Contains(err.Error(), "another user") {
			t.Error(err)
		}
	})
}

// The label of a number is no part of a rule that a person edits, also where the rule
// repeats it: it may change after the person saw the rule, and after the rule was changed.
func TestRuleChange_ignoresLabelOfNumber(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		saw := d.rule(rings)
		before := d.outlines()
		d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
		res := d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown)})
		relabelled := d.do(Update{Seen: d.byLabel("Cottage"), Want: api.Change{Label: ptr("Hut")}})
		d.run(Undo, res.Entry)
		d.run(Undo, relabelled.Entry)
		d.undo()
		if got := d.outlines(); got != before {
			t.Errorf("%s, not\n%s", got, before)
		}
	})
}

func TestRuleChange_isUndoneLatestFirst(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, _ string) {
		first := d.storedRules()
		saw := d.rule(rings)
		a := d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown)})
		b := d.do(UpdateRule{Saw: ruleIn(t, &a, rings), Want: editRule(t, new(ruleIn(t, &a, rings)), lengthen)})
		p, err := d.Plan(Undo, new(d.read()), a.Entry)
		if err != nil || len(p.Steps) > 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "later changes first") {
			t.Errorf("%+v, %v", p, err)
		}
		p, err = d.Plan(Undo, new(d.read()), d.history().SinceEntry(a.Entry.ID)...)
		if err != nil || len(p.Steps) != 2 || len(p.Blocked) > 0 {
			t.Fatalf("%+v, %v", p, err)
		}
		if _, err := d.Run(t.Context(), &p); err != nil {
			t.Fatal(err)
		}
		d.wantRules(first)
		if p, err = d.Plan(Redo, new(d.read()), b.Entry); err != nil || len(p.Steps) > 0 || len(p.Blocked) != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		d.run(Redo, a.Entry)
		d.run(Redo, b.Entry)
		if left := api.Diff(new(ruleIn(t, &b, rings)), new(d.rule(rings))); len(left) > 0 {
			t.Error(left)
		}
	})
}

func TestRuleChange_recordsMismatch(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		saw := d.rule(rings)
		d.service = otherRule{d.service, t}
		res, err := d.try(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown)})
		if _, ok := errors.AsType[*api.RuleMismatch](err); !ok || res.Entry.Outcome != journal.Done || len(res.Entry.Lines) == 0 {
			t.Fatalf("%v, %+v", err, res.Entry)
		}
		e := d.history().Entries[0]
		if !slices.Equal(e.Lines, res.Entry.Lines) || !strings.Contains(e.Lines[0], "instead of") {
			t.Error(e.Lines)
		}
	})
}

// ruleIn is a rule as the result of a write has it.
func ruleIn(t testing.TB, res *Result, id string) api.Rule {
	t.Helper()
	r, ok := res.Snapshot.Rule(id)
	if !ok {
		t.Fatalf("the result has no rule %s", id)
	}
	return r
}

func knows(res *Result, rule string) bool {
	_, ok := res.Snapshot.Rule(rule)
	return ok
}

// otherRule makes something else of a rule than was asked for.
type otherRule struct {
	Service
	t testing.TB
}

func (s otherRule) Write(_ context.Context, base *api.Snapshot, edits []api.Edit) ([]api.Applied, api.Snapshot) {
	before, errBefore := api.ReadRule(base.CallHandling, edits[0].Before)
	want, errWant := api.ReadRule(base.CallHandling, edits[0].Want)
	if err := errors.Join(errBefore, errWant); err != nil {
		s.t.Fatal(err)
	}
	got := editRule(s.t, &before, lengthen)
	d := base.Draft()
	if err := d.SetRule(&got); err != nil {
		s.t.Fatal(err)
	}
	why := &api.RuleMismatch{Want: want, Got: got, Differs: api.Diff(&want, &got)}
	return []api.Applied{{Edit: edits[0], State: api.Confirmed, After: got.Record(), Err: why}}, d.Snapshot()
}

// Whether a rule is on and whom it rings are undone apart, in either order, also where
// both are in one document.
func TestRuleChange_isUndoneApartFromItsSwitch(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		custom := map[api.CallHandling]string{api.V1: "807000001004", api.V2: "808000001004"}[d.read().CallHandling]
		first := snapshotText(&d.seen)
		for _, switchFirst := range []bool{true, false} {
			saw := d.rule(custom)
			rings := d.do(UpdateRule{saw, editRule(t, &saw, lengthen)})
			toggle := d.do(ToggleRule{d.rule(custom), !saw.Enabled})
			again := d.do(UpdateRule{d.rule(custom), editRule(t, new(d.rule(custom)), lengthen)})
			entries := []journal.Entry{again.Entry, rings.Entry, toggle.Entry}
			if switchFirst {
				entries = []journal.Entry{toggle.Entry, again.Entry, rings.Entry}
			}
			for _, e := range entries {
				d.run(Undo, e)
			}
			if got := snapshotText(new(d.read())); got != first {
				t.Errorf("%s, not\n%s", got, first)
			}
		}
	})
}
