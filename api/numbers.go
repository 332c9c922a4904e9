package api

import (
	"context"
	"encoding/json"
	"net/http"

	"rcfwd/api/rest"
)

const numbersPath = "forwarding-number"

// Numbers returns every number to which calls of the open extension are forwarded or
// flipped, in RingCentral's order, following pages to the end. On V2 the numbers that
// only rules ring come after the flip list, with ids of our own
// ("target:number:+16505550142", "target:device:802300400004").
//
// It costs one request on V1, and on V2 three: for the flip list and the two lists of
// rules. The first call of the client costs one more, for the call handling.
func (c *Client) Numbers(ctx context.Context) ([]Number, error) {
	return dispatch(ctx, c,
		func() ([]Number, error) { return c.legacyNumbers(ctx) },
		func() ([]Number, error) { return c.numbersV2(ctx) })
}

func (c *Client) legacyNumbers(ctx context.Context) ([]Number, error) {
	records, err := c.list(ctx, rest.Request{
		Op: opListNumbers, Method: http.MethodGet, Path: c.extensionPath(numbersPath), Query: perPage(100),
	})
	if err != nil {
		return nil, err
	}
	numbers, err := readAll(opListNumbers, records, readLegacyNumber)
	return unique(numbers, func(n Number) string { return n.ID }), err
}

// CreateNumber adds a number and returns it as the service made it. When CheckNew finds
// a mistake, which on V1 it does without the other numbers, the error is the
// ValidationError and nothing is sent.
//
// On V2 the number goes into the flip list and then into each rule. When a rule refuses,
// the rest is undone. What could not be undone is in a *PartialError; the same call again
// finishes the change.
func (c *Client) CreateNumber(ctx context.Context, n NewNumber) (Number, error) {
	return dispatch(ctx, c,
		func() (Number, error) { return c.createLegacy(ctx, n) },
		func() (Number, error) { return c.createV2(ctx, n) })
}

func (c *Client) createLegacy(ctx context.Context, n NewNumber) (Number, error) {
	n.CallHandling = V1
	if found := CheckNew(n, nil); len(found) > 0 {
		return Number{}, found[0]
	}
	return c.doNumber(ctx, c.createRequest(n))
}

// UpdateNumber applies change to old and returns the number as it is then. When CheckChange
// finds a mistake without the other numbers, the error is the ValidationError and nothing
// is sent. Nothing is sent for an empty change either.
//
// On V2 it changes the flip list, and then every rule that rings the number, with the
// errors of CreateNumber. It also changes rules that ring the number as old has it, so
// the same call again finishes a change that stopped half way.
func (c *Client) UpdateNumber(ctx context.Context, old Number, change Change) (Number, error) {
	if found := CheckChange(old, change, nil); len(found) > 0 {
		return Number{}, found[0]
	}
	if change.Empty() {
		return old, nil
	}
	return dispatch(ctx, c,
		func() (Number, error) { return c.doNumber(ctx, c.updateRequest(old, change)) },
		func() (Number, error) { return c.updateV2(ctx, old, change) })
}

// doNumber sends a request whose answer is a number.
func (c *Client) doNumber(ctx context.Context, r rest.Request) (Number, error) {
	var n Number
	err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		n, err = readLegacyNumber(raw)
		return err
	})
	return n, err
}

// readAll reads records, except those that are null.
func readAll[T any](op rest.Operation, records []json.RawMessage, read func(json.RawMessage) (T, error)) ([]T, error) {
	all := make([]T, 0, len(records))
	for _, raw := range records {
		if string(raw) == "null" {
			continue
		}
		v, err := read(raw)
		if err != nil {
			return nil, rest.Unusable(op, http.StatusOK, nil, err)
		}
		all = append(all, v)
	}
	return all, nil
}

// unique drops each record whose key an earlier one has: records move between pages when
// the list is edited while it is read.
func unique[T any](all []T, key func(T) string) []T {
	had := map[string]bool{}
	var kept []T
	for _, v := range all {
		if k := key(v); k == "" || !had[k] {
			had[k] = true
			kept = append(kept, v)
		}
	}
	return kept
}
