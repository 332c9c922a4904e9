package api

import (
	"encoding/json"
	"fmt"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The changes of a draft on v2.

// set puts a flip list and rules into the draft, and makes its numbers of them. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (d *Draft) set(l flipList, rules []Rule) {
	d.now.flips, d.now.Rules = l, rules
	d.now = (&v2{}).merged(&d.now)
}

// add adds to the flip list, and to each rule. The number is known by its telephone
// number, whatever id it had.
func (h *v2) add(d *Draft, _ string, n *NewNumber, was Restored) error {
	flips, rules := d.now.flips, slices.Clone(d.now.Rules)
	if flips.records == nil {
		return validationErrorf("The flip list was not read. Reload.")
	}
	target := Target{Kind: NumberTarget, Name: n.Label, Phone: n.Phone}
	for _, id := range n.Rules {
		i := d.now.ruleIndex(id)
		if i < 0 {
			return ValidationError{FieldRules, "CMN-102", "The rule " + rest.Clean(id) + " does not exist or cannot be read. Reload."}
		}
		with, err := target.ringIn(&rules[i])
		if err != nil {
			return ValidationError{FieldRules, "CMN-101", rules[i].Name + ": " + err.Error()}
		}
		rules[i] = with
	}
	if flips.byPhone(n.Phone) < 0 {
		record := keeping(flipRecord(n.Phone, n.Label, digitText(n.Flip)), was.Record)
		flips = flips.inserted(d.place(was), record)
	}
	d.set(flips, rules)
	return nil
}

// place is where a number that comes back goes in the flip list; -1 for the end.
func (d *Draft) place(was Restored) int {
	switch {
	case !was.Placed:
		return -1
	case was.After == "":
		return 0
	}
	n, ok := d.now.Number(was.After, "")
	if i := d.now.flips.find(&n); ok && i >= 0 {
		return i + 1
	}
	return -1
}

// ringIn has a rule ring t: as a new last step, or by switching on the one it has.
func (t *Target) ringIn(r *Rule) (Rule, error) {
	i := r.find(t)
	switch {
	case i < 0:
		return r.Add(t, 0)
	case r.Fixed != "" || r.Steps[i].On:
		_, err := r.draft()
		return *r, err
	}
	return r.Switch(i)
}

// change changes the record in the flip list and every target of a rule that carries
// the number. A number that only rules ring enters the list with its digit.
func (h *v2) change(d *Draft, n *Number, c Change) error {
	if found := CheckChange(n, c, withoutHolder(inFlipList(d.now.Numbers), c.Flip)); len(found) > 0 {
		return found[0]
	}
	flips := d.now.flips
	switch i := flips.find(n); {
	case i >= 0 && n.Has(CallFlip):
		flips = flips.changed(i, c)
	case c.Flip == nil || *c.Flip == "":
	case n.Type == PhoneLine:
		return ValidationError{FieldFlip, "CMN-101", "RingCentral adds device lines to the flip list itself. Their digit cannot be set here."}
	default:
		w := c.Of(n)
		var found problems
		if found.checkLabel(w.Label, n.ID, inFlipList(d.now.Numbers)); len(found) > 0 {
			return found[0]
		}
		flips = flips.inserted(-1, flipRecord(w.Phone, w.Label, w.Flip))
	}
	rules := d.now.Rules
	if c.Phone != nil || c.Label != nil {
		rules = retargeted(rules, n, new(c.Of(n)))
	}
	d.set(flips, rules)
	return nil
}

// inFlipList are the numbers that must differ for the service. What only rules ring may be
// the other half of a change that was done in part.
func inFlipList(all []Number) []Number {
	return slices.DeleteFunc(slices.Clone(all), Number.OnlyRung)
}

// Retarget has rules ring was as want, where they carry its telephone number and call it
// by its label; without ids it is about every rule. It changes no list of numbers, and
// nothing on v1, where rules know numbers by their ids.
func (d *Draft) Retarget(was, want *Number, ids ...string) {
	if d.base.CallHandling == V2 {
		d.set(d.now.flips, retargeted(d.now.Rules, was, want, ids...))
	}
}

// retargeted are rules of which some, or all without ids, ring was as want. One that
// follows another rings nothing itself.
func retargeted(rules []Rule, was, want *Number, ids ...string) []Rule {
	rules = slices.Clone(rules)
	for i, r := range rules {
		if !r.follows() && (len(ids) == 0 || slices.Contains(ids, r.ID)) {
			rules[i] = r.Retarget(was, want)
		}
	}
	return rules
}

// Retarget changes the targets of a rule of v2 that carry the telephone number of was
// into those of want, also in rules that people may not edit here. A target that was
// called differently than was keeps its name.
func (old *Rule) Retarget(was, want *Number) Rule {
	r := *old
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Targets = slices.Clone(s.Targets)
		for j, t := range s.Targets {
			if t.Kind == NumberTarget && t.Phone == was.Phone {
				s.Targets[j] = t.renamed(was, want)
			}
		}
	}
	return r
}

