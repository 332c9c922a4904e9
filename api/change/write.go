package change

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Write is a change that a person wants. What they saw when they decided is part of
// it: a Create, Update, Remove, Swap or SetDigits of numbers, an UpdateRule, ToggleRule,
// CreateRule or RemoveRule, or a Revert of an earlier change.
type Write interface {
	// check finds what the service would refuse, by what the person saw.
	check(base *api.Snapshot) error

	// need is what has to be read again before the write can be compared.
	need(base *api.Snapshot) api.Need

	// ready compares what the person saw with what is now, and drafts the edits. The
	// error is a *Conflict, a *RuleConflict, a *PlanError or an api.ValidationError.
	ready(now *api.Snapshot, h *journal.History) (task, error)
}

// task is a write made ready.
type task struct {
	entry journal.Entry // its Op, Before, Want and links
	draft *api.Draft
	why   error // beside a draft without edits: not all is as it should be, and nothing can be done about it
}

func newTask(op journal.Op, now *api.Snapshot, before []api.Number) task {
	return task{entry: journal.Entry{Op: op, Before: journal.RecordsOf(before)}, draft: now.Draft()}
}

// wants notes how the numbers concerned should read once the draft is sent; gone says
// of which there should be nothing left.
func (t *task) wants() {
	now := t.draft.Snapshot()
	for _, b := range t.entry.Before {
		if n, there := api.Current(now.Numbers, new(b.Number())); there {
			want := journal.RecordOf(&n)
			if want.ID != b.ID {
				want.Was = b.ID
			}
			t.entry.Want = append(t.entry.Want, want)
		}
	}
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
}

func (c Create) check(base *api.Snapshot) error {
	return first(api.CheckNew(&c.Number, base.Numbers))
}

func (c Create) need(*api.Snapshot) api.Need { return api.Need{Numbers: true} }

func (c Create) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	var before []api.Number
	if n, there := now.Number("", c.Number.Phone); there && now.Capabilities().SharedDocument {
		before = append(before, n) // it is there in part; this adds what it lacks
	}
	t := newTask(journal.OpCreate, now, before)
	if err := t.draft.Add(&c.Number); err != nil {
		return task{}, err
	}
	for _, n := range now.Numbers {
		t.entry.Had = append(t.entry.Had, n.ID)
	}
	want := t.added(&c.Number)
	for _, n := range before {
		want.Was = n.ID
	}
	t.entry.Want = []journal.Record{want}
	return t, nil
}

// added is the new number of the draft, as far as it was asked for.
func (t *task) added(n *api.NewNumber) journal.Record {
	want := journal.RecordOfRequest(n)
	all := t.draft.Snapshot().Numbers
	i := slices.IndexFunc(all, func(m api.Number) bool {
		return n.Phone != "" && m.Phone == n.Phone || n.DeviceID != "" && m.DeviceID == n.DeviceID
	})
	if i < 0 {
		return want
	}
	if r := journal.RecordOf(&all[i]); r.HasPlaces() {
		want.CallHandling, want.Features, want.Rings, want.Flip = r.CallHandling, r.Features, r.Rings, r.Flip
	}
	return want
}

// Update changes what Want holds.
type Update struct {
	Seen api.Number // as the person saw it
	Want api.Change
}

func (u Update) check(*api.Snapshot) error { return first(api.CheckChange(&u.Seen, u.Want, nil)) }

func (u Update) need(base *api.Snapshot) api.Need {
	digitAlone := u.Want.Phone == nil && u.Want.Label == nil
	if digitAlone && base.Numbers != nil {
		return api.Need{Digits: true}
	}
	return api.Need{Numbers: true}
}

