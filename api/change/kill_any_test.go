package change

import (
	"net/http"
	"testing"
	"testing/synctest"

	"rcfwd/api/sandbox"
)

// The program ends in front of any request of a save or an undo, also of one that takes a
// part back after a refusal. The next program finds out how far it came, and undo leads to
// where it began.
func TestResolvePending_afterKillBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	for _, b := range callHandlings {
		for _, c := range sample(raceCases(b.handling), 3) {
			t.Run(b.handling+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				for n, more := 0, true; more; n++ {
					synctest.Test(t, func(t *testing.T) {
						d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: b.handling}))
						d.read()
						more = testKillBeforeRequest(d, n, func() func() error { return c.start(d, b.rings, b.switches) })
					})
				}
			})
		}
	}
}

func TestRollBack_afterKillBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	for n, more := 0, true; more; n++ {
		onV2(t, func(t *testing.T, d *driver) {
			d.read()
			more = testKillBeforeRequest(d, n, func() func() error {
				return func() error { _, err := refusedRename(d); return err }
			})
		})
	}
}

// testKillBeforeRequest ends the program before the nth request, from 0, of a save. It
// reports whether there was such a request.
func testKillBeforeRequest(d *driver, n int, start func() func() error) bool {
	d.t.Helper()
	first := snapshotText(&d.seen)
	run := start()
	requests := 0
	d.runUntilKilled(func() {
		d.wire.hook(func(*http.Request) {
			if requests++; requests > n {
				panic(killed{intended})
			}
		})
		_ = run()
	})
	d.wire.hook(nil)
	d.resolve()
	for len(d.history().Pending()) == 0 {
		e, ok := d.history().Last()
		if !ok {
			break
		}
		d.run(Undo, e)
	}
	if got := snapshotText(new(d.read())); sortedLines(got) != sortedLines(first) {
		d.t.Errorf("after the end before request %d there is\n%s, not\n%s", n, got, first)
	}
	if h := d.history(); len(h.Pending()) > 0 {
		d.t.Errorf("%+v is not resolved", h.Pending())
	}
	return requests > n
}
