package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// removeV2 takes numbers out of the rules, the flip list, or both, and says of
// each what became of it; absent is the error of those that are not there, if that
// is one. The rules come first: a number that is still in the flip
// list keeps its id, so that the same again finishes what was left half done.
func (c *Client) removeV2(ctx context.Context, ids []string, absent map[string]error, from ...Feature) []Removal {
	r := removeOp{client: c, absent: absent, errs: map[string]error{}}
	if err := r.read(ctx); err != nil {
		return outcomes(ids, func(string) error { return err })
	}
	r.choose(ids)
	if slices.Contains(from, CallForwarding) {
		r.fromRules(ctx)
	}
	if slices.Contains(from, CallFlip) {
		r.fromFlips(ctx)
	}
	return outcomes(ids, func(id string) error { return r.errs[id] })
}

// removeOp is a removal on its way.
type removeOp struct {
	client  *Client
	flips   flipList
	targets []Target
	numbers []Number // that are there and may go, by what was asked for
	ringing map[string]bool
	absent  map[string]error // by id, for those that are not there
	errs    map[string]error // by id
}

// read reads the flip list and the targets of all rules at once. The latter knows
// of rules, too, that this version does not read.
func (r *removeOp) read(ctx context.Context) error {
	var targetsErr error
	var wait rest.PanicGroup
	wait.Go(func() { r.targets, targetsErr = r.client.forwardingTargets(ctx) })
	var err error
	r.flips, err = r.client.readFlips(ctx)
	wait.Wait()
	return errors.Join(err, targetsErr)
}

// choose finds the numbers. One that is gone is as it should be; the line of a
// device belongs to the service.
func (r *removeOp) choose(ids []string) {
	all, err := snapshotV2{flips: r.flips, targets: r.targets}.numbers()
	for _, id := range ids {
		i := slices.IndexFunc(all, func(n Number) bool { return n.ID == id })
		switch {
		case err != nil:
			r.errs[id] = err
		case i < 0:
			r.errs[id] = r.absent[id]
		case all[i].Type == PhoneLine:
			r.errs[id] = lineStays(all[i])
		default:
			r.numbers = append(r.numbers, all[i])
		}
	}
}

func lineStays(n Number) error {
	return ValidationError{Code: "FPN-107", Text: n.Label + " is the line of a device, which cannot be removed (FPN-107). " + sentences["FPN-107"].Do}
}

// bulkReply is what came of each target.
type bulkReply struct {
	Records *[]bulkItem `json:"records"`
}

type bulkItem struct {
	Successful bool            `json:"bulkItemSuccessful"`
	Errors     json.RawMessage `json:"bulkItemErrors"`
	Item       json.RawMessage `json:"bulkItem"`
}

func (r *removeOp) fromRules(ctx context.Context) {
	r.ringing = map[string]bool{}
	var records []json.RawMessage
	for _, n := range r.numbers {
		if n.Has(CallForwarding) {
			records = append(records, jsonobj.New("type", ringNumber, "destination", jsonobj.New("phoneNumber", n.Phone)).Raw())
			r.ringing[n.ID] = true
		}
	}
	if len(records) == 0 {
		return
	}
	var got bulkReply
	err := r.client.do(ctx, rest.Request{
		Op: opRemoveTargets, Method: http.MethodDelete, Path: r.client.pathV2(targetsPath...), Body: jsonobj.New("records", records),
	}, rest.Into(&got))
	still := func(Number) bool { return true }
	if errors.Is(err, rest.ErrLost) {
		still = r.lookAtRules(ctx)
	}
	for _, n := range r.numbers {
		if !r.ringing[n.ID] || err != nil && !still(n) {
			continue
		}
		if why := got.outcome(n, err); why != nil {
			r.errs[n.ID] = why
		}
	}
}

// lookAtRules reads which numbers are still in a rule after an answer that was lost.
// When that cannot be read, all are taken to be.
func (r *removeOp) lookAtRules(ctx context.Context) func(Number) bool {
	targets, err := r.client.forwardingTargets(ctx)
	return func(n Number) bool { return err != nil || slices.ContainsFunc(targets, n.isTarget) }
}

// outcome is what became of one number. One that is in no rule any more is as it
// should be.
func (b bulkReply) outcome(n Number, err error) error {
	if err != nil {
		return err
	}
	if b.Records != nil {
		for _, item := range *b.Records {
			if readRingTarget(item.Item).Phone != n.Phone {
				continue
			}
			if e := item.failure(); e != nil && !rest.Is(e, "CMN-102") {
				return e
			}
			return nil
		}
	}
	return rest.Unusable(opRemoveTargets, http.StatusOK, nil, rest.ErrShape).Lost()
}

// failure reads the error of one item, which comes in an answer of 200.
func (i bulkItem) failure() error {
	if i.Successful {
		return nil
	}
	return rest.ReadError(opRemoveTargets, http.StatusBadRequest, nil, jsonobj.New("errors", orNull(i.Errors)).Raw())
}

// fromFlips leaves out of the list what could be taken out of the rules. Where that
// took a request, somebody may have written the list meanwhile, so it is read again.
func (r *removeOp) fromFlips(ctx context.Context) {
	drop := map[string]bool{}
	for _, n := range r.numbers {
		if r.errs[n.ID] == nil && n.Has(CallFlip) {
			drop[n.ID] = true
		}
	}
	if len(drop) == 0 {
		return
	}
	var err error
	if len(r.ringing) > 0 {
		r.flips, err = r.client.readFlips(ctx)
	}
	var got flipList
	if err == nil {
		got, err = r.client.putFlips(ctx, r.flips.without(func(id string) bool { return drop[id] }))
	}
	if errors.Is(err, rest.ErrLost) {
		got, err = r.client.lookGone(ctx, drop, err)
	}
	for _, n := range r.numbers {
		switch {
		case !drop[n.ID]:
		case err != nil:
			r.errs[n.ID] = r.half(n, err)
		case got.byID(n.ID) >= 0:
			r.errs[n.ID] = rest.Unusable(opUpdateFlips, http.StatusOK, nil, errStillThere)
		}
	}
}

// lookGone reads whether numbers are out of the list after all.
func (c *Client) lookGone(ctx context.Context, drop map[string]bool, lost error) (flipList, error) {
	now, err := c.readFlips(ctx)
	if err != nil {
		return now, lost
	}
	for id := range drop {
		if now.byID(id) >= 0 {
			return now, lost
		}
	}
	return now, nil
}

// half says what a removal that failed in the flip list has done before.
func (r *removeOp) half(n Number, err error) error {
	if !r.ringing[n.ID] {
		return err
	}
	return &PartialError{Cause: err, Applied: []string{fmt.Sprintf("no rule rings %q any more", n.Label)}}
}

// RemoveUses removes numbers of an account on V2 from every rule (CallForwarding), from the
// flip list (CallFlip), or from both. It returns the outcome for each, in the order of ids.
func (c *Client) RemoveUses(ctx context.Context, ids []string, from ...Feature) []Removal {
	b, err := c.callHandlingOrV1(ctx)
	switch {
	case err != nil:
		return outcomes(ids, func(string) error { return err })
	case b != V2:
		return outcomes(ids, func(string) error {
			return validationErrorf("On this account a number is forwarded to and flipped to alike; remove it as a whole.")
		})
	}
	return c.removeV2(ctx, ids, nil, from...)
}
