package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestCallHandling_isAskedOnceForManyReadings(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	for range 3 {
		if b, err := c.CallHandling(t.Context()); b != api.V2 || err != nil {
			t.Fatalf("%q, %v", b, err)
		}
	}
	numbersOf(t, c)
	if asked := reads(s); len(asked) != 4 {
		t.Errorf("%q", asked)
	}
}

// An account moves between two calls of a client that knew it as legacy: what was
// drafted for v1 is refused, and the same is done after reading again.
func TestWrite_findsOutThatTheAccountMoved(t *testing.T) {
	for _, closed := range []bool{false, true} {
		s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: closed})
		c := askingClient(t, s, s)
		before := snapshotOf(t, c)
		cabin, label := labelled(t, before.Numbers, "Cabin"), "Hut"
		rule, _ := before.Rule("business-hours-rule")
		s.Change((*sandbox.Company).MoveToNewCallHandling)
		_, err := write(t, c, &before, func(d *api.Draft) error {
			if closed {
				return d.Change(cabin.ID, api.Change{Label: &label})
			}
			want, err := rule.ToggleMode()
			if err != nil {
				return err
			}
			return d.SetRule(&want)
		})
		if !rest.Is(err, "CMN-468") || !strings.Contains(api.Explain(err).What, "moved") {
			t.Errorf("closed %v: %v", closed, err)
		}
		if c.KnownCallHandling() != api.V2 || !c.Outdated(&before) {
			t.Errorf("closed %v: still %q", closed, c.KnownCallHandling())
		}
		changed, err := update(t, c, &cabin, api.Change{Label: &label})
		if err != nil || changed.Label != label || changed.CallHandling != api.V2 || len(changed.Rings) != 2 {
			t.Errorf("closed %v: %+v, %v", closed, changed, err)
		}
		if r, ok := rulesOf(t, c)["work-hours"]; !ok || r.Unit != api.InSeconds {
			t.Errorf("%+v", r)
		}
	}
}

// What was read before the move is not mixed with what is read after it.
func TestRead_findsOutThatTheAccountMoved(t *testing.T) {
	for _, closed := range []bool{false, true} {
		for name, need := range map[string]api.Need{
			"rules": {Rules: true}, "numbers and rules": {Numbers: true, Rules: true}, "one rule": {RuleIDs: []string{"business-hours-rule"}},
			"digits and one rule": {Digits: true, RuleIDs: []string{"business-hours-rule"}},
		} {
			s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: closed})
			c := askingClient(t, s, s)
			before := snapshotOf(t, c)
			s.Change((*sandbox.Company).MoveToNewCallHandling)
			now, err := c.Read(t.Context(), &before, need)
			if err != nil || now.CallHandling != api.V2 || c.KnownCallHandling() != api.V2 {
				t.Errorf("%s: %+v, %v", name, now, err)
			}
			if _, kept := now.Rule("business-hours-rule"); kept {
				t.Errorf("%s: a rule of v1 was kept", name)
			}
			if _, ok := now.Rule("work-hours"); !ok {
				t.Errorf("%s: %+v", name, now.Rules)
			}
			if (now.Numbers != nil) != (need.Numbers || need.Digits) {
				t.Errorf("%s: %+v", name, now.Numbers)
			}
		}
	}
}

// Also several removals and a swap, which are several requests on v1, are refused as a
// whole when the account has moved.
func TestWrite_ofSeveralNumbersFindsOutThatTheAccountMoved(t *testing.T) {
	s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CloseForwardingNumbers: true})
	swapper, remover := askingClient(t, s, s), askingClient(t, s, s)
	before := snapshotOf(t, swapper)
	numbersOf(t, remover)
	s.Change((*sandbox.Company).MoveToNewCallHandling)
	cabin, pager := labelled(t, before.Numbers, "Cabin"), labelled(t, before.Numbers, "On-call pager")
	if _, err := write(t, swapper, &before, func(d *api.Draft) error { return d.Swap(cabin.ID, pager.ID) }); !rest.Is(err, "CMN-468") {
		t.Errorf("%v", err)
	}
	if err := swap(t, swapper, &cabin, &pager); err != nil {
		t.Fatal(err)
	}
	now := numbersOf(t, swapper)
	if a, b := labelled(t, now, "Cabin"), labelled(t, now, "On-call pager"); a.Flip != pager.Flip || b.Flip != cabin.Flip {
		t.Errorf("%+v, %+v", a, b)
	}
	edits, err := drafted(&before, func(d *api.Draft) error { return d.Remove(cabin.ID) }, func(d *api.Draft) error { return d.Remove(pager.ID) })
	if err != nil {
		t.Fatal(err)
	}
	done, next := remover.Write(t.Context(), &before, edits)
	for _, a := range done {
		if a.State != api.Refused || !rest.Is(a.Err, "CMN-468") {
			t.Errorf("%s: %v", states(done), a.Err)
		}
	}
	if len(next.Numbers) != len(before.Numbers) || remover.KnownCallHandling() != api.V2 {
		t.Errorf("%d numbers, %q", len(next.Numbers), remover.KnownCallHandling())
	}
	if err := remove(t, remover, []string{cabin.ID, pager.ID}); err != nil {
		t.Error(err)
	}
	if left := numbersOf(t, swapper); len(left) != len(before.Numbers)-2 {
		t.Errorf("%+v", left)
	}
}

