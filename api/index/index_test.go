package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A line reads back to the reading that it was made of.
func TestAppend_keepsReadings(t *testing.T) {
	d := newDraws(1)
	for i := range 300 {
		want := d.reading(20, i)
		line := appendReading(nil, &want)
		var got, by Reading
		if err := json.Unmarshal(line, &by); err != nil || !reflect.DeepEqual(by, want) {
			t.Fatalf("%s reads back as\n%+v, want\n%+v (%v)", line, by, want, err)
		}
		if !newDecoder().canonical(line[:len(line)-1], &got) || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s is decoded as\n%+v, want\n%+v", line, got, want)
		}
		if !checkSum(line[:len(line)-1]) || strings.Count(string(line), "\n") != 1 {
			t.Fatalf("%q", line)
		}
	}
}

// naive is what the lines of a file say, by decoding each of them.
func naive(t *testing.T, x *Index, until time.Time) map[string]Reading {
	t.Helper()
	v, err := x.store.open()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]Reading{}
	err = eachLine(v, v.size, func(line []byte, _ int64) error {
		var r Reading
		if err := json.Unmarshal(line, &r); err != nil || r.Class == markClass {
			return err
		}
		if began := r.began(); !until.IsZero() && began.After(until) {
			return nil
		}
		all[r.ID] = r.after(all[r.ID])
		return nil
	})
	if err := errors.Join(err, v.close()); err != nil {
		t.Fatal(err)
	}
	return all
}

func (r Reading) began() time.Time {
	for _, at := range []time.Time{r.SameSince, r.ReadAt} {
		if !at.IsZero() {
			return at
		}
	}
	return r.ListedAt
}

// after is what is known after a reading, given what was known before it.
func (r Reading) after(had Reading) Reading {
	listed := had.ListedAt
	if r.ListedAt.After(listed) {
		listed = r.ListedAt
	}
	switch {
	case had.ID == "", r.ReadAt.IsZero() && had.ReadAt.IsZero():
	case r.ReadAt.IsZero():
		had.Class, had.Number, had.Name, had.Type, had.Status, had.Gone = r.Class, r.Number, r.Name, r.Type, r.Status, r.Gone
		r = had
	case r.ReadAt.Before(had.ReadAt):
		r = had
	}
	r.ListedAt = listed
	return r
}

func checkNewest(t *testing.T, x *Index, until time.Time) {
	t.Helper()
	want, seen := naive(t, x, until), 0
	all := x.Newest()
	if !until.IsZero() {
		all = x.Before(until)
	}
	for r, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; !reflect.DeepEqual(r, want[r.ID]) {
			t.Fatalf("%+v, want\n%+v", r, want[r.ID])
		}
	}
	if seen != len(want) {
		t.Fatalf("%d extensions, want %d", seen, len(want))
	}
}

func TestNewest_isWhatTheLinesSay(t *testing.T) {
	for seed := range uint64(20) {
		x := appended(t, InMemory(), newDraws(seed).readings(120, 25)...)
		checkNewest(t, x, time.Time{})
		checkNewest(t, x, at(60))
	}
}

// Find answers as decoding every line does, with one target and with many.
func TestFind_isWhatTheLinesSay(t *testing.T) {
	for seed := range uint64(30) {
		d := newDraws(seed)
		x := appended(t, InMemory(), d.readings(150, 25)...)
		many := Query{Phones: []string{d.phone(), d.phone(), d.phone()}, Extensions: []string{"1003", "1004"}, Devices: []string{`dev"1`}, Scope: "users,ivr"}
		for _, q := range []Query{{Phones: []string{d.phone()}}, {Extensions: []string{"1003"}}, {Devices: []string{`dev"1`}}, many} {
			answer, err := x.Find(q)
			if err != nil {
				t.Fatal(err)
			}
			var want []Row
			for _, r := range naive(t, x, time.Time{}) {
				if q.Scope.Has(r.Class) && !r.Gone {
					want = append(want, q.rows(&r)...)
				}
			}
			slices.SortStableFunc(want, func(a, b Row) int { return strings.Compare(a.Reading.Number, b.Reading.Number) })
			if inWords(answer.Rows) != inWords(want) {
				t.Fatalf("seed %d, %+v:\n%swant\n%s", seed, q, inWords(answer.Rows), inWords(want))
			}
			if p, err := x.Proof(q.Scope); err != nil || !reflect.DeepEqual(p, answer.Proof) {
				t.Fatalf("%+v, want %+v", answer.Proof, p)
			}
		}
	}
}

