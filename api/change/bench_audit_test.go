package change

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/jsonobj"
)

// audit holds what the journals say against what the writes did. A write is lost when it
// had an effect and the journal says that it had none, or the other way round.
func (b *benchRun) audit() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.people {
		h := p.history()
		for _, op := range p.done {
			if e, ok := h.Entry(op.entry); ok {
				op.audit(&e)
			} else if op.entry != "" {
				b.fail(&b.fig.lost, "the journal has lost %s", op.entry)
			}
		}
		p.done = nil
	}
	if len(b.twice) > 0 {
		b.t.Errorf("there are twice: %q", b.twice)
	}
}

// audit holds one entry against the writes of its operation.
func (op *operation) audit(e *journal.Entry) {
	b := op.p.bench
	for _, d := range e.Docs {
		says, known := claims(e, &d)
		did, effect := op.did(&d)
		if !known || says == did || says && effect && !did {
			continue
		}
		if op.masked(&d) {
			b.fig.masked++
			continue
		}
		b.fail(&b.fig.lost, "%s: the journal says that %s was changed: %v, and it was: %v; killed: %v%s", describe(e), d.Doc, says, did, op.killed, op.sent())
	}
}

// claims reports whether an entry says that a document was changed, as far as it says so.
func claims(e *journal.Entry, d *journal.DocRecord) (says, known bool) {
	switch {
	case !e.Resolved():
		return false, false
	case d.State == api.Confirmed:
		return true, true
	case d.State != "":
		was, _ := journal.ByID(e.Before, d.ID().ID)
		is, there := journal.ByID(e.After, d.ID().ID)
		steppedAside := d.ID().Kind == api.NumberDocument && e.Outcome == journal.Partly && there && was.Flip != is.Flip
		return steppedAside, true
	case e.Outcome == journal.Done:
		return true, true
	case e.Outcome == journal.Partly:
		return false, false
	}
	return false, true
}

// did reports whether the writes of an operation left a document changed, and whether the
// service accepted any.
func (op *operation) did(d *journal.DocRecord) (changed, accepted bool) {
	first, last := op.span(d)
	for k, v := range first {
		changed = changed || last[k] != v
	}
	for _, x := range op.writes {
		accepted = accepted || x.applied && op.about(x, d)
	}
	return changed, accepted
}

// span are the parts of a document that the writes changed, before the first of them and
// after the last.
func (op *operation) span(d *journal.DocRecord) (first, last parts) {
	first, last = parts{}, parts{}
	for _, x := range op.writes {
		if !op.about(x, d) {
			continue
		}
		for _, k := range x.changed {
			if !isAbout(k, d.ID()) && !(d.Before == nil && k.doc.Kind == d.ID().Kind) {
				continue
			}
			if _, had := first[k]; !had {
				first[k] = x.before[k]
			}
			last[k] = x.after[k]
		}
	}
	return first, last
}

// about reports whether a write is of a document of an entry, also of a number or a rule
// that had no id before.
func (op *operation) about(x *exchange, d *journal.DocRecord) bool {
	id := d.ID()
	if id.Kind == api.NumberDocument && d.Before == nil {
		want, _ := jsonobj.Read(d.Want)
		sent, _ := jsonobj.Read(json.RawMessage(x.body))
		return x.req.Method == http.MethodPost && sent.Text("phoneNumber") == want.Text("phoneNumber") && sent.Text("label") == want.Text("label")
	}
	if id.Kind == api.RuleDocument && d.Before == nil {
		want, _ := jsonobj.Read(d.Want)
		sent, _ := jsonobj.Read(json.RawMessage(x.body))
		return x.req.Method == http.MethodPost && sent.Text("name")+sent.Text("displayName") == want.Text("name")+want.Text("displayName")
	}
	return slices.Contains(x.documents(), id)
}

// isAbout reports whether a part is one of a document.
func isAbout(k part, d api.DocumentID) bool {
	if d.Kind == api.TargetDocument {
		return k.doc.Kind == api.RuleDocument && strings.HasPrefix(k.field, "number "+d.ID+" ")
	}
	return k.doc == d
}

// masked reports whether another user has changed what an operation changed, or would
// have, so that reading cannot tell whether it was done. Which digit a number of v1 steps
// aside to, while it exchanges its own, hangs on all digits.
func (op *operation) masked(d *journal.DocRecord) bool {
	var ours []part
	for _, x := range op.writes {
		if op.about(x, d) {
			ours = append(ours, x.changed...)
		}
	}
	before, want := partsOfDocument(callHandlingOf(&journal.Entry{}, d), d.ID(), d.Before), partsOfDocument(callHandlingOf(&journal.Entry{}, d), d.ID(), d.Want)
	ours = append(ours, differing(before, want)...)
	digit := part{d.ID(), "flip"}
	exchange := before[digit] != want[digit] && d.ID().Kind == api.NumberDocument
	return slices.ContainsFunc(op.p.bench.events, func(ev *event) bool {
		return ev.who != op.p && ev.at > op.start && slices.ContainsFunc(ev.parts, func(k part) bool {
			return slices.Contains(ours, k) || isAbout(k, d.ID()) && d.ID().Kind == api.TargetDocument || exchange && k.field == "flip"
		})
	})
}

// describe tells how a part came to be replaced.
func (op *operation) describe(e *journal.Entry, x *exchange, r replacement) string {
	last := lastRead(x.readsBefore, r.doc)
	_, intended := intends(e, r.part)
	saw, ok := op.saw[r.part]
	text := fmt.Sprintf("%s; another at %d, read %d..%d, sent %d, arrived %d, meant %v, saw %q %v", describe(e), r.by.at, last.at, last.had, x.sent, x.at, intended, saw, ok)
	return text + op.sent()
}

// sent are the writes of an operation, and what each changed.
func (op *operation) sent() (text string) {
	for _, w := range op.writes {
		text += fmt.Sprintf("\n   %s %s sent %d at %d answered %d", w.req.Method, w.req.URL.Path, w.sent, w.at, w.answered)
		for _, k := range w.changed {
			text += fmt.Sprintf("\n      %v %s: %q > %q", k.doc, k.field, w.before[k], w.after[k])
		}
	}
	return text
}
