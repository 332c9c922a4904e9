package api

import (
	"fmt"
	"slices"

	"rcfwd/api/rest"
)

// handling returns the call handling of the account, if n or the other numbers tell it.
func (n NewNumber) handling(have []Number) CallHandling {
	if n.CallHandling == "" && len(have) > 0 {
		return have[0].CallHandling
	}
	return n.CallHandling
}

// ByPhone finds the number with this phone number; no number has an empty one. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func ByPhone(have []Number, phone string) (n Number, found bool) {
	i := slices.IndexFunc(have, func(h Number) bool { return phone != "" && h.Phone == phone })
	if i < 0 {
		return Number{}, false
	}
	return have[i], true
}

// checkOnce prevents two numbers of V2 from becoming one: rules name what they ring by its
// phone number alone.
func (p *problems) checkOnce(phone string, old *Number, have []Number) {
	if there, exists := ByPhone(have, phone); exists && there.ID != old.ID && there.CallHandling == V2 {
		p.add(FieldPhone, "CMN-101", fmt.Sprintf("This number is already in the list as %q (CMN-101).", there.Label))
	}
}

// lacks reports whether adding want, whose number is n already, would still change
// something. That finishes an attempt that stopped half way.
func (n *Number) lacks(want *NewNumber) bool {
	if n.Type != Other || n.Label != rest.Clean(want.Label) || want.Flip != 0 && n.Has(CallFlip) && n.Flip != fmt.Sprint(want.Flip) {
		return false
	}
	if !n.Has(CallFlip) {
		return true
	}
	return slices.ContainsFunc(want.Rules, func(id string) bool {
		return !slices.ContainsFunc(n.Rings, func(r RuleRef) bool { return r.ID == id && !r.Off })
	})
}