// A compaction leaves what is known, now and at each time that is kept, as it was.
func TestCompact_keepsWhatIsKnown(t *testing.T) {
	for seed := range uint64(8) {
		x := InMemory()
		d := newDraws(seed)
		for minute := range 300 {
			r := d.reading(6, 0)
			r.ListedAt, r.NotRead, r.Email, r.Name = time.Time{}, nil, "", "" // so that many are the same
			r.Uses = r.Uses[:min(1, len(r.Uses))]
			for i := range r.Uses {
				r.Uses[i] = Use{ID: "1", Phone: d.pick("+1", "+2")}
			}
			if !r.ReadAt.IsZero() {
				r.ReadAt = at(minute)
			} else {
				r.Gone, r.ListedAt = false, at(minute)
			}
			appended(t, x, r)
		}
		was, before := naive(t, x, time.Time{}), usesAt(t, x)
		done, err := x.Compact(at(300), 200*time.Minute)
		if err != nil || !done.Done || done.After >= done.Before {
			t.Fatalf("%+v, %v", done, err)
		}
		if v, err := x.store.open(); err != nil || v.size != done.After {
			t.Errorf("the size is not %d", done.After)
		}
		for id, now := range naive(t, x, time.Time{}) {
			now.SameSince, now.ListedAt = time.Time{}, was[id].ListedAt
			if !reflect.DeepEqual(now, was[id]) {
				t.Fatalf("%+v, want\n%+v", now, was[id])
			}
		}
		if after := usesAt(t, x); after != before {
			t.Fatalf("the compacted index says\n%s, and it said\n%s", after, before)
		}
		again, err := x.CompactHalfOld(at(300), 200*time.Minute)
		if err != nil || again.Done || again.Before != done.After {
			t.Fatalf("%+v, %v", again, err)
		}
	}
}

// usesAt tells which uses the readings had at some times.
func usesAt(t *testing.T, x *Index) string {
	var b strings.Builder
	for minute := 100; minute <= 300; minute += 20 {
		for r, err := range x.Before(at(minute)) {
			if err != nil {
				t.Fatal(err)
			}
			if !r.ReadAt.IsZero() {
				fmt.Fprintf(&b, "%d %s %+v\n", minute, r.ID, r.Uses)
			}
		}
	}
	return b.String()
}

func TestCompact_dropsWhatIsGone(t *testing.T) {
	x := appended(t, opened(t), person(1, at(0)), person(2, at(0)))
	gone := person(1, at(1))
	gone.ReadAt, gone.Gone = time.Time{}, true
	appended(t, x, gone)
	for _, want := range []struct {
		minutes, extensions int
	}{{60, 2}, {90, 1}} {
		if _, err := x.Compact(at(want.minutes), time.Hour); err != nil {
			t.Fatal(err)
		}
		if heads, err := x.Heads(); err != nil || len(heads) != want.extensions {
			t.Errorf("after %d minutes: %+v, %v", want.minutes, heads, err)
		}
	}
}

