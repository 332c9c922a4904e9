package api_test

import (
	"errors"
	"net/http"
	"path"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// writes are the requests that changed something, or tried to, as method and last
// element of the path.
func writes(s *sandbox.Server) []string {
	var all []string
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet && path.Base(r.Path) != "token" {
			all = append(all, r.Method+" "+path.Base(r.Path))
		}
	}
	return all
}

func TestCreateNumber_undoesInReverseOrder(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	s.FailNext(http.MethodPatch, "/"+meeting, sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"work-hours", "after-hours", meeting}}
	if _, err := c.CreateNumber(t.Context(), n); !rest.Is(err, "CMN-408") || errors.Is(err, rest.ErrLost) {
		t.Fatal(err)
	}
	want := []string{
		"PUT call-flip-numbers", "PATCH work-hours", "PATCH after-hours", "PATCH " + meeting, // refused
		"PATCH after-hours", "PATCH work-hours", "PUT call-flip-numbers",
	}
	if got := writes(s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestUpdateNumber_undoesInReverseOrder(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	pager := labelled(t, numbersOf(t, c), "On-call pager") // of the rule of the meeting
	for _, id := range []string{"work-hours", "after-hours"} {
		rule := rulesOf(t, c)[id]
		if _, err := saveRule(t, c, rule, after(t, rule, func(r api.Rule) (api.Rule, error) { return r.Add(r.TargetOf(pager), 0) })); err != nil {
			t.Fatal(err)
		}
	}
	before := len(writes(s))
	s.FailNext(http.MethodPatch, "/"+meeting, sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	label := "Pager"
	if _, err := c.UpdateNumber(t.Context(), pager, api.Change{Label: &label}); !rest.Is(err, "CMN-408") || errors.Is(err, rest.ErrLost) {
		t.Fatal(err)
	}
	want := []string{
		"PUT call-flip-numbers", "PATCH work-hours", "PATCH after-hours", "PATCH " + meeting, // refused
		"PATCH after-hours", "PATCH work-hours", "PUT call-flip-numbers",
	}
	if got := writes(s)[before:]; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
