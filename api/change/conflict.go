package change

import (
	"cmp"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Conflict is the error of a write whose numbers another user changed after the person
// saw them. Nothing was sent.
type Conflict struct {
	Write Write
	Diffs []NumberDiff
}

// NumberDiff is one number that is not as the person saw it.
type NumberDiff struct {
	Saw      api.Number
	Now      api.Number  // zero when Gone
	Gone     bool        // another user removed it
	Removing bool        // the person wants it gone
	Fields   []FieldDiff // every field
}

// FieldDiff is one field in three columns.
type FieldDiff struct {
	Field   api.Field
	Saw     string // as the person saw it
	Now     string // as it is
	Want    string // as it would be if the person went ahead
	Changed bool   // another user changed it
	Wanted  bool   // the person changes it
}

func conflictOver(w Write, diffs ...NumberDiff) *Conflict { return &Conflict{w, diffs} }

// diffNumber compares a number as the person saw it with what it is now and with what
// want makes of that. A nil want removes the number.
func diffNumber(saw *api.Number, now []api.Number, want func(journal.Record) journal.Record) NumberDiff {
	n, there := api.Current(now, saw)
	d := NumberDiff{Saw: *saw, Now: n, Gone: !there, Removing: want == nil}
	was, is := journal.RecordOf(saw), journal.RecordOf(&n)
	base, wanted := is, journal.Record{}
	if d.Gone {
		base = was
	}
	if want != nil {
		wanted = want(base)
	}
	for _, f := range journal.FieldsOf(&was) {
		d.Fields = append(d.Fields, FieldDiff{
			Field: f, Saw: was.Value(f), Now: is.Value(f), Want: wanted.Value(f),
			Changed: was.Value(f) != is.Value(f), Wanted: wanted.Value(f) != base.Value(f),
		})
	}
	return d
}

// Error is the advice on one line.
func (c *Conflict) Error() string { return c.Advice().String() }

// Advice names the numbers.
func (c *Conflict) Advice() api.Advice {
	var parts []string
	for _, one := range c.Diffs {
		what := "changed"
		if one.Gone {
			what = "removed"
		}
		parts = append(parts, cmp.Or(one.Saw.Label, "A number without a label")+" was "+what)
	}
	return api.Advice{
		What: strings.Join(parts, " and ") + " by another user. Nothing has been sent.",
		Do:   "Compare the values and choose which to keep.",
	}
}

// Wanted returns the fields that the write changes. It is not inlined: its copies would make
// the program larger.
//
//go:noinline
func (c *Conflict) Wanted() []api.Field {
	var wanted []api.Field
	for _, one := range c.Diffs {
		for _, r := range one.Fields {
			if r.Wanted && !slices.Contains(wanted, r.Field) {
				wanted = append(wanted, r.Field)
			}
		}
	}
	return wanted
}

// Resolve returns the write to do instead, based on the numbers as they are now. The
// fields in mine get the values of the original write, all others keep what they have, so
// Resolve(c.Wanted()...) insists on the whole write. For a Remove and a Swap any field
// means the whole write. An Update of a number that is gone becomes a Create, if the
// service lets one be made. ok is false when there is nothing to do, as for an empty mine.
func (c *Conflict) Resolve(mine ...api.Field) (w Write, ok bool) {
	if len(mine) == 0 {
		return nil, false
	}
	switch w := c.Write.(type) {
	case Update:
		return c.resolveUpdate(w, mine)
	case Remove:
		w.Seen = slices.Clone(w.Seen)
		for i := range w.Seen {
			w.Seen[i] = c.now(&w.Seen[i])
		}
		return w, true
	case Swap:
		w.A, w.B = c.now(&w.A), c.now(&w.B)
		return w, w.A.ID != "" && w.B.ID != "" && w.check(&api.Snapshot{}) == nil
	case SetDigits:
		w.Seen = slices.Clone(w.Seen)
		for i := range w.Seen {
			w.Seen[i] = c.now(&w.Seen[i])
		}
		gone := slices.ContainsFunc(w.Seen, func(n api.Number) bool { return n.ID == "" })
		return w, !gone && w.check(&api.Snapshot{}) == nil
	case Revert:
		w.shown, w.fields = slices.Concat(w.shown, c.Diffs), mine
		return w, true
	}
	return nil, false
}

// now returns the current state of a number that the person saw; zero if it is gone. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (c *Conflict) now(saw *api.Number) api.Number {
	for _, one := range c.Diffs {
		if one.Saw.ID == saw.ID {
			return one.Now
		}
	}
	return *saw
}

func (c *Conflict) resolveUpdate(u Update, mine []api.Field) (Write, bool) {
	if c.Diffs[0].Gone {
		n, why := recreation(new(journal.RecordOf(new(u.Want.Of(&u.Seen)))))
		return Create{n}, why == ""
	}
	u.Seen, u.Want = c.now(&u.Seen), only(u.Want, mine)
	return u, !u.Want.Empty()
}

// only is a change of some fields.
func only(c api.Change, fields []api.Field) api.Change {
	for f, value := range map[api.Field]**string{api.FieldPhone: &c.Phone, api.FieldLabel: &c.Label, api.FieldFlip: &c.Flip} {
		if !slices.Contains(fields, f) {
			*value = nil
		}
	}
	return c
}
