package sweep_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"rcfwd/api/sandbox"
	"rcfwd/api/sweep"
)

// One sweep of an account runs at a time: a second one is told how far the first is, and may
// follow it to its end.
func TestSweep_isTheOnlyOneOfItsAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(t, 12, sandbox.Options{})
		dir, c := t.TempDir(), administrator(t, s, s)
		first := sweep.New(sweep.Options{Client: c, Index: open(t, dir)})
		if _, err := first.Estimate(t.Context()); err != nil {
			t.Fatal(err)
		}
		another := sweep.Options{Client: c, Index: open(t, dir)}
		var running *sweep.RunningError
		if _, err := sweep.New(another).Run(t.Context()); !errors.As(err, &running) || running.Total != 0 {
			t.Errorf("%v", err)
		}
		ctx, stop := context.WithCancel(t.Context())
		first.Progress = func(p sweep.Progress) {
			if p.Done == 3 {
				stop()
			}
		}
		if _, err := first.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if err := sweep.Follow(t.Context(), another.Index, func(*sweep.RunningError) { t.Error("it runs") }); err != nil {
			t.Error(err)
		}
		if result, err := sweep.New(another).Run(t.Context()); err != nil || result.Total >= 15 || result.Total < 10 {
			t.Errorf("%+v, %v", result, err)
		}
	})
}
