package change

import (
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
