package api

import (
	"encoding/json"
	"reflect"
	"slices"

	"rcfwd/api/jsonobj"
)

// sameStored reports whether two versions of a rule ask the same of the service, including
// what this version does not understand. When they apply and what they are called is left
// out: see sameConditions.
func sameStored(a, b *Rule) bool {
	if a.CallHandling != b.CallHandling || a.ID != b.ID {
		return false
	}
	if reflect.DeepEqual(*a, *b) {
		return true // most rules of a draft are those of its base
	}
	return jsonobj.Same(a.compared(b), b.compared(a))
}

// compared returns what must not have changed since the person saw the rule. It leaves out
// the numbers of a rule of V1 that do not ring, the field that says that a step is on,
// which is there or not by how the rule was asked for, and the names of numbers and
// people, which change without the rule. An announcement that only other has counts for both.
func (r *Rule) compared(other *Rule) json.RawMessage {
	w, _ := jsonobj.Read(r.raw)
	if r.CallHandling == V2 {
		d := withAnnouncementsOf(r.dispatching(), other.dispatching())
		return jsonobj.New("dispatching", ownDispatching(d), "ref", orNull(w.Get("dispatchingRef"))).Raw()
	}
	if r.forwardsAllV1() {
		return new(r.switchedOn()).forwardAllBody().With("on", r.Enabled).Raw()
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

// listedSteps returns the steps of a forwarding that ring, without the field that says
// so.
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

// stores reports whether r, the reply to a change, has everything that was sent.
func (r *Rule) stores(sent jsonobj.Object) bool {
	w, _ := jsonobj.Read(r.raw)
	if r.custom() && sent.Get("enabled") != nil && r.Enabled != sent.Bool("enabled", true) || !r.storesConditions(sent) {
		return false
	}
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
