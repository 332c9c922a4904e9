package change

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// One of two removed numbers cannot come back under its label, which another number has
// now. The other comes back, and the first once its label is free.
func TestUndo_leavesNumberWhoseLabelIsTaken(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		first := d.read()
		gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("On-call pager")}})
		d.do(Create{api.NewNumber{Phone: "+14155550150", Label: "Cabin"}})
		p := d.plan(Undo, gone.Entry)
		if len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, `already has the label "Cabin"`) {
			t.Fatalf("%+v", p.Blocked)
		}
		results, err := d.Run(t.Context(), &p)
		if _, blocked := errors.AsType[*PlanError](err); !blocked || results[0].Entry.Outcome != journal.Done {
			t.Fatalf("%v, %+v", err, results)
		}
		d.byLabel("On-call pager")
		if e, _ := d.history().Entry(gone.Entry.ID); e.Undone {
			t.Error("the removal is marked as undone as a whole")
		}
		d.undo() // the number that has the label
		d.undo() // the rest of the removal
		if got, want := snapshotText(new(d.read())), snapshotText(&first); sortedLines(got) != sortedLines(want) {
			t.Errorf("%s, not\n%s", got, want)
		}
		if e, _ := d.history().Entry(gone.Entry.ID); !e.Undone {
			t.Error("the removal is not marked as undone")
		}
		d.redo()
		if n := len(d.read().Numbers); n != len(first.Numbers)-2 {
			t.Errorf("%d numbers after the redo", n)
		}
	})
}

// The label that a number had is another's now, so that it cannot come back.
func TestUndo_blocksLabelThatIsTaken(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		renamed := d.do(Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut"), Flip: ptr("8")}})
		d.do(Create{api.NewNumber{Phone: "+14155550150", Label: "Cabin"}})
		before := snapshotText(new(d.read()))
		p := d.plan(Undo, renamed.Entry)
		if len(p.Steps) > 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "Cabin") {
			t.Errorf("%+v, %+v", p.Steps, p.Blocked)
		}
		if results, err := d.Run(t.Context(), &p); len(results) > 0 || err != nil || snapshotText(new(d.read())) != before {
			t.Errorf("%+v, %v", results, err)
		}
	})
}

// Two of three exchanged digits are put back, for another number has the third.
func TestUndo_putsBackTheDigitsThatAreFree(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		moved := d.do(d.moveDown(3, 2)) // Work has 5, Home 3 and Cabin 4
		d.do(Update{d.byLabel("Cabin"), api.Change{Flip: ptr("8")}})
		d.do(Update{d.byLabel("On-call pager"), api.Change{Flip: ptr("4")}})
		p := d.plan(Undo, moved.Entry)
		_, err := d.Run(t.Context(), &p)
		c, ok := errors.AsType[*Conflict](err)
		if !ok || len(c.Diffs) != 1 || c.Diffs[0].Now.Label != "Cabin" {
			t.Fatalf("%v", err)
		}
		insisted, _ := c.Resolve(c.Wanted()...)
		d.do(insisted)
		if notes := strings.Join(p.Notes, " "); !strings.Contains(notes, `Flip digit 4 of Home now belongs to On-call pager`) {
			t.Errorf("%+v %+v", p.Steps, p.Notes)
		}
		got := map[string]string{}
		for _, n := range d.numbers() {
			got[n.Label] = n.Flip
		}
		want := map[string]string{"RingCentral for Desktop": "1", "Mobile": "2", "Work": "3", "Home": "", "Cabin": "5", "On-call pager": "4"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, not %v", got, want)
		}
	})
}

