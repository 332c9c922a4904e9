package api

import (
	"encoding/json"
	"slices"
)

// sameStored says whether two versions of a rule ask the same of the service, down
// to what this version does not understand. The schedule is not part of it: no
// change of a rule touches that.
func sameStored(a, b Rule) bool {
	if a.CallHandling != b.CallHandling || a.ID != b.ID {
		return false
	}
	return sameJSON(a.compared(), b.compared())
}

// compared is what must not have changed since the person saw the rule. Numbers
// of a legacy rule that do not ring are no part of it, and whether a step says that
// it is on hangs on how it was asked for. What numbers and people are called is
// theirs to change.
func (r Rule) compared() json.RawMessage {
	w, _ := readObject(r.raw)
	if r.CallHandling == V2 {
		return newObject("dispatching", ownDispatching(r.dispatching()), "ref", orNull(w.get("dispatchingRef"))).raw()
	}
	f := ownForwarding(r.forwarding())
	return newObject("forwarding", f.with("rules", listed(f)).without(onlyInReplies), "enabled", r.Enabled,
		"endings", ownEndings(r.endings())).raw()
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

// listed are the steps of a forwarding that count, without saying so.
func listed(forwarding object) []json.RawMessage {
	steps := []json.RawMessage{}
	for _, raw := range forwarding.list("rules") {
		w, ok := readObject(raw)
		if !ok {
			steps = append(steps, raw)
			continue
		}
		if s := (Step{On: w.yes("enabled", true), raw: raw}); s.On {
			raw = w.without("enabled").raw()
		} else if s.unlisted() {
			continue
		}
		steps = append(steps, raw)
	}
	return steps
}

// stores says whether the reply to a change holds all that was sent.
func (r Rule) stores(sent object) bool {
	w, _ := readObject(r.raw)
	if r.CallHandling == V2 {
		return holds(ownDispatching(w.child("dispatching")).raw(), ownDispatching(sent.child("dispatching")).raw())
	}
	if sent.get("enabled") != nil && r.Enabled != sent.yes("enabled", true) {
		return false
	}
	stored := ownEndings(r.endings())
	for _, end := range ownEndings(sent.without("forwarding")) {
		if slices.Contains(endingMembers, end.name) && !holds(orNull(stored.get(end.name)), end.value) {
			return false
		}
	}
	f := sent.child("forwarding")
	if f == nil {
		return true
	}
	got := w.child("forwarding")
	return holds(got.with("rules", listed(got)).raw(), f.with("rules", listed(f)).raw())
}
