package api

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Draft is a snapshot with changes made to it that are not sent yet. However many
// changes are made to a document, they become one Edit of it.
//
// The methods return a ValidationError where the service would refuse the change, or a
// *rest.Error with CMN-102 for a number that is not there, and leave the draft as it was
// then.
type Draft struct {
	base Snapshot
	ref  Snapshot // base with what the service does by itself once the edits are sent
	now  Snapshot

	handler callHandler
	added   int      // numbers that Add has named
	dropped []string // v2: telephone numbers that leave every rule
}

// Draft returns a draft without changes. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (s *Snapshot) Draft() *Draft {
	return &Draft{base: *s, ref: *s, now: *s, handler: handlerOf(s.CallHandling)}
}

// Base is the snapshot that the draft was made of.
func (d *Draft) Base() Snapshot { return d.base }

// Snapshot is how the extension should read once the edits are confirmed. A number
// without an id of the service has one of our own, which starts with "new:" unless
// Restore gave it another.
func (d *Draft) Snapshot() Snapshot { return d.now }

// Edits are the documents that the changes touch, in the order in which they are sent
// where one has to follow another.
func (d *Draft) Edits() []Edit { return d.handler.edits(d) }

// Add adds a number and, on v2, has the rules of n.Rules ring it. On v2, a number that
// is there in part is only given what it lacks.
func (d *Draft) Add(was *NewNumber) error {
	n := *was
	n.CallHandling = d.base.CallHandling
	if found := CheckNew(&n, d.now.Numbers); len(found) > 0 {
		return found[0]
	}
	d.added++
	return d.handler.add(d, "new:"+strconv.Itoa(d.added), &n, Restored{})
}

// Restored is what is known of a number that comes back into the flip list of v2. On v1
// none of it can be sent.
type Restored struct {
	Record json.RawMessage // as the service had it; what this version does not know goes back with the rest
	After  string          // id of the number it stood behind; empty for the first
	Placed bool            // After is known
}

// Restore adds a number that existed before, without looking for what the service would
// refuse. On v1 it has the id that it had until the service names it, so that rules of
// the draft can ring it by that.
func (d *Draft) Restore(id string, given *NewNumber, was Restored) error {
	n := *given
	n.CallHandling = d.base.CallHandling
	return d.handler.add(d, id, &n, was)
}

// Change changes the number with an id. A digit that another number holds is not
// refused, because another change of the draft may take it from there.
func (d *Draft) Change(id string, c Change) error {
	n, ok := d.now.Number(id, "")
	if !ok {
		return gone(opUpdateNumber)
	}
	return d.handler.change(d, &n, c)
}

// Swap gives the number a the flip digit of b, and b that of a. Where a has none, b
// gets a free digit, or none if every digit is taken.
func (d *Draft) Swap(a, b string) error {
	x, okX := d.now.Number(a, "")
	y, okY := d.now.Number(b, "")
	if !okX || !okY {
		return gone(opUpdateNumber)
	}
	if y.Flip == "" || x.ID == y.ID {
		return ValidationError{FieldFlip, "CMN-101", "There is no flip digit to swap."}
	}
	ofX, ofY := x.Flip, y.Flip
	if free := FreeDigits(d.now.Numbers); ofX == "" && len(free) > 0 {
		ofX = free[0]
	}
	before := d.now
	err := d.handler.change(d, &y, Change{Flip: &ofX})
	if err == nil {
		err = d.handler.change(d, &x, Change{Flip: &ofY})
	}
	if err != nil {
		d.now = before
	}
	return err
}

// Remove removes the number with an id; on v2 with from it leaves only those uses:
// CallFlip is the flip list, CallForwarding every rule. A number that is not there
// needs nothing.
func (d *Draft) Remove(id string, from ...Feature) error {
	n, ok := d.now.Number(id, "")
	switch {
	case !ok:
		return nil
	case n.Type == PhoneLine:
		return LineStays(&n)
	}
	return d.handler.remove(d, &n, from)
}

// SetRule puts a rule, which was made of that of the snapshot by the methods of Rule,
// in its place: who rings, when it applies, and what it is called. On v2 whether the rule
// is on is not part of it: see Switch.
func (d *Draft) SetRule(was *Rule) error {
	want := *was
	now, ok := d.now.Rule(want.ID)
	switch {
	case want.Fixed != "" && !(ok && sameStored(&now, &want)):
		return validationErrorf("%s", want.Fixed)
	case !ok || want.CallHandling != d.base.CallHandling:
		return validationErrorf("This is not the rule that was changed. Reload and try again.")
	}
	if want.CallHandling == V2 {
		want.Enabled = now.Enabled
	}
	d.now = d.now.withRule(&want)
	return nil
}

// Switch switches the rule with an id on or off.
func (d *Draft) Switch(id string, on bool) error {
	r, ok := d.now.Rule(id)
	if !ok {
		return validationErrorf("This is not the rule that was changed. Reload and try again.")
	}
	if err := r.MaySwitch(); err != nil {
		return err
	}
	r.Enabled = on
	d.now = d.now.withRule(&r)
	return nil
}

// LineStays is the refusal to remove the line of a device (FPN-107), in the words of
// the service's own.
func LineStays(n *Number) error {
	refusal := sentences()["FPN-107"]
	return ValidationError{Code: "FPN-107", Text: n.Label + " is a device line. " + strings.TrimSuffix(refusal.What, ".") + " (FPN-107). " + refusal.Do}
}

// ruleEdits are the edits of rules that the draft changes.
func (d *Draft) ruleEdits() []Edit {
	var all []Edit
	for _, want := range d.now.Rules {
		was, ok := d.ref.Rule(want.ID)
		switched := was.Enabled != want.Enabled && (want.CallHandling == V1 || want.custom())
		other := want.Kind == Custom && !sameConditions(&was, &want)
		if ok && (switched || other || !sameStored(&was, &want)) {
			before, _ := d.base.Rule(want.ID)
			all = append(all, Edit{DocumentID{RuleDocument, want.ID}, want.Name, before.Record(), want.Record()})
		}
	}
	return append(all, d.ruleListEdits()...)
}

// numberIndex is the place of a number in the draft; -1 for none.
func (d *Draft) numberIndex(id string) int {
	return slices.IndexFunc(d.now.Numbers, func(n Number) bool { return n.ID == id })
}

// numberIndexNear is the place of a number in a list; -1 for none. It looks first where
// the number is while at most one was added or removed before it, because two long lists
// are compared for each key in a form.
func numberIndexNear(all []Number, id string, near int) int {
	for _, i := range []int{near, near - 1, near + 1} {
		if i >= 0 && i < len(all) && all[i].ID == id {
			return i
		}
	}
	return slices.IndexFunc(all, func(n Number) bool { return n.ID == id })
}
