package journal

import (
	"runtime/debug"
	"testing"

	"rcfwd/api"
)

const (
	base   = "https://sandbox.test"
	danaID = "801200400004"
)

var (
	danaScope = Scope{Profile: "test", Server: base, Account: "801200300004", Extension: danaID}
	danaActor = Actor{ID: danaID, Number: "104", Name: "Dana Whitfield"}
)

// TestMain lets the heap grow further between two collections. The tests decode much
// JSON and keep little of it, and collecting took a quarter of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

func openJournal(t testing.TB, dir string) *Journal {
	t.Helper()
	j, err := Open(dir, danaScope, danaActor)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// Two changes that were made.
var (
	boat = Record{ID: "1", Type: api.Other, Phone: "+14155550150", Label: "Boat", Flip: "7"}
	ship = Record{ID: "1", Type: api.Other, Phone: "+14155550150", Label: "Ship", Flip: "7"}

	addedBoat  = Entry{Op: OpCreate, Want: []Record{boat}, After: []Record{boat}, Outcome: Done}
	calledShip = Entry{Op: OpUpdate, Before: []Record{boat}, Want: []Record{ship}, After: []Record{ship}, Outcome: Done}
)

// record writes a change with its outcome, and returns it with its id.
func record(t testing.TB, j *Journal, was *Entry) Entry {
	e := *was
	t.Helper()
	if err := j.AppendIntent(&e); err != nil {
		t.Fatal(err)
	}
	if e.Outcome == "" {
		return e
	}
	if err := j.AppendOutcome(&e, OutcomeEvent); err != nil {
		t.Fatal(err)
	}
	return e
}

func historyOf(t testing.TB, j *Journal) *History {
	t.Helper()
	h, err := j.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}
