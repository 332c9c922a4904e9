package change

import (
	"context"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Direction is which way a plan goes.
type Direction int

// The directions.
const (
	Undo Direction = iota
	Redo
)

// Plan says what taking entries back, or doing them again, would send.
type Plan struct {
	Direction Direction
	Entries   []journal.Entry // in the order in which they are done
	Steps     []Step
	Notes     []string // what will not be as it was, a sentence each
	Blocked   []Block  // for what nothing can be done

	base, after api.Snapshot
	drafts      []*api.Draft
}

// Drafts returns what carrying out the plan would send, a draft for each entry.
func (p *Plan) Drafts() []*api.Draft { return p.drafts }

// Base returns the extension as the plan found it.
func (p *Plan) Base() api.Snapshot { return p.base }

// After returns the extension as it should read once the plan is carried out.
func (p *Plan) After() api.Snapshot { return p.after }

// Step is one part of a plan.
type Step struct {
	Entry string // id of the entry that it is for
	Text  string // in words
}

// Block is an entry, or a number of it, that a plan leaves as it is.
type Block struct {
	Entry string
	Why   string // a sentence
}

// Plan works out, without asking the service, what taking entries back or doing them
// again would send; base is the extension as last read. An entry that itself took
// something back is done again by taking it back, and so on. While the outcome of a
// change is not known a plan may be wrong about what it concerns; ResolvePending first. The
// error is a *journal.FileError.
func (w *Writer) Plan(d Direction, base *api.Snapshot, entries ...journal.Entry) (Plan, error) {
	h, err := w.journal.History()
	if err != nil {
		return Plan{}, err
	}
	d, entries = changesOf(h, d, entries)
	whole := Plan{Direction: d, Entries: entries, base: *base}
	now := *base
	for _, e := range entries {
		r := newReversal(&Revert{Entry: e, Direction: d}, &now, h)
		r.insist = true // what another user changed since is told when it is read again
		r.run()
		for _, text := range r.texts {
			whole.Steps = append(whole.Steps, Step{e.ID, text})
		}
		whole.Notes = append(whole.Notes, r.notes...)
		for _, why := range r.blocked {
			whole.Blocked = append(whole.Blocked, Block{e.ID, why})
		}
		whole.drafts = append(whole.drafts, r.draft)
		now = r.draft.Snapshot()
		h.Assume(e.ID, d == Undo)
	}
	whole.after = now
	return whole, nil
}

// changesOf finds the change itself where a single entry took one back, did it again or
// finished it. Among several such entries are passed over, since the change that they are
// about is planned for itself.
func changesOf(h *journal.History, d Direction, entries []journal.Entry) (Direction, []journal.Entry) {
	if len(entries) == 1 {
		e := entries[0]
		if of, ok := h.Entry(e.Undoes + e.Redoes); ok {
			if d = Redo; e.Redoes != "" {
				d = Undo
			}
			return d, []journal.Entry{of}
		}
		if of, ok := h.FinishedBy(&e); ok {
			return d, []journal.Entry{of}
		}
	}
	return d, slices.DeleteFunc(slices.Clone(entries), func(e journal.Entry) bool { return e.Undoes+e.Redoes != "" })
}

// Run carries out a plan, entry by entry like Do, and stops at the first error. The
// results are those of the writes in order; beside an error the last of them is that of
// the write which failed. A *Conflict can be resolved and done by itself: it still
// counts as part of the undo. A *PlanError says that the plan no longer holds.
func (w *Writer) Run(ctx context.Context, was *Plan) ([]Result, error) {
	p := *was
	var done []Result
	base := p.base
	entries := slices.DeleteFunc(slices.Clone(p.Entries), func(e journal.Entry) bool {
		return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Entry == e.ID })
	})
	for i, e := range entries {
		res, err := w.Do(ofPlan(ctx, i+1, len(entries)), &base, Revert{Entry: e, Direction: p.Direction, plan: &p})
		done = append(done, res)
		if err != nil {
			return done, err
		}
		base = res.Snapshot
	}
	return done, nil
}

