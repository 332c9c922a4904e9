package journal

import (
	"context"
	"errors"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Write is a change that a person wants: a Create, Update, Remove or Swap of numbers, or an
// UpdateRule or ToggleRule. It includes what the person saw when deciding.
type Write interface {
	// check finds what the service would refuse, by what the person saw.
	check() error

	// ready compares what the person saw with what is now, and makes the write a task.
	// The error is a *Conflict, a *RuleConflict, an api.ValidationError, or one of
	// reading what else it needs, such as a rule.
	ready(ctx context.Context, b Service, now []api.Number) (task, error)

	// aboutRule reports whether the write needs no numbers.
	aboutRule() bool

	// linked returns the write with the link to the entry that it undoes or redoes.
	linked(link) Write
}

// link names the entry that a write undoes or redoes, and for which of its numbers. more
// reports that another write must follow.
type link struct {
	undoes, redoes string
	of             []string
	more           bool
}

// task is a write made ready.
type task struct {
	entry   Entry    // its Op, Before, Want and links
	already bool     // all is as it should be
	why     error    // beside already: it is not, and nothing can be done about it
	now     api.Rule // of the change of a rule: as it was just read
	send    func(context.Context, Service) reply
}

func newTask(op Op, l link, before []api.Number, want []Record) task {
	return task{entry: Entry{
		Op: op, Before: recordsOf(before), Want: want,
		Undoes: l.undoes, Redoes: l.redoes, of: l.of, more: l.more,
	}}
}

// reply is what came of sending.
type reply struct {
	after    []api.Number // what the service answered
	removals []api.Removal
	rule     api.Rule // likewise, of a rule
	err      error
	look     bool // only reading tells what is now
}

// answered is the reply of a request that answers with the number.
func answered(n api.Number, err error) reply {
	return reply{after: []api.Number{n}, err: err, look: errors.Is(err, rest.ErrLost)}
}

func first(problems []api.ValidationError) error {
	if len(problems) == 0 {
		return nil
	}
	return problems[0]
}

// Create adds a number.
type Create struct {
	Number api.NewNumber
	Seen   []api.Number // the list on the screen, for the local check; may be nil

	link link
}

func (c Create) linked(l link) Write { c.link = l; return c }
func (c Create) aboutRule() bool     { return false }
func (c Create) check() error        { return first(api.CheckNew(c.Number, c.Seen)) }

func (c Create) ready(_ context.Context, _ Service, now []api.Number) (task, error) {
	if err := first(api.CheckNew(c.Number, now)); err != nil {
		return task{}, err
	}
	t := newTask(OpCreate, c.link, nil, []Record{recordOfRequest(c.Number)})
	for _, n := range now {
		t.entry.had = append(t.entry.had, n.ID)
	}
	t.entry.place(c.Number, now)
	t.send = func(ctx context.Context, b Service) reply { return answered(b.CreateNumber(ctx, c.Number)) }
	return t, nil
}

// Update changes what Want holds.
type Update struct {
	Seen api.Number // as the person saw it
	Want api.Change

	link link
	rest *Record // how rules may still have it, when an attempt ended half way
}

func (u Update) linked(l link) Write { u.link = l; return u }
func (u Update) aboutRule() bool     { return false }
func (u Update) check() error        { return first(api.CheckChange(u.Seen, u.Want, nil)) }

func (u Update) ready(_ context.Context, _ Service, now []api.Number) (task, error) {
	old, ok := present(now, u.Seen)
	want := wanted(old, u.Want)
	t := newTask(OpUpdate, u.link, []api.Number{old}, []Record{want})
	rest, unfinished := u.unfinished(old, now)
	t.already = ok && !unfinished && len(differing(recordOf(old), want)) == 0
	if t.already {
		return t, nil
	}
	if !ok || !unfinished && changed(u.Seen, old) {
		return task{}, newConflict(u, diffNumber(u.Seen, now, func(r Record) Record { return r.with(u.Want) }))
	}
	if err := first(api.CheckChange(old, u.Want, u.others(now))); err != nil {
		return task{}, err
	}
	if unfinished {
		t.entry.Before = append(t.entry.Before, rest)
		old.Phone, old.Label = rest.Phone, rest.Label
	}
	t.send = func(ctx context.Context, b Service) reply { return answered(b.UpdateNumber(ctx, old, u.Want)) }
	return t, nil
}

// others are the numbers that a change must not clash with. Where one that was done in
// part is taken back on a new account, rules may still ring the number that it gets
// again, and two may have had the same label.
func (u Update) others(now []api.Number) []api.Number {
	if u.link.undoes+u.link.redoes == "" || u.Seen.CallHandling != api.V2 {
		return now
	}
	var others []api.Number
	for _, n := range now {
		if n.ID != u.Seen.ID && !isRuleOnly(n.ID) {
			n.Label = ""
			others = append(others, n)
		}
	}
	return others
}

// Swap exchanges the flip digits of A and B. When A has none, B gets a free one, if there
// is one, as in api.Client.SwapFlip.
type Swap struct {
	A, B api.Number // as the person saw them

	link link
}

func (s Swap) linked(l link) Write { s.link = l; return s }
func (s Swap) aboutRule() bool     { return false }

func (s Swap) check() error {
	if s.B.Flip == "" || s.A.ID == s.B.ID {
		return api.ValidationError{Field: api.FieldFlip, Code: "CMN-101", Text: "There is no flip digit to swap with."}
	}
	return nil
}

func (s Swap) ready(_ context.Context, _ Service, now []api.Number) (task, error) {
	a, okA := present(now, s.A)
	b, okB := present(now, s.B)
	ofA := s.A.Flip
	if free := api.FreeDigits(now); ofA == "" && len(free) > 0 {
		ofA = free[0]
	}
	wantA, wantB := wanted(a, api.Change{Flip: &s.B.Flip}), wanted(b, api.Change{Flip: &ofA})
	t := newTask(OpSwap, s.link, []api.Number{a, b}, []Record{wantA, wantB})
	t.already = okA && okB && a.Flip == s.B.Flip && b.Flip == s.A.Flip
	if t.already {
		return t, nil
	}
	var contests []NumberDiff
	if !okA || changed(s.A, a) {
		contests = append(contests, diffNumber(s.A, now, digit(s.B.Flip)))
	}
	if !okB || changed(s.B, b) {
		contests = append(contests, diffNumber(s.B, now, digit(ofA)))
	}
	if len(contests) > 0 {
		return task{}, newConflict(s, contests...)
	}
	t.send = func(ctx context.Context, back Service) reply { return swapped(back.SwapFlip(ctx, a, b, now), a, b) }
	return t, nil
}

func digit(d string) func(Record) Record {
	return func(r Record) Record { r.Flip = d; return r }
}

// swapped reads again unless it is known that both kept their digits.
func swapped(err error, a, b api.Number) reply {
	r := reply{err: err, look: true}
	if e, ok := errors.AsType[*api.SwapError](err); ok && e.AKnown && e.BKnown {
		r.look = e.A.Flip != a.Flip || e.B.Flip != b.Flip
	}
	return r
}

// changed reports whether a number changed since a person saw it.
func changed(saw, now api.Number) bool { return len(differing(recordOf(saw), recordOf(now))) > 0 }