// A redo is made of what is now, also after other changes of the same number.
func TestRedo_afterOtherChanges(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		d.undo()
		d.do(Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut")}})
		if e, ok := d.history().LastUndone(); ok {
			t.Errorf("%+v can be redone", e)
		}
		d.run(Redo, gone.Entry)
		for _, n := range d.numbers() {
			if n.Label == "Hut" {
				t.Errorf("%+v is still there", n)
			}
		}
		// The undo brings back what was removed first, under its label of then.
		d.run(Undo, gone.Entry)
		d.byLabel("Cabin")
		// What another user changed since is not removed without asking.
		d.asAnother(func(e *sandbox.Extension) {
			for i := range e.Numbers {
				if e.Numbers[i].Label == "Cabin" {
					e.Numbers[i].Label = "Theirs"
				}
			}
		})
		_, err := d.Run(t.Context(), new(d.plan(Redo, gone.Entry)))
		if _, ok := errors.AsType[*Conflict](err); !ok {
			t.Errorf("%v", err)
		}
	})
}

// A number has another id after every undo of its removal. A change from before still
// finds it, also where programs end in between.
func TestUndo_followsIDsOverRoundsAndKills(t *testing.T) {
	t.Parallel()
	for _, c := range sample(killCases(1), 9) {
		t.Run(c.String(), func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, _, _, _ string) { testRoundsWithKills(d, c) })
		})
	}
}

func testRoundsWithKills(d *driver, c killCase) {
	first := snapshotText(new(d.read()))
	renamed := d.do(Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut"), Flip: ptr("8")}})
	gone := d.do(Remove{Seen: []api.Number{d.byLabel("Hut"), d.byLabel("Home")}})
	for round := range 3 {
		for _, dir := range []Direction{Undo, Redo} {
			if c.fault == sandbox.DropAfter || round%2 == 0 {
				method := []string{"POST", "PUT", "DELETE"}[round]
				d.sandbox.FailNext(method, "", sandbox.Fault{Kind: c.fault})
			}
			d.killAt(c.point)
			d.runUntilKilled(func() { _, _ = d.Run(d.t.Context(), new(d.plan(dir, gone.Entry))) })
			d.resolve()
			for range 3 { // what ended half way is finished
				if len(d.history().Open(gone.Entry.ID, dir == Undo)) > 0 {
					_, _ = d.Run(d.t.Context(), new(d.plan(dir, gone.Entry)))
				}
			}
			if left := d.history().Open(gone.Entry.ID, dir == Undo); len(left) > 0 {
				d.t.Fatalf("round %d: %v leaves %v", round, dir, left)
			}
		}
	}
	d.run(Undo, gone.Entry)
	d.run(Undo, renamed.Entry)
	if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(first) {
		d.t.Errorf("%s, not\n%s", got, first)
	}
}

// A rule that rings a number is changed before or after the number itself, or after it was
// removed. Each order of undoing the two leaves what there was, and redoing what there was
// before that, without a conflict over changes of our own.
func TestUndo_ofANumberAndOfARuleInEitherOrder(t *testing.T) {
	t.Parallel()
	numbers := map[string]func(api.Number) Write{
		"label":   func(n api.Number) Write { return Update{n, api.Change{Label: ptr("Hut")}} },
		"phone":   func(n api.Number) Write { return Update{n, api.Change{Phone: ptr("+14155550150")}} },
		"removal": func(n api.Number) Write { return Remove{Seen: []api.Number{n}} },
	}
	for name, number := range numbers {
		for _, order := range sample([]struct{ ruleFirst, undoRuleFirst bool }{{false, false}, {false, true}, {true, false}, {true, true}}, 3) {
			t.Run(fmt.Sprint(name, order), func(t *testing.T) {
				onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
					if name == "removal" && order.ruleFirst && order.undoRuleFirst {
						return // what came later has to be undone first
					}
					first := snapshotText(new(d.read()))
					writes := []func() Write{
						func() Write { return number(d.byLabel("Cabin")) },
						func() Write { saw := d.rule(rings); return UpdateRule{saw, editRule(t, &saw, moveDown)} },
					}
					if order.ruleFirst {
						slices.Reverse(writes)
					}
					undo := []journal.Entry{d.do(writes[0]()).Entry, d.do(writes[1]()).Entry}
					both := snapshotText(new(d.read()))
					if order.ruleFirst != order.undoRuleFirst {
						slices.Reverse(undo)
					}
					for range rounds(2) {
						d.run(Undo, undo...)
						if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(first) {
							t.Errorf("%s, not\n%s", got, first)
						}
						slices.Reverse(undo)
						d.run(Redo, undo...)
						if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(both) {
							t.Errorf("%s, not\n%s", got, both)
						}
						slices.Reverse(undo)
					}
				})
			})
		}
	}
}

