package api

import (
	"context"
	"encoding/json"
	"net/http"
)

const numbersPath = "forwarding-number"

// Numbers returns every forwarding number of the open extension, in
// RingCentral's order, following pages to the end.
func (c *Client) Numbers(ctx context.Context) ([]Number, error) {
	records, err := c.list(ctx, request{
		op: opListNumbers, method: http.MethodGet, path: c.inExtension(numbersPath), query: perPage(100),
	})
	if err != nil {
		return nil, err
	}
	numbers, err := readAll(opListNumbers, records, readNumber)
	return unique(numbers, func(n Number) string { return n.ID }), err
}

// Number reads one forwarding number. CMN-102 says that there is none.
func (c *Client) Number(ctx context.Context, id string) (Number, error) {
	return c.number(ctx, request{op: opReadNumber, method: http.MethodGet, path: c.inExtension(numbersPath, id)})
}

// CreateNumber adds a forwarding number and returns it as the service made it.
// What CheckNew finds without knowing the other numbers is returned as a
// Problem, and nothing is sent.
func (c *Client) CreateNumber(ctx context.Context, n NewNumber) (Number, error) {
	if found := CheckNew(n, nil); len(found) > 0 {
		return Number{}, found[0]
	}
	return c.number(ctx, c.createRequest(n))
}

// UpdateNumber changes old by what c holds and nothing else, and returns the
// number as it is then. What CheckChange finds without knowing the other
// numbers is returned as a Problem, and nothing is sent; neither is an empty
// change.
func (c *Client) UpdateNumber(ctx context.Context, old Number, change Change) (Number, error) {
	if found := CheckChange(old, change, nil); len(found) > 0 {
		return Number{}, found[0]
	}
	if change.Empty() {
		return old, nil
	}
	return c.number(ctx, c.updateRequest(old, change))
}

// number has a request answered whose answer is a number.
func (c *Client) number(ctx context.Context, r request) (Number, error) {
	var n Number
	_, err := c.do(ctx, r, func(raw json.RawMessage) (err error) {
		n, err = readNumber(raw)
		return err
	})
	return n, err
}

// readAll reads records that are not null.
func readAll[T any](op Operation, records []json.RawMessage, read func(json.RawMessage) (T, error)) ([]T, error) {
	all := make([]T, 0, len(records))
	for _, raw := range records {
		if string(raw) == "null" {
			continue
		}
		v, err := read(raw)
		if err != nil {
			return nil, Unusable(op, http.StatusOK, nil, err)
		}
		all = append(all, v)
	}
	return all, nil
}
