package change

import (
	"context"
	"slices"
	"sync"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Progress is how far a change has come. What is neither done nor left was refused, not
// sent, or its answer was lost; before the change has been compared, there is neither.
type Progress struct {
	Done []string // names of what was edited: numbers, rules, "the flip list"
	Left []string // names of what is still to be edited

	// Aside says of numbers that are left which flip digit they have until their turn
	// comes: "Home has flip digit 7 until then".
	Aside []string

	// Stopped reports that a part was refused or not sent, so that what was done may be
	// put back. Lost reports that the answer of a part was lost, so that the extension
	// is read to see what became of it.
	Stopped, Lost bool

	Change, Changes int // of a plan: which of its changes it is, from 1, and how many there are; else 0
}

type progressKey struct{}

// WithProgress returns a context whose Do and Run call report as parts of a change are
// done. Calls come one at a time, and the change waits for each.
func WithProgress(ctx context.Context, report func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

func progressOf(ctx context.Context) func(Progress) {
	report, _ := ctx.Value(progressKey{}).(func(Progress))
	return report
}

// ofPlan returns a context that adds to the progress of a change which one of a plan it
// is, and reports that it begins.
func ofPlan(ctx context.Context, change, changes int) context.Context {
	report := progressOf(ctx)
	if report == nil {
		return ctx
	}
	report(Progress{Change: change, Changes: changes})
	return WithProgress(ctx, func(p Progress) {
		p.Change, p.Changes = change, changes
		report(p)
	})
}

// reportEdits returns a context in which writing the documents is reported.
func reportEdits(ctx context.Context, docs []journal.DocRecord) context.Context {
	report := progressOf(ctx)
	if report == nil {
		return ctx
	}
	e := &editProgress{report: report, docs: slices.Clone(docs)}
	e.send()
	return api.WithProgress(ctx, e.applied)
}

// editProgress is how far the edits of one change have come.
type editProgress struct {
	mu      sync.Mutex
	report  func(Progress)
	docs    []journal.DocRecord // their states are empty until the outcome is known
	stopped bool
}

func (e *editProgress) applied(a api.Applied) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.docs {
		if e.docs[i].Doc == a.Document.String() {
			e.docs[i].State, e.docs[i].After = a.State, a.After
		}
	}
	e.stopped = e.stopped || a.State == api.Refused || a.State == api.Unsent
	e.send()
}

func (e *editProgress) send() {
	p := Progress{Stopped: e.stopped}
	for _, d := range e.docs {
		switch d.State {
		case api.Lost:
			p.Lost = true
		case api.Confirmed:
			p.Done = append(p.Done, documentName(&d))
		case api.Aside:
			p.Aside = append(p.Aside, asideWords(&d))
			p.Left = append(p.Left, documentName(&d))
		case "":
			p.Left = append(p.Left, documentName(&d))
		}
	}
	e.report(p)
}

// asideWords say which flip digit a number has that stepped aside.
func asideWords(d *journal.DocRecord) string {
	now, _ := jsonobj.Read(d.After)
	if digit := rest.Clean(now.Text("flipNumber")); digit != "" {
		return d.Name + " has flip digit " + digit + " until then"
	}
	return d.Name + " has no flip digit until then"
}

// documentName names a document of a change for people.
func documentName(d *journal.DocRecord) string {
	if d.ID().Kind == api.TargetDocument {
		return "the rules that ring " + d.Name
	}
	return d.Name
}
