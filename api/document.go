package api

import (
	"encoding/json"
	"errors"
	"strings"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// DocumentKind is what a document of an extension holds.
type DocumentKind string

// The documents. What v1 and v2 read and write differs only in them.
const (
	NumberDocument DocumentKind = "number" // one forwarding number of v1
	FlipDocument   DocumentKind = "flips"  // the call-flip list of v2, which is written whole
	RuleDocument   DocumentKind = "rule"   // one rule of either call handling
	StateDocument  DocumentKind = "state"  // one state of v2: whether it is on, and when
	TargetDocument DocumentKind = "target" // one telephone number in all rules of v2
	HoursDocument  DocumentKind = "hours"  // the work hours of v1
)

// DocumentID names one document of an extension. ID is the id of the number, the
// rule or the state, the telephone number of a target, and empty for the flip list and the
// work hours.
type DocumentID struct {
	Kind DocumentKind
	ID   string
}

// String is the kind and the id with a space between, as the journal writes it.
func (d DocumentID) String() string { return strings.TrimSpace(string(d.Kind) + " " + d.ID) }

// ParseDocumentID reads what String writes.
func ParseDocumentID(s string) DocumentID {
	kind, id, _ := strings.Cut(s, " ")
	return DocumentID{DocumentKind(kind), id}
}

// Edit is one document as it was compared, and as it should be. The whole record is
// kept, so that parts of it that this version does not know survive the edit.
type Edit struct {
	Document DocumentID
	Name     string          // for people: the label of the number or the name of the rule
	Before   json.RawMessage // nil: the document does not exist yet
	Want     json.RawMessage // nil: the document is removed
}

// EditState is what became of an edit.
type EditState string

// The states of an edit.
const (
	Unsent    EditState = "unsent"  // nothing happened: the service did not get it, or it was taken back
	Confirmed EditState = "done"    // the service accepted it
	Refused   EditState = "refused" // nothing happened: the service refused it, or did not do it
	Lost      EditState = "unknown" // it was sent or was to be taken back, and its outcome is not known

	// Aside is in reports of progress only: the number of the edit has another flip digit,
	// in After, until its turn comes.
	Aside EditState = "aside"
)

// Applied is what became of one edit.
type Applied struct {
	Edit
	State   EditState
	After   json.RawMessage // the document after a Confirmed edit, also where it is not as wanted; nil: it is gone
	Derived bool            // After is what the edit implies; the answer does not hold the document
	Err     error           // why it is not Confirmed, or how After differs from Want
	Notes   []string        // sentences: what else the answer shows, such as the edit of another user
	PutBack bool            // it is not Confirmed, and something was sent for it that was put back
}

// applied classifies the answer to the request of an edit.
func applied(e *Edit, after json.RawMessage, err error) Applied {
	a := Applied{Edit: *e, State: Confirmed, After: after, Err: err}
	var mismatch *RuleMismatch
	switch failure, ok := errors.AsType[*rest.Error](err); {
	case err == nil, errors.As(err, &mismatch):
		return a
	case errors.Is(err, rest.ErrLost):
		a.State = Lost
	case ok && failure.Status == 0, !ok:
		a.State = Unsent
	default:
		a.State = Refused
	}
	a.After = nil
	return a
}

// sameDocument reports whether two versions of a document ask the same of the service.
func sameDocument(h CallHandling, kind DocumentKind, a, b json.RawMessage) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	switch kind {
	case RuleDocument, StateDocument:
		x, errX := ReadRule(h, a)
		y, errY := ReadRule(h, b)
		if errX != nil || errY != nil {
			return jsonobj.Same(a, b)
		}
		switch {
		case kind == StateDocument:
			return x.Enabled == y.Enabled && sameConditions(&x, &y)
		case x.Kind == Custom:
			return sameStored(&x, &y) && sameConditions(&x, &y) && x.Enabled == y.Enabled
		}
		return sameStored(&x, &y)
	case HoursDocument:
		return sameHours(a, b)
	}
	return jsonobj.Same(a, b)
}
