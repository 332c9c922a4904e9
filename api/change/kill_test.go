package change

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// killCase is where a program ends: at a test point of one of the writes that a test
// tries, while the request has its effect or not.
type killCase struct {
	point testPoint
	fault sandbox.FaultKind // DropAfter: the effect is there; DropBefore: it is not
	op    int
}

func (c killCase) String() string {
	effect := "done"
	if c.fault == sandbox.DropBefore {
		effect = "not done"
	}
	return fmt.Sprintf("%v, %s, write %d", c.point, effect, c.op)
}

func killCases(ops int) []killCase {
	var all []killCase
	for point := testPoint(0); point < testPoints; point++ {
		for _, fault := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			for op := range ops {
				all = append(all, killCase{point, fault, op})
			}
		}
	}
	return all
}

func TestResolvePending_afterKillBetweenSteps(t *testing.T) {
	t.Parallel()
	for _, c := range sample(killCases(4), 5) {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { testKillBetweenSteps(t, c) })
		})
	}
}

func testKillBetweenSteps(t *testing.T, c killCase) {
	d := newDriver(t, newUnlimitedSandbox(t))
	first := d.numbers()
	writes := []Write{
		Create{boat},
		Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage"), Flip: ptr("8")}},
		Remove{Seen: []api.Number{d.byLabel("Cabin")}},
		Swap{A: d.byLabel("Cabin"), B: d.byLabel("Work")},
	}
	d.sandbox.FailNext([]string{"POST", "PUT", "DELETE", "PUT"}[c.op], "", sandbox.Fault{Kind: c.fault})
	d.killAt(c.point)
	d.runUntilKilled(func() { _, _ = d.try(writes[c.op]) })
	pending := len(d.history().Pending())
	sent := d.countRequests("")
	res, err := d.ResolvePending(t.Context(), &api.Snapshot{})
	if err != nil || len(res.Resolved) != pending || pending == 0 && d.countRequests("") != sent {
		t.Errorf("%d pending, %+v, %v", pending, res.Resolved, err)
	}
	after := d.numbers()
	if e, ok := d.history().Last(); ok {
		d.run(Undo, e)
		d.wantNumbers(first)
		d.redo()
		d.wantNumbers(after)
	} else {
		d.wantNumbers(first)
	}
}

func TestResolvePending_leavesRunningProgramAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newUnlimitedSandbox(t))
		other := NewWriter(d.client, openJournal(t, d.dir))
		d.hook = func(m testPoint) {
			if m == intended {
				time.Sleep(5 * time.Minute) // longer than a journal waits for its lock
			}
		}
		done := make(chan error)
		go func() {
			_, err := d.try(Create{boat})
			done <- err
		}()
		time.Sleep(time.Minute)
		if res, err := other.ResolvePending(t.Context(), &api.Snapshot{}); err != nil || len(res.Resolved) != 0 || len(d.history().Pending()) != 1 {
			t.Errorf("%+v, %v", res, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := other.Do(ctx, &api.Snapshot{}, Create{boat}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		_, err := other.Do(t.Context(), &api.Snapshot{}, Create{boat})
		if _, busy := errors.AsType[*journal.BusyError](err); !busy {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestRuleChange_resolvesAfterKill(t *testing.T) {
	for _, c := range sample(killCases(2), 5) {
		t.Run(c.String(), func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, rings, switches, method string) {
				testKillDuringRuleChange(d, c, rings, switches, method)
			})
		})
	}
}

func testKillDuringRuleChange(d *driver, c killCase, rings, switches, method string) {
	first, saw, other := d.storedRules(), d.rule(rings), d.rule(switches)
	write := []Write{UpdateRule{Saw: saw, Want: editRule(d.t, &saw, moveDown)}, ToggleRule{Saw: other, On: !other.Enabled}}[c.op]
	d.sandbox.FailNext(method, "", sandbox.Fault{Kind: c.fault})
	d.killAt(c.point)
	d.runUntilKilled(func() { _, _ = d.try(write) })
	pending, sent := len(d.history().Pending()), d.countRequests("")
	res, err := d.ResolvePending(d.t.Context(), &api.Snapshot{})
	if err != nil || len(res.Resolved) != pending || pending == 0 && d.countRequests("") != sent || pending > 0 && !knows(&res, rings) {
		d.t.Errorf("%d pending, %+v, %v", pending, res.Resolved, err)
	}
	if e, ok := d.history().Last(); ok {
		after := d.storedRules()
		d.run(Undo, e)
		d.wantRules(first)
		d.redo()
		d.wantRules(after)
		return
	}
	d.wantRules(first)
}
