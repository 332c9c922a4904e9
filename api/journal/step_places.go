package journal

import (
	"encoding/json"
	"slices"
	"strconv"

	"rcfwd/api"
)

// Planning for numbers of new accounts, place by place.

// numberV2 plans for one number of an entry: how it was left, and how it should be.
func (p *planned) numberV2(c *change, id string, from, to []Record) {
	was, had := byID(from, id)
	ought, has := byID(to, id)
	switch op := c.entry.Op; {
	case !has && had:
		p.remove(id, was)
	case !has:
	case !had, op == OpRemove && p.direction == Undo:
		p.giveBack(c, id, was, ought)
	case op == OpRemove:
		p.takeAgain(id, was, ought)
	case op == OpCreate && p.direction == Undo:
		p.takeGained(c, id, was, ought)
	case op == OpCreate:
		p.addAgain(id, was, ought)
	default:
		p.changeBack(c, id, was, ought)
	}
}

// numberNow is what the number with an id in the entry is now.
func (p *planned) numberNow(id string, as Record) (api.Number, bool) {
	as.ID = p.id(id)
	return present(p.now, as.number())
}

// giveBack brings a number back into the flip list, and then into the rules that rang
// it, as far as it is not in them.
func (p *planned) giveBack(c *change, id string, was, ought Record) {
	back, there := p.numberNow(id, ought)
	places := p.reachable(ought, c.placesLeft(id))
	if !ought.has(api.CallFlip) {
		p.restoreRung(id, ought, places)
		return
	}
	name := ought
	if there {
		name = recordOf(back)
	}
	if ought.has(api.CallForwarding) && !was.has(api.CallForwarding) && len(c.ruleTargets[id]) == 0 {
		p.note("It is not known which rules rang %s, so they do not ring it again by themselves.", quote(ought.Label))
	}
	if !there || !back.Has(api.CallFlip) || len(places) == 0 {
		p.intoFlips(id, ought, there && back.Has(api.CallFlip), len(places) > 0)
	}
	p.putBack(id, name, places)
}

// intoFlips plans to put a number into the flip list, without its digit where another user
// else has that now.
func (p *planned) intoFlips(id string, ought Record, there, more bool) {
	w := addToFlipList{number: ought}
	if holder, taken := api.HolderOf(ought.Flip, p.now); taken && !there {
		w.number.Flip = ""
		p.note("Flip digit %s of %s belongs to %s now, so it comes back without one.", ought.Flip, quote(ought.Label), quote(holder.Label))
	}
	digit := ", without a digit"
	if w.number.Flip != "" {
		digit = " with digit " + w.number.Flip
	}
	p.step(w, p.link(more, id), "put %s %s into the flip list%s", quote(ought.Label), ought.Phone, digit)
}

// takeAgain does a removal from some of the uses again.
func (p *planned) takeAgain(id string, was, ought Record) {
	var from []api.Feature
	for _, f := range []api.Feature{api.CallFlip, api.CallForwarding} {
		if was.has(f) && !ought.has(f) {
			from = append(from, f)
		}
	}
	p.takeOut(id, was, from, false)
}

func (p *planned) takeOut(id string, was Record, from []api.Feature, more bool) {
	n, there := p.numberNow(id, was)
	if !there {
		n = was.number()
		p.note("%s is no longer there.", quote(was.Label))
	}
	n.CallHandling = "" // its places need not be as they were
	p.step(Remove{Seen: []api.Number{n}, From: from}, p.link(more, id), "take %s out of %s", quote(was.Label), placeNames(from))
}

func placeNames(from []api.Feature) string {
	switch {
	case len(from) == 1 && from[0] == api.CallFlip:
		return "the flip list"
	case len(from) == 1:
		return "every rule"
	}
	return "the flip list and every rule"
}

// takeGained takes a number that was added to more places out of these.
func (p *planned) takeGained(c *change, id string, was, ought Record) {
	n, _ := p.numberNow(id, was)
	rules := slices.DeleteFunc(was.ruleIDs(ought), func(rule string) bool { return slices.Contains(c.restoredRules[id], rule) })
	flip := was.has(api.CallFlip) && !ought.has(api.CallFlip) && n.Has(api.CallFlip)
	record := was
	record.ID = p.id(id)
	for i, rule := range rules {
		place, _ := was.place(rule)
		w := removeFromRule{number: record, rule: RuleRecord{ID: rule, Name: place.Name, CallHandling: api.V2, Enabled: true, Stored: json.RawMessage("{}")}}
		p.step(w, p.link(flip || i+1 < len(rules), id), "take %s out of %s", quote(was.Label), place.Name)
	}
	if flip || len(rules) == 0 {
		p.takeOut(id, was, []api.Feature{api.CallFlip}, false)
	}
}

// addAgain adds a number to more places again.
func (p *planned) addAgain(id string, was, ought Record) {
	again, why := recreation(ought)
	if why != "" {
		p.block(why)
		return
	}
	again.Number.CallHandling, again.Number.Rules = api.V2, ought.ruleIDs(was)
	if n, there := p.numberNow(id, was); there && n.Has(api.CallFlip) {
		again.Number.Flip, _ = strconv.Atoi(n.Flip)
	} else {
		p.freeDigit(&again, ought)
	}
	p.step(again, p.link(false, id), "add %s %s again", quote(ought.Label), ought.Phone)
}

// changeBack restores fields. If the digit was what added the number to the flip list, it
// is removed from there.
func (p *planned) changeBack(c *change, id string, was, ought Record) {
	before, _ := byID(c.entry.Before, id)
	after, _ := byID(c.entry.After, id)
	rest := after
	if p.direction == Redo {
		rest = before
	}
	fields := changedFields(c.entry, before, after)
	if !was.has(api.CallFlip) || ought.has(api.CallFlip) {
		p.update(id, was, ought, fields, &rest)
		return
	}
	n, there := p.numberNow(id, was)
	leaves := there && n.Has(api.CallFlip)
	fields = slices.DeleteFunc(fields, func(f api.Field) bool {
		return f == api.FieldFlip || leaves && recordOf(n).Value(f) == ought.Value(f) && !p.rung(rest, ought)
	})
	if len(fields) > 0 {
		p.update(id, was, ought, fields, &rest)
	}
	if last := len(p.steps) - 1; last >= 0 && leaves && len(fields) > 0 {
		u, _ := p.steps[last].Write.(Update)
		u.link.more = true
		p.steps[last].Write = u
	}
	if leaves || len(fields) == 0 {
		p.takeOut(id, was, []api.Feature{api.CallFlip}, false)
	}
}

// rung reports whether rules alone ring a number by what it was after an attempt that ended
// half way.
func (p *planned) rung(rest, ought Record) bool {
	n, there := withPhone(p.now, rest.Phone)
	return there && rest.Phone != ought.Phone && isRuleOnly(n.ID)
}
