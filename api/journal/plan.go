package journal

import (
	"context"
	"maps"
	"slices"

	"rcfwd/api"
)

// Direction is whether a plan undoes or redoes.
type Direction int

// The directions.
const (
	Undo Direction = iota
	Redo
)

// Plan is what undoing or redoing entries would send.
type Plan struct {
	Direction Direction
	Entries   []Entry // in the order in which they are undone or redone
	Steps     []Step
	Notes     []string // what will not be as it was, a sentence each, for all steps
	Blocked   []Block  // what cannot be undone or redone

	now  []api.Number
	seen map[string]Record // how the journal knew the numbers when the plan was made
}

// Step is one write of a plan.
type Step struct {
	Entry string // id of the entry that it is for
	Write Write
	Text  string   // in words
	Notes []string // what will not be as it was
}

// Block is an entry, or a number of it, that a plan leaves as it is.
type Block struct {
	Entry string
	Why   string // a sentence
}

// Plan plans, without asking the service, what undoing or redoing entries would send; now
// is the extension's numbers as last read. To undo an entry that is itself an undo is to
// redo the original change, and so on. While a change is pending, a plan may be wrong
// about its numbers; call ResolvePending first. The error is a *FileError.
func (w *Writer) Plan(d Direction, now []api.Number, entries ...Entry) (Plan, error) {
	h, err := w.history()
	if err != nil {
		return Plan{}, err
	}
	d, entries = h.turnedOver(d, entries)
	whole := Plan{Direction: d, now: now, seen: maps.Clone(h.undo.latest)}
	whole.Entries = entries
	for _, e := range entries {
		p := h.undo.planOne(d, now, e.ID)
		whole.Steps = append(whole.Steps, p.steps...)
		for _, s := range p.steps {
			whole.Notes = append(whole.Notes, s.Notes...)
		}
		whole.Blocked = append(whole.Blocked, p.blocked...)
		now = h.undo.simulate(now, p.steps)
		if c := h.undo.changes[e.ID]; c != nil && len(p.steps) > 0 {
			h.undo.markRules(c, d == Undo)
		}
	}
	return whole, nil
}

// history is the journal as it is now, for planning.
func (w *Writer) history() (*History, error) {
	h, err := w.journal.History()
	if err == nil {
		h.undo.backend = w.backend.KnownCallHandling()
	}
	return h, err
}

// turnedOver finds the changes themselves where a single entry took one back or
// did it again. Among several such entries are passed over, since the change that
// they are about is planned for itself.
func (h *History) turnedOver(d Direction, entries []Entry) (Direction, []Entry) {
	if len(entries) == 1 {
		e := entries[0]
		if of, ok := h.Entry(e.Undoes + e.Redoes); ok {
			if d = Redo; e.Redoes != "" {
				d = Undo
			}
			return d, []Entry{of}
		}
	}
	return d, slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return h.undo.changes[e.ID] == nil })
}

// Run carries out a plan, step by step like Do, and stops at the first error. It returns
// the results of the writes in order; with an error, the last one is that of the write
// that failed. The write that resolves a *Conflict can be passed to Do and still counts as
// part of the undo. A *PlanError means that the plan no longer holds.
func (w *Writer) Run(ctx context.Context, p Plan) ([]Result, error) {
	var done []Result
	now := p.now
	p.seen = maps.Clone(p.seen)
	for _, e := range p.Entries {
		results, err := w.runOne(ctx, p, now, e.ID)
		done = append(done, results...)
		if err != nil {
			return done, err
		}
		if len(results) > 0 {
			if last := results[len(results)-1].Numbers; last != nil {
				now = last
			}
		}
	}
	return done, nil
}

// runOne undoes or redoes one entry. It plans again before every write, since a restored
// number has another id and perhaps a flip digit that it should not have.
func (w *Writer) runOne(ctx context.Context, p Plan, now []api.Number, id string) ([]Result, error) {
	var done []Result
	for {
		h, err := w.history()
		if err != nil || len(h.Pending()) == 0 && len(h.undo.planOne(p.Direction, now, id).steps) == 0 {
			return done, err
		}
		read := len(done) == 0 && h.ofNumbers(id)
		res, err := w.perform(ctx, now, read, func(now []api.Number) (Write, error) { return w.next(p, now, id) })
		done = append(done, res)
		if res.Numbers != nil {
			now = res.Numbers
		}
		if err != nil || res.Entry.ID == "" {
			return done, err
		}
		for _, r := range res.Entry.Before {
			delete(p.seen, r.ID) // it is ourselves who changed it
		}
	}
}

// ofNumbers reports whether an entry changed numbers. Then what they are now decides how
// it is taken back, also where the first step of that is about a rule.
func (h *History) ofNumbers(id string) bool {
	e, ok := h.Entry(id)
	return ok && !e.Op.ofRule()
}

// next is the next write for an entry, or nil, with the numbers as they are now.
func (w *Writer) next(p Plan, now []api.Number, id string) (Write, error) {
	h, err := w.history()
	if err != nil {
		return nil, err
	}
	fresh := h.undo.planOne(p.Direction, now, id)
	if len(fresh.steps) == 0 {
		return nil, p.unsaid(nil, fresh.blocked)
	}
	return p.asSeen(fresh.steps[0].Write), p.unsaid(fresh.steps[0].Notes, nil)
}

// asSeen removes a number only as it was known when the plan was made, also if it
// is another program with the same journal that changed it since.
func (p Plan) asSeen(w Write) Write {
	r, ok := w.(Remove)
	if !ok {
		return w
	}
	r.Seen = slices.Clone(r.Seen)
	for i, n := range r.Seen {
		if was, ok := p.seen[n.ID]; ok {
			was.CallHandling = "" // its places need not be as they were
			r.Seen[i] = was.number()
		}
	}
	return r
}

// unsaid is a *PlanError if a fresh plan says of what will not be as it was more
// than p did.
func (p Plan) unsaid(notes []string, blocked []Block) error {
	var found []string
	for _, note := range notes {
		if !slices.Contains(p.Notes, note) {
			found = append(found, note)
		}
	}
	for _, b := range blocked {
		if !slices.Contains(p.Blocked, b) {
			found = append(found, b.Why)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return &PlanError{found}
}
