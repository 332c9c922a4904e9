package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rcfwd/api/rest"
)

// undoTime is how long putting digits back may take after the person gave up;
// it is enough for one wait of a minute in a rate limit.
const undoTime = 2 * time.Minute

// SwapFlip gives a the flip digit of b, and b that of a. The service refuses a
// digit that another number holds (FPN-106), so b first steps aside to a free
// digit of have, all numbers of the extension, or to none when every digit is
// taken. When a had no digit b stays there.
//
// A step that fails has the ones before it put back. The error is a Problem
// when nothing was sent, else a *SwapError that says where both stand. On new
// accounts it is a single request, so that nothing stands half way.
func (c *Client) SwapFlip(ctx context.Context, a, b Number, have []Number) error {
	if b.Flip == "" || a.ID == b.ID {
		return ValidationError{FieldFlip, "CMN-101", "There is no flip digit to swap with."}
	}
	_, err := dispatch(ctx, c,
		func() (none, error) { return none{}, c.swapLegacy(ctx, a, b, have) },
		func() (none, error) { return none{}, c.swapV2(ctx, a, b, have) })
	return err
}

// none is the answer of what has no answer.
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

// swap is a swap under way: the two numbers as they are now.
type swap struct {
	client *Client
	a, b   lastKnown
}

// lastKnown is a number as the service last described it. It is not known after
// a lost answer, until the number is read again.
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

// step gives one number a digit and makes sure that it has it.
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

// readBack reads what became of a step whose answer was lost. The number is known
// again afterwards, unless that fails as well.
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

// undo undoes the steps before the one that failed, a first, because it holds
// what b needs. It goes on after the person gave up, and stops where it would
// have to guess.
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

// SwapError is a swap of flip digits that failed, and where that left the two.
type SwapError struct {
	Cause          error // what failed first, perhaps joined with what failed in putting back
	A, B           Number
	AKnown, BKnown bool // whether A and B are as the service has them now
}

// Error is the cause and where the numbers stand.
func (e *SwapError) Error() string { return e.Cause.Error() + "; " + e.Outcome() }

// Unwrap gives the cause.
func (e *SwapError) Unwrap() error { return e.Cause }

// Outcome says in a sentence which digits the two numbers have now.
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
