package change

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"rcfwd/api"
	"rcfwd/api/jsonobj"
	"rcfwd/api/sandbox"
)

// The other user of the bench, who asks no rules of the service but keeps them.

var labels = []string{"Boat", "Ship", "Van", "Attic", "Bob's desk", "Zürich", "電話"}

// editAsAnother lets another user change a number, the flip list, a rule or a state. The
// lock of the bench is held.
func (b *benchRun) editAsAnother(rng *rand.Rand) {
	b.fig.edits++
	before := b.truth
	for range 5 {
		b.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			if rng.IntN(2) == 0 {
				b.editRule(e, rng)
			} else {
				b.editNumbers(c, e, rng)
			}
		})
		b.look()
		changed := differing(before, b.truth)
		if len(changed) == 0 {
			continue
		}
		ev := &event{at: b.tick(), parts: changed}
		b.events = append(b.events, ev)
		for _, k := range changed {
			b.lastWrite[k] = ev
		}
		return
	}
}

func (b *benchRun) editNumbers(c *sandbox.Company, e *sandbox.Extension, rng *rand.Rand) {
	label, phone := labels[rng.IntN(len(labels))], fmt.Sprintf("+1530555%04d", 150+rng.IntN(20))
	taken := slices.ContainsFunc(e.Numbers, func(n sandbox.Number) bool {
		return n.Label == label || b.kind.v2 && n.PhoneNumber == phone
	})
	e.Numbers = slices.Clone(e.Numbers)
	n := &e.Numbers[rng.IntN(len(e.Numbers))]
	line, digit := n.Type == "PhoneLine", 1+rng.IntN(api.MaxFlipDigit)
	free := !slices.ContainsFunc(e.Numbers, func(n sandbox.Number) bool { return n.Flip == digit })
	switch kind := rng.IntN(6); {
	case kind == 0 && !taken && len(e.Numbers) < 9:
		e.Numbers = append(e.Numbers, sandbox.Number{
			ID: c.NewID(), PhoneNumber: phone, Label: label, Type: "Other", Features: []string{"CallFlip", "CallForwarding"},
		})
	case kind == 1 && !line && len(e.Numbers) > 3:
		e.Remove(n.ID)
	case kind == 2 && !taken && !line && (b.kind.v2 || n.Type == "Other"):
		n.Label = label
	case kind == 3 && !line && !taken:
		n.PhoneNumber = phone
	case kind == 4 && free:
		n.Flip = digit
	case kind == 5 && b.kind.v2:
		n.Extra = map[string]any{"theirs": rng.IntN(1000)}
	}
}

// editRule lets another user make a step longer, ring one more number, move or take out
// a step, switch the rule, or leave a field of tomorrow.
func (b *benchRun) editRule(e *sandbox.Extension, rng *rand.Rand) {
	e.Rule("")
	ids := storedRuleIDs(e, b.kind.v2)
	id := ids[rng.IntN(len(ids))]
	r, err := storedRule(e, id, b.kind.v2)
	if err != nil {
		b.t.Error(err)
		return
	}
	kind := rng.IntN(8)
	switch {
	case kind == 0 && id == "forward-all-calls":
		e.ForwardAllCalls = !e.ForwardAllCalls
		return
	case kind == 0 && id == "dnd":
		e.DoNotDisturb = !e.DoNotDisturb
		return
	case kind == 0 && r.Kind == api.Custom && rng.IntN(2) == 0:
		r.Enabled = !r.Enabled
	case kind == 0 && rng.IntN(2) == 0:
		if edited, err := r.WithConditions(new(randomConditions(rng))); err == nil && r.Kind == api.Custom {
			r = edited
		}
	case kind <= 1:
		r = marked(&r, rng.IntN(1000))
	default:
		if edited, err := b.editedRule(e, &r, kind, rng); err == nil {
			r = edited
		}
	}
	if err := e.SetRule(id, string(asStored(&r))); err != nil {
		b.t.Error(err)
	}
}

func (b *benchRun) editedRule(e *sandbox.Extension, r *api.Rule, kind int, rng *rand.Rand) (api.Rule, error) {
	step := rng.IntN(max(len(r.Steps), 1))
	switch kind {
	case 2, 3:
		return r.Lengthen(step, 1+rng.IntN(3))
	case 4:
		return r.RemoveStep(step)
	case 5:
		return r.Move(step, 1)
	case 6:
		return r.Switch(step)
	}
	if b.kind.v2 {
		return r.Add(&api.Target{Kind: api.NumberTarget, Name: "Theirs", Phone: fmt.Sprintf("+1530666%04d", 150+rng.IntN(20))}, 0)
	}
	n := e.Numbers[rng.IntN(len(e.Numbers))]
	return r.Add(&api.Target{Kind: api.NumberTarget, ID: n.ID, Name: n.Label, Phone: n.PhoneNumber}, 0)
}

// asStored is a rule as the sandbox stores it.
func asStored(r *api.Rule) json.RawMessage {
	w, _ := jsonobj.Read(r.Record())
	if r.CallHandling == api.V2 {
		w = w.Without("id", "state")
	}
	return w.Raw()
}

// marked is a rule with a member of tomorrow.
func marked(r *api.Rule, mark int) api.Rule {
	w, _ := jsonobj.Read(r.Record())
	name := "forwarding"
	if r.CallHandling == api.V2 {
		name = "dispatching"
	}
	got, err := api.ReadRule(r.CallHandling, w.With(name, w.Object(name).With("theirs", mark)).Raw())
	if err != nil {
		return *r
	}
	return got
}
