package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// askRemove asks before it removes numbers. It names each of them, and those
// that cannot be removed with the reason.
func (m *Model) askRemove(in askRemove) {
	r := removal{facts: m.facts}
	q := m.question(confirmDialog{yes: "Remove"})
	for _, id := range in.ids {
		n, ok := m.facts.number(id)
		switch {
		case !ok:
		case n.Type == api.PhoneLine:
			r.kept = append(r.kept, n.Label+" stays: device lines cannot be removed (FPN-107)")
			q.lines = append(q.lines, r.kept[len(r.kept)-1])
		default:
			r.ids, r.numbers = append(r.ids, id), append(r.numbers, n)
			q.lines = append(q.lines, r.name(&n)+lossWords(&n))
		}
	}
	it := "it"
	if len(r.ids) > 1 {
		it = "them"
	}
	q.text = "Remove " + api.Plural(len(r.ids), "forwarding number") + " of " + extensionName(&m.facts.open) + "? This also removes " + it + " from every rule."
	q.then = remove{ids: r.ids}
	switch {
	case len(r.ids) > 0 && !r.inBoth():
		q.lines = append(q.lines, r.silenced()...)
	case len(r.ids) == 0:
		q.text, q.then, q.yes = "None of these can be removed.", closeDialog{}, "Close"
	case r.inBoth():
		r.askFrom(q)
	}
	m.show(q)
}

// removal is a set of numbers that the user wants to remove.
type removal struct {
	facts   facts
	ids     []string
	numbers []api.Number
	kept    []string // why the others cannot be removed, a line each
}

func (r *removal) name(n *api.Number) string {
	return n.Label + "  " + api.DescribePhone(n.Phone, r.facts.region).Pretty + "  " + n.Phone
}

// inBoth reports whether any of the numbers is both in the flip list and in
// rules. On new call handling it can be removed from one of the two alone.
func (r *removal) inBoth() bool {
	for _, n := range r.numbers {
		if r.facts.capabilities().PartRemoval && n.Has(api.CallFlip) && n.Has(api.CallForwarding) {
			return true
		}
	}
	return false
}

// askFrom asks from where to remove. The lines of each answer, shown while the
// cursor is on it, say what it does.
func (r *removal) askFrom(q *confirmDialog) {
	what := api.Plural(len(r.ids), "forwarding number")
	if len(r.numbers) == 1 {
		what = r.numbers[0].Label
	}
	q.text = "Remove " + what + " of " + extensionName(&r.facts.open) + ": from where?"
	q.lines = append(r.each(usesWords), r.kept...)
	q.choices = []choice{
		{"Flip list", append(r.each(outOfFlips), r.kept...), remove{ids: r.ids, from: []api.Feature{api.CallFlip}}},
		{"Rules", slices.Concat(r.each(outOfRules), r.kept, r.silenced(api.CallForwarding)), remove{ids: r.ids, from: []api.Feature{api.CallForwarding}}},
		{"Both", slices.Concat(r.each(outOfBoth), r.kept, r.silenced()), remove{ids: r.ids}},
	}
}

// silenced warns of the rules in which nothing rings after the removal, as far as the
// rules are known.
func (r *removal) silenced(from ...api.Feature) []string {
	draft := r.facts.snapshot.Draft()
	for _, id := range r.ids {
		_ = draft.Remove(id, from...) // what cannot be removed is refused when it is sent
	}
	return SilencedWords(draft.Base().Rules, draft.Snapshot().Rules)
}

// each is not inlined: its copies would make the program larger.
//
//go:noinline
func (r *removal) each(words func(api.Number) string) []string {
	lines := make([]string, 0, len(r.numbers))
	for _, n := range r.numbers {
		lines = append(lines, n.Label+": "+words(n))
	}
	return lines
}

// usesWords says where a number is used.
func usesWords(n api.Number) string {
	var parts []string
	if n.Has(api.CallFlip) {
		parts = append(parts, digitOf(&n))
	}
	if n.Has(api.CallForwarding) {
		parts = append(parts, "rings in "+rulesOf(&n))
	}
	return strings.Join(parts, "; ")
}

func outOfFlips(n api.Number) string {
	switch {
	case !n.Has(api.CallFlip):
		return "no change: not in the flip list"
	case !n.Has(api.CallForwarding):
		return flipFreed(&n) + "; this removes the number"
	}
	return flipFreed(&n) + "; still rings in " + rulesOf(&n)
}

func outOfRules(n api.Number) string {
	switch {
	case !n.Has(api.CallForwarding):
		return "no change: no rule rings it"
	case !n.Has(api.CallFlip):
		return "removed from " + rulesOf(&n) + "; this removes the number"
	}
	return "removed from " + rulesOf(&n) + "; stays in the flip list with " + digitOf(&n)
}

func outOfBoth(n api.Number) string {
	var parts []string
	if n.Has(api.CallForwarding) {
		parts = append(parts, "removed from "+rulesOf(&n))
	}
	if n.Has(api.CallFlip) {
		parts = append(parts, flipFreed(&n))
	}
	return strings.Join(parts, "; ")
}

// rulesOf names the rules that ring a number, as far as they are known.
func rulesOf(n *api.Number) string {
	if len(n.Rings) == 0 {
		return "every rule that rings it"
	}
	return ruleNames(n.Rings)
}

func digitOf(n *api.Number) string {
	if n.Flip == "" {
		return "no flip digit"
	}
	return "flip digit " + n.Flip
}

func flipFreed(n *api.Number) string {
	if n.Flip == "" {
		return "removed from the flip list (no digit)"
	}
	return "flip digit " + n.Flip + " becomes free"
}

// lossWords says what a number loses when it is removed.
func lossWords(n *api.Number) string {
	var parts []string
	if n.Flip != "" {
		parts = append(parts, flipFreed(n))
	}
	if len(n.Rings) > 0 {
		parts = append(parts, "removed from "+ruleNames(n.Rings))
	}
	if len(parts) == 0 {
		return ""
	}
	return "  (" + strings.Join(parts, "; ") + ")"
}
