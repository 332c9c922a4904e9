package journal

import (
	"encoding/json"
	"slices"

	"rcfwd/api"
)

// from reports whether a removal takes numbers out of a use.
func (r Remove) from(f api.Feature) bool { return len(r.From) == 0 || slices.Contains(r.From, f) }

// takes reports whether there is anything that a removal takes from a number.
func (r Remove) takes(n api.Number) bool {
	return len(r.From) == 0 || slices.ContainsFunc(r.From, n.Has)
}

// left is what a removal leaves of numbers; nothing where it is of the whole.
func (r Remove) left(there []api.Number) []Record {
	var all []Record
	for _, n := range there {
		if rest := r.rest(recordOf(n)); len(r.From) > 0 && len(rest.Features) > 0 {
			all = append(all, rest)
		}
	}
	return all
}

// rest is what a removal leaves of a number.
func (r Remove) rest(n Record) Record {
	n.Features = slices.DeleteFunc(slices.Clone(n.Features), r.from)
	if r.from(api.CallForwarding) && n.Rings != nil {
		n.Rings = []PlaceRecord{}
	}
	if r.from(api.CallFlip) {
		n.Was, n.ID, n.Flip = n.ID, n.number().IDInRules(), ""
	}
	return n
}

// wanted is rest for a contest; nil where nothing is left.
func (r Remove) wanted() func(Record) Record {
	if len(r.From) == 0 {
		return nil
	}
	return r.rest
}

// storedFlip is the record of a number in the flip list; nil where it has none.
func storedFlip(n api.Number) json.RawMessage {
	if n.CallHandling != api.V2 || !n.Has(api.CallFlip) || !json.Valid([]byte(n.JSON())) {
		return nil
	}
	return json.RawMessage(n.JSON())
}

// takesFrom reports whether e, which removes, takes numbers out of a use.
func (e Entry) takesFrom(f api.Feature) bool { return Remove{From: e.From}.from(f) }

// took reports whether e, which removes, took anything of b, which is a afterwards.
func (e Entry) took(b, a Record) bool {
	flip := e.takesFrom(api.CallFlip) && b.has(api.CallFlip) && !a.has(api.CallFlip)
	rules := e.takesFrom(api.CallForwarding) && b.has(api.CallForwarding) && !rungAs(b, a)
	return flip || rules
}

// rungAs reports whether any rule that rang a number rings it still.
func rungAs(before, now Record) bool {
	if before.Rings == nil || now.Rings == nil {
		return now.has(api.CallForwarding)
	}
	return len(before.ruleIDs(now)) < len(before.Rings)
}
