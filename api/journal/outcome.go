package journal

import (
	"context"
	"errors"
	"slices"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Conclude sets the outcome of e by what became of its documents, and After by the
// snapshot that followed; cause is why not all of them were confirmed.
func (e *Entry) Conclude(next api.Snapshot, cause error) {
	var t tally
	for _, d := range e.Docs {
		t.note(d.State == api.Confirmed)
	}
	e.settle(t, next)
	if e.Outcome == NotDone {
		e.Outcome = failure(e.Docs, cause)
	}
}

// failure is the outcome of a change that is known to have changed nothing.
func failure(docs []DocRecord, cause error) Outcome {
	switch {
	case slices.ContainsFunc(docs, func(d DocRecord) bool { return d.State == api.Refused }):
		return Refused
	case errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		return Cancelled
	}
	if _, reached := errors.AsType[*rest.Error](cause); reached || api.IsChanged(cause) {
		return NotDone // the service was not reached, or it was no longer to be
	}
	return Refused
}

// tally counts what of a change was done.
type tally struct{ done, not int }

func (t *tally) note(done bool) {
	if done {
		t.done++
		return
	}
	t.not++
}

func (t tally) outcome() Outcome {
	switch {
	case t.not == 0:
		return Done
	case t.done == 0:
		return NotDone
	}
	return Partly
}

// settle sets the outcome, and what the numbers and the rule are then.
func (e *Entry) settle(t tally, now api.Snapshot) {
	e.Outcome = t.outcome()
	if e.RuleBefore != nil {
		e.settleRule(now)
	}
	if !e.Effective() {
		e.After = slices.Clone(e.Before)
		return
	}
	e.After = e.numbersAfter(now)
}

// settleRule notes the rule as it is now. After a change that other users changed on,
// only what is e's own counts.
func (e *Entry) settleRule(now api.Snapshot) {
	r, there := now.Rule(e.RuleBefore.ID)
	if !e.Effective() || !there {
		e.RuleAfter = e.RuleBefore
		return
	}
	e.RuleAfter = RecordOfRule(r)
	want, err := e.RuleWant.Rule()
	before, unread := e.RuleBefore.Rule()
	if err == nil && unread == nil && !e.Op.same(r, want.WithLabelsOf(r)) {
		e.Lines, e.linesChanged = api.Diff(before, r), true
	}
}

// numbersAfter are the numbers concerned, as they are now. One that is gone is missing.
func (e *Entry) numbersAfter(now api.Snapshot) []Record {
	var after []Record
	add := func(n api.Number, was string) {
		if slices.ContainsFunc(after, func(r Record) bool { return r.ID == n.ID }) {
			return
		}
		r := RecordOf(n)
		if was != r.ID {
			r.Was = was
		}
		after = append(after, r)
	}
	for _, want := range e.Want {
		if n, ok := e.find(want, now); ok {
			add(n, e.idBefore(want))
		}
	}
	for _, b := range e.Before {
		if n, ok := api.Current(now.Numbers, b.Number()); ok {
			add(n, b.ID)
		}
	}
	return after
}

// idBefore is the id that a number had before e.
func (e *Entry) idBefore(want Record) string {
	if b, ok := e.before(want); ok {
		return b.ID
	}
	return want.Was
}

// find finds a number that e changed or added.
func (e *Entry) find(want Record, now api.Snapshot) (api.Number, bool) {
	b, had := e.before(want)
	if d, added := e.addition(want); added {
		return now.Number(numberID(d.After), "")
	}
	if n, ok := api.Current(now.Numbers, want.Number()); ok {
		return n, true
	}
	if had {
		return api.Current(now.Numbers, b.Number())
	}
	n, ok := api.ByPhone(now.Numbers, want.Phone)
	return n, ok && now.Capabilities().SharedDocument // a number that comes back gets a new id
}

// addition is the document of a number that e adds.
func (e *Entry) addition(want Record) (DocRecord, bool) {
	i := slices.IndexFunc(e.Docs, func(d DocRecord) bool {
		return d.ID().Kind == api.NumberDocument && d.Before == nil && (want.ID == "" || d.ID().ID == want.ID)
	})
	if i < 0 {
		return DocRecord{}, false
	}
	return e.Docs[i], true
}

// Asked is the number that want is about as e left it, and the fields that were asked
// for.
func (e Entry) Asked(want Record) (got Record, asked []api.Field) {
	before, had := e.before(want)
	got, _ = ByID(e.After, want.ID)
	if !had {
		if len(e.Want) == 1 && len(e.After) == 1 {
			got = e.After[0]
		}
		for _, f := range fields {
			if want.Value(f) != "" && got.ID != "" {
				asked = append(asked, f)
			}
		}
		return got, asked
	}
	if got.ID == "" {
		got, _ = ByID(e.After, before.ID)
	}
	return got, Differing(before, want)
}

// Ahead are the numbers that stood before one of e in the flip list, the nearest first,
// with their ids and telephone numbers alone. ok is false where the list is not known.
func (e Entry) Ahead(id string) (ahead []Record, ok bool) {
	d, known := e.doc(api.FlipDocument, "")
	if !known {
		return nil, false
	}
	for _, r := range flipRecords(d.Before) {
		is := Record{ID: rest.Clean(r.Text("id")), Phone: rest.Clean(r.Text("phoneNumber")), CallHandling: api.V2}
		if is.ID == id {
			slices.Reverse(ahead)
			return ahead, true
		}
		ahead = append(ahead, is)
	}
	return nil, false
}
