package index

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"rcfwd/api/journal"
)

// Index is the index of an account. It is safe for use by several goroutines and, where it
// has a file, by several processes.
type Index struct {
	// Keep is how long compactions of the person keep earlier readings that differed; 0
	// means DefaultKeep. It must not change while the index is in use.
	Keep time.Duration

	store store
}

// KeepFor returns Keep, or DefaultKeep where there is none.
func (x *Index) KeepFor() time.Duration { return cmp.Or(x.Keep, DefaultKeep) }

// Key tells whose index it is. An index holds what the signed-in extension may see, so
// that another one has an index of its own.
type Key struct {
	Server   string // its address
	Account  string // id
	SignedIn string // id of the extension that is signed in
}

// Open opens the index of k in the folder dir, which it creates, as DirIn returns it.
// Nothing is read yet.
func Open(dir string, k Key) (*Index, error) {
	f, err := newFile(dir, journal.AccountFileName(k.Server, k.Account, k.SignedIn))
	if err != nil {
		return nil, err
	}
	return &Index{store: f}, nil
}

// Files returns the indexes in a folder that exist, of those that k may mean: an empty
// part of it means any. Nothing is created.
func Files(dir string, k Key) (all []*Index) {
	name := journal.AccountFileName(k.Server, cmp.Or(k.Account, "*"), cmp.Or(k.SignedIn, "*"))
	paths, _ := filepath.Glob(filepath.Join(dir, strings.ReplaceAll(name, "%2a", "*")+".jsonl")) // the pattern is right
	for _, path := range paths {
		all = append(all, &Index{store: &file{name: path, lock: strings.TrimSuffix(path, ".jsonl") + ".lock"}})
	}
	return all
}

// DirIn returns the folder of the indexes in a state folder.
func DirIn(state string) string { return filepath.Join(state, "index") }

// InMemory returns an index without a file, for the demo and where nothing may be stored.
func InMemory() *Index { return &Index{store: &memory{}} }

// Path returns the path of the file, which may not exist yet; "" for none.
func (x *Index) Path() string { return x.store.path() }

// Clear removes all lines, also those of a later version.
func (x *Index) Clear() error { return x.store.clear() }

// NewerError says that a later rcfwd wrote the file. It is neither read nor written then.
type NewerError struct {
	Path    string
	Version int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("a later rcfwd wrote the index %s (version %d, and this one knows %d): update rcfwd, or remove the index with rcfwd index clear and read the account again",
		e.Path, e.Version, Version)
}

// Append adds readings, each of which needs an ID and a class, and returns once they are on
// the disk. Times are kept in milliseconds. Either all of them are kept, or, when the
// process is killed meanwhile, the first few.
func (x *Index) Append(all ...Reading) error {
	var lines []byte
	for i := range all {
		if all[i].ID == "" || all[i].Class == "" {
			return errors.New("a reading has no id, or no class")
		}
		lines = appendReading(lines, &all[i])
	}
	if lines == nil {
		return nil
	}
	return x.store.append(lines)
}

// pass reads the whole file once into a table and then calls then with it.
func (x *Index) pass(t *table, then func(t *table, r *reader) error) error {
	v, err := x.store.open()
	if err != nil {
		return err
	}
	err = t.fill(v, x.store.path())
	if err == nil {
		err = then(t, &reader{view: v})
	}
	return errors.Join(err, v.close())
}

// Newest returns what is known about each extension, in the order of their numbers: its
// newest reading with the name, status and number of the last list, or, where it was not
// read yet, what the list tells. Only one of them is in memory at a time. An error ends it.
func (x *Index) Newest() iter.Seq2[Reading, error] { return x.newest(0) }

// Before is Newest as it was at a time: readings that began later are left out, and so are
// extensions that were not known yet. What was read the same before and after that time has
// the later ReadAt, and the earlier SameSince.
func (x *Index) Before(at time.Time) iter.Seq2[Reading, error] { return x.newest(at.UnixMilli()) }

func (x *Index) newest(until int64) iter.Seq2[Reading, error] {
	return func(yield func(Reading, error) bool) {
		t := newTable()
		t.until = until
		err := x.pass(t, func(t *table, r *reader) error {
			d := newDecoder()
			for _, e := range t.sorted() {
				read, err := e.reading(r, d)
				if err != nil {
					return err
				}
				if !yield(read, nil) {
					return nil
				}
			}
			return nil
		})
		if err != nil {
			yield(Reading{}, err)
		}
	}
}

// Head is what is known about an extension without its uses.
type Head struct {
	ID, Number, Name string
	Type, Status     string // as the service sends them
	Class            Class

	ListedAt, ReadAt time.Time // zero for never; ReadAt also where the newest line is damaged

	// ChangedAt is when the newest reading was first as it is, after others that differed;
	// zero where no reading differed.
	ChangedAt time.Time

	Outside int   // how many uses of numbers that do not belong to the account
	Gaps    []Gap // what was not read; shared, not to be changed
	Gone    bool
}

// Heads returns what is known about each extension, in the order of their numbers.
func (x *Index) Heads() (all []Head, err error) {
	t := newTable()
	t.changes = true
	err = x.pass(t, func(t *table, _ *reader) error {
		for _, e := range t.sorted() {
			all = append(all, t.head(e))
		}
		return nil
	})
	return all, err
}

func (t *table) head(e *entry) Head {
	h := Head{
		ID: e.id, Number: e.number, Name: e.name, Type: e.kind, Status: e.status, Class: e.class,
		ListedAt: timeOf(e.listedAt), ReadAt: timeOf(e.readAt), ChangedAt: timeOf(e.changedAt),
		Outside: int(e.outside), Gaps: t.gaps[e.gaps], Gone: e.gone,
	}
	if !e.broken.none() {
		h.ReadAt = time.Time{}
	}
	return h
}

// Reading returns the newest reading of an extension, as Newest does. known is false for an
// id that the index does not have.
func (x *Index) Reading(id string) (read Reading, known bool, err error) {
	quoted := appendText(nil, id)
	err = x.pass(newTable(), func(t *table, r *reader) error {
		i := t.byID[string(quoted[1:len(quoted)-1])]
		if known = i != 0; !known {
			return nil
		}
		read, err = t.entries[i-1].reading(r, newDecoder())
		return err
	})
	return read, known && err == nil, err
}

// History returns the readings of an extension that differed from the ones before them,
// the oldest first, as far back as they are kept. Each held from its SameSince, or else its
// ReadAt, until the next one.
func (x *Index) History(id string) (all []Reading, err error) {
	var spans []span
	t := newTable()
	t.run = func(e *entry, s span, _ head, differs bool) {
		if e.id == id && differs {
			spans = append(spans, s)
		}
	}
	err = x.pass(t, func(_ *table, r *reader) error {
		d := newDecoder()
		for _, s := range spans {
			line, err := r.line(s)
			if err != nil {
				return err
			}
			read, err := d.reading(line)
			if err != nil {
				return err
			}
			all = append(all, read)
		}
		return nil
	})
	return all, err
}
