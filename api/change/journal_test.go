package change

import (
	"errors"
	"os"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
)

func TestJournal_holdsNoToken(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.do(Create{boat})
	_, _ = d.try(Create{api.NewNumber{Phone: "+16505550100", Label: "Us"}})
	text, err := os.ReadFile(d.journal.Path())
	if err != nil || strings.Contains(string(text), "Bearer") || strings.Contains(string(text), d.sandbox.Credentials().JWT) {
		t.Errorf("%s, %v", text, err)
	}
	if n := strings.Count(string(text), "\n"); n != 4 {
		t.Errorf("%d lines", n)
	}
}

func TestMemory_undoesChanges(t *testing.T) {
	t.Parallel()
	d := newDriver(t, newUnlimitedSandbox(t))
	d.Writer = NewWriter(d.client, journal.Memory(danaScope, danaActor))
	before := d.numbers()
	d.do(Create{boat})
	d.undo()
	d.wantNumbers(before)
}

// The outcome cannot be written any more: the change was made, which is said, and the next
// program looks it up.
func TestDo_saysThatTheOutcomeCannotBeWritten(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, _, _, _ string) {
		first, cabin := snapshotText(new(d.read())), d.byLabel("Cabin")
		path := d.journal.Path()
		d.hook = func(p testPoint) {
			if p == sent {
				if err := errors.Join(os.Rename(path, path+".away"), os.Mkdir(path, 0o700)); err != nil {
					t.Error(err)
				}
			}
		}
		_, err := d.try(Update{cabin, api.Change{Flip: ptr("8")}})
		f, ok := errors.AsType[*journal.FileError](err)
		if !ok || !f.Sent || !strings.Contains(api.Explain(err).What, "The change was sent") {
			t.Errorf("%v", err)
		}
		if err := errors.Join(os.Remove(path), os.Rename(path+".away", path)); err != nil {
			t.Fatal(err)
		}
		d.reopen()
		if res := d.resolve(); len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Done {
			t.Errorf("%+v", res.Resolved)
		}
		d.undo()
		if got := snapshotText(new(d.read())); got != first {
			t.Errorf("%s, not\n%s", got, first)
		}
	})
}

// Two programs share a journal. What the one made, the other undoes and redoes.
func TestUndo_ofTheChangesOfAnotherProgram(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		other := NewWriter(newClient(t, d.sandbox, d.sandbox, "101"), openJournal(t, d.dir))
		first := snapshotText(new(d.read()))
		d.do(Remove{Seen: []api.Number{d.byLabel("Cabin")}})
		saw := d.rule(rings)
		if _, err := other.Do(t.Context(), &d.seen, UpdateRule{saw, editRule(t, &saw, moveDown)}); err != nil {
			t.Fatal(err)
		}
		both := snapshotText(new(d.read()))
		d.undo()
		d.undo()
		if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(first) {
			t.Errorf("%s, not\n%s", got, first)
		}
		mine := d.Writer
		d.Writer = other
		d.redo()
		d.Writer = mine
		d.redo()
		if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(both) {
			t.Errorf("%s, not\n%s", got, both)
		}
	})
}
