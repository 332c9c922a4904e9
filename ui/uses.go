package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// What a number is used for: the rules that ring it, where they are known, else the
// features that the service says.

// switchedOff is said of a number that rules have and do not ring.
const switchedOff = "off"

// ringsWords names the rules that ring a number and its place in their order, as in
// "work 1, after 3 now".
func (fs *facts) ringsWords(n *api.Number) string {
	if fs.rules == nil {
		return featureWords(n)
	}
	var rings []string
	uses := api.UsesOf(fs.ringing, n)
	for _, u := range uses {
		if u.On() {
			rings = append(rings, fs.useWords(&u))
		}
	}
	switch {
	case len(rings) > 0:
		return strings.Join(rings, ", ")
	case len(uses) > 0:
		return switchedOff
	case n.Has(api.CallFlip):
		return "flip only"
	}
	return featureWords(n)
}

// useWords names a rule in short, with the place of the step and whether it is in force.
func (fs *facts) useWords(u *api.Use) string {
	words := shortRuleName(&u.Rule)
	if u.Rule.Mode == api.InOrder {
		words += " " + itoa(u.Step+1)
	}
	if !u.Rule.Enabled {
		words += " (off)"
	}
	if fs.isNow(&u.Rule) {
		words += " now"
	}
	return words
}

func shortRuleName(r *api.Rule) string {
	switch r.Kind {
	case api.WorkHours:
		return "work"
	case api.AfterHours:
		return "after"
	}
	return r.Name
}

// featureWords are what the service says that a number is for.
func featureWords(n *api.Number) string {
	var uses []string
	for _, f := range n.Features {
		switch f {
		case api.CallForwarding:
			uses = append(uses, "forwarding")
		case api.CallFlip:
			uses = append(uses, "flip")
		default:
			uses = append(uses, string(f))
		}
	}
	slices.Sort(uses)
	switch {
	case n.Features == nil:
		return "unknown"
	case len(uses) == 0:
		return "nothing"
	}
	return strings.Join(uses, ", ")
}

// useFacts are the rules that ring a number, one in a line: its place, when it rings
// after the call came in, and when the rule applies.
func (fs *facts) useFacts(n *api.Number, w int) []fact {
	var all []fact
	for i, u := range api.UsesOf(fs.ringing, n) {
		f := fact{value: truncate(fs.useLine(&u, w), w)}
		if i == 0 {
			f.name = "Rings in"
		}
		all = append(all, f)
	}
	if fs.rules != nil && fs.snapshot.RulesRefused == nil && len(all) == 0 {
		return []fact{{name: "Rings in", value: "no rule"}}
	}
	return all
}

// The widths of what a line says of a rule.
const (
	useNameWidth  = 16
	useStepWidth  = 9
	useTimesWidth = 11
	useBarWidth   = 16
)

// inForce is what a line says of the rule that is in force.
const inForce = "in force now"

// useBar is how wide the bars are in a line of w cells, so that it ends with what it says
// of the rule. It is 0 where none fits.
func useBar(w int) int {
	if w < narrowPane {
		return 0
	}
	return min(useBarWidth, w-useNameWidth-useStepWidth-useTimesWidth-1-len(inForce))
}

func (fs *facts) useLine(u *api.Use, w int) string {
	place, times, bar := "off", "", ""
	if span, rings := u.Span(); rings && u.On() {
		place, times = "together", itoa(span.From)+rangeDash+itoa(span.To)+" s"
		if u.Rule.Mode == api.InOrder {
			place = "step " + itoa(u.Step+1)
		}
		bar = spanBar(span, &u.Rule, useBar(w))
	}
	line := pad(u.Rule.Name, useNameWidth-1) + " " + pad(place, useStepWidth) + pad(times, useTimesWidth)
	if wide := useBar(w); wide > 0 {
		line += pad(bar, wide) + " "
	}
	switch {
	case fs.isNow(&u.Rule):
		return line + inForce
	case !u.Rule.Enabled:
		return line + "rule is off"
	}
	return line + u.Rule.When
}

// spanBar draws, in w cells, when something rings between the start of a call and the
// end of its rule.
func spanBar(s api.Span, r *api.Rule, w int) string {
	end := 1
	for _, other := range r.Timeline() {
		end = max(end, other.From, other.To)
	}
	from, to := s.From*w/end, s.To*w/end
	return spaces(from) + strings.Repeat(barOn, max(to-from, 1))
}
