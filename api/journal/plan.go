package journal

import (
	"context"
	"slices"

	"rcfwd/api"
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
	Entries   []Entry // in the order in which they are done
	Steps     []Step
	Notes     []string // what will not be as it was, a sentence each
	Blocked   []Block  // for what nothing can be done

	now []api.Number
}

// Step is one write of a plan.
type Step struct {
	Entry string // id of the entry that it is for
	Write Write
	Text  string // in words
}

// Block is an entry, or a number of it, that a plan leaves as it is.
type Block struct {
	Entry string
	Why   string // a sentence
}

// Plan works out, without asking the service, what taking entries back or doing
// them again would send; now are the extension's numbers as last read. An entry
// that itself took something back is done again by taking it back, and so on.
// The error is a *FileError.
func (w *Writer) Plan(d Direction, now []api.Number, entries ...Entry) (Plan, error) {
	h, err := w.journal.History()
	if err != nil {
		return Plan{}, err
	}
	d, entries = h.turnedOver(d, entries)
	whole := Plan{Direction: d, now: now}
	whole.Entries = entries
	for _, e := range entries {
		p := h.stack.planOne(d, now, e.ID)
		whole.Steps = append(whole.Steps, p.steps...)
		whole.Notes = append(whole.Notes, p.notes...)
		whole.Blocked = append(whole.Blocked, p.blocked...)
		now = h.stack.assume(now, p.steps)
	}
	return whole, nil
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
	return d, slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return h.stack.changes[e.ID] == nil })
}

// Run carries out a plan, step by step with Do, and stops at the first error.
// The results are those of the writes in order; beside an error the last of them is
// that of the write which failed. A *Conflict can be resolved and done by itself: it
// still counts as part of the taking back.
func (w *Writer) Run(ctx context.Context, p Plan) ([]Result, error) {
	var done []Result
	now := p.now
	for _, e := range p.Entries {
		results, err := w.runOne(ctx, p.Direction, now, e.ID)
		done = append(done, results...)
		if err != nil {
			return done, err
		}
		if len(results) > 0 {
			now = results[len(results)-1].Numbers
		}
	}
	return done, nil
}

// runOne takes one entry back, or does it again. It plans after every write,
// for a number that came back has another id and perhaps a digit too many.
func (w *Writer) runOne(ctx context.Context, d Direction, now []api.Number, id string) ([]Result, error) {
	var done []Result
	for {
		h, err := w.journal.History()
		if err != nil {
			return done, err
		}
		steps := h.stack.planOne(d, now, id).steps
		if len(steps) == 0 {
			return done, nil
		}
		res, err := w.Do(ctx, steps[0].Write)
		if err != nil {
			return append(done, res), err
		}
		done = append(done, res)
		if now = res.Numbers; res.Entry.ID == "" {
			return done, nil // nothing was journalled, so planning again would not end
		}
	}
}
