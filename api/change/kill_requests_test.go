package change

import (
	"fmt"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// The program may end after any of the requests of a change, which may have had its effect
// or not.
func TestResolvePending_afterKillBetweenRequests(t *testing.T) {
	t.Parallel()
	boat := api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}, CallHandling: api.V2}
	flips, work, after, targets := "PUT /call-flip-numbers", "PATCH /work-hours", "PATCH /after-hours", "DELETE /forwarding-targets"
	cabin := func(from []api.Feature) func(*driver) Write {
		return func(d *driver) Write { return Remove{Seen: []api.Number{d.byLabel("Cabin")}, From: from} }
	}
	ops := []struct {
		name     string
		write    func(*driver) Write
		requests []string
	}{
		{"create", func(*driver) Write { return Create{Number: boat} }, []string{flips, work, after}},
		{"change", func(d *driver) Write {
			return Update{Seen: d.byLabel("Cabin"), Want: api.Change{Phone: ptr("+14155550151"), Label: ptr("Hut"), Flip: ptr("8")}}
		}, []string{flips, work, after}},
		{"remove", cabin(nil), []string{targets, flips}},
		{"from flips", cabin(flipOnly), []string{flips}},
		{"from rules", cabin(rulesOnly), []string{targets}},
		{"swap", func(d *driver) Write { return Swap{A: d.byLabel("Cabin"), B: d.byLabel("Work")} }, []string{flips}},
	}
	type requestCase struct {
		op      int
		request string
		fault   sandbox.FaultKind
		point   testPoint
	}
	var all []requestCase
	for i, op := range ops {
		for _, request := range op.requests {
			for _, fault := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
				for _, point := range []testPoint{intended, sent, recorded} {
					all = append(all, requestCase{i, request, fault, point})
				}
			}
		}
	}
	for _, c := range sample(all, 5) {
		op, effect := ops[c.op], "done"
		if c.fault == sandbox.DropBefore {
			effect = "not done"
		}
		t.Run(fmt.Sprintf("%s, %s %s, %v", op.name, c.request, effect, c.point), func(t *testing.T) {
			t.Parallel()
			onV2(t, func(t *testing.T, d *driver) {
				testKillBetweenRequests(t, d, op.write(d), c.request, c.fault, c.point)
			})
		})
	}
}

func testKillBetweenRequests(t *testing.T, d *driver, w Write, request string, fault sandbox.FaultKind, m testPoint) {
	first := d.everything()
	method, path, _ := strings.Cut(request, " ")
	if m != intended { // where it ends before anything is sent
		d.sandbox.FailNext(method, path, sandbox.Fault{Kind: fault})
	}
	d.killAt(m)
	d.runUntilKilled(func() { _, _ = d.try(w) })
	if _, err := d.ResolvePending(t.Context(), &api.Snapshot{}); err != nil || len(d.history().Pending()) > 0 {
		t.Fatalf("%v, %+v", err, d.history().Pending())
	}
	after := d.everything()
	e, changed := d.history().Last()
	if changed != (after != first) {
		t.Fatalf("the journal has %v, but there is\n%s", d.history().Entries, after)
	}
	if !changed {
		return
	}
	d.run(Undo, e)
	d.wantAll(first)
	if e.Outcome == journal.Done {
		d.redo()
		d.wantAll(after)
	}
}
