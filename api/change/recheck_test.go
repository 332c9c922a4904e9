package change

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// duringPenalty has the next write of d meet a penalty, and calls edit while it waits.
func duringPenalty(d *driver, edit func()) {
	d.sandbox.FailNext(http.MethodPut, "", sandbox.Fault{Kind: sandbox.Throttle})
	d.sandbox.FailNext(http.MethodPatch, "", sandbox.Fault{Kind: sandbox.Throttle})
	written := false
	d.wire.hook(func(r *http.Request) {
		if written && edit != nil {
			edit()
			edit = nil
		}
		written = written || r.Method != http.MethodGet
	})
}

// inBubbles runs a test on both call handlings in a bubble of time.
func inBubbles(t *testing.T, test func(t *testing.T, d *driver)) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test(t, newDriver(t, newSandbox(t, sandbox.Options{CallHandling: handling})))
			})
		})
	}
}

// What another user writes while our write waits for a rate limit is compared before that
// is sent.
func TestDo_comparesAgainAfterAPenalty(t *testing.T) {
	inBubbles(t, func(t *testing.T, d *driver) {
		cabin := d.byLabel("Cabin")
		duringPenalty(d, func() { d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Label = "Hut" }) })
		_, err := d.try(Update{Seen: cabin, Want: api.Change{Label: ptr("Yacht")}})
		var c *Conflict
		if !errors.As(err, &c) || c.Diffs[0].Now.Label != "Hut" {
			t.Errorf("%v", err)
		}
		d.wire.hook(nil)
		if n, _ := new(d.read()).Number(cabin.ID, ""); n.Label != "Hut" {
			t.Errorf("the label is %q", n.Label)
		}
		if e := d.history().Entries; len(e) != 1 || e[0].Outcome != journal.NotDone || e[0].Message == "" {
			t.Errorf("%+v", e)
		}
	})
}

// What another user writes beside, while our write waits, is kept.
func TestDo_keepsWhatAnotherUserAddsDuringAPenalty(t *testing.T) {
	inBubbles(t, func(t *testing.T, d *driver) {
		cabin, pager := d.byLabel("Cabin"), d.byLabel("On-call pager")
		duringPenalty(d, func() { d.asAnother(func(e *sandbox.Extension) { e.NumberByID(pager.ID).Label = "Beeper" }) })
		d.do(Update{Seen: cabin, Want: api.Change{Flip: ptr("8")}})
		d.wire.hook(nil)
		now := d.read()
		if n, _ := now.Number(pager.ID, ""); n.Label != "Beeper" {
			t.Errorf("the pager is %q", n.Label)
		}
		if n, _ := now.Number(cabin.ID, ""); n.Flip != "8" {
			t.Errorf("Cabin has digit %q", n.Flip)
		}
	})
}

// A rule that another user changes while our write of it waits is a conflict.
func TestDo_comparesARuleAgainAfterAPenalty(t *testing.T) {
	inBubbles(t, func(t *testing.T, d *driver) {
		saw := d.read().Rules[len(d.seen.Rules)-1]
		want, err := saw.Lengthen(0, 1)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := saw.Lengthen(0, 2)
		if err != nil {
			t.Fatal(err)
		}
		duringPenalty(d, func() { d.draftAsAnother(func(draft *api.Draft) error { return draft.SetRule(&theirs) }) })
		_, err = d.try(UpdateRule{Saw: saw, Want: want})
		var c *RuleConflict
		if !errors.As(err, &c) || !api.SameRule(c.Now, theirs) {
			t.Errorf("%v", err)
		}
		d.wire.hook(nil)
		if now := d.rule(saw.ID); !api.SameRule(now, theirs) {
			t.Errorf("%v", api.Diff(&theirs, &now))
		}
	})
}

// The digits of two numbers that are exchanged one after the other on legacy call handling
// are compared before each write, not only before the first.
func TestSwap_comparesTheSecondNumberAgain(t *testing.T) {
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin, pager := d.byLabel("Cabin"), d.byLabel("On-call pager")
	writes := 0
	d.wire.hook(func(r *http.Request) {
		if writes == 1 && r.Method == http.MethodGet {
			d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Flip = 8 })
		}
		if r.Method != http.MethodGet {
			writes++
		}
	})
	_, err := d.try(Swap{A: cabin, B: pager})
	var c *Conflict
	if !errors.As(err, &c) {
		t.Errorf("%v", err)
	}
	d.wire.hook(nil)
	now := d.read()
	a, _ := now.Number(cabin.ID, "")
	b, _ := now.Number(pager.ID, "")
	if a.Flip != "8" || b.Flip != pager.Flip {
		t.Errorf("Cabin has digit %s and the pager %s", a.Flip, b.Flip)
	}
}

// The number that steps aside is written twice. Where the answer to the first write was
// lost, it is compared again before the second.
func TestSwap_comparesANumberThatWasLookedUpAgain(t *testing.T) {
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin, pager := d.byLabel("Cabin"), d.byLabel("On-call pager")
	d.sandbox.FailNext(http.MethodPut, "", sandbox.Fault{Kind: sandbox.DropAfter})
	writes := 0
	d.wire.hook(func(r *http.Request) {
		if writes == 2 {
			d.asAnother(func(e *sandbox.Extension) { e.NumberByID(pager.ID).Flip = 8 })
		}
		if writes == 2 || r.Method == http.MethodPut {
			writes++
		}
	})
	_, err := d.try(Swap{A: cabin, B: pager})
	d.wire.hook(nil)
	if n, _ := new(d.read()).Number(pager.ID, ""); n.Flip != "8" {
		t.Errorf("the pager has digit %s: %v", n.Flip, err)
	}
}

// A number that another user changes while its removal waits is a conflict.
func TestRemove_comparesAgainAfterAPenalty(t *testing.T) {
	inBubbles(t, func(t *testing.T, d *driver) {
		for _, labels := range [][]string{{"Cabin"}, {"Mobile", "Work"}} {
			var seen []api.Number
			for _, l := range labels {
				seen = append(seen, d.byLabel(l))
			}
			d.sandbox.FailNext(http.MethodDelete, "", sandbox.Fault{Kind: sandbox.Throttle})
			duringPenalty(d, func() {
				d.asAnother(func(e *sandbox.Extension) { e.NumberByID(seen[0].ID).PhoneNumber = "+14155550199" })
			})
			_, err := d.try(Remove{Seen: seen})
			d.wire.hook(nil)
			if _, ok := errors.AsType[*Conflict](err); !ok {
				t.Errorf("%v", err)
			}
			if n, there := new(d.read()).Number(seen[0].ID, ""); !there || n.Phone != "+14155550199" {
				t.Errorf("%+v", n)
			}
			d.asAnother(func(e *sandbox.Extension) { e.NumberByID(seen[0].ID).PhoneNumber = "+14155550198" })
		}
	})
}
