package calls

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

// followExtensions follows the account of a rig until the test ends, and returns what came
// so far, as in "gap" and "Update Marcus [AnsweringRules]".
func followExtensions(r *rig) (came func() []string) {
	var all []string
	ctx, stop := context.WithCancel(r.Context())
	done := make(chan error, 1)
	go func() {
		done <- r.monitor.Extensions(ctx, func(e ExtensionEvent) {
			if e.Gap {
				all = append(all, "gap")
				return
			}
			all = append(all, fmt.Sprintf("%s %s %s", e.Type, e.ID[len(e.ID)-6:], strings.Join(e.Hints, "+")))
		})
	}()
	r.Cleanup(func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			r.Error(err)
		}
	})
	return func() []string {
		synctest.Wait()
		now := slices.Clone(all)
		all = nil
		return now
	}
}

// One subscription tells of changes of all extensions, goes on after a short loss of the
// connection, and tells of a gap after a long one.
func TestExtensions_tellsOfChangesAndGaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{})
		came := followExtensions(r)
		time.Sleep(time.Minute)
		change := func() {
			r.Change(func(c *sandbox.Company) {
				e := c.Extension("105")
				e.ForwardAllCalls = !e.ForwardAllCalls
			})
		}
		change()
		id := ""
		r.Change(func(c *sandbox.Company) { id = c.Extension("105").ID })
		update := "Update " + id[len(id)-6:] + " AnsweringRules"
		for step, want := range [][]string{{"gap", update}, {update}, {"gap", update}} {
			if got := came(); !slices.Equal(got, want) {
				t.Errorf("step %d: %q; want %q", step, got, want)
			}
			r.net.cut(true)
			if step == 0 {
				time.Sleep(time.Minute)
			} else {
				time.Sleep(10 * time.Minute) // longer than the service keeps events
			}
			r.net.cut(false)
			time.Sleep(2 * time.Minute)
			change()
		}
	})
}
