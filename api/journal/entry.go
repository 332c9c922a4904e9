package journal

import (
	"time"

	"rcfwd/api"
)

// Op is what kind of change an entry is.
type Op string

// The operations there are.
const (
	OpCreate Op = "create"
	OpUpdate Op = "update"
	OpRemove Op = "remove"
	OpSwap   Op = "swap"   // of the flip digits of two numbers
	OpRing   Op = "ring"   // of who rings in a rule, and what comes after
	OpSwitch Op = "switch" // of a rule, on or off
)

// ofRule says whether it changes a rule rather than numbers.
func (o Op) ofRule() bool { return o == OpRing || o == OpSwitch }

// Outcome is what became of a change.
type Outcome string

// The outcomes. An entry that has none yet, or an unknown one, is unsettled.
const (
	Done      Outcome = "done"
	Partly    Outcome = "partly"    // of several numbers or requests some
	Refused   Outcome = "refused"   // by the service; Code says why
	NotDone   Outcome = "not done"  // looked up: it had no effect
	Unknown   Outcome = "unknown"   // it was sent, and nobody knows
	Cancelled Outcome = "cancelled" // before it was sent
	Unchanged Outcome = "unchanged" // nothing was sent: all was as it ought to be already
)

// Actor is the extension that was signed in.
type Actor struct {
	ID     string `json:"id"`
	Number string `json:"extensionNumber,omitempty"`
	Name   string `json:"name,omitempty"`
}

// Scope is whose numbers a journal is about. The ids are those of the service,
// never "~", or entries of one extension would be taken for another's. To read
// a journal without asking the service, server and account may be left empty.
type Scope struct {
	Profile   string
	Server    string // scheme and host
	Account   string
	Extension string
}

// Entry is one change, from its intent to all that is known of it.
type Entry struct {
	ID        string    `json:"id"`
	Time      time.Time `json:"time"` // of the intent, UTC
	Who       Actor     `json:"who"`
	Server    string    `json:"server"`
	Account   string    `json:"account"`
	Extension string    `json:"extension"`
	Op        Op        `json:"op"`

	Before []Record `json:"before,omitempty"` // as read just before
	Want   []Record `json:"want,omitempty"`   // as they ought to read afterwards
	After  []Record `json:"after,omitempty"`  // as they were afterwards; what was removed is missing

	// Of the change of a rule: as it was read just before, as it ought to be, and as
	// it was afterwards.
	RuleBefore *RuleRecord `json:"ruleBefore,omitempty"`
	RuleWant   *RuleRecord `json:"ruleWant,omitempty"`
	RuleAfter  *RuleRecord `json:"ruleAfter,omitempty"`

	// Lines are for showing: what was changed of a rule, or where numbers rang that
	// were removed.
	Lines []string `json:"lines,omitempty"`

	// From are the uses that a removal takes numbers out of, on new accounts; none is
	// all of them.
	From []api.Feature `json:"from,omitempty"`

	// Rang are the rules that rang the numbers of a removal, as they were before.
	Rang []RuleRecord `json:"rang,omitempty"`

	Outcome   Outcome   `json:"outcome,omitempty"`
	Ended     time.Time `json:"ended,omitzero"` // when the outcome was known
	Code      string    `json:"code,omitempty"`
	Message   string    `json:"message,omitempty"`
	RequestID string    `json:"request,omitempty"`

	// LookedUp says that the answer was lost, or the program ended before it
	// came, and the outcome was found by reading.
	LookedUp bool `json:"lookedUp,omitempty"`

	Undoes string `json:"undoes,omitempty"` // id of the entry that this takes back
	Redoes string `json:"redoes,omitempty"` // id of the entry that this does again
	Undone bool   `json:"undone,omitempty"` // taken back, and not done again since

	had          []string // ids before a create
	of           []string // link: ids in the entry that Undoes or Redoes names; of a rule, its own
	linesChanged bool     // Lines are others than when it was intended
	more         bool     // link: a further change is due
}

// Resolved says whether the outcome is known.
func (e Entry) Resolved() bool { return e.Outcome != "" && e.Outcome != Unknown }

// Effective says whether the entry changed anything.
func (e Entry) Effective() bool { return e.Outcome == Done || e.Outcome == Partly }

// Comparison is one number of an entry before and after it.
type Comparison struct {
	ID     string        `json:"id,omitempty"`
	Before *Record       `json:"before,omitempty"` // nil: it was not there
	After  *Record       `json:"after,omitempty"`  // nil: it is gone
	Fields []FieldChange `json:"fields"`
}

// FieldChange is one field before and after.
type FieldChange struct {
	Field   api.Field `json:"field"`
	Before  string    `json:"before,omitempty"`
	After   string    `json:"after,omitempty"`
	Differs bool      `json:"differs,omitempty"`
}

// Comparisons sets before against after, number by number and field by field. Of an
// entry without an effect it is what was asked for.
func (e Entry) Comparisons() []Comparison {
	to := e.After
	if !e.Effective() && e.Outcome != Unchanged {
		to = e.Want
	}
	var all []Comparison
	for _, b := range e.Before {
		if a, ok := byID(to, b.ID); ok {
			all = append(all, compare(b.ID, &b, &a))
			continue
		}
		all = append(all, compare(b.ID, &b, nil))
	}
	for _, a := range to {
		if _, ok := e.before(a); !ok {
			all = append(all, compare(a.ID, nil, &a))
		}
	}
	return all
}

func compare(id string, before, after *Record) Comparison {
	c := Comparison{ID: id, Before: before, After: after}
	var b, a Record
	if before != nil {
		b = *before
	}
	if after != nil {
		a = *after
	}
	for _, f := range fields {
		c.Fields = append(c.Fields, FieldChange{f, b.Value(f), a.Value(f), b.Value(f) != a.Value(f)})
	}
	for _, f := range placeFields {
		if b.Value(f) != "" || a.Value(f) != "" {
			c.Fields = append(c.Fields, FieldChange{f, b.Value(f), a.Value(f), b.Value(f) != a.Value(f)})
		}
	}
	return c
}
