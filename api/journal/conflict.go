package journal

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// Conflict says that somebody else changed what a write is about after the
// person had seen it. Nothing was sent.
type Conflict struct {
	Write Write
	Diffs []NumberDiff
}

// NumberDiff is one number that is not as the person saw it.
type NumberDiff struct {
	Saw      api.Number
	Now      api.Number  // zero when Gone
	Gone     bool        // somebody removed it
	Removing bool        // the person wants it gone
	Fields   []FieldDiff // every field
}

// FieldDiff is one field of the three columns.
type FieldDiff struct {
	Field   api.Field
	Saw     string // as the person saw it
	Now     string // as it is
	Want    string // as it would be if the person went ahead
	Changed bool   // somebody else changed it
	Wanted  bool   // the person changes it
}

func newConflict(w Write, contests ...NumberDiff) *Conflict { return &Conflict{w, contests} }

// diffNumber compares a number with what it is now and what want makes of that; a
// nil want removes it.
func diffNumber(saw api.Number, now []api.Number, want func(Record) Record) NumberDiff {
	n, there := present(now, saw)
	c := NumberDiff{Saw: saw, Now: n, Gone: !there, Removing: want == nil}
	was, is := recordOf(saw), recordOf(n)
	base, wanted := is, Record{}
	if c.Gone {
		base = was
	}
	if want != nil {
		wanted = want(base)
	}
	for _, f := range append(slices.Clone(fields), placeFields...) {
		if f == api.FieldUses && !was.isV2() {
			break
		}
		c.Fields = append(c.Fields, FieldDiff{
			Field: f, Saw: was.Value(f), Now: is.Value(f), Want: wanted.Value(f),
			Changed: was.Value(f) != is.Value(f), Wanted: wanted.Value(f) != base.Value(f),
		})
	}
	return c
}

// Error names the numbers.
func (c *Conflict) Error() string { return c.Advice().String() }

// Advice says so in words.
func (c *Conflict) Advice() api.Advice {
	var parts []string
	for _, one := range c.Diffs {
		what := "changed"
		if one.Gone {
			what = "removed"
		}
		parts = append(parts, quote(one.Saw.Label)+" was "+what)
	}
	return api.Advice{
		What: "Somebody else was faster: " + strings.Join(parts, ", ") + " meanwhile. Nothing was sent.",
		Do:   "Compare, and choose what is to hold.",
	}
}

// Wanted are the fields that the person changes.
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

// Resolve gives the write to do instead, based on what is now: the fields in mine
// get what the person wants, all others keep what they have. Resolve(c.Wanted()...)
// insists on the whole; without mine everything is left to the other, and there
// is nothing to do, which ok says. For a removal and a swap any field means
// going ahead. An update of a number that is gone becomes a Create, where the
// service lets one be made.
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
			w.Seen[i] = c.now(w.Seen[i])
		}
		return w, true
	case Swap:
		w.A, w.B = c.now(w.A), c.now(w.B)
		return w, w.A.ID != "" && w.B.ID != "" && w.check() == nil
	}
	return nil, false
}

// now is what a number that the person saw is now; zero if it is gone.
func (c *Conflict) now(saw api.Number) api.Number {
	for _, one := range c.Diffs {
		if one.Saw.ID == saw.ID {
			return one.Now
		}
	}
	return saw
}

func (c *Conflict) resolveUpdate(u Update, mine []api.Field) (Write, bool) {
	if c.Diffs[0].Gone {
		again, why := recreation(recordOf(u.Want.Of(u.Seen)))
		again.link = u.link
		return again, why == ""
	}
	u.Seen = c.now(u.Seen)
	if !slices.Contains(mine, api.FieldPhone) {
		u.Want.Phone = nil
	}
	if !slices.Contains(mine, api.FieldLabel) {
		u.Want.Label = nil
	}
	if !slices.Contains(mine, api.FieldFlip) {
		u.Want.Flip = nil
	}
	return u, !u.Want.Empty()
}

func quote(label string) string {
	if label == "" {
		return "a number without a label"
	}
	return `"` + label + `"`
}
