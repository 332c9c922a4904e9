package journal

import (
	"encoding/json"
	"fmt"
	"slices"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// thirdPartyEditsV2 changes the flip list or a rule as the third party.
func (b *benchRun) thirdPartyEditsV2(m testPoint) {
	b.fig.edits++
	mark := b.fig.edits
	// An edit of a rule between the last reading and the write would be overwritten: the
	// service has no way to name the version that a write is based on.
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
				// This also removes it under the phone number of a pending change.
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

// thirdPartyEditsRule makes a step longer, adds a target, or adds an unknown field, as the
// third party.
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

// onlyDispatching returns a rule as the sandbox stores it.
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

// thirdPartyEdits changes a number as the third party, within the rules of the service, and
// notes the edit.
func (b *benchRun) thirdPartyEdits(m testPoint) {
	if b.kind.v2 {
		b.thirdPartyEditsV2(m)
		return
	}
	b.fig.edits++
	var then func([]Record) []Record
	kind, label, phone := b.pick(4), labels[b.pick(len(labels))], fmt.Sprintf("+1530555%04d", 150+b.pick(20))
	which := b.pick(1000)
	b.sandbox.Change(func(c *sandbox.Company) {
		e := c.Extension("104")
		taken := slices.ContainsFunc(e.Numbers, func(n sandbox.Number) bool { return n.Label == label })
		i := which % len(e.Numbers)
		id, line := e.Numbers[i].ID, e.Numbers[i].Type == "PhoneLine"
		switch {
		case kind == 0 && !taken && len(e.Numbers) < 9:
			n := sandbox.Number{ID: c.NewID(), PhoneNumber: phone, Label: label, Type: "Other"}
			e.Numbers = append(slices.Clone(e.Numbers), n)
			then = func(all []Record) []Record {
				return append(dropped(all, n.ID), Record{ID: n.ID, Type: api.Other, Phone: phone, Label: label})
			}
		case kind == 1 && !line && len(e.Numbers) > 3:
			e.Remove(id)
			then = func(all []Record) []Record { return dropped(all, id) }
		case kind == 2 && !taken && e.Numbers[i].Type == "Other":
			e.NumberByID(id).Label = label
			then = edited(id, func(r *Record) { r.Label = label })
		case !line:
			e.NumberByID(id).PhoneNumber = phone
			then = edited(id, func(r *Record) { r.Phone = phone })
		}
	})
	if then != nil {
		b.events = append(b.events, benchEvent{edit: then})
	}
}
