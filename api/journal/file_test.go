package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/settings"
)

func TestOpen_restrictsPermissionsToOwner(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	dir := filepath.Join(t.TempDir(), "a", "journal")
	j := openJournal(t, dir)
	e := Entry{Op: OpRemove}
	if err := j.AppendIntent(&e); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(j.Path(), 0o644); err != nil { // like a file restored from a backup
		t.Fatal(err)
	}
	if _, err := j.History(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dir, j.Path()} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestJournal_refusesLinks(t *testing.T) {
	t.Parallel()
	for _, end := range []string{".jsonl", ".lock", ".old.jsonl"} {
		dir := t.TempDir()
		j := openJournal(t, dir)
		target := filepath.Join(t.TempDir(), "elsewhere")
		link := strings.TrimSuffix(j.Path(), ".jsonl") + end
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
		if err := os.WriteFile(target, []byte("x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err1 := j.History()
		err2 := j.AppendIntent(&Entry{Op: OpRemove})
		if f, ok := errors.AsType[*FileError](errors.Join(err1, err2)); !ok || !errors.Is(f, settings.ErrNotRegular) {
			t.Errorf("%s: %v, %v", end, err1, err2)
		}
		if text, err := os.ReadFile(target); err != nil || string(text) != "x\n" {
			t.Errorf("%s: %q, %v", end, text, err)
		}
	}
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	if _, err := Open(link, danaScope, danaActor); err == nil {
		t.Error("a folder that is a link was opened")
	}
}

func TestHistory_skipsAndReportsDamagedLines(t *testing.T) {
	t.Parallel()
	j := openJournal(t, t.TempDir())
	record(t, j, &addedBoat)
	cut := `{"v":1,"event":"intent","id":"2026`
	file, err := os.OpenFile(j.Path(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	// A line of a later version is not damaged, nor is one with an unknown field.
	_, err = file.WriteString("garbage\n\n" + `{"v":9,"event":"rumour","id":"x","time":"2026-01-01T00:00:00Z","new":{"a":1}}` + "\n" + `{"v":1}` + "\n" + cut)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	record(t, j, &calledShip)
	h := historyOf(t, j)
	var lines []int
	for _, dmg := range h.Damaged {
		lines = append(lines, dmg.Line)
	}
	if !slices.Equal(lines, []int{3, 6, 7}) || len(h.Entries) != 2 || h.Entries[1].Outcome != Done {
		t.Errorf("%+v", h)
	}
	if text, err := os.ReadFile(j.Path()); err != nil || !strings.Contains(string(text), cut+"\n{") {
		t.Errorf("%s, %v", text, err)
	}
	for _, want := range []Op{OpUpdate, OpCreate} {
		last, ok := h.Last()
		if !ok || last.Op != want {
			t.Errorf("the last change is %+v", last)
		}
		h.Assume(last.ID, true)
	}
}

// A Journal keeps the lines that it decoded. What others write still shows.
func TestHistory_readsLinesOfOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j := openJournal(t, dir)
	record(t, j, &addedBoat)
	first := historyOf(t, j)
	record(t, openJournal(t, dir), &calledShip)
	h := historyOf(t, j)
	if len(first.Entries) != 1 || len(h.Entries) != 2 || h.Entries[1].After[0].Label != "Ship" {
		t.Errorf("%+v, then %+v", first.Entries, h.Entries)
	}
	text, err := os.ReadFile(j.Path())
	if err != nil {
		t.Fatal(err)
	}
	altered := strings.ReplaceAll(string(text), `"Ship"`, `"Raft"`)
	if err := os.WriteFile(j.Path(), []byte(altered), 0o600); err != nil {
		t.Fatal(err)
	}
	if label := historyOf(t, j).Entries[1].After[0].Label; label != "Raft" {
		t.Errorf("the label is %q, not that of the altered line", label)
	}
}

func TestRotation_keepsPendingEntries(t *testing.T) {
	t.Parallel()
	j := openJournal(t, t.TempDir())
	j.store.(*fileStore).maxSize = 4 << 10
	open := Entry{Op: OpRemove, Before: []Record{{ID: "1", Label: "Boat"}}}
	if err := j.AppendIntent(&open); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		e := Entry{Op: OpUpdate, Before: []Record{{ID: "2", Label: "Van"}}}
		if err := j.AppendIntent(&e); err != nil {
			t.Fatal(err)
		}
		e.Outcome = Done
		if err := j.AppendOutcome(&e, OutcomeEvent); err != nil {
			t.Fatal(err)
		}
	}
	h, err := j.History()
	if err != nil || len(h.Pending()) != 1 || h.Pending()[0].ID != open.ID || len(h.Entries) < 10 || len(h.Damaged) != 0 {
		t.Fatalf("%d entries, %+v, %v", len(h.Entries), h.Pending(), err)
	}
	for _, name := range []string{j.store.(*fileStore).current, j.store.(*fileStore).older} {
		if info, err := os.Stat(name); err != nil || info.Size() > 5<<10 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A program may end in the middle of a rotation.
func TestRotation_isFinishedByNextAccess(t *testing.T) {
	t.Parallel()
	for _, without := range []bool{false, true} {
		j := openJournal(t, t.TempDir())
		e := Entry{Op: OpRemove}
		if err := j.AppendIntent(&e); err != nil {
			t.Fatal(err)
		}
		f := j.store.(*fileStore)
		text, err := os.ReadFile(f.current)
		if err != nil {
			t.Fatal(err)
		}
		if without { // the program had renamed one file already
			err = os.Rename(f.current, f.older)
		}
		if err := errors.Join(err, os.WriteFile(f.next, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		h, err := j.History()
		if err != nil || len(h.Entries) != 1 {
			t.Errorf("%+v, %v", h, err)
		}
		if older, err := os.ReadFile(f.older); err != nil || string(older) != string(text) {
			t.Errorf("%q, %v", older, err)
		}
	}
}

func TestJournal_appendsConcurrently(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		j := openJournal(t, dir)
		j.store.(*fileStore).maxSize = 64 << 10
		wg.Go(func() {
			for range 25 {
				e := Entry{Op: OpUpdate, Before: []Record{{ID: "2", Label: strings.Repeat("x", 500)}}}
				if err := j.AppendIntent(&e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	h, err := openJournal(t, dir).History()
	if err != nil || len(h.Entries) != 200 || len(h.Damaged) != 0 {
		t.Errorf("%d entries, %+v, %v", len(h.Entries), h.Damaged, err)
	}
}

func TestHistory_omitsOtherScopes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	record(t, openJournal(t, dir), &addedBoat)
	for _, other := range []Scope{
		{"test", "https://other.test", danaScope.Account, danaID},
		{"test", base, "1", danaID},
	} {
		j, err := Open(dir, other, danaActor)
		if err != nil {
			t.Fatal(err)
		}
		if h, err := j.History(); err != nil || len(h.Entries) != 0 {
			t.Errorf("%+v, %v", h, err)
		}
	}
	if name := fileName(Scope{Profile: "../x y", Extension: "1/2"}); name != "%2e%2e%2fx%20y.1%2f2" {
		t.Error(name)
	}
}

func TestHistory_filters(t *testing.T) {
	t.Parallel()
	j := openJournal(t, t.TempDir())
	record(t, j, &addedBoat)
	record(t, j, &calledShip)
	h := historyOf(t, j)
	if found := h.Filter("ship UPDATE"); len(found) != 1 || found[0].Op != OpUpdate {
		t.Errorf("%+v", found)
	}
}

// A write that waits for another one in vain names who holds the lock.
func TestLockWrites_namesTheProcessThatHoldsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		release, err := openJournal(t, dir).LockWrites(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		j, start := openJournal(t, dir), time.Now() // as in another process: with a semaphore of its own
		_, err = j.LockWrites(t.Context())
		busy, is := errors.AsType[*BusyError](err)
		if !is || busy.PID != os.Getpid() || !strings.Contains(busy.Error(), fmt.Sprintf("the suspended process %d", os.Getpid())) || time.Since(start) != lockTimeout {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		release()
		if release, err = j.LockWrites(t.Context()); err != nil {
			t.Fatal(err)
		}
		release()
		if pid := pidIn(j.store.(*fileStore).writeLock); pid != 0 {
			t.Errorf("no one holds it, and it names %d", pid)
		}
	})
}
