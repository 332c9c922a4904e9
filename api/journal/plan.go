package journal

import (
	"context"

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
	Blocked   []Block  // entries for which nothing can be done
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
// them again would send; now are the extension's numbers as last read.
func (w *Writer) Plan(d Direction, now []api.Number, entries ...Entry) (Plan, error) {
	return Plan{}, nil
}

// Run carries out a plan, step by step with Do, and stops at the first error.
// The results are those of the writes that were done.
func (w *Writer) Run(ctx context.Context, p Plan) ([]Result, error) { return nil, nil }
