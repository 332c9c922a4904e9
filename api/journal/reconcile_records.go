package journal

import (
	"slices"

	"rcfwd/api"
)

// Looking up the changes of versions before 2, which kept no documents. A number was
// changed by a request of its own, and each rule that rings it by a further one.

// reconcileRecords tells by the numbers, or by the rule.
func (e *Entry) reconcileRecords(now *api.Snapshot, claimed func(string) bool) {
	var t tally
	if e.RuleBefore != nil && e.RuleWant != nil {
		if now.Rules == nil {
			return
		}
		d := DocRecord{Doc: e.ruleDocument().String(), Before: e.RuleBefore.Stored, Want: e.RuleWant.Stored}
		r, there := now.Rule(e.RuleBefore.ID)
		t.note(there && new(reconciliation{now: *now}).ruleDone(&d, &r))
		e.settle(t, now)
		e.keepOwn()
		return
	}
	if now.Numbers == nil {
		return
	}
	known := func(id string) bool { return slices.Contains(e.Had, id) || claimed(id) }
	for _, p := range e.pairs() {
		if done, tells := p.done(now, known); tells {
			t.note(done)
		}
		if e.hasPlaces() {
			e.reconcilePlaces(&t, &p, now)
		}
	}
	e.settle(t, now)
	e.keepOwn()
}

// ruleDocument is the document that the change of a rule edits.
func (e *Entry) ruleDocument() api.DocumentID {
	kind := api.RuleDocument
	if e.Op == OpSwitch {
		kind = api.StateDocument // only whether it is on counts, also where that is in the rule
	}
	return api.DocumentID{Kind: kind, ID: e.RuleBefore.ID}
}

// pair is a number before and after a change, and whether it exists then.
type pair struct {
	before, want Record
	had, has     bool
}

func (e *Entry) pairs() []pair {
	var all []pair
	for _, want := range e.Want {
		b, had := e.before(&want)
		all = append(all, pair{b, want, had, true})
	}
	for _, b := range e.Before {
		known := slices.ContainsFunc(all, func(p pair) bool { return p.had && p.before.ID == b.ID })
		if !known && b.ID != "" && e.Op == OpRemove {
			all = append(all, pair{before: b, had: true})
		}
	}
	return all
}

// done tells of one number, as far as it is in the list of numbers; known reports which
// numbers the change did not add.
func (p *pair) done(now *api.Snapshot, known func(string) bool) (done, tells bool) {
	inList := func(r Record) bool { return !r.HasPlaces() || r.Has(api.CallFlip) }
	n, there := p.current(now)
	switch {
	case p.has && inList(p.want) && (!p.had || !inList(p.before)):
		_, added := addedNumber(&p.want, now, known)
		return added, true
	case p.had && inList(p.before) && (!p.has || !inList(p.want)):
		return !there || p.before.HasPlaces() && !n.Has(api.CallFlip), true
	case p.had && p.has && len(Differing(&p.before, &p.want)) > 0 && inList(p.want):
		return there && showsField(new(RecordOf(&n)), &p.before, &p.want), true
	}
	return false, false
}

// current is what the number before the change is now. Records that know nothing of
// places tell of their id alone, whichever call handling they are of.
func (p *pair) current(now *api.Snapshot) (api.Number, bool) {
	if p.before.HasPlaces() {
		return api.Current(now.Numbers, new(p.before.Number()))
	}
	return now.Number(p.before.ID, "")
}

// showsField reports whether r has one of the values that want changes.
func showsField(r, before, want *Record) bool {
	return slices.ContainsFunc(Differing(before, want), func(f api.Field) bool { return r.Value(f) == want.Value(f) })
}

// reconcilePlaces tells of the rules that ring a number.
func (e *Entry) reconcilePlaces(t *tally, p *pair, now *api.Snapshot) {
	rings := func(phone, rule string) (PlaceRecord, bool) {
		n, _ := api.ByPhone(now.Numbers, phone)
		return new(RecordOf(&n)).Place(rule)
	}
	switch {
	case e.Op == OpRemove && e.TakesFrom(api.CallForwarding) && p.before.Has(api.CallForwarding):
		n, there := api.ByPhone(now.Numbers, p.before.Phone)
		t.note(!there || !rungAs(&p.before, new(RecordOf(&n))))
	case e.Op == OpCreate:
		for _, w := range p.want.Rings {
			if b, had := p.before.Place(w.ID); !had || b.Off != w.Off {
				is, there := rings(p.want.Phone, w.ID)
				t.note(there && !is.Off)
			}
		}
	case p.before.Phone != p.want.Phone:
		for _, b := range p.before.Rings {
			if _, old := rings(p.before.Phone, b.ID); old {
				t.note(false)
			} else if _, new := rings(p.want.Phone, b.ID); new {
				t.note(true)
			}
		}
	case p.before.Label != p.want.Label:
		for _, b := range p.before.Rings {
			if is, there := rings(p.want.Phone, b.ID); there && b.As == p.before.Label && (is.As == b.As || is.As == p.want.Label) {
				t.note(is.As == p.want.Label)
			}
		}
	}
}