func (u Update) ready(now *api.Snapshot, h *journal.History) (task, error) {
	t := newTask(journal.OpUpdate, now, nil)
	old, there := api.Current(now.Numbers, &u.Seen)
	if there && !changes(&old, u.Want) {
		t.draft.Retarget(&u.Seen, new(u.Want.Of(&u.Seen))) // as far as an earlier attempt did not get
		return u.task(&t, &old), nil
	}
	if !there || changed(&u.Seen, &old) {
		return task{}, conflictOver(u, diffNumber(&u.Seen, now.Numbers, func(r journal.Record) journal.Record { return r.With(u.Want) }))
	}
	if rules := h.LeftHalf(new(journal.RecordOf(&old)), new(journal.RecordOf(new(u.Want.Of(&old))))); len(rules) > 0 {
		t.draft.Retarget(new(u.Want.Of(&old)), &old, rules...)
	}
	if err := first(api.CheckChange(&old, u.Want, t.draft.Snapshot().Numbers)); err != nil {
		return task{}, err
	}
	if err := t.draft.Change(old.ID, u.Want); err != nil {
		return task{}, err
	}
	return u.task(&t, &old), nil
}

// task is t once the draft has the number changed.
func (u Update) task(was *task, old *api.Number) task {
	t := *was
	t.entry.Before = journal.RecordsOf([]api.Number{*old})
	t.wantsOf(old, u.Want)
	return t
}

// changes reports whether c changes anything of a number.
func changes(n *api.Number, c api.Change) bool {
	is := journal.RecordOf(n)
	return len(journal.Differing(&is, new(is.With(c)))) > 0
}

// wantsOf notes how a changed number should read. The label is kept as it is sent.
func (t *task) wantsOf(old *api.Number, c api.Change) {
	want := new(journal.RecordOf(old)).With(c)
	if n, there := api.Current(t.draft.Snapshot().Numbers, new(c.Of(old))); there {
		r := journal.RecordOf(&n)
		want.ID, want.Features, want.Rings = r.ID, r.Features, r.Rings
	}
	if want.ID != old.ID {
		want.Was = old.ID
	}
	t.entry.Want = append(t.entry.Want, want)
}

// Swap gives A the flip digit of B, and B that of A. When A has none B gets a free
// one, if there is one.
type Swap struct {
	A, B api.Number // as the person saw them
}

func (s Swap) check(*api.Snapshot) error {
	if s.B.Flip == "" || s.A.ID == s.B.ID {
		return api.ValidationError{Field: api.FieldFlip, Code: "CMN-101", Text: "There is no flip digit to swap."}
	}
	return nil
}

func (s Swap) need(base *api.Snapshot) api.Need {
	if base.Numbers != nil {
		return api.Need{Digits: true}
	}
	return api.Need{Numbers: true}
}

func (s Swap) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	a, okA := api.Current(now.Numbers, &s.A)
	b, okB := api.Current(now.Numbers, &s.B)
	if okA && okB && a.Flip == s.B.Flip && b.Flip == s.A.Flip {
		return newTask(journal.OpSwap, now, []api.Number{a, b}), nil
	}
	var diffs []NumberDiff
	if !okA || changed(&s.A, &a) {
		diffs = append(diffs, diffNumber(&s.A, now.Numbers, digit(s.B.Flip)))
	}
	if !okB || changed(&s.B, &b) {
		diffs = append(diffs, diffNumber(&s.B, now.Numbers, digit(digitFor(&s, now))))
	}
	if len(diffs) > 0 {
		return task{}, conflictOver(s, diffs...)
	}
	t := newTask(journal.OpSwap, now, []api.Number{a, b})
	if err := t.draft.Swap(a.ID, b.ID); err != nil {
		return task{}, err
	}
	t.wants()
	return t, nil
}

// digitFor is the digit that B gets.
func digitFor(s *Swap, now *api.Snapshot) string {
	if free := api.FreeDigits(now.Numbers); s.A.Flip == "" && len(free) > 0 {
		return free[0]
	}
	return s.A.Flip
}

func digit(d string) func(journal.Record) journal.Record {
	return func(r journal.Record) journal.Record { r.Flip = d; return r }
}
