package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// updateV2 changes a number on a new account: its record in the flip list, and
// every target of a rule that carries it.
func (c *Client) updateV2(ctx context.Context, old Number, change Change) (Number, error) {
	if change.Phone == nil && change.Label == nil && old.CallHandling == V2 && old.Has(CallFlip) {
		return c.renumber(ctx, old, change)
	}
	u, have, err := c.usedNumbers(ctx)
	if err != nil {
		return Number{}, err
	}
	now, ok := findCurrent(old, have)
	if !ok {
		return Number{}, gone(opUpdateFlips)
	}
	x := updateOp{client: c, old: now, saw: old, change: change, uses: u}
	stages, err := x.stages()
	if err != nil {
		return Number{}, err
	}
	if err := runSteps(ctx, stages); err != nil {
		return Number{}, err
	}
	all, err := x.uses.numbers()
	if err != nil {
		return Number{}, err
	}
	if n, ok := findCurrent(change.Of(now), all); ok {
		return n, nil
	}
	return Number{}, gone(opUpdateFlips)
}

// renumber changes the digit alone, which is no matter of the rules: it is one
// reading of the list and one writing. What rules do with the number is as old has it.
func (c *Client) renumber(ctx context.Context, old Number, change Change) (Number, error) {
	list, err := c.readFlips(ctx)
	if err != nil {
		return Number{}, err
	}
	if list.byID(old.ID) < 0 {
		return Number{}, gone(opUpdateFlips)
	}
	got, err := c.putFlips(ctx, list.changed(list.byID(old.ID), change))
	if err != nil {
		return Number{}, err
	}
	n, there := got.known(old)
	if !there {
		return Number{}, gone(opUpdateFlips)
	}
	n.Features, n.Rings, n.DeviceID = old.Features, old.Rings, old.DeviceID
	return n, nil
}

// updateOp is a change on its way into the flip list and the rules.
type updateOp struct {
	client *Client
	old    Number // as it was right before
	saw    Number // as the caller has it: rules may do so after an attempt that ended half way
	change Change
	uses   snapshotV2
}

func (x *updateOp) stages() ([]step, error) {
	var all []step
	i := x.uses.flips.byID(x.old.ID)
	switch {
	case i >= 0:
		if s, needed := x.inFlips(i); needed {
			all = append(all, s)
		}
	case x.change.Flip != nil && *x.change.Flip != "":
		if x.old.Type == PhoneLine {
			return nil, ValidationError{FieldFlip, "CMN-101", "The line of a device enters the flip list by itself; it cannot be given a digit here."}
		}
		all = append(all, x.intoFlips())
	}
	if x.change.Phone == nil && x.change.Label == nil {
		return all, nil
	}
	for i, r := range x.uses.rules {
		if want := x.retarget(r); !r.follows() && !sameStored(r, want) {
			all = append(all, x.inRule(i))
		}
	}
	return all, nil
}

func (x *updateOp) done(where string) string {
	return fmt.Sprintf("%q is changed in %s", x.old.Label, where)
}

// inFlips changes the record. Undoing puts the old one back in its place.
func (x *updateOp) inFlips(i int) (step, bool) {
	was := x.uses.flips.records[i]
	want := x.uses.flips.changed(i, x.change)
	s := step{
		done: x.done("the flip list"),
		do:   func(ctx context.Context) error { return x.put(ctx, want, want.records[i]) },
		undo: func(ctx context.Context) error { return x.client.restoreFlip(ctx, was) },
	}
	return s, string(want.records[i]) != string(was)
}

// intoFlips adds a number to the flip list that only rules rang.
func (x *updateOp) intoFlips() step {
	n := x.change.Of(x.old)
	want := x.uses.flips.added(n.Phone, n.Label, n.Flip)
	return step{
		done: fmt.Sprintf("%q is in the flip list", n.Label),
		do:   func(ctx context.Context) error { return x.put(ctx, want, want.records[len(want.records)-1]) },
		undo: func(ctx context.Context) error { return x.client.dropFlip(ctx, n.Phone) },
	}
}

// put writes the list; when the answer is lost it looks for the record.
func (x *updateOp) put(ctx context.Context, want flipList, record json.RawMessage) error {
	got, err := x.client.putFlips(ctx, want)
	if errors.Is(err, rest.ErrLost) {
		got, err = x.client.lookForRecord(ctx, record, err)
	}
	if err == nil {
		x.uses.flips = got
	}
	return err
}

