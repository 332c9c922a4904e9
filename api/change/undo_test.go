package change

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

func TestUndo_reversesEveryOperation(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	first := d.numbers()
	var states [][]api.Number
	for _, write := range []func() Write{
		func() Write { return Create{boat} },
		func() Write {
			return Update{Seen: d.byLabel("Boat"), Want: api.Change{Label: ptr("Ship"), Flip: ptr("8")}}
		},
		func() Write { return Swap{A: d.byLabel("Ship"), B: d.byLabel("Mobile")} },
		func() Write { return Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: ptr("")}} },
		func() Write { return Swap{A: d.byLabel("Cabin"), B: d.byLabel("Work")} },
		func() Write { return Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: ptr("")}} },
		func() Write { return Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Work")}} },
		func() Write { return Swap{A: d.byLabel("Home"), B: d.byLabel("RingCentral for Desktop")} },
		func() Write { return Remove{Seen: []api.Number{d.byLabel("Ship")}} },
	} {
		states = append(states, d.numbers())
		d.do(write())
	}
	last := d.numbers()
	for range 2 {
		for i := len(states) - 1; i >= 0; i-- {
			d.undo()
			d.wantNumbers(states[i])
		}
		if e, ok := d.history().Last(); ok {
			t.Errorf("there is more to undo: %+v", e)
		}
		d.wantNumbers(first)
		for i := range states {
			d.redo()
			if i+1 < len(states) {
				d.wantNumbers(states[i+1])
			}
		}
		d.wantNumbers(last)
	}
	if h := d.history(); len(h.Pending()) != 0 {
		t.Error("a change is pending")
	}
}

func TestUndo_worksAfterRestart(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
	d.reopen()
	d.undo()
	d.reopen()
	d.byLabel("Cabin")
	d.redo()
	d.byLabel("Cottage")
}

func TestRedo_endsWithNewChange(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
	d.undo()
	d.do(Create{boat})
	if e, ok := d.history().LastUndone(); ok {
		t.Errorf("%+v can be redone", e)
	}
	d.undo()
	if e, ok := d.history().LastUndone(); !ok || e.Op != journal.OpCreate {
		t.Errorf("%+v", e)
	}
}

func TestUndo_keepsLaterChanges(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	a := d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
	d.do(Update{Seen: d.byLabel("Cottage"), Want: api.Change{Phone: ptr("+15305550188")}})
	d.run(Undo, a.Entry)
	if n := d.byLabel("Cabin"); n.Phone != "+15305550188" {
		t.Errorf("%+v", n)
	}
	// Undoing the undo redoes the first change.
	undo := d.history().Entries[2]
	d.run(Undo, undo)
	d.byLabel("Cottage")
	if e, _ := d.history().Last(); e.ID != a.Entry.ID {
		t.Errorf("last is %+v", e)
	}
}

func TestUndo_takesAllSinceAnEntry(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage")}})
	before := d.numbers()
	from := d.do(Remove{Seen: []api.Number{d.byLabel("Home")}})
	d.do(Create{boat})
	d.do(Update{Seen: d.byLabel("Boat"), Want: api.Change{Label: ptr("Ship")}})
	d.do(Create{api.NewNumber{Type: api.Home, Phone: "+14155550150", Flip: 4}})
	d.do(Swap{A: d.byLabel("Home"), B: d.byLabel("Mobile")})
	d.do(Remove{Seen: []api.Number{d.byLabel("Home")}})
	h := d.history()
	p, err := d.Plan(Undo, new(d.read()), h.SinceEntry(from.Entry.ID)...)
	if err != nil || len(p.Steps) != 8 || len(p.Blocked) != 0 {
		t.Fatalf("%+v, %+v, %v", p.Steps, p.Blocked, err)
	}
	if _, err := d.Run(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	d.wantNumbers(before)
	if left := d.history().SinceEntry(h.Entries[0].ID); len(left) != 1 {
		t.Errorf("%+v", left)
	}
}

func TestUndo_checksForConflicts(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	cabin := d.byLabel("Cabin")
	res := d.do(Update{Seen: cabin, Want: api.Change{Label: ptr("Cottage")}})
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Label = "Theirs" })
	p, err := d.Plan(Undo, new(d.read()), res.Entry)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Run(t.Context(), &p)
	c, ok := errors.AsType[*Conflict](err)
	if !ok {
		t.Fatal(err)
	}
	// To insist is about what was shown, and about no later edit.
	on, _ := c.Resolve(c.Wanted()...)
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(cabin.ID).Label = "Theirs again" })
	if _, err = d.try(on); !errors.As(err, &c) {
		t.Fatal(err)
	}
	on, _ = c.Resolve(c.Wanted()...)
	d.do(on)
	d.byLabel("Cabin")
	if e := d.history().Entries[0]; !e.Undone {
		t.Errorf("%+v is not undone", e)
	}
	// A number that another user edited since its creation is not removed either.
	res = d.do(Create{boat})
	d.asAnother(func(e *sandbox.Extension) { e.NumberByID(res.Entry.After[0].ID).Label = "Theirs" })
	if p, err = d.Plan(Undo, new(d.read()), res.Entry); err != nil {
		t.Fatal(err)
	}
	if _, err = d.Run(t.Context(), &p); err == nil || !strings.Contains(err.Error(), "Boat") {
		t.Error(err)
	}
}

