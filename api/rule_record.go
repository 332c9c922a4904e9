package api

import (
	"encoding/json"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Record returns the rule as the service has it, or would have it after PutRule. It can
// be kept, and read by ReadRule.
func (r *Rule) Record() json.RawMessage {
	w, ok := jsonobj.Read(r.raw)
	if !ok {
		return nil
	}
	switch {
	case r.custom():
		return w.With("dispatching", r.dispatching()).With("enabled", r.Enabled).Raw()
	case r.CallHandling == V2:
		return w.With("dispatching", r.dispatching()).With("state", w.Object("state").With("enabled", r.Enabled)).Raw()
	}
	if r.forwardsAllV1() {
		return r.forwardAllRecord().Raw()
	}
	if r.hours != nil {
		w = w.With(hoursMember, r.hours)
	}
	if w.Get("forwarding") != nil {
		w = w.With("forwarding", r.forwarding())
	}
	for _, end := range r.endings() {
		w = w.With(end.Name, end.Value)
	}
	return w.With("enabled", r.Enabled).Raw()
}

// As returns a custom rule under the id of another, and with what is not the rule's own as
// that one has it: labels, and what only answers have.
func (r Rule) As(is *Rule) Rule { return new(r.WithID(is.ID)).WithLabelsOf(is) }

// WithID returns a custom rule under another id: that of a rule which came back.
func (was *Rule) WithID(id string) Rule {
	r := *was
	w, _ := jsonobj.Read(r.raw)
	r.ID, r.raw = id, w.With("id", id).Raw()
	return r
}

// ReadRule makes a rule from a Record. Saving it in the place of the rule as it is now
// restores the old one, including what this version does not understand.
func ReadRule(b CallHandling, record json.RawMessage) (Rule, error) {
	if b == V2 {
		return readV2Rule(record)
	}
	if w, _ := jsonobj.Read(record); w.Text("id") == forwardAllPath {
		if r := readForwardAll(record); r != nil {
			r.Fixed = "" // the client decides if it may be written
			return *r, nil
		}
		return Rule{}, rest.ErrShape
	}
	return readAnsweringRule(record)
}
