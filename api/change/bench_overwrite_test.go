package change

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// What is overwritten, and what of that silently.
//
// An event is an edit by another user, or a write of one of the two people, and consists
// of the parts that it changed in what the service has. A write by one person replaces an
// event of the other, or of the other user, when a part read as that event had left it
// just before the write took effect, and does not just after. It was meant to, and nothing
// is overwritten, when the edit of the document as journalled (Before against Want)
// changes that part and the person saw the value: it was in the snapshot that they looked
// at when they decided, which after a Conflict is the one that was shown with it. Undo and
// redo are decided by the history, so that what it holds was seen, too.
//
// Otherwise the event is overwritten:
//
//   - in the window, when the event took effect after the last reading of that document
//     which our program had before it sent the write, the reading was no older than
//     rest.FreshFor then, and no other write of the same change was answered in between.
//     That is the window which cannot be closed: one request wide, for the service has
//     no version tags. (Of two numbers of v1 that exchange their digits, the one that
//     steps aside for that is written again after the other, by the answer to its first
//     write);
//   - silently, in every other case, unless the outcome told it: by a Mismatch, a
//     RuleMismatch, a PartlyError, or a note on the document in the journal.
//
// The removal of a number names the number. What this version cannot show of it goes with
// it, and so does how long a rule rang it, or that it did on legacy call handling, where
// rules only point to numbers.
type event struct {
	who   *person // nil for the other user
	at    int     // when it took effect, by the clock of the bench
	parts []part
}

// operation is one change that a person makes.
type operation struct {
	p       *person
	start   int
	saw     parts // what the person looked at
	sawDocs map[api.DocumentID]bool
	entry   string // id of its journal entry, once it is intended
	writes  []*exchange
	killed  bool

	end int
}

// judge counts what an operation overwrote. The lock of the bench is held.
func (op *operation) judge(res *Result, err error) {
	b := op.p.bench
	op.end = b.tick()
	e, ok := op.p.history().Entry(op.entry)
	if op.entry != "" && !ok {
		b.fail(&b.fig.lost, "the journal has lost %s", op.entry)
		return
	}
	inside, inWindow, replaced, told := map[*event]bool{}, map[*event]bool{}, map[*event]bool{}, map[*event]bool{}
	for _, ev := range b.events {
		if ev.at > op.start && ev.at < op.end && ev.who != op.p {
			inside[ev] = true
			for _, x := range op.writes {
				if x.applied && op.windowOf(ev, x) {
					inWindow[ev] = true
				}
			}
		}
	}
	for _, x := range op.writes {
		for _, r := range x.replaced {
			switch {
			case op.meant(&e, x, r), x.carried(&e, r):
			case op.told(res, err, r.doc):
				replaced[r.by], told[r.by] = true, true
			case op.inWindow(x, r.doc, r.by):
				replaced[r.by] = true
			default:
				b.fail(&b.fig.silent, "%s %s replaced %v, which another user had made %q: %s", x.req.Method, x.req.URL.Path, r.part, r.value, op.describe(&e, x, r))
			}
		}
	}
	b.fig.inside += len(inside)
	b.fig.window += len(inWindow)
	for ev := range replaced {
		if inWindow[ev] {
			b.fig.windowLost++
			if told[ev] {
				b.fig.windowTold++
			}
		}
	}
}

// windowOf reports whether an event fell into the window of a write.
func (op *operation) windowOf(ev *event, x *exchange) bool {
	docs := x.documents()
	return slices.ContainsFunc(ev.parts, func(k part) bool {
		written := slices.ContainsFunc(docs, func(d api.DocumentID) bool {
			return d == k.doc || d.Kind == api.TargetDocument && k.doc.Kind == api.RuleDocument && strings.HasPrefix(k.field, "number "+d.ID)
		})
		return written && ev.at < x.at && op.inWindow(x, k.doc, ev)
	})
}

// inWindow reports whether an event took effect after the reading that a write was
// compared with, and whether that is as near as can be.
func (op *operation) inWindow(x *exchange, doc api.DocumentID, ev *event) bool {
	last := lastRead(x.readsBefore, doc)
	if last.at == 0 || ev.at < last.at {
		return false
	}
	if x.names(doc) {
		return true
	}
	if x.time.Sub(last.time) > rest.FreshFor {
		return false
	}
	return last.own || !slices.ContainsFunc(op.writes, func(w *exchange) bool {
		return w.what() != x.what() && w.answered > last.had && w.answered < x.sent
	})
}

// names reports whether a write takes a number out of every rule by its name, which
// overwrites nothing and need not follow a reading.
func (x *exchange) names(doc api.DocumentID) bool {
	return x.req.Method == "DELETE" && doc.Kind == api.RuleDocument && !strings.Contains(x.req.URL.Path, "-rule")
}

