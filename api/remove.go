package api

import (
	"context"
	"errors"
	"net/http"
)

// Removal is what became of one of several removals. Err is nil when the
// number is gone.
type Removal struct {
	ID  string
	Err error
}

// RemoveNumber removes a forwarding number. That somebody else removed it
// before is success (developer guide, "Error handling").
func (c *Client) RemoveNumber(ctx context.Context, id string) error {
	_, err := c.do(ctx, request{op: opRemoveNumber, method: http.MethodDelete, path: c.inExtension(numbersPath, id)}, nil)
	if isGone(err) {
		return nil
	}
	return err
}

// isGone says whether err means that the number itself is not there, rather
// than its extension, its account or the whole path.
func isGone(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Status != http.StatusNotFound || Is(e, "CMN-120") {
		return false
	}
	return e.Param == "" || e.Param == "forwardingNumberId"
}

// RemoveNumbers removes several numbers and says of each, in the order of ids,
// what became of it. They go in one request; when the service refuses that one
// by one, since nobody knows whether it refuses all for the fault of one.
func (c *Client) RemoveNumbers(ctx context.Context, ids []string) []Removal {
	if len(ids) < 2 {
		return c.removeEach(ctx, ids)
	}
	err := c.removeTogether(ctx, ids)
	if e, ok := errors.AsType[*Error](err); ok && e.blamesOne() {
		return c.removeEach(ctx, ids)
	}
	all := make([]Removal, len(ids))
	for i, id := range ids {
		all[i] = Removal{ID: id, Err: err}
	}
	return all
}

// blamesOne says whether a refusal to remove several may be about one of them.
// A missing permission is about all.
func (e *Error) blamesOne() bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.Status >= 400 && e.Status <= 499 && !Is(e, "CMN-401", "CMN-408", "CMN-419")
}

func (c *Client) removeTogether(ctx context.Context, ids []string) error {
	var body removalBody
	for _, id := range ids {
		body.Records = append(body.Records, removalRecord{id})
	}
	_, err := c.do(ctx, request{
		op: opRemoveNumbers, method: http.MethodDelete, path: c.inExtension(numbersPath), body: body,
	}, nil)
	return err
}

func (c *Client) removeEach(ctx context.Context, ids []string) []Removal {
	all := make([]Removal, len(ids))
	for i, id := range ids {
		all[i] = Removal{ID: id, Err: c.RemoveNumber(ctx, id)}
	}
	return all
}
