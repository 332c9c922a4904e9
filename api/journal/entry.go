package journal

import (
	"encoding/json"
	"time"

	"rcfwd/api"
)

// Op is the kind of a change.
type Op string

// The operations.
const (
	OpCreate Op = "create"
	OpUpdate Op = "update"
	OpRemove Op = "remove"
	OpSwap   Op = "swap"   // the flip digits of two numbers or more
	OpRing   Op = "ring"   // who rings in a rule, what comes after, and when it applies
	OpSwitch Op = "switch" // a rule, on or off

	OpCreateRule Op = "create rule" // a custom rule
	OpRemoveRule Op = "remove rule"

	OpAPI Op = "api" // a request that rcfwd api sent; what it changed is not known
)

// OfRule reports whether o changes a rule rather than numbers. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (o Op) OfRule() bool { return o == OpRing || o == OpSwitch || o.listsRule() }

// listsRule reports whether o makes or removes a rule.
func (o Op) listsRule() bool { return o == OpCreateRule || o == OpRemoveRule }

// Outcome is what came of a change.
type Outcome string

// The outcomes. An entry that has none yet, or an unknown one, is pending.
const (
	Done      Outcome = "done"
	Partly    Outcome = "partly"    // some of several numbers or requests
	Refused   Outcome = "refused"   // by the service; Code is the reason
	NotDone   Outcome = "not done"  // it had no effect
	Unknown   Outcome = "unknown"   // it was sent, and no answer came
	Cancelled Outcome = "cancelled" // before it was sent
	Unchanged Outcome = "unchanged" // nothing was sent, as nothing was left to change
)

// Actor is the extension that was signed in.
type Actor struct {
	ID     string `json:"id"`
	Number string `json:"extensionNumber,omitempty"`
	Name   string `json:"name,omitempty"`
}

// Scope is the extension that a journal is about. The ids are those of the service,
// never "~", or entries of one extension would be taken for another's. Server and
// Account may be empty, to read a journal without asking the service.
type Scope struct {
	Profile   string
	Server    string // scheme and host
	Account   string
	Extension string
}

// Entry is one change: its intent, and its outcome as far as it is known.
type Entry struct {
	ID        string    `json:"id"`
	Time      time.Time `json:"time"` // of the intent, UTC
	Who       Actor     `json:"who"`
	Profile   string    `json:"profile,omitempty"` // that was open
	Server    string    `json:"server"`
	Account   string    `json:"account"`
	Extension string    `json:"extension"`
	Op        Op        `json:"op"`

	// The numbers of the change. Those that were removed are missing in After.
	Before []Record `json:"before,omitempty"` // as read just before
	Want   []Record `json:"want,omitempty"`   // as they should be afterwards
	After  []Record `json:"after,omitempty"`  // as they were afterwards

	// The rule of OpRing and OpSwitch: as read just before, as it should be, and as it
	// was afterwards. OpCreateRule has none before, and OpRemoveRule only one before.
	RuleBefore *RuleRecord `json:"ruleBefore,omitempty"`
	RuleWant   *RuleRecord `json:"ruleWant,omitempty"`
	RuleAfter  *RuleRecord `json:"ruleAfter,omitempty"`

	// Lines are to be shown: what changed in a rule, or where removed numbers rang.
	Lines []string `json:"lines,omitempty"`

	// The request of OpAPI: its path with the query, and its body. Secrets in them are
	// masked, and a body that is too long is not kept.
	Method string          `json:"method,omitempty"`
	Path   string          `json:"path,omitempty"`
	Body   json.RawMessage `json:"body,omitempty"`

	// From is the uses that OpRemove removes numbers from, on new call handling. None
	// means all.
	From []api.Feature `json:"from,omitempty"`

	// Rang is the rules that rang the numbers of OpRemove, as they were before.
	Rang []RuleRecord `json:"rang,omitempty"`

	Outcome   Outcome   `json:"outcome,omitempty"`
	Ended     time.Time `json:"ended,omitzero"` // when the outcome became known
	Code      string    `json:"code,omitempty"`
	Message   string    `json:"message,omitempty"`
	RequestID string    `json:"request,omitempty"`

	// LookedUp reports that the outcome was found by reading, because the answer was
	// lost or the program ended before it came.
	LookedUp bool `json:"lookedUp,omitempty"`

	Undoes string `json:"undoes,omitempty"` // id of the entry that this one undoes
	Redoes string `json:"redoes,omitempty"` // id of the entry that this one redoes
	Undone bool   `json:"undone,omitempty"` // undone, and not redone since

	// Docs are the documents that the change edits; none in entries of versions before
	// 2, whose changes were kept as numbers and rules alone.
	Docs []DocRecord `json:"docs,omitempty"`

	Had []string `json:"-"` // create: ids of the numbers before it

	// For are the numbers, or the rule, of the entry in Undoes or Redoes that this is
	// about, by their ids in it.
	For []string `json:"-"`

	// More reports that a further change was due before those were as they should be.
	// Only versions before 2 made an undo of several changes.
	More bool `json:"-"`

	linesChanged bool // Lines are others than when it was intended
}

// Rule is the record of the rule that e is about; nil for a change of numbers.
func (e *Entry) Rule() *RuleRecord {
	for _, r := range []*RuleRecord{e.RuleAfter, e.RuleBefore, e.RuleWant} {
		if r != nil {
			return r
		}
	}
	return nil
}

// Resolved reports whether the outcome is known.
func (e *Entry) Resolved() bool { return e.Outcome != "" && e.Outcome != Unknown }

// Effective reports whether the entry changed anything.
func (e *Entry) Effective() bool { return e.Outcome == Done || e.Outcome == Partly }

// Comparison is one number before and after an entry.
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

// Comparisons compares the numbers before and after e, field by field. For an entry
// without an effect it compares with what was asked for.
func (e *Entry) Comparisons() []Comparison {
	to := e.After
	if !e.Effective() && e.Outcome != Unchanged {
		to = e.Want
	}
	var all []Comparison
	for _, b := range e.Before {
		if a, ok := ByID(to, b.ID); ok {
			all = append(all, compare(b.ID, &b, &a))
			continue
		}
		all = append(all, compare(b.ID, &b, nil))
	}
	for _, a := range to {
		if _, ok := e.before(&a); !ok {
			all = append(all, compare(a.ID, nil, &a))
		}
	}
	return all
}

// Added returns the numbers of OpCreate as they were afterwards, with the labels that the
// service gave them; as they should be while that is not known.
func (e *Entry) Added() []Record {
	if e.Effective() && len(e.After) == len(e.Want) {
		return e.After
	}
	return e.Want
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
