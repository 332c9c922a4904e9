package change

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// killBefore ends the program before its nth request that matches.
func (d *driver) killBefore(n int, matches func(*http.Request) bool) {
	d.wire.hook(func(r *http.Request) {
		if matches(r) {
			n--
		}
		if n == 0 {
			panic(killed{intended})
		}
	})
}

func isPut(r *http.Request) bool { return r.Method == http.MethodPut }

// A swap on legacy call handling whose program ends while one number stands aside is told
// as done in part, and can be taken back.
func TestSwap_thatEndsWhileANumberStandsAsideIsTakenBack(t *testing.T) {
	for _, free := range []bool{true, false} {
		d := newDriver(t, newUnlimitedSandbox(t))
		if !free {
			d.asAnother(func(e *sandbox.Extension) {
				e.Numbers = append(slices.Clone(e.Numbers),
					sandbox.Number{ID: "1", PhoneNumber: "+14155550101", Label: "A", Type: "Other", Flip: 7},
					sandbox.Number{ID: "2", PhoneNumber: "+14155550102", Label: "B", Type: "Other", Flip: 8})
			})
		}
		first := d.numbers()
		d.runUntilKilled(func() {
			d.killBefore(2, isPut)
			_, _ = d.try(Swap{A: d.byLabel("Cabin"), B: d.byLabel("On-call pager")})
		})
		d.wire.hook(nil)
		res := d.resolve()
		if len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Partly {
			t.Fatalf("%+v", res.Resolved)
		}
		d.undo()
		d.wantNumbers(first)
	}
}

// A rule of legacy call handling that rings a number which the same change added is known
// again when its answer is lost, although the number has another id by then.
func TestUndo_findsRulesOfNumbersThatCameBack(t *testing.T) {
	d := newDriver(t, newUnlimitedSandbox(t))
	first := d.read()
	d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
	d.sandbox.FailNext(http.MethodPut, "business-hours-rule", sandbox.Fault{Kind: sandbox.DropAfter})
	d.undo()
	if e := d.history().Entries[1]; e.Outcome != journal.Done {
		t.Errorf("%s %+v", e.Outcome, e.Docs)
	}
	for _, r := range d.read().Rules {
		was, _ := first.Rule(r.ID)
		if len(placesOf(&r, new(d.byLabel("Cabin")))) != len(placesOf(&was, &api.Number{ID: "803000005004"})) {
			t.Errorf("%s: %v", r.Name, api.Diff(&was, &r))
		}
	}
}

// On new call handling a number that only rules ring does not keep another from getting
// its label back: they may be two halves of one.
func TestUndo_isNotKeptByANumberThatOnlyRulesRing(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
	first := d.numbers()
	d.do(Update{Seen: d.byLabel("On-call pager"), Want: api.Change{Label: ptr("Beeper")}})
	d.draftAsAnother(func(draft *api.Draft) error {
		r, _ := new(draft.Snapshot()).Rule("after-hours")
		with, err := r.Add(&api.Target{Kind: api.NumberTarget, Name: "On-call pager", Phone: "+14155550199"}, 0)
		if err != nil {
			return err
		}
		return draft.SetRule(&with)
	})
	d.undo()
	if n, _ := new(d.read()).Number(first[5].ID, ""); n.Label != "On-call pager" {
		t.Errorf("%q", n.Label)
	}
}

// To add a number that rules ring already adds only what it lacks, and undo leaves it as
// it was.
func TestUndo_ofACreateLeavesWhatWasThereBefore(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
	d.do(Remove{Seen: []api.Number{d.byLabel("On-call pager")}, From: []api.Feature{api.CallFlip}})
	first := d.read()
	pager := d.byLabel("On-call pager")
	for _, lost := range []bool{false, true} {
		if lost {
			d.sandbox.FailNext(http.MethodPut, "call-flip-numbers", sandbox.Fault{Kind: sandbox.DropAfter})
		}
		d.do(Create{Number: api.NewNumber{Type: api.Other, Phone: pager.Phone, Label: pager.Label, Flip: 6, Rules: []string{"after-hours"}}})
		d.undo()
		d.wantNumbers(first.Numbers)
		for _, r := range d.read().Rules {
			if was, _ := first.Rule(r.ID); !api.SameRule(was, r) {
				t.Errorf("%s: %v", r.Name, api.Diff(&was, &r))
			}
		}
	}
}

// A state that another user has switched meanwhile is a conflict for who saw it as they
// want it to be.
func TestToggleRule_conflictsWithTheOppositeOfWhatWasSeen(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
	saw := d.rule("dnd")
	d.asAnother(func(e *sandbox.Extension) { e.DoNotDisturb = true })
	_, err := d.try(ToggleRule{Saw: saw, On: false})
	c, ok := errors.AsType[*RuleConflict](err)
	if !ok {
		t.Fatalf("%v", err)
	}
	d.do(c.Insist())
	if d.rule("dnd").Enabled {
		t.Error("it is on")
	}
}

// A rule is told to be changed, after its answer was lost, by any part of the change that
// it shows, whatever else another user has changed since.
func TestUpdateRule_isFoundBesideTheEditsOfAnotherUser(t *testing.T) {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
	saw := d.rule("work-hours")
	want, err := saw.ToggleMode()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := want.Lengthen(1, 5)
	if err == nil {
		theirs, err = theirs.ToggleMode()
	}
	if err == nil {
		theirs, err = theirs.ToggleMode()
	}
	for range 3 {
		if err == nil {
			theirs, err = theirs.Move(0, 1)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	d.sandbox.FailNext(http.MethodPatch, "work-hours", sandbox.Fault{Kind: sandbox.DropAfter})
	d.hook = func(p testPoint) {
		if p == sent {
			d.draftAsAnother(func(draft *api.Draft) error { return draft.SetRule(&theirs) })
		}
	}
	_, _ = d.try(UpdateRule{Saw: saw, Want: want})
	if e := d.history().Entries[0]; e.Outcome != journal.Done || !e.LookedUp {
		t.Errorf("%s", e.Outcome)
	}
}
