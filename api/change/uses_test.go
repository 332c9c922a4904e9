package change

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// onV2 runs a test on new call handling.
func onV2(t *testing.T, test func(t *testing.T, d *driver)) {
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
		d.numbers() // learns the backend
		test(t, d)
	})
}

// everything returns the numbers and rules on new call handling as one text, without ids.
func (d *driver) everything() string {
	d.t.Helper()
	var lines []string
	for _, n := range d.numbers() {
		lines = append(lines, fmt.Sprint(n.Phone, n.Label, n.Flip, n.Features, n.Rings, n.Unknown))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n" + d.storedRules()["work-hours"] + d.storedRules()["after-hours"]
}

func (d *driver) wantAll(want string) {
	d.t.Helper()
	if got := d.everything(); got != want {
		d.t.Errorf("there is\n%s, not\n%s", got, want)
	}
}

// undoAndRedo undoes changes and redoes them, twice. states are everything before the
// first of them and after each.
func (d *driver) undoAndRedo(states ...string) {
	d.t.Helper()
	for range 2 {
		for _, before := range slices.Backward(states[:len(states)-1]) {
			d.undo()
			d.wantAll(before)
		}
		for _, after := range states[1:] {
			d.redo()
			d.wantAll(after)
		}
	}
}

var (
	flipOnly  = []api.Feature{api.CallFlip}
	rulesOnly = []api.Feature{api.CallForwarding}
)

func TestRemove_fromOneUseIsUndoneAndRedone(t *testing.T) {
	t.Parallel()
	for name, from := range map[string][]api.Feature{"flip list": flipOnly, "rules": rulesOnly, "both": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onV2(t, func(t *testing.T, d *driver) {
				first := d.everything()
				res := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Work")}, From: from})
				if res.Entry.Outcome != journal.Done || len(res.Entry.From) != len(from) {
					t.Errorf("%+v", res.Entry)
				}
				removed := d.everything()
				i := slices.IndexFunc(d.numbers(), func(n api.Number) bool { return n.Label == "Cabin" })
				switch {
				case i < 0 && from == nil:
				case i < 0 || from == nil:
					t.Errorf("%d, %v", i, from)
				case d.numbers()[i].Has(from[0]) || len(d.numbers()[i].Features) != 1:
					t.Errorf("%+v", d.numbers()[i])
				}
				for range rounds(2) {
					d.undo()
					d.wantAll(first)
					d.reopen()
					d.redo()
					d.wantAll(removed)
				}
			})
		})
	}
}

// A number that one request has taken out of the flip list, and the next not out of the
// rules, is said to be there, and the same again finishes it.
func TestRemove_finishesAfterPartialFailure(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		first := d.everything()
		d.sandbox.FailNext("DELETE", "/forwarding-targets", sandbox.Fault{Kind: sandbox.DropBefore})
		res, err := d.try(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		partly, ok := errors.AsType[*PartlyError](err)
		if !ok || res.Entry.Outcome != journal.Partly || !strings.Contains(err.Error(), "Done: the flip list. Not done: the rules that ring Cabin.") ||
			!strings.Contains(err.Error(), "Make the change again to finish it") {
			t.Fatalf("%v, %+v", err, res.Entry)
		}
		if left := partly.Entry.After; len(left) != 1 || !left[0].Has(api.CallForwarding) || left[0].Has(api.CallFlip) {
			t.Errorf("%+v", left)
		}
		half := d.everything()
		d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		d.undo()
		d.wantAll(half)
		d.undo()
		d.wantAll(first)
		d.redo()
		d.wantAll(half)
	})
}