// What a writer that was killed has left is no line, and the next writer replaces it.
func TestAppend_repairsATornLine(t *testing.T) {
	whole := appendReading(nil, new(person(2, at(1))))
	for _, n := range []int{1, 20, len(whole) / 2, len(whole) - 1} {
		x := appended(t, opened(t), person(1, at(0)))
		f, err := os.OpenFile(x.Path(), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(whole[:n]); err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		if p, err := x.Proof(Everything); err != nil || p.Read != 1 || p.Damaged != 0 {
			t.Errorf("%d bytes: %+v, %v", n, p, err)
		}
		appended(t, x, person(3, at(2)))
		if heads, err := x.Heads(); err != nil || len(heads) != 2 || heads[1].Name != "Person 3" {
			t.Errorf("%d bytes: %+v, %v", n, heads, err)
		}
	}
}

// damage changes a byte of a line of the file, counted from 0.
func damage(t *testing.T, x *Index, line, column int) {
	t.Helper()
	text, err := os.ReadFile(x.Path())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	b := []byte(lines[line])
	b[column] ^= 1
	lines[line] = string(b)
	if err := os.WriteFile(x.Path(), []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A damaged line is left out, and its extension is not read.
func TestFind_countsDamagedLines(t *testing.T) {
	x := appended(t, opened(t), person(1, at(0)), person(2, at(0)), person(1, at(5)))
	if err := x.Mark(Mark{At: at(0), Expected: []ClassCount{{Users, 2}}}); err != nil {
		t.Fatal(err)
	}
	if p, err := x.Proof(Everything); err != nil || !p.Complete() || p.Read != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	damage(t, x, 2, 400)
	answer, err := x.Find(Query{Phones: []string{"+16500000001"}})
	if p := answer.Proof; err != nil || p.Complete() || p.Read != 1 || len(p.NotRead) != 1 || p.NotRead[0].Code != CodeDamaged || p.NotRead[0].Number != "1001" {
		t.Errorf("%+v, %v", p, err)
	}
	if len(answer.Rows) != 4 || !answer.Rows[0].Reading.ReadAt.Equal(at(0)) {
		t.Errorf("the earlier reading has %d rows", len(answer.Rows))
	}
	damage(t, x, 1, 3) // its class cannot be read
	if p, err := x.Proof(Everything); err != nil || p.Complete() || p.Damaged != 1 || p.Expected != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	appended(t, x, person(1, at(9)))
	if heads, err := x.Heads(); err != nil || !heads[0].ReadAt.Equal(at(9)) {
		t.Errorf("%+v, %v", heads, err)
	}
}

// A file of a later version is neither read nor written.
func TestIndex_refusesALaterVersion(t *testing.T) {
	x := appended(t, opened(t), person(1, at(0)))
	text, err := os.ReadFile(x.Path())
	if err != nil {
		t.Fatal(err)
	}
	later := string(text) + strings.Replace(string(text), `"v":1`, `"v":2`, 1) + string(text)
	if err := os.WriteFile(x.Path(), []byte(later), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh, err := Open(filepath.Dir(x.Path()), Key{"https://platform.ringcentral.com", "37439510", "801"})
	if err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]func() error{
		"append":  func() error { return fresh.Append(person(2, at(1))) },
		"append2": func() error { return x.Append(person(2, at(1))) },
		"mark":    func() error { return x.Mark(Mark{At: at(1)}) },
		"find":    func() error { _, err := x.Find(Query{}); return err },
		"compact": func() error { _, err := x.Compact(at(1), 0); return err },
	} {
		if newer, is := errors.AsType[*NewerError](run()); !is || newer.Version != 2 {
			t.Errorf("%s does not refuse it", name)
		}
	}
	if now, err := os.ReadFile(x.Path()); err != nil || string(now) != later {
		t.Error("the file was written")
	}
	if err := errors.Join(x.Clear(), x.Append(person(2, at(1)))); err != nil {
		t.Error(err)
	}
}

func TestOpen_keepsFilesPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	x := appended(t, opened(t), person(1, at(0)))
	if name := filepath.Base(x.Path()); name != "platform%2eringcentral%2ecom.37439510.801.jsonl" {
		t.Errorf("the file is %s", name)
	}
	for path, want := range map[string]os.FileMode{x.Path(): 0o600, filepath.Dir(x.Path()): 0o700 | os.ModeDir} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s is %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
	if err := errors.Join(os.Remove(x.Path()), os.Symlink(filepath.Join(t.TempDir(), "other"), x.Path())); err != nil {
		t.Fatal(err)
	}
	if err := x.Append(person(1, at(0))); err == nil {
		t.Error("it follows a link")
	}
}

func TestMark_saysHowManyThereAre(t *testing.T) {
	x := appended(t, InMemory(), person(1, at(0)))
	if p, err := x.Proof(Everything); err != nil || p.Complete() {
		t.Errorf("without a list it is complete: %+v, %v", p, err)
	}
	for _, m := range []Mark{
		{At: at(1), Expected: []ClassCount{{Users, 3}, {Queues, 2}}, NotRead: []ClassGap{{IVR, "CMN-408"}}},
		{At: at(2), Expected: []ClassCount{{Users, 1}, {IVR, 0}}, NotRead: []ClassGap{{Queues, "CMN-468"}}},
	} {
		if err := x.Mark(m); err != nil {
			t.Fatal(err)
		}
	}
	m, known, err := x.LastMark()
	if want := (Mark{At: at(2), Expected: []ClassCount{{Users, 1}, {IVR, 0}}, NotRead: []ClassGap{{Queues, "CMN-468"}}}); err != nil || !known || !reflect.DeepEqual(m, want) {
		t.Errorf("%+v, %v", m, err)
	}
	if p, err := x.Proof("users,ivr"); err != nil || !p.Complete() || !p.OldestReadAt.Equal(at(0)) {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := x.Proof(Everything); err != nil || p.Complete() || len(p.ClassesNotRead) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := x.ProofSince("users", at(1)); err != nil || p.Complete() || p.NotRead[0].Code != CodeOld {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestParseScope_listsItsWords(t *testing.T) {
	if s, err := ParseScope("users,company"); err != nil || !s.Has(Company) || s.Has(IVR) {
		t.Error(s, err)
	}
	if _, err := ParseScope("people"); err == nil || !strings.Contains(err.Error(), "queues") {
		t.Error(err)
	}
}

// Two processes that append at the same time keep each other's lines; each Index has locks
// of its own, as in another process.
func TestAppend_isSafeAmongProcesses(t *testing.T) {
	x := opened(t)
	failed := make(chan error)
	for w := range 4 {
		go func() {
			own, err := Open(filepath.Dir(x.Path()), Key{"https://platform.ringcentral.com", "37439510", "801"})
			for n := range 10 {
				err = errors.Join(err, own.Append(person(100*w+n, at(n))))
				if n == 5 {
					_, e := own.Compact(at(n), time.Hour)
					err = errors.Join(err, e)
				}
			}
			failed <- err
		}()
	}
	for range 4 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if heads, err := x.Heads(); err != nil || len(heads) != 40 {
		t.Errorf("%d extensions, %v", len(heads), err)
	}
}

func TestHistory_hasWhatDiffered(t *testing.T) {
	x, changed := InMemory(), person(1, at(2))
	changed.Uses = changed.Uses[:1]
	appended(t, x, person(1, at(0)), person(1, at(1)), person(2, at(1)), changed, person(1, at(3)))
	all, err := x.History(changed.ID)
	if err != nil || len(all) != 3 || len(all[1].Uses) != 1 || !all[2].ReadAt.Equal(at(3)) {
		t.Errorf("%d readings, %v", len(all), err)
	}
	heads, err := x.Heads()
	if err != nil || !heads[0].ChangedAt.Equal(at(3)) || !heads[1].ChangedAt.IsZero() {
		t.Errorf("%+v, %v", heads, err)
	}
}
