package api

import "slices"

// Use is a step of a rule that rings a number.
type Use struct {
	Rule Rule
	Step int // index in Rule.Steps
}

// On reports whether the number rings: whether neither the step nor the ringing of the
// rule is switched off.
func (u *Use) On() bool { return u.Rule.Steps[u.Step].On && u.Rule.Mode != NoRinging }

// RingingRules returns the rules with steps of their own, without those that only do as
// another does.
func RingingRules(rules []Rule) []Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return len(r.Steps) == 0 || r.CallHandling == V2 && r.follows() })
}

// UsesOf returns the steps of rules with steps of their own that ring a number, one for
// each rule, in the order of the rules: the first that is on, else the first.
func UsesOf(rules []Rule, n *Number) []Use {
	var uses []Use
	for _, r := range rules {
		found := Use{r, -1}
		for i, s := range r.Steps {
			if s.rings(n) && (found.Step < 0 || s.On && !r.Steps[found.Step].On) {
				found.Step = i
			}
		}
		if found.Step >= 0 {
			uses = append(uses, found)
		}
	}
	return uses
}

// rings is not inlined: its copies would make the program larger.
//
//go:noinline
func (s Step) rings(n *Number) bool {
	for _, t := range s.Targets {
		if t.Kind == NumberTarget && t.ID != "" && t.ID == n.ID || n.isTarget(&t) {
			return true
		}
	}
	return false
}

// Span returns when the step of u rings, in seconds after the call came in.
func (u *Use) Span() (s Span, rings bool) {
	for _, s := range u.Rule.Timeline() {
		if s.Step == u.Step {
			return s, true
		}
	}
	return Span{}, false
}
