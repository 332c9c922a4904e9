package change

import (
	"errors"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

func TestConflict_showsThreeColumnsAndMerges(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	d.asAnother(func(e *sandbox.Extension) {
		n := e.NumberByID(cabin.ID)
		n.Label, n.PhoneNumber = "Lake cabin", "+15305550199"
	})
	want := api.Change{Label: ptr("Cottage"), Flip: ptr("8")}
	res, err := d.try(Update{Seen: cabin, Want: want})
	c, ok := errors.AsType[*Conflict](err)
	if !ok || len(c.Diffs) != 1 || res.Snapshot.Numbers == nil || d.countRequests("PUT") != 0 {
		t.Fatalf("%v", err)
	}
	rows := map[api.Field]FieldDiff{}
	for _, r := range c.Diffs[0].Fields {
		rows[r.Field] = r
	}
	for _, r := range []FieldDiff{
		{api.FieldLabel, "Cabin", "Lake cabin", "Cottage", true, true},
		{api.FieldPhone, "+15305550142", "+15305550199", "+15305550199", true, false},
		{api.FieldFlip, "5", "5", "8", false, true},
		{api.FieldType, "Other", "Other", "Other", false, false},
	} {
		if rows[r.Field] != r {
			t.Errorf("%+v, not %+v", rows[r.Field], r)
		}
	}
	if _, ok := c.Resolve(); ok {
		t.Error("resolving nothing returns a write")
	}
	merged, ok := c.Resolve(api.FieldFlip)
	if !ok {
		t.Fatal("the flip digit alone does not resolve the conflict")
	}
	d.do(merged)
	if n := d.byLabel("Lake cabin"); n.Flip != "8" || n.Phone != "+15305550199" {
		t.Errorf("%+v", n)
	}
	if a := api.Explain(err); !strings.Contains(a.What, "Cabin") {
		t.Error(a)
	}
}

func TestConflict_recreatesNumberThatIsGone(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	d.asAnother(func(e *sandbox.Extension) { e.Remove(cabin.ID) })
	_, err := d.try(Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
	c, ok := errors.AsType[*Conflict](err)
	if !ok || !c.Diffs[0].Gone {
		t.Fatal(err)
	}
	again, ok := c.Resolve(c.Wanted()...)
	if !ok {
		t.Fatal("the conflict cannot be resolved")
	}
	d.do(again)
	if n := d.byLabel("Cottage"); n.Flip != "5" || n.Phone != cabin.Phone || n.ID == cabin.ID {
		t.Errorf("%+v", n)
	}
	res, err := d.try(Remove{Seen: []api.Number{cabin}})
	if err != nil || res.Entry.ID != "" {
		t.Errorf("removing what is gone: %+v, %v", res.Entry, err)
	}
}

func TestConflict_resolvesRemoveAndSwap(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin, pager := d.byLabel("Cabin"), d.byLabel("On-call pager")
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Label = "Not yours" })
	insist := func(w Write) {
		t.Helper()
		_, err := d.try(w)
		c, ok := errors.AsType[*Conflict](err)
		if !ok || len(c.Diffs) != 1 || c.Diffs[0].Now.Label != "Not yours" {
			t.Fatal(err)
		}
		on, ok := c.Resolve(c.Wanted()...)
		if !ok {
			t.Fatal("the conflict cannot be resolved")
		}
		d.do(on)
	}
	insist(Swap{A: cabin, B: pager})
	cabin, pager = d.byLabel("Not yours"), d.byLabel("On-call pager")
	if cabin.Flip != "6" || pager.Flip != "5" {
		t.Errorf("%+v %+v", cabin, pager)
	}
	cabin.Label = "Cabin"
	insist(Remove{Seen: []api.Number{pager, cabin}})
	if n := len(d.numbers()); n != 4 {
		t.Errorf("%d numbers", n)
	}
}
