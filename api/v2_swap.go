package api

import (
	"context"
	"errors"

	"rcfwd/api/rest"
)

// swapV2 exchanges two digits in one request, for the list is written whole.
func (c *Client) swapV2(ctx context.Context, a, b Number, have []Number) error {
	list, err := c.readFlips(ctx)
	if err != nil {
		return &SwapError{Cause: err, A: a, B: b, AKnown: true, BKnown: true}
	}
	i, j := list.find(a), list.find(b)
	if j < 0 || i < 0 && a.Type == PhoneLine {
		return &SwapError{Cause: gone(opUpdateFlips), A: a, B: b}
	}
	ofA := a.Flip
	if ofA == "" {
		ofA = freeDigitOrNone(have)
	}
	want := list.changed(j, Change{Flip: &ofA})
	if i >= 0 {
		want = want.changed(i, Change{Flip: &b.Flip})
	} else {
		want = want.added(a.Phone, a.Label, b.Flip)
	}
	_, err = c.putFlips(ctx, want)
	if err == nil {
		return nil
	}
	return c.swapLost(ctx, err, swapped{a, b, ofA})
}

// swapped is a swap that was sent.
type swapped struct {
	a, b Number
	ofA  string // the digit that b should have
}

// swapLost says where a swap that failed left the two, reading the list when the
// answer does not tell.
func (c *Client) swapLost(ctx context.Context, failed error, s swapped) error {
	e := &SwapError{Cause: failed, A: s.a, B: s.b, AKnown: true, BKnown: true}
	if !errors.Is(failed, rest.ErrLost) {
		return e
	}
	now, err := c.readFlips(ctx)
	if err != nil {
		e.AKnown, e.BKnown = false, false
		return e
	}
	e.A, e.AKnown = now.known(s.a)
	e.B, e.BKnown = now.known(s.b)
	if e.AKnown && e.BKnown && e.A.Flip == s.b.Flip && e.B.Flip == s.ofA {
		return nil
	}
	return e
}

func (l flipList) known(n Number) (Number, bool) {
	i := l.find(n)
	if i < 0 {
		return n, false
	}
	got, err := readFlip(l.records[i])
	return got, err == nil
}
