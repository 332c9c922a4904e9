package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"rcfwd/api/rest"
)

// Removal is the outcome for one of several numbers. Err is nil when the number is gone.
type Removal struct {
	ID  string
	Err error
}

// removeLegacy removes a number. A number that is gone already is a success (developer
// guide, "Error handling").
func (c *Client) removeLegacy(ctx context.Context, id string) error {
	err := c.do(ctx, rest.Request{Op: opRemoveNumber, Method: http.MethodDelete, Path: c.extensionPath(numbersPath, id)}, nil)
	if isGone(err) {
		return nil
	}
	return err
}

// isGone reports whether err means that the number itself does not exist, not its
// extension, its account or the whole path.
func isGone(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok || e.Status != http.StatusNotFound || rest.Is(e, "CMN-120") {
		return false
	}
	return e.Param == "" || e.Param == "forwardingNumberId"
}

// RemoveNumbers removes numbers and returns the outcome for each, in the order of ids. It
// sends one request; when the service refuses that, it removes them one by one, because no
// source says whether the service refuses all because of one.
//
// On V2 it removes them from every rule, and then from the flip list; a *PartialError is
// about a number that was removed from the rules only.
func (c *Client) RemoveNumbers(ctx context.Context, ids []string) []Removal {
	b, err := c.callHandlingOrV1(ctx)
	if err != nil {
		return outcomes(ids, func(string) error { return err })
	}
	var refused map[string]error
	if b == V1 {
		removals := c.removeAllLegacy(ctx, ids)
		if !allMoved(removals) || !c.recheck(ctx) {
			return removals
		}
		refused = errorsByID(removals)
	}
	return c.removeV2(ctx, ids, refused, CallForwarding, CallFlip)
}

// errorsByID returns the errors of removals by id. An id from before the account moved
// that is not found afterwards does not mean that the number is gone: it may have another
// id now.
func errorsByID(all []Removal) map[string]error {
	errs := map[string]error{}
	for _, r := range all {
		errs[r.ID] = r.Err
	}
	return errs
}

// allMoved reports whether every removal was refused because the account has moved.
func allMoved(all []Removal) bool {
	stayed := slices.DeleteFunc(slices.Clone(all), func(r Removal) bool { return rest.Is(r.Err, "CMN-468") })
	return len(all) > 0 && len(stayed) == 0
}

func (c *Client) removeAllLegacy(ctx context.Context, ids []string) []Removal {
	if len(ids) < 2 {
		return c.removeEach(ctx, ids)
	}
	status, err := c.removeInOneRequest(ctx, ids)
	if blamesOne(err) {
		return c.removeEach(ctx, ids)
	}
	if err == nil && status != http.StatusNoContent {
		return c.checkRemoved(ctx, ids)
	}
	return outcomes(ids, func(string) error { return err })
}

func outcomes(ids []string, outcome func(id string) error) []Removal {
	all := make([]Removal, len(ids))
	for i, id := range ids {
		all[i] = Removal{ID: id, Err: outcome(id)}
	}
	return all
}

func (c *Client) removeEach(ctx context.Context, ids []string) []Removal {
	return outcomes(ids, func(id string) error { return c.removeLegacy(ctx, id) })
}

var errStillThere = errors.New("the number is still there")

// checkRemoved reads which numbers are left: an answer other than 204 is documented
// nowhere and may mean that some numbers stayed.
func (c *Client) checkRemoved(ctx context.Context, ids []string) []Removal {
	left, err := c.legacyNumbers(ctx)
	return outcomes(ids, func(id string) error {
		switch {
		case err != nil:
			return rest.NoAnswer(opRemoveNumbers, err).Lost()
		case slices.ContainsFunc(left, func(n Number) bool { return n.ID == id }):
			return rest.Unusable(opRemoveNumbers, http.StatusOK, nil, errStillThere)
		}
		return nil
	})
}

// blamesOne reports whether a refusal to remove several may be about one of them.
// A missing permission is about all.
func blamesOne(err error) bool {
	return rest.Declined(err) && !rest.Is(err, "CMN-401", "CMN-408", "CMN-419")
}

func (c *Client) removeInOneRequest(ctx context.Context, ids []string) (status int, err error) {
	var body removalBody
	for _, id := range ids {
		body.Records = append(body.Records, removalRecord{id})
	}
	r, err := c.resolvePath(ctx, rest.Request{
		Op: opRemoveNumbers, Method: http.MethodDelete, Path: c.extensionPath(numbersPath), Body: body,
	})
	if err != nil {
		return 0, rest.AsError(r.Op, err)
	}
	return c.rest.Status(ctx, r)
}
