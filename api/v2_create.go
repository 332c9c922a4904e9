package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rcfwd/api/rest"
)

// createV2 adds a number on a new account: to the flip list, and then to each rule
// that should ring it. A number that is there already, by an attempt that ended
// half way, is only given what it lacks.
func (c *Client) createV2(ctx context.Context, n NewNumber) (Number, error) {
	n.CallHandling = V2
	if found := CheckNew(n, nil); len(found) > 0 {
		return Number{}, found[0]
	}
	u, have, err := c.usedNumbers(ctx)
	if err != nil {
		return Number{}, err
	}
	if found := CheckNew(n, have); len(found) > 0 {
		return Number{}, found[0]
	}
	a := createOp{client: c, want: n, uses: u}
	stages, err := a.stages()
	if err != nil {
		return Number{}, err
	}
	if err := runSteps(ctx, stages); err != nil {
		return Number{}, err
	}
	return a.made()
}

// createOp is a number on its way into the flip list and the rules.
type createOp struct {
	client *Client
	want   NewNumber
	uses   snapshotV2
}

func (a *createOp) stages() ([]step, error) {
	var all []step
	if a.uses.flips.byPhone(a.want.Phone) < 0 {
		all = append(all, a.intoFlips())
	}
	for _, id := range a.want.Rules {
		i := slices.IndexFunc(a.uses.rules, func(r Rule) bool { return r.ID == id })
		if i < 0 {
			return nil, ValidationError{FieldRules, "CMN-102", "There is no rule " + rest.Clean(id) + ", or it cannot be read; reload."}
		}
		if _, err := a.target().ringIn(a.uses.rules[i]); err != nil {
			return nil, ValidationError{FieldRules, "CMN-101", a.uses.rules[i].Name + ": " + err.Error()}
		}
		all = append(all, a.intoRule(i))
	}
	return all, nil
}

func (a *createOp) intoFlips() step {
	n := a.want
	return step{
		done: fmt.Sprintf("%q is in the flip list", n.Label),
		do: func(ctx context.Context) error {
			got, err := a.client.putFlips(ctx, a.uses.flips.added(n.Phone, n.Label, digitText(n.Flip)))
			if errors.Is(err, rest.ErrLost) {
				got, err = a.client.lookForFlip(ctx, n.Phone, err)
			}
			if err == nil {
				a.uses.flips = got
			}
			return err
		},
		undo: func(ctx context.Context) error { return a.client.dropFlip(ctx, n.Phone) },
	}
}

// AddFlip adds a number to the flip list of an account on V2, and changes no rule. A number
// that is there already stays as it is. kept is the record that the number had there
// before, or nil; fields of it that this version does not know are sent again.
//
// The errors are those of CreateNumber.
func (c *Client) AddFlip(ctx context.Context, n NewNumber, kept json.RawMessage) (Number, error) {
	n.CallHandling, n.Rules = V2, nil
	u, err := c.readUses(ctx)
	if err != nil {
		return Number{}, err
	}
	a := createOp{client: c, want: n, uses: u}
	if i := u.flips.byPhone(n.Phone); i >= 0 {
		return a.made()
	}
	have, err := u.numbers()
	if err != nil {
		return Number{}, err
	}
	if problem := flipTaken(n, have); problem != nil {
		return Number{}, problem
	}
	want := u.flips.added(n.Phone, n.Label, digitText(n.Flip)).keeping(kept)
	if a.uses.flips, err = c.putFlips(ctx, want); err != nil {
		return Number{}, err
	}
	return a.made()
}

func flipTaken(n NewNumber, have []Number) error {
	var found problems
	if n.Flip != 0 {
		found.checkFlip(digitText(n.Flip), "", have)
	}
	if len(found) > 0 {
		return found[0]
	}
	return nil
}

// lookForFlip reads whether a number came into the list whose answer was lost.
func (c *Client) lookForFlip(ctx context.Context, phone string, lost error) (flipList, error) {
	got, err := c.readFlips(ctx)
	if err != nil || got.byPhone(phone) < 0 {
		return got, lost
	}
	return got, nil
}

// dropFlip takes a number out of the flip list as it is now.
func (c *Client) dropFlip(ctx context.Context, phone string) error {
	now, err := c.readFlips(ctx)
	if err != nil {
		return err
	}
	i := now.byPhone(phone)
	if i < 0 {
		return nil
	}
	now.records = slices.Delete(slices.Clone(now.records), i, i+1)
	_, err = c.putFlips(ctx, now)
	return err
}

func (a *createOp) target() Target {
	return Target{Kind: NumberTarget, Name: a.want.Label, Phone: a.want.Phone}
}

// intoRule has rule i ring the number. Undoing takes it out only where it was not
// before.
func (a *createOp) intoRule(i int) step {
	was := a.uses.rules[i]
	return step{
		done: fmt.Sprintf("the rule %s rings %q", was.Name, a.want.Label),
		do: func(ctx context.Context) error {
			got, err := a.client.editSurely(ctx, was, a.target().ringIn)
			if err == nil {
				a.uses.rules[i] = got
			}
			return err
		},
		undo: func(ctx context.Context) error {
			_, err := a.client.editRule(ctx, was, func(r Rule) (Rule, error) { return a.target().outOf(r, was) })
			return err
		},
	}
}

// editSurely is editRule that looks once when the answer is lost.
func (c *Client) editSurely(ctx context.Context, rule Rule, edit func(Rule) (Rule, error)) (Rule, error) {
	got, err := c.editRule(ctx, rule, edit)
	if !errors.Is(err, rest.ErrLost) {
		return got, err
	}
	now, readErr := c.readRule(ctx, rule)
	if readErr != nil {
		return got, err
	}
	if want, editErr := edit(now); editErr != nil || !sameStored(now, want) {
		return got, err
	}
	return now, nil
}

// ringIn has a rule ring t: as a new last step, or by switching on the one it has.
func (t Target) ringIn(r Rule) (Rule, error) {
	i := r.find(t)
	switch {
	case i < 0:
		return r.Add(t, 0)
	case r.Fixed != "" || r.Steps[i].On:
		_, err := r.draft()
		return r, err
	}
	return r.Switch(i)
}

// outOf takes t out of a rule again, unless the rule had it before.
func (t Target) outOf(r, was Rule) (Rule, error) {
	i := r.find(t)
	switch before := was.find(t); {
	case i < 0:
		return r, nil
	case before < 0:
		return r.RemoveTarget(i, r.Steps[i].at(t))
	case was.Steps[before].On != r.Steps[i].On:
		return r.Switch(i)
	}
	return r, nil
}

// made is the number as it is now.
func (a *createOp) made() (Number, error) {
	all, err := a.uses.numbers()
	if err != nil {
		return Number{}, err
	}
	if n, ok := findCurrent(Number{Phone: a.want.Phone}, all); ok {
		return n, nil
	}
	return Number{}, rest.Unusable(opUpdateFlips, 200, nil, errFlips)
}
