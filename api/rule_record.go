package api

import "encoding/json"

// JSON is the whole rule as the service sent it, indented and safe for a terminal
// and for the clipboard, as Number.JSON is.
func (r Rule) JSON() string { return escapedJSON(r.raw) }

// Record is the rule as the service holds it, or would if what was edited were
// saved: for keeping, and for ReadRule.
func (r Rule) Record() json.RawMessage {
	w, ok := readObject(r.raw)
	if !ok {
		return nil
	}
	switch {
	case r.custom():
		return w.with("dispatching", r.dispatching()).with("enabled", r.Enabled).raw()
	case r.CallHandling == V2:
		return w.with("dispatching", r.dispatching()).with("state", w.child("state").with("enabled", r.Enabled)).raw()
	}
	if w.get("forwarding") != nil {
		w = w.with("forwarding", r.forwarding())
	}
	for _, end := range r.endings() {
		w = w.with(end.name, end.value)
	}
	return w.with("enabled", r.Enabled).raw()
}

// ReadRule makes a rule of a Record that was kept. Saving it in the place of the
// rule as it is now restores it, down to what this version does not understand.
func ReadRule(b CallHandling, record json.RawMessage) (Rule, error) {
	if b == V2 {
		return readV2Rule(record)
	}
	return readAnsweringRule(record)
}
