package journal

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestRuleChange_isUndoneAndRedone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		states := []map[string]string{d.storedRules()}
		saw := d.rule(rings)
		sent := d.countRequests("")
		res := d.do(UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown, lengthen)})
		if n := d.countRequests("") - sent; n != 2 || d.countRequests(method) != 1 {
			t.Errorf("it took %d requests", n)
		}
		e := res.Entry
		if res.Rule == nil || e.Op != OpRing || e.Outcome != Done || e.RequestID == "" || len(e.Lines) < 2 || e.RuleAfter.Name != saw.Name {
			t.Errorf("%+v", e)
		}
		if left := api.Diff(*res.Rule, d.rule(rings)); len(left) > 0 {
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
		d.do(UpdateRule{Saw: saw, Want: editRule(t, saw, api.Rule.ToggleMode)})
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
		text, err := h.JSON(h.Entries)
		if err != nil || !strings.Contains(string(text), `"lines": [`) || !strings.Contains(string(text), `"ruleAfter": {`) {
			t.Errorf("%s, %v", text, err)
		}
	})
}

func TestRuleChange_sendsNothingWhenAlreadyDone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
		saw, other := d.rule(rings), d.rule(switches)
		want := editRule(t, saw, moveDown)
		d.do(UpdateRule{Saw: saw, Want: want})
		d.do(ToggleRule{Saw: other, On: !other.Enabled})
		sent, entries := d.countRequests(method), len(d.history().Entries)
		for _, w := range []Write{UpdateRule{Saw: saw, Want: want}, ToggleRule{Saw: other, On: !other.Enabled}} {
			if res := d.do(w); res.Entry.ID != "" || d.countRequests(method) != sent || res.Rule == nil {
				t.Errorf("%+v", res)
			}
		}
		fixed := saw
		fixed.Fixed = "Not here."
		for _, w := range []Write{UpdateRule{Saw: saw, Want: fixed}, UpdateRule{Saw: saw, Want: other}, ToggleRule{Saw: saw}} {
			if _, err := d.Do(t.Context(), w); err == nil || len(d.history().Entries) != entries {
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
		res, err := d.Do(t.Context(), UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown)})
		c, ok := errors.AsType[*RuleConflict](err)
		if _, inner := errors.AsType[*api.RuleConflict](err); !ok || !inner || d.countRequests(method) != 0 || len(c.Changes()) == 0 {
			t.Fatalf("%v", err)
		}
		if res.Entry.ID != "" || len(d.history().Entries) > 0 {
			t.Errorf("%+v", res.Entry)
		}
		d.do(c.Insist())
		if left := api.Diff(c.Want, d.rule(rings)); len(left) > 0 {
			t.Error(left)
		}
		d.undo()
		d.wantRules(theirs)
		// Undo runs into the same conflict, and still is an undo after Insist.
		d.redo()
		d.changeRuleAgainAsAnother(rings)
		last, _ := d.history().Last()
		p, err := d.Plan(Undo, d.numbers(), last)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = d.Run(t.Context(), p); !errors.As(err, &c) {
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
			for _, w := range []Write{UpdateRule{Saw: saw, Want: editRule(t, saw, lengthen)}, ToggleRule{Saw: dnd, On: !dnd.Enabled}} {
				first := d.storedRules()
				d.sandbox.FailNext(method, "", sandbox.Fault{Kind: fault})
				writes := d.countRequests(method)
				res, err := d.Do(t.Context(), w)
				var not *NotDoneError
				e := res.Entry
				if fault == sandbox.DropBefore {
					if !errors.As(err, &not) || e.Outcome != NotDone || errors.Is(err, rest.ErrLost) {
						t.Errorf("%v, %+v", err, e)
					}
					d.wantRules(first)
				} else if err != nil || e.Outcome != Done || !e.LookedUp {
					t.Errorf("%v, %+v", err, e)
				} else {
					d.undo()
					d.wantRules(first)
					writes++
				}
				if d.countRequests(method) != writes+1 || len(d.history().Pending()) > 0 || res.Rules == nil || res.Rule == nil {
					t.Errorf("%d writes; %+v", d.countRequests(method)-writes, res.Rule)
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
			res, _ := d.Do(t.Context(), UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown)})
			d.hook = func(testPoint) {}
			if want := map[sandbox.FaultKind]Outcome{sandbox.DropAfter: Done, sandbox.DropBefore: NotDone}[fault]; res.Entry.Outcome != want {
				t.Errorf("%+v", res.Entry)
			}
		}
		e, _ := d.history().Last()
		p, err := d.Plan(Undo, d.numbers(), e)
		if err != nil {
			t.Fatal(err)
		}
		// Undo does not overwrite the edit of the other user.
		if _, err := d.Run(t.Context(), p); err == nil || !strings.Contains(err.Error(), "somebody else") {
			t.Error(err)
		}
	})
}