// A removal of three numbers of which the service refused one, as versions before 2 wrote
// it: undo and redo are about the two that went.
func TestUndo_ofRemovalOfEarlierVersionThatWasRefusedInPart(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		first := d.read()
		labels := []string{"Cabin", "Home", "Work"}
		e := journal.Entry{Op: journal.OpRemove, Outcome: journal.Partly}
		var numbers []api.Number
		for _, label := range labels {
			numbers = append(numbers, d.byLabel(label))
		}
		e.Before, e.Rang = journal.RecordsOf(numbers), ringing(first.Rules, numbers)
		e.After = e.Before[2:]
		d.draftAsAnother(func(draft *api.Draft) error {
			return errors.Join(draft.Remove(numbers[0].ID), draft.Remove(numbers[1].ID))
		})
		if err := errors.Join(d.journal.AppendIntent(&e), d.journal.AppendOutcome(&e, journal.OutcomeEvent)); err != nil {
			t.Fatal(err)
		}
		gone := d.read()
		for range 2 {
			if p := d.undo(); len(p.Blocked) > 0 {
				t.Errorf("%+v", p.Blocked)
			}
			if got, want := sortedLines(snapshotText(new(d.read()))), sortedLines(snapshotText(&first)); got != want {
				t.Fatalf("%s, not\n%s", got, want)
			}
			d.redo()
			if got, want := sortedLines(snapshotText(new(d.read()))), sortedLines(snapshotText(&gone)); got != want {
				t.Fatalf("%s, not\n%s", got, want)
			}
		}
	})
}

// Another user edits what a change made before its lost answer is looked up. That is not
// part of the change, and undo asks before it overwrites it.
func TestUndo_asksOverEditsFromBeforeTheLookUp(t *testing.T) {
	t.Parallel()
	rename := func(d *driver, label string) {
		d.asAnother(func(e *sandbox.Extension) {
			for i := range e.Numbers {
				if e.Numbers[i].Label == label {
					e.Numbers[i].Label = "Theirs"
				}
			}
		})
	}
	cases := []struct {
		name  string
		write func(d *driver, rings string) Write
		edit  func(d *driver, rings string)
	}{
		{"number", func(d *driver, _ string) Write {
			return Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut"), Flip: ptr("8")}}
		}, func(d *driver, _ string) { rename(d, "Hut") }},
		{"added number", func(d *driver, _ string) Write { d.read(); return Create{boat} }, func(d *driver, _ string) { rename(d, "Boat") }},
		{"rule", func(d *driver, rings string) Write {
			saw := d.rule(rings)
			return UpdateRule{saw, editRule(d.t, &saw, moveDown)}
		}, func(d *driver, rings string) { d.changeRuleAgainAsAnother(rings) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
				w := c.write(d, rings)
				for _, method := range []string{"POST", "PUT", "PATCH"} {
					d.sandbox.FailNext(method, "", sandbox.Fault{Kind: sandbox.DropAfter})
				}
				d.hook = func(p testPoint) {
					if p == recorded {
						c.edit(d, rings)
					}
				}
				res, err := d.try(w)
				d.hook = func(testPoint) {}
				if err != nil || res.Entry.Outcome != journal.Done || !res.Entry.LookedUp {
					t.Fatalf("%s, %v", res.Entry.Outcome, err)
				}
				last, _ := d.history().Last()
				_, err = d.Run(t.Context(), new(d.plan(Undo, last)))
				if !conflicting(err) {
					t.Errorf("%v", err)
				}
			})
		})
	}
}