func TestCreate_finishesAfterPartialFailure(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		first := d.everything()
		n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}, CallHandling: api.V2}
		d.sandbox.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
		res, err := d.try(Create{Number: n})
		if _, ok := errors.AsType[*PartlyError](err); !ok || res.Entry.Outcome != journal.Partly ||
			!strings.Contains(err.Error(), "Done: the flip list, Work Hours. Not done: After Hours.") {
			t.Fatalf("%v, %+v", err, res.Entry)
		}
		half := d.everything()
		res = d.do(Create{Number: n})
		if e := res.Entry; len(e.Before) != 1 || len(e.After) != 1 || len(e.After[0].Rings) != 2 {
			t.Errorf("%+v", e)
		}
		whole := d.everything()
		d.undoAndRedo(first, half, whole)
	})
}

// What finishes an addition and asks for no digit leaves the number the one that it has.
func TestCreate_keepsTheDigitOfWhatIsThereInPart(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		cabin := d.byLabel("Cabin")
		d.do(Remove{Seen: []api.Number{cabin}, From: rulesOnly})
		n := api.NewNumber{Phone: cabin.Phone, Label: cabin.Label, Rules: []string{"work-hours"}, CallHandling: api.V2}
		if e := d.do(Create{Number: n}).Entry; e.Want[0].Flip != cabin.Flip || e.After[0].Flip != cabin.Flip {
			t.Errorf("%+v, %+v", e.Want, e.After)
		}
	})
}

// A number that only rules ring gets another id with another phone number.
func TestUpdate_renumbersNumberThatOnlyRulesRing(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}, From: flipOnly})
		first, cabin := d.everything(), d.byLabel("Cabin")
		phone := "+14155550150"
		res := d.do(Update{Seen: cabin, Want: api.Change{Phone: &phone}})
		if a := res.Entry.After; len(a) != 1 || a[0].ID == cabin.ID || a[0].Was != cabin.ID || len(a[0].Rings) != 2 {
			t.Errorf("%+v", a)
		}
		if n := len(res.Snapshot.Numbers); n != len(d.numbers()) {
			t.Errorf("%d numbers are shown of %d", n, len(d.numbers()))
		}
		changed := d.everything()
		digit := "8"
		d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: &digit}})
		flipped := d.everything()
		d.undoAndRedo(first, changed, flipped)
	})
}

// The request for one of the rules is lost. Undo restores what was changed.
func TestUpdate_finishesAfterPartialFailure(t *testing.T) {
	t.Parallel()
	for _, label := range []bool{false, true} {
		onV2(t, func(t *testing.T, d *driver) {
			first, cabin := d.everything(), d.byLabel("Cabin")
			phone, name := "+14155550150", "Hut"
			want := api.Change{Phone: &phone}
			if label {
				want = api.Change{Label: &name}
			}
			d.sandbox.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
			res, err := d.try(Update{Seen: cabin, Want: want})
			if _, ok := errors.AsType[*PartlyError](err); !ok || res.Entry.Outcome != journal.Partly {
				t.Fatalf("%v, %+v", err, res.Entry)
			}
			res = d.do(Update{Seen: cabin, Want: want}) // the same write finishes it
			if n := len(res.Snapshot.Numbers); n != len(d.numbers()) {
				t.Errorf("%d numbers are shown of %d", n, len(d.numbers()))
			}
			if now := d.byLabel(want.Of(&cabin).Label); now.Phone != want.Of(&cabin).Phone || len(now.Rings) != 2 || now.Rings[1].As != now.Label {
				t.Errorf("%+v", now)
			}
			d.run(Undo, res.Entry) // both attempts, for neither is the change alone
			d.wantAll(first)
			if _, left := d.history().Last(); left {
				t.Error("there is more to undo")
			}
		})
	}
}