// The label of a number is not part of a legacy rule: it may change after the person saw
// the rule, and after the rule was changed.
func TestRuleChange_ignoresLabelOfNumber(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		saw := d.rule(rings)
		if saw.CallHandling == api.V2 {
			return // there the name is part of the rule
		}
		before := d.outlines()
		d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
		res := d.do(UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown)})
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
		a := d.do(UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown)})
		b := d.do(UpdateRule{Saw: *a.Rule, Want: editRule(t, *a.Rule, lengthen)})
		p, err := d.Plan(Undo, d.numbers(), a.Entry)
		if err != nil || len(p.Steps) > 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "later first") {
			t.Errorf("%+v, %v", p, err)
		}
		p, err = d.Plan(Undo, d.numbers(), d.history().SinceEntry(a.Entry.ID)...)
		if err != nil || len(p.Steps) != 2 || len(p.Blocked) > 0 {
			t.Fatalf("%+v, %v", p, err)
		}
		if _, err := d.Run(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		d.wantRules(first)
		if p, err = d.Plan(Redo, d.numbers(), b.Entry); err != nil || len(p.Steps) > 0 || len(p.Blocked) != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		d.run(Redo, a.Entry)
		d.run(Redo, b.Entry)
		if left := api.Diff(*b.Rule, d.rule(rings)); len(left) > 0 {
			t.Error(left)
		}
	})
}

// stubService answers PutRule and StoredRules itself, where they are set.
type stubService struct {
	Service
	put   func(now, want api.Rule) (api.Rule, error)
	rules error
}

func (f stubService) PutRule(ctx context.Context, now, want api.Rule) (api.Rule, error) {
	if f.put == nil {
		return f.Service.PutRule(ctx, now, want)
	}
	return f.put(now, want)
}

func (f stubService) StoredRules(ctx context.Context) ([]api.Rule, error) {
	if f.rules != nil {
		return nil, f.rules
	}
	return f.Service.StoredRules(ctx)
}

func TestRuleChange_recordsMismatch(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		saw := d.rule(rings)
		w := NewWriter(stubService{Service: d.client, put: func(saw, want api.Rule) (api.Rule, error) {
			got := editRule(t, saw, lengthen)
			return got, &api.RuleMismatch{Want: want, Got: got, Differs: api.Diff(want, got)}
		}}, d.journal)
		res, err := w.Do(t.Context(), UpdateRule{Saw: saw, Want: editRule(t, saw, moveDown)})
		if _, ok := errors.AsType[*api.RuleMismatch](err); !ok || res.Entry.Outcome != Done || len(res.Entry.Lines) == 0 {
			t.Fatalf("%v, %+v", err, res.Entry)
		}
		e := d.history().Entries[0]
		if !slices.Equal(e.Lines, res.Entry.Lines) || !strings.Contains(e.Lines[0], "instead of") {
			t.Error(e.Lines)
		}
	})
}
