package journal

import "rcfwd/api"

// Conflict says that somebody else changed what a write is about after the
// person had seen it. Nothing was sent.
type Conflict struct {
	Write    Write
	Contests []Contest
}

// Contest is one number that is not as the person saw it.
type Contest struct {
	Saw      api.Number
	Now      api.Number // zero when Gone
	Gone     bool       // somebody removed it
	Removing bool       // the person wants it gone
	Rows     []Row      // every field
}

// Row is one field of the three columns.
type Row struct {
	Field   api.Field
	Saw     string // as the person saw it
	Now     string // as it is
	Want    string // as the person wants it
	Changed bool   // somebody else changed it
	Wanted  bool   // the person changes it
}

// Error names the numbers.
func (c *Conflict) Error() string { return "somebody else changed it meanwhile" }

// Advice says so in words.
func (c *Conflict) Advice() api.Advice { return api.Advice{What: c.Error()} }

// Wanted are the fields that the person changes.
func (c *Conflict) Wanted() []api.Field { return nil }

// Resolve gives the write to do instead, based on what is now: the fields in mine
// get what the person wants, all others keep what they have. Resolve(c.Wanted()...)
// insists on the whole; without mine everything is left to the other, and there
// is nothing to do, which ok says. For a removal and a swap any field means
// going ahead. An update of a number that is gone becomes a Create.
func (c *Conflict) Resolve(mine ...api.Field) (w Write, ok bool) { return nil, false }
