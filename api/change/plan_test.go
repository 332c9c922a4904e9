package change

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// What another user does between a plan and its run is told before anything is sent, and
// a new plan says it.
func TestRun_tellsWhatThePlanDidNotSay(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		write func(d *driver, rings string) Write
		edit  func(d *driver, rings string)
		says  string
	}{
		{
			"a digit is taken", func(d *driver, _ string) Write { return Remove{Seen: []api.Number{d.byLabel("Cabin")}} },
			func(d *driver, _ string) {
				d.draftAsAnother(func(draft *api.Draft) error { return draft.Change(pagerID, api.Change{Flip: ptr("5")}) })
			}, `Flip digit 5 of Cabin now belongs to On-call pager`,
		},
		{
			"a label is taken", func(d *driver, _ string) Write { return Remove{Seen: []api.Number{d.byLabel("Cabin")}} },
			func(d *driver, _ string) {
				d.draftAsAnother(func(draft *api.Draft) error { return draft.Change(pagerID, api.Change{Label: ptr("Cabin")}) })
			}, `Cabin cannot be restored`,
		},
		{
			"the number is gone", func(d *driver, _ string) Write {
				return Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut")}}
			},
			func(d *driver, _ string) {
				d.draftAsAnother(func(draft *api.Draft) error { return draft.Remove(cabinID) })
			}, `Hut no longer exists`,
		},
		{
			"the rule takes no numbers", func(d *driver, _ string) Write { return Remove{Seen: []api.Number{d.byLabel("Cabin")}} },
			func(d *driver, rings string) {
				d.asAnother(func(e *sandbox.Extension) {
					text := strings.Replace(e.Rule(rings).JSON(), `"RingInOrder"`, `"Custom"`, 1)
					if err := e.SetRule(rings, text); err != nil {
						d.t.Error(err)
					}
				})
			}, `Cabin is not added back to`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
				if c.name == "the rule takes no numbers" && d.seen.CallHandling == api.V1 {
					return // there a rule that takes messages keeps its numbers
				}
				d.do(c.write(d, rings))
				last, _ := d.history().Last()
				p := d.plan(Undo, last)
				c.edit(d, rings)
				before, entries := d.countRequests(http.MethodGet)-d.countRequests(""), len(d.history().Entries)
				_, err := d.Run(t.Context(), &p)
				if _, ok := errors.AsType[*PlanError](err); !ok || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%v", err)
				}
				if d.countRequests(http.MethodGet)-d.countRequests("") != before || len(d.history().Entries) != entries {
					t.Error("something was sent")
				}
				fresh := d.plan(Undo, last)
				text := strings.Join(fresh.Notes, " ")
				for _, b := range fresh.Blocked {
					text += b.Why
				}
				if !strings.Contains(text, c.says) {
					t.Errorf("the new plan says %q", text)
				}
			})
		})
	}
}
