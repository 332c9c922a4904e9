package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"rcfwd/api/settings"
)

// work and cron are two profiles that lead to one extension.
var (
	work = Scope{Profile: "work", Server: "https://platform.ringcentral.com", Account: "1", Extension: "2"}
	cron = Scope{Profile: "cron", Server: "https://PLATFORM.ringcentral.com", Account: "1", Extension: "2"}
)

func mustOpen(t *testing.T, dir string, s Scope) *Journal {
	t.Helper()
	j, err := Open(dir, s, Actor{ID: "2"})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// recorded writes a change that was done.
func recorded(t *testing.T, j *Journal, label string) Entry {
	t.Helper()
	e := Entry{Op: OpCreate, Want: []Record{{Label: label}}}
	if err := j.AppendIntent(&e); err != nil {
		t.Fatal(err)
	}
	e.Outcome, e.After = Done, []Record{{ID: label, Label: label}}
	if err := j.AppendOutcome(&e, OutcomeEvent); err != nil {
		t.Fatal(err)
	}
	return e
}

func ids(t *testing.T, j *Journal) []string {
	t.Helper()
	h, err := j.History()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range h.Entries {
		all = append(all, e.ID)
	}
	return all
}

func TestOpen_sharesTheJournalOfTwoProfiles(t *testing.T) {
	dir := t.TempDir()
	first := recorded(t, mustOpen(t, dir, work), "Cabin")
	j := mustOpen(t, dir, cron)
	second := recorded(t, j, "Boat")
	if got := ids(t, j); len(got) != 2 || got[0] != first.ID || got[1] != second.ID {
		t.Errorf("the journal holds %v, want %s and %s", got, first.ID, second.ID)
	}
	if h, _ := j.History(); h.Entries[0].Profile != "work" || h.Entries[1].Profile != "cron" {
		t.Errorf("the profiles are %q and %q", h.Entries[0].Profile, h.Entries[1].Profile)
	}
	if j.Path() != filepath.Join(dir, "platform%2eringcentral%2ecom.1.2.jsonl") {
		t.Errorf("the journal is %s", j.Path())
	}
}

func TestFileName_isDistinctAndShort(t *testing.T) {
	long := "https://" + strings.Repeat("a.", 120) + "com"
	names := map[string]Scope{}
	for _, s := range []Scope{
		work,
		{Server: work.Server, Account: "12", Extension: "2"},
		{Server: work.Server, Account: "1", Extension: "22"},
		{Server: "http://127.0.0.1:8420", Account: "1", Extension: "2"},
		{Server: "https://127.0.0.1:8420", Account: "1", Extension: "2"},
		{Server: "https://[::1]:8420", Account: "1", Extension: "2"},
		{Server: long, Account: "1", Extension: "2"},
		{Server: long + "x", Account: "1", Extension: "2"},
	} {
		name := fileName(s)
		if other, taken := names[name]; taken || len(name) > maxName || strings.ContainsAny(name, `/\:*?"<>| `) {
			t.Errorf("%+v and %+v are named %q", s, other, name)
		}
		names[name] = s
	}
}

// earlier writes a journal as versions before 2 named it, and returns its path and text.
func earlier(t *testing.T, dir string, e *Entry) (path, text string) {
	t.Helper()
	path = filepath.Join(dir, "work.2.jsonl")
	text = `{"v":1,"event":"intent","id":"` + e.ID + `","time":"2026-01-02T03:04:05Z","server":"https://platform.ringcentral.com","account":"1","extension":"2","op":"create","want":[{"label":"Attic"}]}` + "\n" +
		`{"v":1,"event":"intent","id":"elsewhere","time":"2026-01-02T03:04:05Z","server":"https://other.example","account":"1","extension":"2","op":"create"}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, text
}

func TestHistory_readsJournalsOfEarlierVersions(t *testing.T) {
	dir := t.TempDir()
	path, text := earlier(t, dir, &Entry{ID: "old"})
	j := mustOpen(t, dir, cron)
	now := recorded(t, j, "Boat")
	if got := ids(t, j); len(got) != 2 || got[0] != "old" || got[1] != now.ID {
		t.Fatalf("the journal holds %v, want old and %s", got, now.ID)
	}
	h, _ := j.History()
	old := h.Pending()[0]
	old.Outcome = NotDone
	if err := j.AppendOutcome(&old, SettlementEvent); err != nil {
		t.Fatal(err)
	}
	if h, _ = j.History(); len(h.Pending()) != 0 {
		t.Errorf("%d changes are pending after the settlement", len(h.Pending()))
	}
	if now, _ := os.ReadFile(path); string(now) != text {
		t.Errorf("the earlier journal was rewritten to %s", now)
	}
}

func TestLockWrites_keepsAnEarlierVersionOut(t *testing.T) {
	dir := t.TempDir()
	path, _ := earlier(t, dir, &Entry{ID: "old"})
	lock := flock.New(strings.TrimSuffix(path, ".jsonl") + ".write")
	j := mustOpen(t, dir, cron)
	release, ok, err := j.TryLockWrites()
	if err != nil || !ok {
		t.Fatalf("not locked: %v", err)
	}
	if taken, _ := lock.TryLock(); taken {
		t.Error("an earlier version could write at the same time")
	}
	release()
	if taken, _ := lock.TryLock(); !taken {
		t.Error("the lock of the earlier version was kept")
	}
	if _, ok, _ := j.TryLockWrites(); ok {
		t.Error("locked while an earlier version writes")
	}
}

func TestAppend_refusesAJournalOfALaterVersion(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir, work)
	recorded(t, j, "Cabin")
	later := `{"v":3,"event":"intent","id":"later","time":"2026-01-02T03:04:05Z","server":"https://platform.ringcentral.com","account":"1","extension":"2","op":"create","hologram":true}` + "\n"
	text, _ := os.ReadFile(j.Path())
	text = append(text, later...)
	if err := os.WriteFile(j.Path(), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, j); len(got) != 2 || got[1] != "later" {
		t.Errorf("the journal holds %v", got)
	}
	err := j.AppendIntent(&Entry{Op: OpCreate})
	newer, ok := errors.AsType[*settings.NewerFileError](err)
	if !ok || newer.Version != 3 || !strings.Contains(err.Error(), j.Path()) || !strings.Contains(err.Error(), "update rcfwd") {
		t.Errorf("the error is %v", err)
	}
	if now, _ := os.ReadFile(j.Path()); string(now) != string(text) {
		t.Error("the journal was written all the same")
	}
}

func TestScopes_listsJournalsByName(t *testing.T) {
	dir := t.TempDir()
	earlier(t, dir, &Entry{ID: "old"})
	recorded(t, mustOpen(t, dir, work), "Cabin")
	recorded(t, mustOpen(t, dir, Scope{Server: "http://127.0.0.1:8420", Account: "3", Extension: "4"}), "Boat")
	want := map[Scope]bool{
		{Profile: "work", Extension: "2"}:                               true,
		{Server: work.Server, Account: "1", Extension: "2"}:             true,
		{Server: "http://127.0.0.1:8420", Account: "3", Extension: "4"}: true,
	}
	got := Scopes(dir)
	for _, s := range got {
		if !want[s] {
			t.Errorf("there is no journal of %+v", s)
		}
	}
	if len(got) != len(want) {
		t.Errorf("found %+v", got)
	}
}
