package api

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// A document is compared when it is read, and written at once. Where the write has to
// wait for a rate limit, or was refused for the moment and is repeated, the document is
// read and compared once more, so that the time in which the edit of another user cannot
// be seen stays short.

// ChangedError says that another user changed a document after it was compared. The
// document was not written.
type ChangedError struct{ Name string }

// Error names the document.
func (e *ChangedError) Error() string { return e.Name + " was changed by another user" }

// Advice tells it to people.
func (e *ChangedError) Advice() Advice {
	return Advice{What: e.Name + " was changed by another user, so it was not written.", Do: "Check it and make the change again."}
}

// IsChanged reports whether a document was not written because another user had changed
// it after it was compared.
func IsChanged(err error) bool {
	if _, changed := errors.AsType[*ChangedError](err); changed {
		return true
	}
	_, conflict := errors.AsType[*RuleConflict](err)
	return conflict
}

// rechecked is a request that overwrites a document which was read at some time. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func rechecked(was *rest.Request, read time.Time, recheck func(context.Context) error) rest.Request {
	r := *was
	r.FreshUntil, r.Recheck = read.Add(rest.FreshFor), recheck
	return r
}

// recheckFlips compares the flip list with what e is based on.
func (c *Client) recheckFlips(was *Edit) func(context.Context) error {
	e := *was
	return func(ctx context.Context) error {
		now, err := c.readFlips(ctx)
		if err == nil && !sameDocument(V2, FlipDocument, now.raw(), e.Before) {
			err = &ChangedError{"The flip list"}
		}
		return err
	}
}

// recheckNumber compares what a change of a number of v1 overwrites with what it was.
func (c *Client) recheckNumber(id string, before json.RawMessage, body jsonobj.Object) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := c.doNumber(ctx, new(c.readRequest(id)))
		if err != nil {
			return err
		}
		was, _ := jsonobj.Read(before)
		is, _ := jsonobj.Read(n.raw)
		for _, m := range body {
			if v := is.Text(m.Name); v != was.Text(m.Name) && v != body.Text(m.Name) {
				return &ChangedError{n.Label}
			}
		}
		return nil
	}
}

// recheckNumbers compares numbers of v1 that are to be removed with what they were. One
// that is gone is as it should be.
func (c *Client) recheckNumbers(before []Number, ids []string) func(context.Context) error {
	return func(ctx context.Context) error {
		all, _, err := c.numbersV1(ctx)
		if err != nil {
			return err
		}
		for _, was := range before {
			changed := func(n Number) bool {
				return n.ID == was.ID && (n.Phone != was.Phone || n.Label != was.Label || n.Flip != was.Flip)
			}
			if slices.Contains(ids, was.ID) && slices.ContainsFunc(all, changed) {
				return &ChangedError{was.Label}
			}
		}
		return nil
	}
}

// recheckRule compares a rule with what a change of it is based on. When it is as wanted
// already there is no harm in sending it. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (c *Client) recheckRule(was, given *Rule) func(context.Context) error {
	want := *given
	before := *was
	return func(ctx context.Context) error {
		now, err := c.readRule(ctx, &before)
		if err == nil && !sameRules(&before, &now) && !sameRules(&want, &now) {
			err = &RuleConflict{Saw: before, Now: now, Want: want}
		}
		return err
	}
}

// sameRules compares all that a change of a rule sends. A custom rule of v2 is sent whole.
func sameRules(a, now *Rule) bool {
	if !a.custom() {
		return sameStored(new(a.WithNumbersOf(now)), now) && (a.Kind != Custom || sameConditions(a, now))
	}
	was, _ := jsonobj.Read(a.Record())
	is, _ := jsonobj.Read(now.Record())
	was, is = was.With("conditions", sentConditions(was)), is.With("conditions", sentConditions(is))
	return sameStored(a, now) && jsonobj.Same(was.Without("dispatching").Raw(), is.Without("dispatching").Raw())
}

// recheckState compares what a change of a state sends of it.
func (c *Client) recheckState(was, given *Rule) func(context.Context) error {
	want := *given
	before := *was
	return func(ctx context.Context) error {
		now, err := c.readRule(ctx, &before)
		switched := before.Enabled != want.Enabled && now.Enabled != before.Enabled
		moved := !sameConditions(&before, &want) && !sameConditions(&before, &now)
		if err == nil && (switched || moved) {
			err = &ChangedError{before.Name}
		}
		return err
	}
}