// A part of a change is done when the rest finds out that the account has moved, because
// forwarding numbers may still answer there. The client knows of the move at once.
func TestWrite_inPartKnowsOfTheMove(t *testing.T) {
	s := calm(t)
	c := askingClient(t, s, s)
	before := snapshotOf(t, c)
	rule, _ := before.Rule("business-hours-rule")
	s.Change((*sandbox.Company).MoveToNewCallHandling)
	label := "Hut"
	edits, err := drafted(&before, func(d *api.Draft) error {
		return d.Change(labelled(t, before.Numbers, "Cabin").ID, api.Change{Label: &label})
	},
		func(d *api.Draft) error { return d.SetRule(new(after(t, &rule, down(0)))) })
	if err != nil {
		t.Fatal(err)
	}
	done, _ := c.Write(t.Context(), &before, edits)
	if done[0].State != api.Confirmed || done[1].State == api.Confirmed || !rest.Is(done[1].Err, "CMN-468") || c.KnownCallHandling() != api.V2 {
		t.Errorf("%s: %v; %q", states(done), done[1].Err, c.KnownCallHandling())
	}
}

// The call handling of an earlier run is wrong in either direction: it costs a request
// more, and nothing else.
func TestRead_correctsTheRememberedCallHandling(t *testing.T) {
	for on, remembered := range map[string]api.CallHandling{sandbox.NewCallHandling: api.V1, sandbox.LegacyCallHandling: api.V2} {
		for _, need := range []api.Need{{Numbers: true}, {Rules: true}, {Digits: true}, {Numbers: true, Rules: true}} {
			var found []api.CallHandling
			s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: on, CloseForwardingNumbers: true})
			c := clientWith(t, s, s, "104", api.Options{CallHandling: remembered, Found: func(h api.CallHandling) { found = append(found, h) }})
			want := map[api.CallHandling]api.CallHandling{api.V1: api.V2, api.V2: api.V1}[remembered]
			now, err := c.Read(t.Context(), &api.Snapshot{}, need)
			if err != nil || now.CallHandling != want || c.KnownCallHandling() != want || !slices.Equal(found, []api.CallHandling{want}) {
				t.Errorf("%s, remembered %s: %q, %v, found %q", on, remembered, now.CallHandling, err, found)
			}
			before := len(s.Requests())
			if _, err := c.Read(t.Context(), &now, need); err != nil {
				t.Error(err)
			}
			for _, r := range s.Requests()[before:] {
				if r.Status != http.StatusOK || strings.HasSuffix(r.Path, "/features") {
					t.Errorf("%s %s: %d", r.Method, r.Path, r.Status)
				}
			}
		}
	}
}

// A refusal on v2 that has nothing to do with the call handling is told as it is.
func TestRead_tellsARefusalUnderTheRememberedCallHandling(t *testing.T) {
	s := onV2(t)
	c := clientWith(t, s, s, "104", api.Options{CallHandling: api.V2})
	s.FailNext("GET", "/call-flip-numbers", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	if _, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true}); !rest.Is(err, "CMN-408") || c.KnownCallHandling() != api.V2 {
		t.Errorf("%v, %q", err, c.KnownCallHandling())
	}
}

// Where forwarding numbers still answer after the move nothing refuses a reading of
// them. The flags, which are read in the background, tell.
func TestFlags_tellThatTheRememberedCallHandlingIsWrong(t *testing.T) {
	s := onV2(t)
	c := clientWith(t, s, s, "104", api.Options{CallHandling: api.V1})
	now, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true})
	if err != nil || now.CallHandling != api.V1 || c.Outdated(&now) {
		t.Fatalf("%q, %v", now.CallHandling, err)
	}
	if _, err := c.Flags(t.Context()); err != nil || !c.Outdated(&now) {
		t.Errorf("%v, outdated %v", err, c.Outdated(&now))
	}
	now, err = c.Read(t.Context(), &now, api.Need{Numbers: true})
	if err != nil || now.CallHandling != api.V2 || c.Outdated(&now) {
		t.Errorf("%q, %v", now.CallHandling, err)
	}
}
