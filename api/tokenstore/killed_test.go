package tokenstore

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// saveUntilKilled saves one record after another and prints the number of each.
func saveUntilKilled() int {
	s := processStore()
	for n := 1; ; n++ {
		if err := s.Save(context.Background(), numberedRecord(n)); err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println(n)
	}
}

// Wherever in a Save the process is killed, the old or the new record is whole.
func TestFileStore_survivesAKillAnywhereInASave(t *testing.T) {
	folders := newFolders(t)
	s := newFileStore(folders, "work")
	rounds := 20
	if testing.Short() {
		rounds = 4
	}
	for round := range rounds {
		p := startProcess(t, "save", folders)
		for range 1 + round%4 {
			p.line()
		}
		p.kill()
		got, err := s.Load(t.Context())
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if name := got.Token.Refresh; strings.Trim(strings.ReplaceAll(got.Token.Access, name, ""), ";") != "" || name == "" {
			t.Fatalf("round %d: half a record", round)
		}
		if err := s.Save(t.Context(), numberedRecord(1)); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}
