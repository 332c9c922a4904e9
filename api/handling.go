package api

import (
	"context"
	"slices"
	"time"

	"rcfwd/api/rest"
)

// callHandler is how one call handling reads and writes the documents of an
// extension. Everything that differs between v1 and v2 is behind it.
type callHandler interface {
	// read returns what need asks for, and nothing else of base, which tells what is
	// known already.
	read(ctx context.Context, c *Client, base *Snapshot, need Need) (Snapshot, error)

	// merged returns a snapshot whose parts may come from several readings, with what
	// follows from all of them.
	merged(s *Snapshot) Snapshot

	// The changes of a draft. A refused one leaves d as it was.
	add(d *Draft, id string, n *NewNumber, was Restored) error
	change(d *Draft, n *Number, c Change) error
	remove(d *Draft, n *Number, from []Feature) error
	edits(d *Draft) []Edit

	// write sends edits of base, and returns what became of each, in their order.
	write(ctx context.Context, c *Client, base *Snapshot, edits []Edit) []Applied

	// after returns base with what was confirmed.
	after(base *Snapshot, all []Applied) Snapshot

	// requests returns what write sends if nothing goes wrong.
	requests(c *Client, base *Snapshot, edits []Edit) []rewrite

	// checkNew finds what the service would refuse in a new number.
	checkNew(n *NewNumber, have []Number) []ValidationError

	// typeTaken reports whether there can be no further number of a type, and returns why.
	typeTaken(t Type, have []Number) (taken bool, why string)

	capabilities() Capabilities
}

// handlerOf chooses the implementation of a call handling: that of v1 where it is not
// known yet.
func handlerOf(h CallHandling) callHandler {
	if h == V2 {
		return &v2{}
	}
	return &v1{}
}

// Capabilities are what an account can do, whichever call handling it is on.
type Capabilities struct {
	Types []Type // of numbers that a person can add

	// PicksDigit reports that the service gives a new number a free flip digit when
	// none is asked for.
	PicksDigit bool

	// SharedDocument reports that all numbers are in one list that is written whole.
	SharedDocument bool

	// RulesInForm reports that a new number can join rules as it is added.
	RulesInForm bool

	// PartRemoval reports that a number can leave the flip list and the rules apart.
	PartRemoval bool

	// RingsDevices and RingsPeople report that a rule can ring a device or a co-worker
	// directly. Otherwise it rings forwarding numbers alone.
	RingsDevices, RingsPeople bool

	// OtherMailbox reports that another extension can take the messages of a rule.
	OtherMailbox bool

	// AppsAreSteps reports that own apps that do not ring to the end are steps.
	AppsAreSteps bool

	// RulePermission is the user permission that changing rules takes; empty where no
	// source names one (dossier section 6).
	RulePermission string

	// Unit is what ringing times are counted in.
	Unit RingUnit
}

// Capabilities are what accounts on a call handling can do.
func (h CallHandling) Capabilities() Capabilities { return handlerOf(h).capabilities() }

// Capabilities are what rules of the account can do.
func (r *Rule) Capabilities() Capabilities { return handlerOf(r.CallHandling).capabilities() }

// SameAs reports whether n and other are one number under two ids: on new call handling
// a telephone number is there once, and gets another id as it enters or leaves the
// flip list.
func (n *Number) SameAs(other *Number) bool {
	shared := handlerOf(n.CallHandling).capabilities().SharedDocument
	return shared && n.Phone != "" && n.Phone == other.Phone
}

// Capabilities are what the account can do, by the call handling as far as it is known.
func (c *Client) Capabilities() Capabilities { return handlerOf(c.KnownCallHandling()).capabilities() }

// Write sends edits that were made of base by a Draft, and returns what became of
// each, in their order, and the snapshot that follows from the answers. Edits of
// different documents are sent at once; where one must follow another, the later
// document is read and compared again first, and is not sent when the earlier one was
// not confirmed.
//
// The Err of an edit is a *rest.Error, a *RuleMismatch beside what was done, or a
// *RuleConflict, which was not sent. CMN-468 is that of an account that has moved: the
// next Read reads what it is now.
//
// The end of ctx ends waiting: what was not sent yet stays Unsent, and what was sent is
// waited for. Write never repeats a write whose outcome is not known.
func (c *Client) Write(ctx context.Context, was *Snapshot, edits []Edit) ([]Applied, Snapshot) {
	base := *was
	h := handlerOf(base.CallHandling)
	if base.began.IsZero() {
		base.began = time.Now() // no reading made it, so that it cannot be old
	}
	all := h.write(ctx, c, &base, edits)
	if slices.ContainsFunc(all, func(a Applied) bool { return rest.Is(a.Err, "CMN-468") }) {
		c.recheck(ctx) // so that the next reading asks there
	}
	next := h.after(&base, all)
	if slices.ContainsFunc(all, func(a Applied) bool { return a.State == Confirmed }) {
		next.At = time.Now()
	}
	return all, c.Named(next)
}

// Preview is what Write would send for a draft.
func (c *Client) Preview(d *Draft) Preview {
	return previewOf(d.handler.requests(c, &d.base, d.Edits())...)
}

// graceTime is how long Write may go on after the person gave up, to put digits back or
// to confirm an answer; it is enough for one wait of a minute in a rate limit.
const graceTime = 2 * time.Minute

// decorated gives rules what is known of rights and names, which records do not hold.
func (c *Client) decorated(rules []Rule) []Rule {
	if rules == nil {
		return nil
	}
	flags := c.cache.knownFlags()
	shown := make([]Rule, 0, len(rules))
	for _, r := range rules {
		shown = append(shown, c.names.named(new(r.withFlags(flags))))
	}
	return shown
}

// readLabels reads what decorated shows beside rules: see Need.Labels.
func (c *Client) readLabels(ctx context.Context, s *Snapshot) {
	if s.Rules == nil {
		return
	}
	var reads rest.PanicGroup
	reads.Go(func() { _, _ = c.Flags(ctx) }) // without them the service refuses by itself what may not be done
	reads.Go(func() { c.nameEndings(ctx, s.Rules) })
	reads.Wait()
}
