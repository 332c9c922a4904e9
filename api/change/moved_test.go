package change

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// RingCentral moves accounts to new call handling while the program is open.

func (d *driver) moveAccount() {
	d.sandbox.Change(func(c *sandbox.Company) { c.MoveToNewCallHandling() })
}

func onMoving(t *testing.T, test func(t *testing.T, d *driver)) {
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: true}))
		d.read()
		test(t, d)
	})
}

// numberWrites are changes of numbers on legacy call handling.
var numberWrites = []struct {
	name  string
	write func(d *driver) Write
}{
	{"add", func(*driver) Write { return Create{boat} }},
	{"label and digit", func(d *driver) Write {
		return Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut"), Flip: ptr("8")}}
	}},
	{"telephone number", func(d *driver) Write { return Update{d.byLabel("Cabin"), api.Change{Phone: ptr("+14155550177")}} }},
	{"swap", func(d *driver) Write { return Swap{d.byLabel("Cabin"), d.byLabel("Work")} }},
	{"remove", func(d *driver) Write {
		return Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("On-call pager")}}
	}},
}

// The account moves after a change. What became of its numbers is undone and redone on
// new call handling.
func TestUndo_afterTheAccountMoved(t *testing.T) {
	t.Parallel()
	for _, c := range sample(numberWrites, 2) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			onMoving(t, func(t *testing.T, d *driver) {
				untouched := numbersOnly(d.numbers())
				d.do(c.write(d))
				changed := numbersOnly(d.numbers())
				d.moveAccount()
				for range 2 {
					d.undo()
					d.wantNumbersOnly(untouched)
					d.redo()
					d.wantNumbersOnly(changed)
				}
				d.reopen()
				d.undo()
				d.wantNumbersOnly(untouched)
			})
		})
	}
}

// numbersOnly are the telephone numbers, labels and digits of numbers that can be flipped
// to, one a line in their order.
func numbersOnly(numbers []api.Number) string {
	var lines []string
	for _, n := range numbers {
		if n.Has(api.CallFlip) {
			lines = append(lines, n.Phone+" "+n.Label+" "+n.Flip)
		}
	}
	return sortedLines(strings.Join(lines, "\n"))
}

func (d *driver) wantNumbersOnly(want string) {
	d.t.Helper()
	if got := numbersOnly(d.numbers()); got != want {
		d.t.Errorf("the numbers are\n%s, not\n%s", got, want)
	}
}

// The rules of before are no more, so that a removed number does not come back into them,
// and a change of one cannot be undone.
func TestPlan_saysThatRulesAreOthersAfterTheMove(t *testing.T) {
	t.Parallel()
	onMoving(t, func(t *testing.T, d *driver) {
		saw := d.rule("business-hours-rule")
		rule := d.do(UpdateRule{saw, editRule(t, &saw, moveDown)})
		gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		d.moveAccount()
		p := d.run(Undo, gone.Entry)
		if notes := strings.Join(p.Notes, " "); !strings.Contains(notes, "is not added back to the old rules") {
			t.Error(p.Notes)
		}
		p = d.plan(Undo, rule.Entry)
		if len(p.Steps) > 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "has other rules") {
			t.Errorf("%+v, %+v", p.Steps, p.Blocked)
		}
	})
}

// The program ends, and the account moves before the next one looks up what was done.
func TestResolvePending_afterTheAccountMoved(t *testing.T) {
	t.Parallel()
	for _, c := range sample(numberWrites, 2) {
		for _, fault := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			t.Run(c.name+map[sandbox.FaultKind]string{sandbox.DropAfter: ", done", sandbox.DropBefore: ", not done"}[fault], func(t *testing.T) {
				t.Parallel()
				onMoving(t, func(t *testing.T, d *driver) { testPendingMoved(d, c.write(d), fault) })
			})
		}
	}
}

func testPendingMoved(d *driver, w Write, fault sandbox.FaultKind) {
	first := numbersOnly(d.numbers())
	d.wire.hook(func(r *http.Request) {
		if r.Method != http.MethodGet && fault == sandbox.DropBefore {
			d.sandbox.FailNext(r.Method, r.URL.Path, sandbox.Fault{Kind: fault})
		}
	})
	d.killAt(sent)
	d.runUntilKilled(func() { _, _ = d.try(w) })
	d.wire.hook(nil)
	d.moveAccount()
	res := d.resolve()
	want := map[sandbox.FaultKind]journal.Outcome{sandbox.DropAfter: journal.Done, sandbox.DropBefore: journal.NotDone}[fault]
	if len(res.Resolved) != 1 || res.Resolved[0].Outcome != want {
		d.t.Fatalf("%+v", res.Resolved)
	}
	if want == journal.Done {
		after := numbersOnly(d.numbers())
		d.undo()
		d.wantNumbersOnly(first)
		d.redo()
		d.wantNumbersOnly(after)
	}
}

// The person decides by what they saw on legacy call handling, and the account has moved
// since: the change is made there.
func TestDo_afterTheAccountMoved(t *testing.T) {
	t.Parallel()
	for _, c := range sample(numberWrites, 2) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			onMoving(t, func(t *testing.T, d *driver) {
				first, w := numbersOnly(d.numbers()), c.write(d)
				d.moveAccount()
				res := d.do(w)
				if res.Entry.Outcome != journal.Done || res.Snapshot.CallHandling != api.V2 {
					t.Errorf("%+v", res.Entry)
				}
				d.wantSnapshot(&res.Snapshot)
				d.undo()
				d.wantNumbersOnly(first)
			})
		})
	}
}

// The account moves in front of each request of a save: it is made there, or told as done
// in part, and undone there.
func TestDo_whileTheAccountMoves(t *testing.T) {
	t.Parallel()
	for _, c := range sample(numberWrites, 2) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for n, more := 0, true; more; n++ {
				onMoving(t, func(t *testing.T, d *driver) {
					first, w := numbersOnly(d.numbers()), c.write(d)
					requests := 0
					d.wire.hook(func(*http.Request) {
						if requests == n {
							d.moveAccount()
						}
						requests++
					})
					res, err := d.try(w)
					d.wire.hook(nil)
					more = requests > n
					_, partly := errors.AsType[*PartlyError](err) // a swap while one number stands aside
					if err != nil && !partly || !res.Entry.Effective() {
						t.Errorf("before request %d: %s, %v", n, res.Entry.Outcome, err)
					}
					d.undo()
					d.wantNumbersOnly(first)
				})
			}
		})
	}
}
