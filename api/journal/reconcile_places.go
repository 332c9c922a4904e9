package journal

import (
	"slices"

	"rcfwd/api"
)

// lookUpPlaces is lookUp on new accounts, place by place: what is in the flip list was
// done by one request, what is in a rule by another. A place that is neither as it was
// nor as it should be, for another user has changed it since, tells nothing.
func lookUpPlaces(e Entry, now []api.Number, claimed func(id string) bool) (Outcome, []Record) {
	switch e.Op {
	case OpCreate:
		return lookUpAdded(e, now, claimed)
	case OpRemove:
		return lookUpTaken(e, now)
	case OpUpdate, OpSwap:
		return lookUpChanged(e, now)
	}
	return Unknown, nil
}

// tally counts places.
type tally struct{ done, not int }

func (t *tally) note(done bool) {
	if done {
		t.done++
		return
	}
	t.not++
}

func (t tally) outcome() Outcome {
	switch {
	case t.not == 0:
		return Done
	case t.done == 0:
		return NotDone
	}
	return Partly
}

// lookUpAdded finds the new number by its number. One that another user has given another
// since is known as on legacy accounts.
func lookUpAdded(e Entry, now []api.Number, claimed func(string) bool) (Outcome, []Record) {
	if len(e.Want) != 1 {
		return Unknown, nil
	}
	want := e.Want[0]
	var was Record
	if len(e.Before) > 0 {
		was = e.Before[0]
	}
	n, there := withPhone(now, want.Phone)
	switch {
	case !there && len(e.Before) > 0:
		return NotDone, nil
	case !there:
		return lookUpCreate(e, now, claimed)
	}
	is, t := recordOf(n), tally{}
	if !was.has(api.CallFlip) {
		t.note(is.has(api.CallFlip))
	}
	for _, p := range want.Rings {
		if had, there := was.place(p.ID); there && had.Off == p.Off {
			continue
		}
		got, there := is.place(p.ID)
		t.note(there && got.Off == p.Off || is.Rings == nil && is.has(api.CallForwarding))
	}
	return t.outcome(), []Record{is}
}

// lookUpTaken: numbers go out of all rules by one request and out of the flip list by
// another.
func lookUpTaken(e Entry, now []api.Number) (Outcome, []Record) {
	var t tally
	var after []Record
	for _, b := range e.Before {
		is, there := leftover(b, now)
		flips := e.takesFrom(api.CallFlip) && b.has(api.CallFlip)
		rules := e.takesFrom(api.CallForwarding) && b.has(api.CallForwarding)
		flipsLeft, rulesLeft := there && is.has(api.CallFlip), there && rungAs(b, is)
		if flips {
			t.note(!flipsLeft)
		}
		if rules {
			t.note(!rulesLeft)
		}
		if there && (len(e.From) > 0 || flips && flipsLeft || rules && rulesLeft) {
			after = append(after, is)
		}
	}
	return t.outcome(), after
}

// leftover is what there is of a number that was taken out of places. Rules know it by its
// number alone, also where that is another's in the flip list now.
func leftover(b Record, now []api.Number) (is Record, there bool) {
	if n, there := present(now, b.number()); there {
		return withOldRings(recordOf(n), b, now), true
	}
	n, _ := withPhone(now, b.Phone)
	if len(n.Rings) == 0 {
		return Record{}, false
	}
	n.ID, n.Flip, n.Features = n.IDInRules(), "", []api.Feature{api.CallForwarding}
	return recordOf(n), true
}

// withOldRings counts as rung what rules ring by the number of before, where another user
// has given the number in the flip list another one since.
func withOldRings(is, before Record, now []api.Number) Record {
	old, there := withPhone(now, before.Phone)
	if !there || old.ID == is.ID || is.Rings == nil {
		return is
	}
	is.Rings = append(slices.Clone(is.Rings), placeRecords(old.Rings)...)
	if len(old.Rings) > 0 && !is.has(api.CallForwarding) {
		is.Features = append(slices.Clone(is.Features), api.CallForwarding)
	}
	return is
}

func lookUpChanged(e Entry, now []api.Number) (Outcome, []Record) {
	var t tally
	var after []Record
	for _, want := range e.Want {
		before, _ := e.before(want)
		n, there := changedNow(now, before, want)
		c := changeInPlaces{before: before, want: want, now: now, tally: &t}
		c.inFlips(recordOf(n), there)
		c.inRules()
		if there {
			after = append(after, recordOf(n))
		}
		if old, left := withPhone(now, before.Phone); left && (!there || old.ID != n.ID) && rungAs(before, recordOf(old)) {
			rest := recordOf(old)
			rest.ID = "" // it is no number by itself
			after = append(after, rest)
		}
	}
	for _, rest := range e.Before {
		if rest.ID == "" && len(e.Want) == 1 {
			c := changeInPlaces{before: rest, want: e.Want[0], now: now, tally: &t}
			c.inRules()
		}
	}
	return t.outcome(), after
}

// changedNow finds a number by the id that it had, or, if only rules rang it, by the
// number that it should have: rules may still ring the old one too.
func changedNow(now []api.Number, before, want Record) (api.Number, bool) {
	byID := func() (api.Number, bool) { return present(now, before.number()) }
	byPhone := func() (api.Number, bool) { return withPhone(now, want.Phone) }
	if isRuleOnly(before.ID) {
		byID, byPhone = byPhone, byID
	}
	if n, there := byID(); there {
		return n, true
	}
	return byPhone()
}

// changeInPlaces is the change of one number that is looked up.
type changeInPlaces struct {
	before, want Record
	now          []api.Number
	*tally
}

// inFlips: the record in the flip list is changed by one request, so that one of its
// fields that has the value tells of all.
func (c changeInPlaces) inFlips(is Record, there bool) {
	switch {
	case !c.want.has(api.CallFlip) || len(differing(c.before, c.want)) == 0:
	case !c.before.has(api.CallFlip):
		c.note(is.has(api.CallFlip))
	case there && !is.has(api.CallFlip): // another user took it out
	default:
		c.note(there && has(is, c.before, c.want))
	}
}

// inRules: each rule that rings the number is changed by a request of its own.
func (c changeInPlaces) inRules() {
	for _, p := range c.before.Rings {
		switch {
		case c.before.Phone != c.want.Phone:
			switch _, old := c.ringing(c.before.Phone, p.ID); {
			case old:
				c.note(false)
			default:
				if _, done := c.ringing(c.want.Phone, p.ID); done {
					c.note(true)
				}
			}
		case c.before.Label != c.want.Label && p.As == c.before.Label:
			if is, there := c.ringing(c.want.Phone, p.ID); there && (is.As == p.As || is.As == c.want.Label) {
				c.note(is.As == c.want.Label)
			}
		}
	}
}

// ringing is the place of a number in a rule as it is now.
func (c changeInPlaces) ringing(phone, rule string) (PlaceRecord, bool) {
	n, _ := withPhone(c.now, phone)
	return recordOf(n).place(rule)
}
