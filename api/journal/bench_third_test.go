package journal

import (
	"encoding/json"
	"fmt"
	"slices"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// The third party of the bench, on new call handling.

// thirdPartyEditsV2 lets somebody else change the flip list or a rule.
func (b *benchRun) thirdPartyEditsV2(m testPoint) {
	b.fig.edits++
	mark := b.fig.edits
	// A rule cannot be protected between the reading right before its change and that:
	// the service has no way to say which version a change is of.
	if inBetween := m == compared || m == intended; !inBetween && b.pick(2) == 0 {
		b.thirdPartyEditsRule([]string{"work-hours", "after-hours"}[b.pick(2)], mark)
		return
	}
	kind, which := b.pick(4), b.pick(1000)
	if kind == 1 && (m == compared || m == intended) {
		kind = 3 // a removal takes it out of rules, too
	}
	label, phone := labels[b.pick(len(labels))], fmt.Sprintf("+1530555%04d", 150+b.pick(20))
	var then func(*modelV2)
	b.sandbox.Change(func(c *sandbox.Company) {
		e := c.Extension("104")
		taken := slices.ContainsFunc(e.Numbers, func(n sandbox.Number) bool { return n.Label == label || n.PhoneNumber == phone })
		n := e.Numbers[which%len(e.Numbers)]
		line := n.Type == "PhoneLine"
		switch {
		case kind == 0 && !taken && len(e.Numbers) < 9:
			n := sandbox.Number{ID: c.NewID(), PhoneNumber: phone, Label: label, Type: "Other", Features: []string{"CallFlip", "CallForwarding"}}
			e.Numbers = append(slices.Clone(e.Numbers), n)
			then = func(m *modelV2) {
				m.flips = append(m.flips, flipModel{Record{ID: n.ID, Type: api.Other, Phone: phone, Label: label}, "[]"})
			}
		case kind == 1 && !line && len(e.Numbers) > 3:
			e.Remove(n.ID)
			then = func(m *modelV2) {
				// A change of it that nobody knows to be done is undone by this as well.
				phones := []string{n.PhoneNumber}
				m.edit(n.ID, func(f *flipModel) { phones = append(phones, f.Phone) })
				m.drop(n.ID)
				editTargets(m.rules, func(t api.Target) (api.Target, bool) {
					return t, t.Kind != api.NumberTarget || !slices.Contains(phones, t.Phone)
				})
			}
		case kind == 2 && !taken && n.Type != "PhoneLine":
			e.NumberByID(n.ID).Label, e.NumberByID(n.ID).PhoneNumber = label, phone
			then = func(m *modelV2) { m.edit(n.ID, func(f *flipModel) { f.Label, f.Phone = label, phone }) }
		default:
			e.NumberByID(n.ID).Extra = map[string]any{"theirs": mark}
			then = func(m *modelV2) {
				m.edit(n.ID, func(f *flipModel) {
					f.unknown = fmt.Sprint([]api.UnknownField{{Name: "theirs", Value: fmt.Sprint(mark)}})
				})
			}
		}
	})
	b.events = append(b.events, benchEvent{editV2: then})
}

// thirdPartyEditsRule lets somebody else make a step longer, ring somebody else too, or
// leave a field of tomorrow.
func (b *benchRun) thirdPartyEditsRule(id string, mark int) {
	kind, step := b.pick(3), b.pick(1000)
	phone := fmt.Sprintf("+1530666%04d", 150+b.pick(20))
	edit := func(r api.Rule) api.Rule {
		switch {
		case kind == 0:
			return withMark(r, mark)
		case kind == 1 && len(r.Steps) > 0:
			r.Steps = slices.Clone(r.Steps)
			r.Steps[step%len(r.Steps)].Length += 3
		default:
			if got, err := r.Add(api.Target{Kind: api.NumberTarget, Name: "Theirs", Phone: phone}, 0); err == nil {
				return got
			}
		}
		return r
	}
	b.sandbox.Change(func(c *sandbox.Company) {
		e := c.Extension("104")
		stored := `{"id":"` + id + `",` + e.Rule(id).JSON()[1:]
		r, err := api.ReadRule(api.V2, json.RawMessage(stored))
		if err == nil {
			err = e.SetRule(id, string(onlyDispatching(edit(r))))
		}
		if err != nil {
			b.t.Error(err)
		}
	})
	b.events = append(b.events, benchEvent{editV2: func(m *modelV2) { m.rules[id] = edit(m.rules[id]) }})
}

// onlyDispatching is a rule as the sandbox stores it.
func onlyDispatching(r api.Rule) json.RawMessage {
	var all map[string]json.RawMessage
	_ = json.Unmarshal(r.Record(), &all)
	delete(all, "state")
	delete(all, "id")
	raw, _ := json.Marshal(all)
	return raw
}

func withMark(r api.Rule, mark int) api.Rule {
	var all, dispatching map[string]json.RawMessage
	_ = json.Unmarshal(r.Record(), &all)
	_ = json.Unmarshal(all["dispatching"], &dispatching)
	dispatching["theirs"] = json.RawMessage(fmt.Sprint(mark))
	all["dispatching"], _ = json.Marshal(dispatching)
	raw, _ := json.Marshal(all)
	got, err := api.ReadRule(api.V2, raw)
	if err != nil {
		return r
	}
	return got
}
