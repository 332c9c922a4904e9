package change

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

func TestUndo_restoresRemovedNumberToItsRules(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		first, numbers := d.outlines(), d.numbers()
		for _, gone := range [][]string{{"Cabin"}, {"Work", "Home"}, {"Mobile", "Cabin", "Work"}} {
			var seen []api.Number
			for _, label := range gone {
				seen = append(seen, d.byLabel(label))
			}
			res := d.do(Remove{Seen: seen})
			if len(res.Entry.Rang) == 0 || len(res.Entry.Lines) < len(gone) || d.outlines() == first {
				t.Errorf("%+v", res.Entry.Lines)
			}
			without := d.outlines()
			for range 2 {
				p := d.undo()
				d.wantNumbers(numbers)
				if got := d.outlines(); got != first {
					t.Fatalf("after restoring %v\n%s, not\n%s", gone, got, first)
				}
				if notes := strings.Join(p.Notes, " "); strings.Contains(notes, "do not ring") {
					t.Error(notes)
				}
				d.redo()
				if got := d.outlines(); got != without {
					t.Errorf("after removing %v again\n%s, not\n%s", gone, got, without)
				}
			}
			d.undo()
			if e, _ := d.history().Entry(res.Entry.ID); !e.Undone {
				t.Error("the removal is not marked as undone")
			}
		}
	})
}

// A restore takes many writes, and the program may end at any point of any of them.
func TestUndo_continuesAfterKillDuringRestore(t *testing.T) {
	t.Parallel()
	type restoreCase struct {
		point testPoint
		write int // in which of the writes, from 0
	}
	var all []restoreCase
	for point := testPoint(0); point < reconciled; point++ {
		for write := range 4 {
			all = append(all, restoreCase{point, write})
		}
	}
	for _, c := range sample(all, 5) {
		t.Run(fmt.Sprintf("%v of write %d", c.point, c.write), func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, _, _, _ string) { testKillDuringRestore(d, c.point, c.write) })
		})
	}
}

func testKillDuringRestore(d *driver, m testPoint, after int) {
	first, numbers := d.outlines(), d.numbers()
	gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Home")}})
	d.hook = func(now testPoint) {
		if now == m {
			if after--; after < 0 {
				panic(killed{m})
			}
		}
	}
	d.runUntilKilled(func() { d.run(Undo, gone.Entry) })
	if _, err := d.ResolvePending(d.t.Context(), &api.Snapshot{}); err != nil {
		d.t.Error(err)
	}
	if e, ok := d.history().Last(); ok {
		d.run(Undo, e)
	}
	d.wantNumbers(numbers)
	if got := d.outlines(); got != first {
		d.t.Errorf("there is\n%s, not\n%s", got, first)
	}
	if e, ok := d.history().Last(); ok {
		d.t.Errorf("%+v is not undone", e)
	}
}

// outlines returns all rules as one text: who rings, in which order, how long.
func (d *driver) outlines() string {
	text := ""
	for _, r := range d.read().Rules {
		text += outlineOf(&r) + "\n"
	}
	return text
}

func outlineOf(r *api.Rule) string {
	text := fmt.Sprintf("%s on=%v %s", r.ID, r.Enabled, r.Mode)
	for _, s := range r.Steps {
		if r.Unit == api.InRings && !s.On {
			continue
		}
		var names []string
		for _, t := range s.Targets {
			names = append(names, t.Name+" "+t.Phone)
		}
		text += fmt.Sprintf("; %s %d %v", strings.Join(names, "+"), s.Length, s.On)
	}
	return text
}

// The rule changes after the number was removed from it.
func TestUndo_restoresNumberToChangedRule(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Home")}})
		saw := d.rule(rings)
		changed := d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, moveDown, lengthen)})
		d.run(Undo, gone.Entry)
		now := d.rule(rings)
		places := map[string]int{}
		for i, s := range now.Steps {
			for _, target := range s.Targets {
				places[target.Name] = i
			}
		}
		if places["Home"] != places["Work"] || places["Cabin"] <= places["Work"] || now.Steps[0].Length != ruleIn(t, &changed, rings).Steps[0].Length {
			t.Error(outlineOf(&now))
		}
	})
}

func TestUndo_notesTargetThatIsGone(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		saw := d.rule(rings)
		cabin := d.byLabel("Cabin")
		var step int
		for i, s := range saw.Steps {
			if slices.ContainsFunc(s.Targets, func(t api.Target) bool { return isNumber(&t, &cabin) }) {
				step = i
			}
		}
		taken := d.do(UpdateRule{Saw: saw, Want: editRule(t, &saw, func(r api.Rule) (api.Rule, error) { return r.RemoveStep(step) })})
		if saw.CallHandling != api.V1 {
			return // there a rule rings any number
		}
		d.asAnother(func(e *sandbox.Extension) { e.Remove(cabin.ID) })
		p, err := d.Plan(Undo, new(d.read()), taken.Entry)
		if err != nil || !strings.Contains(strings.Join(p.Notes, " "), `Cabin no longer exists`) {
			t.Errorf("%+v, %v", p.Notes, err)
		}
	})
}