// Another user added the number to another rule, or removed it from the flip list, after
// the person saw it.
func TestRemove_comparesUses(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		work := d.byLabel("Work")
		d.draftAsAnother(func(draft *api.Draft) error {
			after, _ := new(draft.Snapshot()).Rule("after-hours")
			return draft.SetRule(new(editRule(t, &after, func(r api.Rule) (api.Rule, error) { return r.Add(new(r.TargetOf(&work)), 0) })))
		})
		_, err := d.try(Remove{Seen: []api.Number{work}, From: rulesOnly})
		c, ok := errors.AsType[*Conflict](err)
		if !ok || len(c.Diffs) != 1 {
			t.Fatal(err)
		}
		rules := slices.IndexFunc(c.Diffs[0].Fields, func(r FieldDiff) bool { return r.Field == api.FieldRules })
		if row := c.Diffs[0].Fields[rules]; row.Saw != "Work Hours" || row.Now != "Work Hours, After Hours" || row.Want != "" || !row.Changed {
			t.Errorf("%+v", row)
		}
		all, ok := c.Resolve(c.Wanted()...)
		if !ok {
			t.Fatal("the conflict cannot be resolved")
		}
		d.do(all)
		work = d.byLabel("Work")
		d.draftAsAnother(func(draft *api.Draft) error { return draft.Remove("803000005004", api.CallFlip) })
		cabin := d.byLabel("Cabin")
		cabin.ID, cabin.Features = "803000005004", append(cabin.Features, api.CallFlip)
		if _, err := d.try(Remove{Seen: []api.Number{cabin}}); err == nil || !strings.Contains(err.Error(), "was changed by another user") {
			t.Error(err)
		}
	})
}

// Earlier versions logged no uses of numbers.
func TestResolvePending_readsRecordsWithoutUses(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		cabin := d.byLabel("Cabin")
		for id, want := range map[string]journal.Outcome{cabin.ID: journal.NotDone, "123": journal.Done} {
			e := journal.Entry{Op: journal.OpRemove, Before: []journal.Record{{ID: id, Type: api.Other, Phone: "+15305550142", Label: "Cabin", Features: cabin.Features}}}
			if err := d.journal.AppendIntent(&e); err != nil {
				t.Fatal(err)
			}
			res, err := d.ResolvePending(t.Context(), &api.Snapshot{})
			if err != nil || len(res.Resolved) != 1 || res.Resolved[0].Outcome != want {
				t.Errorf("%+v, %v", res.Resolved, err)
			}
		}
	})
}

// A redo that fails in the middle can be undone, and redone once more.
func TestRedo_canBeUndoneAfterPartialFailure(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		first := d.everything()
		d.do(Create{Number: api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"work-hours", "after-hours"}, CallHandling: api.V2}})
		whole := d.everything()
		d.undo()
		d.sandbox.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
		e, _ := d.history().LastUndone()
		p, err := d.Plan(Redo, new(d.read()), e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Run(t.Context(), &p); err == nil {
			t.Fatal("the redo did not fail")
		}
		if last, ok := d.history().Last(); !ok || last.ID != e.ID {
			t.Errorf("%+v", last)
		}
		d.undo()
		d.wantAll(first)
		d.redo()
		d.wantAll(whole)
	})
}

// Another user adds the same phone number after it was removed and before that is known.
func TestResolvePending_ignoresNumberAddedAgain(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		d.sandbox.FailNext("DELETE", "/forwarding-targets", sandbox.Fault{Kind: sandbox.DropAfter})
		d.hook = func(m testPoint) {
			if m == sent {
				d.asAnother(func(e *sandbox.Extension) {
					e.Numbers = append(slices.Clone(e.Numbers), sandbox.Number{ID: "9", PhoneNumber: "+15305550142", Label: "Theirs", Type: "Other", Features: []string{"CallFlip"}})
				})
				panic(killed{m})
			}
		}
		d.runUntilKilled(func() { _, _ = d.try(Remove{Seen: []api.Number{d.byLabel("Cabin")}}) })
		res, err := d.ResolvePending(t.Context(), &api.Snapshot{})
		if err != nil || len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Done || len(res.Resolved[0].After) != 0 {
			t.Errorf("%+v, %v", res.Resolved, err)
		}
	})
}
