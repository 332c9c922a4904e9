package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rcfwd/api/rest"
)

// undoTime is how long undoing may take after the context ended; it is enough for one
// wait of a minute in a rate limit.
const undoTime = 2 * time.Minute

// SwapFlip exchanges the flip digits of a and b. The service refuses a digit that another
// number has (FPN-106), so b first moves to a free digit, or to none when every digit is
// taken; have are all numbers of the extension. When a had no digit, b stays there.
//
// When a step fails, those before it are undone. The error is a ValidationError when
// nothing was sent, else a *SwapError with the digits that both have. On V2 it is a single
// request, which cannot stop half way.
func (c *Client) SwapFlip(ctx context.Context, a, b Number, have []Number) error {
	if b.Flip == "" || a.ID == b.ID {
		return ValidationError{FieldFlip, "CMN-101", "There is no flip digit to swap with."}
	}
	_, err := dispatch(ctx, c,
		func() (none, error) { return none{}, c.swapLegacy(ctx, a, b, have) },
		func() (none, error) { return none{}, c.swapV2(ctx, a, b, have) })
	return err
}

// none is the result of a call that has none.
type none struct{}

func (c *Client) swapLegacy(ctx context.Context, a, b Number, have []Number) error {
	s := swap{client: c, a: lastKnown{a, true}, b: lastKnown{b, true}}
	if err := s.run(ctx, a.Flip, b.Flip, freeDigitOrNone(have)); err != nil {
		return &SwapError{Cause: err, A: s.a.number, B: s.b.number, AKnown: s.a.known, BKnown: s.b.known}
	}
	return nil
}

func freeDigitOrNone(have []Number) string {
	if free := FreeDigits(have); len(free) > 0 {
		return free[0]
	}
	return ""
}

// swap is a swap under way, with the two numbers as they are now.
type swap struct {
	client *Client
	a, b   lastKnown
}

// lastKnown is a number as the service last described it. After a lost answer it is not
// known until the number is read again.
type lastKnown struct {
	number Number
	known  bool
}

func (s *swap) run(ctx context.Context, ofA, ofB, aside string) error {
	err := s.step(ctx, &s.b, aside)
	if err == nil {
		err = s.step(ctx, &s.a, ofB)
	}
	if err == nil && ofA != "" {
		err = s.step(ctx, &s.b, ofA)
	}
	if err != nil {
		return s.undo(ctx, err, ofA, ofB)
	}
	return nil
}

// step sets the digit of one number and checks that it was set.
func (s *swap) step(ctx context.Context, n *lastKnown, digit string) error {
	got, err := s.client.doNumber(ctx, s.client.updateRequest(n.number, Change{Flip: &digit}))
	if errors.Is(err, rest.ErrLost) {
		return s.readBack(ctx, n, digit, err)
	}
	if err != nil {
		return err
	}
	n.number = got
	if got.Flip != digit {
		return fmt.Errorf("flip digit %q was accepted and not set", digit)
	}
	return nil
}

// readBack reads the number after a step whose answer was lost. The number is known again
// afterwards, unless reading fails as well.
func (s *swap) readBack(ctx context.Context, n *lastKnown, digit string, lost error) error {
	got, err := s.client.doNumber(ctx, s.client.readRequest(n.number.ID))
	if err != nil {
		n.known = false
		return lost
	}
	n.number = got
	if got.Flip != digit {
		return lost
	}
	return nil
}

// undo undoes the steps before the one that failed: a first, because it has the digit that
// b needs. It continues after ctx has ended, and stops where it would have to guess.
func (s *swap) undo(ctx context.Context, failed error, ofA, ofB string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTime)
	defer cancel()
	for _, undo := range []struct {
		n     *lastKnown
		digit string
	}{{&s.a, ofA}, {&s.b, ofB}} {
		if !undo.n.known {
			return failed
		}
		if undo.n.number.Flip == undo.digit {
			continue
		}
		if err := s.step(ctx, undo.n, undo.digit); err != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// SwapError is a swap of flip digits that failed.
type SwapError struct {
	Cause          error // what failed first, perhaps joined with a failure to undo
	A, B           Number
	AKnown, BKnown bool // whether A and B are as the service has them now
}

// Error returns the cause and the outcome.
func (e *SwapError) Error() string { return e.Cause.Error() + "; " + e.Outcome() }

// Unwrap returns the cause.
func (e *SwapError) Unwrap() error { return e.Cause }

// Outcome returns a sentence with the digits that the two numbers have now.
func (e *SwapError) Outcome() string {
	return fmt.Sprintf("Now %s, and %s.", digitWords(e.A, e.AKnown), digitWords(e.B, e.BKnown))
}

func digitWords(n Number, known bool) string {
	switch {
	case !known:
		return fmt.Sprintf("the digit of %q is not known", n.Label)
	case n.Flip == "":
		return fmt.Sprintf("%q has no digit", n.Label)
	}
	return fmt.Sprintf("%q has digit %s", n.Label, n.Flip)
}
