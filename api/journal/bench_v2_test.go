package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rcfwd/api"
)

// On new call handling the service has a flip list and rules, and numbers are merged from
// the two. So the bench compares these two with what the journals say.

// flipModel is a record of the flip list.
type flipModel struct {
	Record
	unknown string // its fields that the client does not know
}

func (f flipModel) text() string {
	return strings.Join([]string{f.ID, string(f.Type), f.Phone, f.Label, f.Flip, f.unknown}, "|")
}

// modelV2 is an extension on new call handling.
type modelV2 struct {
	flips []flipModel
	rules map[string]api.Rule
}

func flipModels(numbers []api.Number) []flipModel {
	var all []flipModel
	for _, n := range numbers {
		if n.Has(api.CallFlip) {
			all = append(all, flipModel{recordOf(n), fmt.Sprint(n.Unknown)})
		}
	}
	return all
}

// currentV2 reads the extension, however often the service fails.
func (b *benchRun) currentV2() modelV2 {
	for range 100 {
		if all, err := b.people[0].api.Numbers(b.t.Context()); err == nil {
			return modelV2{flips: flipModels(all), rules: b.rules()}
		}
	}
	b.t.Fatal("the numbers cannot be read")
	return modelV2{}
}

func (m modelV2) copied() modelV2 {
	rules := map[string]api.Rule{}
	for id, r := range m.rules {
		rules[id] = r
	}
	return modelV2{slices.Clone(m.flips), rules}
}

func (m *modelV2) drop(id string) {
	m.flips = slices.DeleteFunc(m.flips, func(f flipModel) bool { return f.ID == id })
}

func (m *modelV2) edit(id string, edit func(*flipModel)) {
	for i := range m.flips {
		if m.flips[i].ID == id {
			edit(&m.flips[i])
		}
	}
}

// replay changes the model as an entry says.
func (m *modelV2) replay(b *benchRun, h *History, e Entry) {
	switch {
	case !e.Effective():
	case e.Op.ofRule():
		b.replayRules(m.rules, e)
	default:
		m.replayFlips(h, e)
		m.replayTargets(e)
	}
}

func (m *modelV2) replayFlips(h *History, e Entry) {
	unknown := map[string]string{}
	for _, b := range e.Before {
		for _, f := range m.flips {
			if f.ID == b.ID {
				unknown[b.ID] = f.unknown
			}
		}
		m.drop(b.ID)
	}
	for _, a := range e.After {
		if !a.has(api.CallFlip) {
			continue
		}
		odd, kept := unknown[a.ID]
		if !kept {
			odd = keptUnknown(h, e, a)
		}
		a.Was = ""
		m.flips = append(m.flips, flipModel{a, odd})
	}
}

// keptUnknown returns the unknown fields of a number that is restored to the flip list.
func keptUnknown(h *History, e Entry, a Record) string {
	found := []api.UnknownField{}
	of, _ := h.Entry(e.Undoes)
	for _, b := range of.Before {
		var members map[string]json.RawMessage
		if b.Phone != a.Phone || json.Unmarshal(b.Stored, &members) != nil {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(members)) {
			if !slices.Contains([]string{"id", "phoneNumber", "type", "label", "flipNumber"}, name) {
				found = append(found, api.UnknownField{Name: name, Value: string(members[name])})
			}
		}
	}
	return fmt.Sprint(found)
}

func (m *modelV2) replayTargets(e Entry) {
	switch e.Op {
	case OpRemove:
		for _, b := range e.Before {
			a, there := byID(e.After, b.ID)
			if e.takesFrom(api.CallForwarding) && (!there || !rungAs(b, a)) {
				editTargets(m.rules, func(t api.Target) (api.Target, bool) { return t, !isNumber(t, b.number()) })
			}
		}
	case OpUpdate:
		for _, b := range e.Before {
			a, there := byID(e.After, b.ID)
			want, _ := byID(e.Want, b.ID)
			if want.Phone == b.Phone && want.Label == b.Label && b.ID != "" {
				continue // what another user changed at the same time is not part of the entry
			}
			if b.ID == "" { // left by an attempt that ended half way
				a, there = e.After[0], true
			}
			if there {
				m.retarget(b, a)
			}
		}
	case OpCreate:
		for _, a := range e.After {
			b, _ := e.before(a)
			for _, p := range e.Want[0].Rings {
				was, had := b.place(p.ID)
				if now, rings := a.place(p.ID); rings && (!had || was.Off != now.Off) {
					m.add(p.ID, a, e.Want[0])
				}
			}
		}
	}
}

// retarget changes a number in the rules that ring it.
func (m *modelV2) retarget(before, after Record) {
	for _, p := range after.Rings {
		if _, rang := before.place(p.ID); !rang {
			continue
		}
		m.rules[p.ID] = rewritten(m.rules[p.ID], func(t map[string]any) {
			d, ok := t["destination"].(map[string]any)
			if !ok || t["type"] != "PhoneNumberRingTarget" || d["phoneNumber"] != before.Phone {
				return
			}
			if d["phoneNumber"] = after.Phone; t["name"] == before.Label {
				t["name"] = after.Label
			}
		})
	}
}

// rewritten returns a rule with an edit made to every object in it.
func rewritten(r api.Rule, edit func(map[string]any)) api.Rule {
	all := decodedJSON(r.Record())
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			edit(v)
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(all)
	raw, _ := json.Marshal(all)
	if got, err := api.ReadRule(r.CallHandling, raw); err == nil {
		return got
	}
	return r
}

// decodedJSON decodes JSON and keeps numbers as they are written.
func decodedJSON(raw json.RawMessage) (v any) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	_ = d.Decode(&v)
	return v
}

func (m *modelV2) add(rule string, n, want Record) {
	r := m.rules[rule]
	for i, s := range r.Steps {
		if slices.ContainsFunc(s.Targets, func(t api.Target) bool { return isNumber(t, n.number()) }) {
			r.Steps = slices.Clone(r.Steps)
			r.Steps[i].On = true
			m.rules[rule] = r
			return
		}
	}
	t := api.Target{Kind: api.NumberTarget, Name: want.Label, Phone: n.Phone}
	r.Steps = append(slices.Clone(r.Steps), api.Step{On: true, Length: 4 * api.RingSeconds, Targets: []api.Target{t}})
	m.rules[rule] = r
}

// replayedV2 returns the extension at the start with every change in the journals and every
// edit of the third party.
func (b *benchRun) replayedV2() modelV2 {
	m := b.firstV2.copied()
	if b.kind.concurrent {
		h := b.people[0].history()
		for _, e := range h.Entries {
			m.replay(b, h, e)
		}
		return m
	}
	histories := map[*person]*History{}
	for _, p := range b.people {
		histories[p] = p.history()
	}
	for _, h := range b.events {
		if h.editV2 != nil {
			h.editV2(&m)
			continue
		}
		e, ok := histories[h.of].Entry(h.id)
		if !ok {
			b.t.Errorf("the journal lost %s", h.id)
		}
		m.replay(b, histories[h.of], e)
	}
	return m
}