// unsaid are the sentences that a plan did not say.
func (p *Plan) unsaid(notes, blocked []string) []string {
	said := slices.Clone(p.Notes)
	for _, b := range p.Blocked {
		said = append(said, b.Why)
	}
	return slices.DeleteFunc(slices.Concat(notes, blocked), func(s string) bool { return slices.Contains(said, s) })
}

// Revert takes a change back, or does it again. What of that is so already is left
// alone, so that doing it twice does no harm, and doing it again finishes what ended
// half way.
type Revert struct {
	Entry     journal.Entry
	Direction Direction

	plan *Plan // as it was shown; nil when the person decided without one

	// What the person insists on over edits by another user: over every one, as for a plan
	// that is made before these are read, or over those that conflicts have shown.
	insist    bool
	shown     []NumberDiff
	shownRule *api.Rule
	fields    []api.Field // with shown: these of a number; nil is all
}

// insists reports whether the person goes ahead over the edit of a number, as it is now,
// by another user. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (r *Revert) insists(saw *journal.Record, is *api.Number, there bool) bool {
	return r.insist || slices.ContainsFunc(r.shown, func(d NumberDiff) bool {
		return d.Saw.ID == saw.ID && (!there || !changed(&d.Now, is))
	})
}

// insistsOnRule is insists for a rule.
func (r *Revert) insistsOnRule(now *api.Rule) bool {
	return r.insist || r.shownRule != nil && api.SameWhole(new(r.shownRule.WithLabelsOf(now)), now)
}

func (r Revert) check(*api.Snapshot) error { return nil }

// need reads what the change touched, in whole where a part of it may be gone.
func (r Revert) need(base *api.Snapshot) api.Need {
	e := r.Entry
	switch {
	case e.RuleBefore != nil && e.RuleWant != nil:
		need := needRule(base, e.RuleBefore.ID)
		need.Hours = slices.ContainsFunc(e.Docs, func(d journal.DocRecord) bool { return d.ID().Kind == api.HoursDocument })
		need.Numbers = !base.Capabilities().SharedDocument // a rule rings numbers by their ids
		return need
	case e.Op.OfRule():
		return api.Need{Rules: true, Numbers: !base.Capabilities().SharedDocument}
	case onlyDigits(&e) && base.Numbers != nil:
		return api.Need{Digits: true}
	}
	removes := r.Direction == Redo && e.Op == journal.OpRemove || r.Direction == Undo && e.Op == journal.OpCreate
	return api.Need{Numbers: true, Rules: removes || len(e.Rang) > 0}
}

// onlyDigits reports whether a change is of flip digits and nothing else.
func onlyDigits(e *journal.Entry) bool {
	for _, want := range e.Want {
		before, ok := journal.ByID(e.Before, want.ID)
		if !ok || before.Phone != want.Phone || before.Label != want.Label || len(journal.Misplaced(&before, &want)) > 0 {
			return false
		}
	}
	return (e.Op == journal.OpUpdate || e.Op == journal.OpSwap) && len(e.Want) > 0
}

func (r Revert) ready(now *api.Snapshot, h *journal.History) (task, error) {
	e, ok := h.Entry(r.Entry.ID)
	if !ok {
		return task{}, &PlanError{[]string{"The journal no longer has this change."}}
	}
	r.Entry = e
	v := newReversal(&r, now, h)
	v.run()
	if r.plan != nil {
		if unsaid := r.plan.unsaid(v.notes, v.blocked); len(unsaid) > 0 {
			return task{}, &PlanError{unsaid}
		}
	}
	if len(v.diffs) > 0 {
		return task{}, conflictOver(r, v.diffs...)
	}
	if v.rule != nil {
		return task{}, &RuleConflict{r, v.rule}
	}
	return v.task(), nil
}

// why is the error for what cannot be reverted, beside what can.
func (v *reversal) why() error {
	if len(v.blocked) == 0 {
		return nil
	}
	return &PlanError{[]string{strings.Join(v.blocked, " ")}}
}
