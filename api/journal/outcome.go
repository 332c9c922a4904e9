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
func (e *Entry) Conclude(next *api.Snapshot, cause error) {
	var t tally
	for _, d := range e.Docs {
		t.note(d.State == api.Confirmed)
		if d.pickedDigit() != "" {
			t.note(false) // that it goes again is a second request
		}
	}
	e.settle(t, next)
	if e.Outcome == NotDone {
		e.Outcome = failure(e.Docs, cause)
	}
	if e.ruleDiffers() {
		e.tellRule()
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
func (e *Entry) settle(t tally, now *api.Snapshot) {
	e.Outcome = t.outcome()
	switch {
	case e.Op.listsRule():
		e.settleRuleList(now)
	case e.RuleBefore != nil:
		e.settleRule(now)
	}
	if !e.Effective() {
		e.After = slices.Clone(e.Before)
		return
	}
	e.After = e.numbersAfter(now)
}

// settleRule notes the rule as it is now.
func (e *Entry) settleRule(now *api.Snapshot) {
	r, there := now.Rule(e.RuleBefore.ID)
	if !e.Effective() || !there {
		e.RuleAfter = e.RuleBefore
		return
	}
	e.RuleAfter = RecordOfRule(&r)
}

// settleRuleList notes the rule that was made, or that it is gone.
func (e *Entry) settleRuleList(now *api.Snapshot) {
	e.RuleAfter = nil
	switch {
	case e.Op == OpRemoveRule && !e.Effective():
		e.RuleAfter = e.RuleBefore
	case e.Op == OpCreateRule && e.Effective():
		e.RuleAfter = e.madeRule(now)
	}
}

// madeRule is the rule that OpCreateRule made, as it is now or else as it was answered.
func (e *Entry) madeRule(now *api.Snapshot) *RuleRecord {
	for _, d := range e.Docs {
		if d.State != api.Confirmed || d.After == nil {
			continue
		}
		made, err := api.ReadRule(e.RuleWant.CallHandling, d.After)
		if err != nil {
			continue
		}
		if is, there := now.Rule(made.ID); there {
			made = is
		}
		return RecordOfRule(&made)
	}
	return nil
}

// tellRule puts the difference in words where the service made something else of the rule
// than was intended.
func (e *Entry) tellRule() {
	before, errBefore := e.RuleBefore.Rule()
	after, errAfter := e.RuleAfter.Rule()
	if errBefore == nil && errAfter == nil {
		e.Lines, e.linesChanged = api.Diff(&before, &after), true
	}
}

// ruleDiffers reports whether the rule of a change that was made is not as intended.
func (e *Entry) ruleDiffers() bool {
	if e.RuleBefore == nil || e.RuleWant == nil || e.RuleAfter == nil || !e.Effective() || e.RuleAfter == e.RuleBefore {
		return false
	}
	want, errWant := e.RuleWant.Rule()
	after, errAfter := e.RuleAfter.Rule()
	return errWant == nil && errAfter == nil && !e.Op.same(&after, new(want.WithLabelsOf(&after)))
}

// numbersAfter are the numbers concerned, as they are now. One that is gone is missing.
func (e *Entry) numbersAfter(now *api.Snapshot) []Record {
	var after []Record
	add := func(n api.Number, was string) {
		if slices.ContainsFunc(after, func(r Record) bool { return r.ID == n.ID }) {
			return
		}
		r := RecordOf(&n)
		if was != r.ID {
			r.Was = was
		}
		after = append(after, r)
	}
	for _, want := range e.Want {
		if n, ok := e.find(&want, now); ok {
			add(n, e.idBefore(&want))
		}
	}
	for _, b := range e.Before {
		if n, ok := api.Current(now.Numbers, new(b.Number())); ok {
			add(n, b.ID)
		}
	}
	return after
}

// keepOwn gives the numbers and the rule, as they were found by reading, what e gave them:
// where they are otherwise another user has changed them since, which is not e's to undo.
func (e *Entry) keepOwn() {
	if !e.Effective() {
		return
	}
	for _, want := range e.Want {
		got, asked := e.Asked(&want)
		i := slices.IndexFunc(e.After, func(r Record) bool { return r.ID == got.ID })
		for _, f := range asked {
			if i >= 0 && e.wrote(&want) {
				e.After[i] = e.After[i].WithValue(f, &want)
			}
		}
	}
	if e.ruleDiffers() {
		e.RuleAfter = e.RuleWant
	}
}

// wrote reports whether e got to the number itself, rather than to the rules that ring it.
func (e *Entry) wrote(want *Record) bool {
	if len(e.Docs) == 0 {
		return e.Outcome == Done
	}
	before, _ := e.before(want)
	return slices.ContainsFunc(e.Docs, func(d DocRecord) bool {
		id := d.ID()
		own := id.Kind == api.FlipDocument || id.Kind == api.NumberDocument && (id.ID == want.ID || id.ID == before.ID || want.ID == "")
		return own && d.State == api.Confirmed
	})
}

// idBefore is the id that a number had before e.
func (e *Entry) idBefore(want *Record) string {
	if b, ok := e.before(want); ok {
		return b.ID
	}
	return want.Was
}

// find finds a number that e changed or added.
func (e *Entry) find(want *Record, now *api.Snapshot) (api.Number, bool) {
	b, had := e.before(want)
	if d, added := e.addition(want); added {
		return now.Number(numberID(d.After), "")
	}
	if n, ok := api.Current(now.Numbers, new(want.Number())); ok {
		return n, true
	}
	if had {
		return api.Current(now.Numbers, new(b.Number()))
	}
	n, ok := api.ByPhone(now.Numbers, want.Phone)
	return n, ok && now.Capabilities().SharedDocument // a number that comes back gets a new id
}

// addition is the document of a number that e adds.
func (e *Entry) addition(want *Record) (DocRecord, bool) {
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
func (e *Entry) Asked(want *Record) (got Record, asked []api.Field) {
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
	return got, Differing(&before, want)
}

// Ahead are the numbers that stood before one of e in the flip list, the nearest first,
// with their ids and telephone numbers alone. ok is false where the list is not known.
func (e *Entry) Ahead(id string) (ahead []Record, ok bool) {
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
