package journal

import (
	"encoding/json"
	"slices"
	"strings"

	"rcfwd/api"
)

// compareV2 compares the extension with want, also by ids if these are to be equal.
func (b *benchRun) compareV2(when string, want modelV2, ids bool) {
	got := b.currentV2()
	texts := func(m modelV2) (all []string) {
		for _, f := range m.flips {
			if !ids {
				f.ID = ""
			}
			all = append(all, f.text())
		}
		slices.Sort(all)
		return all
	}
	g, w := texts(got), texts(want)
	if !slices.Equal(g, w) {
		b.fig.lost++
		b.t.Errorf("%s: the flip list is\n%s\nnot\n%s", when, strings.Join(g, "\n"), strings.Join(w, "\n"))
	}
	seen := map[string]bool{}
	for _, f := range got.flips {
		if seen[f.Phone] {
			b.fig.twice++
		}
		seen[f.Phone] = true
	}
	for id, r := range got.rules {
		if x, y := ringOutline(r)+unknownMembers(r), ringOutline(want.rules[id])+unknownMembers(want.rules[id]); x != y {
			b.fig.lost++
			b.t.Errorf("%s: the rule %s is\n%s, not\n%s", when, id, x, y)
		}
		b.countTwice(r)
	}
}

// compareRings compares the rules that ring a number on the screen with the rules.
func (b *benchRun) compareRings(p *person) {
	for _, id := range []string{"work-hours", "after-hours"} {
		text := b.sandbox.Rule(danaID, id)
		for _, n := range p.view {
			_, shown := recordOf(n).place(id)
			if stored := strings.Contains(text, `"phoneNumber":"`+n.Phone+`"`); shown != stored && n.Type != api.PhoneLine && n.Phone != "" {
				b.fig.lost++
				b.t.Errorf("the screen says that %s rings %s: %v; the rule says %v", id, n.Phone, shown, stored)
			}
		}
	}
}

// countTwice reports a number that a rule rings twice. No rule does so at the start.
func (b *benchRun) countTwice(r api.Rule) {
	seen := map[string]bool{}
	for _, s := range r.Steps {
		for _, t := range s.Targets {
			if t.Kind == api.NumberTarget && seen[t.Phone] {
				b.fig.twice++
				b.t.Errorf("%s rings %s twice", r.Name, t.Phone)
			}
			seen[t.Phone] = true
		}
	}
}

var knownMembers = []string{
	"enabled", "duration", "type", "ringingTargetType", "terminatingTargetType", "targets", "name", "destination", "phoneNumber",
	"dispatchingType", "actions", "dispatching", "id", "extension", "device", "displayName", "state", "greeting", "prompt",
}

// unknownMembers returns the members of a rule that the client does not know.
func unknownMembers(r api.Rule) string {
	var found []string
	var walk func(raw json.RawMessage)
	walk = func(raw json.RawMessage) {
		var list []json.RawMessage
		var members map[string]json.RawMessage
		switch {
		case json.Unmarshal(raw, &list) == nil:
			for _, v := range list {
				walk(v)
			}
		case json.Unmarshal(raw, &members) == nil:
			for name, v := range members {
				if slices.Contains(knownMembers, name) {
					walk(v)
				} else {
					ordered, _ := json.Marshal(decodedJSON(v))
					found = append(found, name+":"+string(ordered))
				}
			}
		}
	}
	walk(r.Record())
	slices.Sort(found)
	return " " + strings.Join(found, " ")
}