// A number that only rules ring is restored by adding it to them again.
func TestUndo_restoresNumberThatOnlyRulesRing(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling}))
	d.draftAsAnother(func(draft *api.Draft) error { return draft.Remove("803000005004", api.CallFlip) })
	first, numbers := d.storedRules(), d.numbers()
	cabin := d.byLabel("Cabin")
	if !cabin.OnlyRung() {
		t.Fatalf("%+v", cabin)
	}
	d.do(Remove{Seen: []api.Number{cabin}})
	for range 2 {
		if p := d.undo(); len(p.Steps) != 2 || len(p.Notes) > 0 {
			t.Errorf("%+v", p)
		}
		d.wantNumbers(numbers)
		d.wantRules(first)
		d.redo()
	}
}

func TestRemove_worksWithoutPermissionToReadRules(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		d.refuseRules(sandbox.Fault{Status: 403, Code: "CMN-408"})
		cabin := d.byLabel("Cabin")
		d.do(Remove{Seen: []api.Number{cabin}})
		d.refuseRules(sandbox.Fault{})
		if p := d.undo(); !strings.Contains(strings.Join(p.Notes, " "), "do not ring it again automatically") {
			t.Error(p.Notes)
		}
		home := d.byLabel("Home")
		d.refuseRules(sandbox.Fault{Status: 503})
		if _, err := d.try(Remove{Seen: []api.Number{home}}); err == nil {
			t.Error("the number was removed though its rules could not be read")
		}
		d.refuseRules(sandbox.Fault{})
		d.byLabel("Home")
	})
}

// Where the service shows neither the rules nor what they ring, a removal still takes the
// number out of every rule. A refusal is told, and what was done can be undone.
func TestRemove_takesNumbersOutOfHiddenRules(t *testing.T) {
	t.Parallel()
	for _, refused := range []bool{false, true} {
		onV2(t, func(t *testing.T, d *driver) {
			first := d.numbers()
			fault := sandbox.Fault{Status: http.StatusForbidden, Code: "CMN-408"}
			d.wire.hook(func(r *http.Request) {
				targets := strings.HasSuffix(r.URL.Path, "/forwarding-targets")
				if isOfRules(r) || targets && (refused || r.Method == http.MethodGet) {
					d.sandbox.FailNext(r.Method, r.URL.Path, fault)
				}
			})
			cabin := d.byLabel("Cabin")
			res, err := d.try(Remove{Seen: []api.Number{cabin}})
			_, partly := errors.AsType[*PartlyError](err)
			if partly != refused || !refused && err != nil {
				t.Errorf("%v", err)
			}
			d.wire.hook(nil)
			if rings := strings.Contains(d.sandbox.Rule(danaID, "work-hours"), cabin.Phone); rings != refused {
				t.Errorf("the rule rings it: %v", rings)
			}
			p := d.run(Undo, res.Entry)
			if told := strings.Contains(strings.Join(p.Notes, " "), "do not ring it again automatically"); told == refused {
				t.Errorf("%q", p.Notes)
			}
			if refused {
				d.wantNumbers(first)
			}
		})
	}
}

// The rule no longer rings numbers. Undo says so and restores the rest.
func TestUndo_reportsRuleThatTakesNoNumbers(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		numbers := d.numbers()
		d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		d.asAnother(func(e *sandbox.Extension) {
			text := strings.NewReplacer(`"ForwardCalls"`, `"TakeMessagesOnly"`, `"RingInOrder"`, `"Custom"`).Replace(d.ruleText(e, rings))
			if err := e.SetRule(rings, text); err != nil {
				t.Error(err)
			}
		})
		last, _ := d.history().Last()
		for range 3 {
			p, err := d.Plan(Undo, new(d.read()), last)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = d.Run(t.Context(), &p); err == nil {
				break
			}
			if _, ok := errors.AsType[*PlanError](err); !ok || !strings.Contains(err.Error(), "is not added back to") {
				t.Fatal(err)
			}
		}
		d.wantNumbers(numbers)
		if e, _ := d.history().Entry(last.ID); !e.Undone {
			t.Error("the removal is not marked as undone")
		}
	})
}

func (d *driver) ruleText(e *sandbox.Extension, id string) string { return e.Rule(id).JSON() }

// refuseRules has every reading of rules fail; the zero Fault ends that.
func (d *driver) refuseRules(f sandbox.Fault) {
	d.wire.hook(func(r *http.Request) {
		if r.Method == http.MethodGet && isOfRules(r) {
			d.sandbox.FailNext(r.Method, r.URL.Path, f)
		}
	})
	if f == (sandbox.Fault{}) {
		d.wire.hook(nil)
	}
}

func isOfRules(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "-rule")
}
