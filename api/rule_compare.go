package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
)

// sameStored says whether two versions of a rule ask the same of the service, down
// to what this version does not understand. The schedule is not part of it: no
// change of a rule touches that.
func sameStored(a, b Rule) bool {
	if a.CallHandling != b.CallHandling || a.ID != b.ID {
		return false
	}
	return jsonobj.Same(a.compared(), b.compared())
}

// compared is what must not have changed since the person saw the rule. Numbers
// of a legacy rule that do not ring are no part of it, and whether a step says that
// it is on hangs on how it was asked for. What numbers and people are called is
// theirs to change.
func (r Rule) compared() json.RawMessage {
	w, _ := jsonobj.Read(r.raw)
	if r.CallHandling == V2 {
		return jsonobj.New("dispatching", ownDispatching(r.dispatching()), "ref", orNull(w.Get("dispatchingRef"))).Raw()
	}
	f := ownForwarding(r.forwarding())
	return jsonobj.New("forwarding", f.With("rules", listedSteps(f)).Without(onlyInReplies), "enabled", r.Enabled,
		"endings", ownEndings(r.endings())).Raw()
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

// listedSteps are the steps of a forwarding that count, without saying so.
func listedSteps(forwarding jsonobj.Object) []json.RawMessage {
	steps := []json.RawMessage{}
	for _, raw := range forwarding.List("rules") {
		w, ok := jsonobj.Read(raw)
		if !ok {
			steps = append(steps, raw)
			continue
		}
		if s := (Step{On: w.Bool("enabled", true), raw: raw}); s.On {
			raw = w.Without("enabled").Raw()
		} else if s.unlisted() {
			continue
		}
		steps = append(steps, raw)
	}
	return steps
}

// stores says whether the reply to a change holds all that was sent.
func (r Rule) stores(sent jsonobj.Object) bool {
	w, _ := jsonobj.Read(r.raw)
	if r.CallHandling == V2 {
		return jsonobj.Holds(ownDispatching(w.Object("dispatching")).Raw(), ownDispatching(sent.Object("dispatching")).Raw())
	}
	if sent.Get("enabled") != nil && r.Enabled != sent.Bool("enabled", true) {
		return false
	}
	stored := ownEndings(r.endings())
	for _, end := range ownEndings(sent.Without("forwarding")) {
		if slices.Contains(endingMembers, end.Name) && !jsonobj.Holds(orNull(stored.Get(end.Name)), end.Value) {
			return false
		}
	}
	f := sent.Object("forwarding")
	if f == nil {
		return true
	}
	got := w.Object("forwarding")
	return jsonobj.Holds(got.With("rules", listedSteps(got)).Raw(), f.With("rules", listedSteps(f)).Raw())
}