// meant reports whether a write was to change a part from what the person saw.
func (op *operation) meant(e *journal.Entry, x *exchange, r replacement) bool {
	removes, intended := intends(e, r.part)
	if removes && (r.doc.Kind == api.RuleDocument && !strings.HasSuffix(r.field, " rings") || !isV2(e) && r.doc.Kind == api.RuleDocument) {
		return true
	}
	if intended && r.doc == flipsDoc && strings.HasSuffix(r.field, " unknown") && op.after(r.part) == "" {
		return true
	}
	seen := op.sawDocs[r.doc] && (op.saw[r.part] == r.value || r.field == "order" && sameOrder(op.saw[r.part], r.value))
	inHistory := e.Undoes+e.Redoes != "" && r.by.who != nil && !op.p.bench.kind.separateJournals
	return intended && (seen || inHistory || op.leftBy(e, x, r))
}

// carried reports whether a part of a rule went on under what a write gave the number that
// it is about: another telephone number, or another label, which the rule called it by.
func (x *exchange) carried(e *journal.Entry, r replacement) bool {
	return r.doc.Kind == api.RuleDocument && slices.ContainsFunc(e.Before, func(before journal.Record) bool {
		want, stays := journal.ByID(e.Want, before.ID)
		of, about := strings.CutPrefix(r.field, keyInRules(&before, true)+" ")
		now := x.after[part{r.doc, keyInRules(&want, true) + " " + of}]
		return stays && about && (now == r.value || of == "name" && r.value == before.Label && now == want.Label)
	})
}

// leftBy reports whether a part reads as the change left it that an entry takes back, or
// does again. That another user has changed it and changed it back since does not show. A
// number that another user removed and added again is known by its telephone number.
func (op *operation) leftBy(e *journal.Entry, x *exchange, r replacement) bool {
	of, _ := op.p.history().Entry(e.Undoes + e.Redoes)
	id, field, _ := strings.Cut(r.field, " ")
	phone := x.before[part{r.doc, id + " phone"}]
	for _, d := range of.Docs {
		h := callHandlingOf(&of, &d)
		for _, raw := range []json.RawMessage{d.Before, d.Want, d.After} {
			for k, v := range partsOfDocument(h, d.ID(), raw) {
				was, ofWas, _ := strings.Cut(k.field, " ")
				same := k == r.part || k.doc == r.doc && k.doc == flipsDoc && ofWas == field && phoneIn(h, raw, was) == phone
				if same && (v == r.value || r.field == "order" && sameOrder(v, r.value)) {
					return true
				}
			}
		}
	}
	return false
}

// phoneIn is the telephone number of a record in a flip list.
func phoneIn(h api.CallHandling, list json.RawMessage, id string) string {
	return partsOfDocument(h, flipsDoc, list)[part{flipsDoc, id + " phone"}]
}

// after is a part after the last write of an operation.
func (op *operation) after(k part) string { return op.writes[len(op.writes)-1].after[k] }

func isV2(e *journal.Entry) bool {
	return slices.ContainsFunc(e.Docs, func(d journal.DocRecord) bool { return callHandlingOf(e, &d) == api.V2 })
}

// callHandlingOf is the call handling of a document.
func callHandlingOf(e *journal.Entry, d *journal.DocRecord) api.CallHandling {
	switch d.ID().Kind {
	case api.NumberDocument:
		return api.V1
	case api.FlipDocument, api.StateDocument, api.TargetDocument:
		return api.V2
	}
	if strings.Contains(string(d.Before)+string(d.Want), `"dispatching"`) {
		return api.V2
	}
	return api.V1
}

// intends reports whether an entry is to change a part, and whether that is because it
// removes what the part is about.
func intends(e *journal.Entry, k part) (removes, intended bool) {
	for _, d := range e.Docs {
		id := d.ID()
		switch {
		case id.Kind == api.NumberDocument && d.Want == nil:
			intended = intended || k.doc == id
			about := strings.HasPrefix(k.field, keyInRules(&journal.Record{ID: id.ID}, false)+" ") || k.field == "order"
			removes = removes || k.doc.Kind == api.RuleDocument && about
		case id.Kind == api.TargetDocument:
			about := strings.HasPrefix(k.field, "number "+id.ID+" ") || k.field == "order"
			removes = removes || k.doc.Kind == api.RuleDocument && about
		case id.Kind == api.NumberDocument && d.Before == nil:
			intended = intended || k.doc.Kind == api.NumberDocument && !slices.Contains(e.Had, k.doc.ID)
		case id.Kind == api.RuleDocument && d.Before == nil:
			intended = intended || k.doc.Kind == api.RuleDocument && !slices.Contains(e.Had, k.doc.ID)
		case id == k.doc:
			h := callHandlingOf(e, &d)
			intended = intended || slices.Contains(differing(partsOfDocument(h, id, d.Before), partsOfDocument(h, id, d.Want)), k)
		}
	}
	return removes, intended || removes
}

// told reports whether the outcome of an operation speaks of what was overwritten.
func (op *operation) told(res *Result, err error, doc api.DocumentID) bool {
	var mismatch *Mismatch
	var rule *api.RuleMismatch
	var partly *PartlyError
	if errors.As(err, &mismatch) || errors.As(err, &rule) || errors.As(err, &partly) {
		return true
	}
	return slices.ContainsFunc(res.Entry.Docs, func(d journal.DocRecord) bool { return d.ID() == doc && len(d.Notes) > 0 })
}