func (t *Target) renamed(was, want *Number) Target {
	w, _ := jsonobj.Read(t.ringTarget())
	if want.Phone != was.Phone {
		w = w.With("destination", w.Object("destination").With("phoneNumber", want.Phone))
	}
	if want.Label != was.Label && rest.Clean(was.Label) == t.Name {
		w = w.With("name", want.Label)
	}
	return readRingTarget(w.Raw())
}

// remove takes a number out of the flip list, out of every rule, or both. The service
// takes it out of all rules at once, also of those that this version does not read, and is
// asked to where it does not show what rings it.
func (h *v2) remove(d *Draft, n *Number, from []Feature) error {
	takes := func(f Feature) bool { return len(from) == 0 || slices.Contains(from, f) }
	if i := d.now.flips.find(n); i >= 0 && n.Has(CallFlip) && takes(CallFlip) {
		d.now.flips = d.now.flips.without(i)
	}
	if (n.Has(CallForwarding) || d.now.HidesRinging()) && n.Phone != "" && takes(CallForwarding) {
		d.dropped = append(slices.Clone(d.dropped), n.Phone)
		rings := func(t Target) bool { return t.Kind == NumberTarget && t.Phone == n.Phone }
		d.ref.Rules, d.now.Rules = withoutTargets(d.ref.Rules, rings), withoutTargets(d.now.Rules, rings)
		d.now.targets = slices.DeleteFunc(slices.Clone(d.now.targets), rings)
	}
	d.now = h.merged(&d.now)
	return nil
}

// edits has the flip list first: a number that left the list and not the rules is
// known by its telephone number, while one that left the rules alone has lost them.
func (h *v2) edits(d *Draft) []Edit {
	var all []Edit
	if before, want := d.base.flips, d.now.flips; before.records != nil && !sameRecords(before.records, want.records) {
		all = append(all, Edit{DocumentID{FlipDocument, ""}, "the flip list", before.raw(), want.raw()})
	}
	all = append(all, d.ruleEdits()...)
	all = append(all, d.stateEdits()...)
	for _, phone := range d.dropped {
		all = append(all, Edit{DocumentID{TargetDocument, phone}, d.nameOf(phone), targetRecord(phone).Raw(), nil})
	}
	return all
}

// sameRecords reports whether two lists ask the same of the service.
func sameRecords(a, b []json.RawMessage) bool {
	return slices.EqualFunc(a, b, func(x, y json.RawMessage) bool { return jsonobj.Same(x, y) })
}

// stateEdits are the states that the draft switches or that it gives other times. Custom
// rules hold theirs themselves.
func (d *Draft) stateEdits() []Edit {
	var all []Edit
	for _, want := range d.now.Rules {
		was, ok := d.ref.Rule(want.ID)
		if ok && !want.custom() && (was.Enabled != want.Enabled || !sameConditions(&was, &want)) {
			all = append(all, Edit{DocumentID{StateDocument, want.ID}, want.Name, was.Record(), want.Record()})
		}
	}
	return all
}

// nameOf is what a telephone number was called in the base of the draft.
func (d *Draft) nameOf(phone string) string {
	n, ok := d.base.Number("", phone)
	if !ok {
		return phone
	}
	return n.Label
}

// targetRecord is a telephone number as a target of rules.
func targetRecord(phone string) jsonobj.Object {
	return jsonobj.New("type", ringNumber, "destination", jsonobj.New("phoneNumber", phone))
}

// checkNew knows no codes of the service, which publishes none for v2; these are those
// of the same rule on v1, or CMN-101.
func (h *v2) checkNew(n *NewNumber, have []Number) []ValidationError {
	var found problems
	if taken, why := h.typeTaken(n.Type, have); taken {
		found.add(FieldType, "CMN-101", why)
		return found
	}
	there, exists := ByPhone(have, n.Phone)
	if exists && !there.lacks(n) {
		found.add(FieldPhone, "CMN-101", fmt.Sprintf("This number is already in the list as %q (CMN-101). Edit that one.", there.Label))
	}
	found.checkExternal(n)
	found.checkLabel(n.Label, there.ID, have)
	if n.Flip != 0 {
		found.checkFlip(fmt.Sprint(n.Flip), there.ID, have)
	}
	return found
}

func (*v2) typeTaken(t Type, _ []Number) (taken bool, why string) {
	switch t {
	case Other, "":
		return false, ""
	case PhoneLine:
		return true, "On this account RingCentral adds device lines itself. Add other phones as Other."
	}
	return true, fmt.Sprintf("On this account every number has the type Other. Add it as Other with the label %s.", t)
}

// Ring has a rule ring a number: as a new last step, or by switching on the one that it
// has. The error is a ValidationError.
func (r *Rule) Ring(n *Number) (Rule, error) { return new(r.TargetOf(n)).ringIn(r) }