// lookForRecord reads whether a record is in the list as it was sent.
func (c *Client) lookForRecord(ctx context.Context, record json.RawMessage, lost error) (flipList, error) {
	got, err := c.readFlips(ctx)
	if err != nil {
		return got, lost
	}
	if i := got.matching(record); i < 0 || !sameDigit(got.records[i], record) || !jsonobj.Holds(got.records[i], record) {
		return got, lost
	}
	return got, nil
}

// sameDigit also tells a digit that is there from one that should be gone.
func sameDigit(a, b json.RawMessage) bool {
	x, _ := jsonobj.Read(a)
	y, _ := jsonobj.Read(b)
	return x.Text("flipNumber") == y.Text("flipNumber")
}

// restoreFlip puts a record back as it was.
func (c *Client) restoreFlip(ctx context.Context, was json.RawMessage) error {
	now, err := c.readFlips(ctx)
	if err != nil {
		return err
	}
	i := now.matching(was)
	if i < 0 {
		return gone(opUpdateFlips)
	}
	_, err = c.putFlips(ctx, now.replaced(i, was))
	return err
}

func (x *updateOp) inRule(i int) step {
	rule := x.uses.rules[i]
	return step{
		done: x.done("the rule " + rule.Name),
		do: func(ctx context.Context) error {
			got, err := x.client.editSurely(ctx, rule, func(r Rule) (Rule, error) { return x.retarget(r), nil })
			if err == nil {
				x.uses.rules[i] = got
			}
			return err
		},
		undo: func(ctx context.Context) error {
			_, err := x.client.editRule(ctx, rule, func(r Rule) (Rule, error) { return x.putBack(r, rule), nil })
			return err
		},
	}
}

// retarget changes the targets of a rule that carry the number, and nothing else:
// it does so in rules, too, that people may not edit here. A target that somebody
// called differently keeps that name.
func (x *updateOp) retarget(r Rule) Rule {
	want := x.change.Of(x.old)
	r = r.eachNumber(x.old.Phone, func(t Target) Target { return t.renamed(x.old, want) })
	if x.change.Phone != nil && x.saw.Phone != "" && x.saw.Phone != x.old.Phone && x.uses.flips.byPhone(x.saw.Phone) < 0 {
		r = r.eachNumber(x.saw.Phone, func(t Target) Target { return t.renamed(x.saw, want) })
	}
	if x.change.Label != nil && x.saw.Label != "" && x.saw.Label != x.old.Label {
		called := want
		called.Label = x.saw.Label
		r = r.eachNumber(want.Phone, func(t Target) Target { return t.renamed(called, want) })
	}
	return r
}

// putBack undoes that in a rule, whose targets were those of was.
func (x *updateOp) putBack(r, was Rule) Rule {
	return r.eachNumber(x.change.Of(x.old).Phone, func(t Target) Target {
		old := Target{Kind: NumberTarget, Phone: x.old.Phone}
		i := was.find(old)
		if i < 0 {
			return t
		}
		w, _ := jsonobj.Read(t.raw)
		before, _ := jsonobj.Read(was.Steps[i].Targets[was.Steps[i].at(old)].raw)
		for _, name := range []string{"destination", "name"} {
			if v := before.Get(name); v != nil {
				w = w.With(name, v)
			}
		}
		return readRingTarget(w.Raw())
	})
}

// eachNumber is the rule with every target that is a number changed.
func (r Rule) eachNumber(phone string, change func(Target) Target) Rule {
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Targets = slices.Clone(s.Targets)
		for j, t := range s.Targets {
			if t.Kind == NumberTarget && t.Phone == phone {
				s.Targets[j] = change(t)
			}
		}
	}
	return r
}

func (t Target) renamed(was, want Number) Target {
	w, _ := jsonobj.Read(t.raw)
	if want.Phone != was.Phone {
		w = w.With("destination", w.Object("destination").With("phoneNumber", want.Phone))
	}
	if want.Label != was.Label && rest.Clean(was.Label) == t.Name {
		w = w.With("name", want.Label)
	}
	return readRingTarget(w.Raw())
}