func TestPlan_notesWhatCannotBeRestored(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	gone := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
	d.do(Update{Seen: d.byLabel("Home"), Want: api.Change{Flip: ptr("5")}})
	p := d.run(Undo, gone.Entry)
	if notes := strings.Join(p.Notes, " "); !strings.Contains(notes, "new id") || !strings.Contains(notes, `Flip digit 5 of Cabin now belongs to Home`) {
		t.Error(notes)
	}
	if n := d.byLabel("Cabin"); n.Flip == "5" || n.Flip == "" {
		t.Errorf("%+v", n)
	}
	line := d.do(Create{api.NewNumber{Type: api.PhoneLine, DeviceID: "802300400004"}})
	p, err := d.Plan(Undo, new(d.read()), line.Entry)
	if err != nil || len(p.Steps) != 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "FPN-107") {
		t.Errorf("%+v, %v", p, err)
	}
	work := d.do(Remove{Seen: []api.Number{d.byLabel("Work")}})
	d.do(Create{api.NewNumber{Type: api.Work, Phone: "+14155550150"}})
	p, err = d.Plan(Undo, new(d.read()), work.Entry)
	if err != nil || len(p.Steps) != 0 || len(p.Blocked) != 1 || !strings.Contains(p.Blocked[0].Why, "FPN-119") {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestUndo_restoresNumberWithoutDigit(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: ptr("")}})
	before := d.numbers()
	d.do(Remove{Seen: []api.Number{d.byLabel("Cabin"), d.byLabel("Mobile")}})
	d.undo()
	d.wantNumbers(before)
}

// The answer to the request that adds the number is lost. It is found with the digit that
// the service chose, which undoing again takes away.
func TestUndo_finishesNumberWithoutDigit(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Update{Seen: d.byLabel("Cabin"), Want: api.Change{Flip: ptr("")}})
	before := d.numbers()
	e := d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}}).Entry
	d.sandbox.FailNext(http.MethodPost, "forwarding-number", sandbox.Fault{Kind: sandbox.DropAfter})
	_, err := d.Run(t.Context(), new(d.plan(Undo, e)))
	if _, partly := errors.AsType[*PartlyError](err); !partly {
		t.Errorf("%v", err)
	}
	if last, _ := d.history().Last(); last.ID != e.ID {
		t.Errorf("%s is to be undone", last.ID)
	}
	d.undo()
	d.wantNumbers(before)
	if e, _ := d.history().Entry(e.ID); !e.Undone {
		t.Error("the removal is not undone")
	}
}

// Labels with control characters are restored as the service held them.
func TestUndo_restoresUnprintableLabels(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), Faults: sandbox.Faults{Labels: true}}))
	held := map[string]bool{}
	for _, n := range d.sandbox.Numbers(danaID) {
		held[n.Label] = true
	}
	for _, n := range d.numbers() {
		if n.Type == api.Other {
			d.do(Remove{Seen: []api.Number{n}})
			d.undo()
		}
	}
	for _, n := range d.sandbox.Numbers(danaID) {
		if !held[n.Label] {
			t.Errorf("%q is not the label it had", n.Label)
		}
	}
}
