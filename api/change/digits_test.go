package change

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// onBothCallHandlings runs a test on an account of either call handling.
func onBothCallHandlings(t *testing.T, test func(t *testing.T, d *driver)) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			t.Parallel()
			s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: handling})
			test(t, newDriver(t, s))
		})
	}
}

// moveDown is the write that moves the number with a digit behind the next n.
func (d *driver) moveDown(digit, n int) SetDigits {
	d.t.Helper()
	var w SetDigits
	for _, number := range d.numbers() {
		held := slices.Index([]string{"", "1", "2", "3", "4", "5", "6", "7", "8"}, number.Flip)
		switch {
		case held == digit:
			w.Seen, w.Want = append(w.Seen, number), append(w.Want, string(rune('0'+digit+n)))
		case held > digit && held <= digit+n:
			w.Seen, w.Want = append(w.Seen, number), append(w.Want, string(rune('0'+held-1)))
		}
	}
	if len(w.Seen) != n+1 {
		d.t.Fatalf("%d numbers have the digits %d to %d", len(w.Seen), digit, digit+n)
	}
	return w
}

// digitsOf are the digits of numbers by their ids.
func digitsOf(numbers []api.Number) map[string]string {
	all := map[string]string{}
	for _, n := range numbers {
		all[n.ID] = n.Flip
	}
	return all
}

func TestSetDigits_movesANumberInOneChange(t *testing.T) {
	onBothCallHandlings(t, func(t *testing.T, d *driver) {
		w := d.moveDown(2, 3)
		before := d.seen.Numbers
		puts, all := d.countRequests(http.MethodPut), d.countRequests("")
		d.do(w)
		want, reads := 1, 1 // of the whole list
		if !d.seen.Capabilities().SharedDocument {
			want = len(w.Seen) + 1 // one steps aside
			reads = len(w.Seen)    // the list, and each later number again
		}
		if n := d.countRequests(http.MethodPut) - puts; n != want || d.countRequests("")-all != want+reads {
			t.Errorf("%d PUTs of %d requests, want %d and %d reads", n, d.countRequests("")-all, want, reads)
		}
		now := digitsOf(d.numbers())
		for i, n := range w.Seen {
			if now[n.ID] != w.Want[i] {
				t.Errorf("%s has digit %q, not %q", n.Label, now[n.ID], w.Want[i])
			}
		}
		if h := d.history(); len(h.Entries) != 1 {
			t.Fatalf("%d entries", len(h.Entries))
		}
		d.undo()
		d.wantNumbers(before)
		d.redo()
		if again := digitsOf(d.numbers()); !maps.Equal(now, again) {
			t.Errorf("redo leads to %v, not to %v", again, now)
		}
	})
}

func TestSetDigits_sendsNothingWhenAllIsSo(t *testing.T) {
	onBothCallHandlings(t, func(t *testing.T, d *driver) {
		w := d.moveDown(2, 2)
		d.do(w)
		puts := d.countRequests(http.MethodPut)
		d.do(w)
		if n := d.countRequests(http.MethodPut) - puts; n != 0 || len(d.history().Entries) != 1 {
			t.Errorf("%d PUTs, %d entries", n, len(d.history().Entries))
		}
	})
}

// One of the numbers was edited by another user: nothing is sent before the person says so.
func TestSetDigits_asksAfterAnotherEdit(t *testing.T) {
	onBothCallHandlings(t, func(t *testing.T, d *driver) {
		w := d.moveDown(2, 2)
		last := w.Seen[len(w.Seen)-1]
		d.draftAsAnother(func(draft *api.Draft) error { return draft.Change(last.ID, api.Change{Flip: ptr("8")}) })
		puts := d.countRequests(http.MethodPut)
		_, err := d.try(w)
		var conflict *Conflict
		if !errors.As(err, &conflict) || d.countRequests(http.MethodPut) != puts {
			t.Fatalf("%v, %d PUTs", err, d.countRequests(http.MethodPut)-puts)
		}
		resolved, ok := conflict.Resolve(conflict.Wanted()...)
		if !ok {
			t.Fatal("it cannot go ahead")
		}
		d.do(resolved)
		now := digitsOf(d.numbers())
		for i, n := range w.Seen {
			if now[n.ID] != w.Want[i] {
				t.Errorf("%s has digit %q, not %q", n.Label, now[n.ID], w.Want[i])
			}
		}
	})
}

// A digit that was free is not free any more.
func TestSetDigits_refusesADigitTakenMeanwhile(t *testing.T) {
	onBothCallHandlings(t, func(t *testing.T, d *driver) {
		w := d.moveDown(4, 2)
		w.Want = []string{"7", w.Want[1], w.Want[2]}
		first := d.byLabel("RingCentral for Desktop")
		d.draftAsAnother(func(draft *api.Draft) error { return draft.Change(first.ID, api.Change{Flip: ptr("7")}) })
		_, err := d.try(w)
		if p, is := errors.AsType[api.ValidationError](err); !is || p.Code != "FPN-106" {
			t.Errorf("%v", err)
		}
		if len(d.history().Entries) != 0 {
			t.Error("it was sent")
		}
	})
}
