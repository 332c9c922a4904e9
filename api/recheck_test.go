package api_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// waiting is a sandbox whose next write is throttled, and a client that has read it.
// act is what another user does while the write waits.
func waiting(t *testing.T, handling, method string, act func(s *sandbox.Server)) (*sandbox.Server, *api.Client, api.Snapshot) {
	t.Helper()
	s := newSandbox(t, sandbox.Options{CallHandling: handling, CloseForwardingNumbers: true})
	acted := false
	c := askingClient(t, s, &meanwhile{s, method, func() {
		if !acted {
			acted = true
			act(s)
		}
	}})
	now := snapshotOf(t, c)
	s.FailNext(method, "", sandbox.Fault{Kind: sandbox.Throttle})
	return s, c, now
}

// relabel has another user rename a number.
func relabel(label, to string) func(*sandbox.Server) {
	return func(s *sandbox.Server) {
		s.Change(func(c *sandbox.Company) {
			for i, n := range c.Extension("104").Numbers {
				if n.Label == label {
					c.Extension("104").Numbers[i].Label = to
				}
			}
		})
	}
}

// reword has another user change the text of a rule.
func reword(rule, old, new string) func(*sandbox.Server) {
	return func(s *sandbox.Server) {
		s.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			if err := e.SetRule(rule, strings.Replace(e.Rule(rule).JSON(), old, new, 1)); err != nil {
				panic(err)
			}
		})
	}
}

// A write that had to wait for a limit is compared once more, whatever it writes: it is
// not sent when another user changed what it would overwrite, and is sent otherwise.
func TestWrite_comparesAgainAfterAWait(t *testing.T) {
	t.Parallel()
	changed := func(label string, want api.Change) func(*api.Draft) error {
		return func(d *api.Draft) error {
			return d.Change(labelled(t, d.Snapshot().Numbers, label).ID, want)
		}
	}
	rename := func(label, to string) func(*api.Draft) error { return changed(label, api.Change{Label: &to}) }
	digit := func(label, to string) func(*api.Draft) error { return changed(label, api.Change{Flip: &to}) }
	lengthen := func(id string) func(*api.Draft) error {
		return func(d *api.Draft) error {
			r, _ := new(d.Snapshot()).Rule(id)
			want, err := r.Lengthen(0, 1)
			if err != nil {
				return err
			}
			return d.SetRule(&want)
		}
	}
	dnd := func(s *sandbox.Server) {
		s.Change(func(c *sandbox.Company) { c.Extension("104").DoNotDisturb = true })
	}
	nothing := func(*sandbox.Server) {}
	for name, test := range map[string]struct {
		handling, method string
		change           func(*api.Draft) error
		act              func(*sandbox.Server)
		changed          bool
	}{
		"a number":                {"legacy", "PUT", rename("Cabin", "Yacht"), relabel("Cabin", "Hut"), true},
		"a number as wanted":      {"legacy", "PUT", rename("Cabin", "Yacht"), relabel("Cabin", "Yacht"), false},
		"a number beside":         {"legacy", "PUT", digit("Cabin", "8"), relabel("Cabin", "Hut"), false},
		"another number":          {"legacy", "PUT", rename("Cabin", "Yacht"), relabel("Home", "Hut"), false},
		"a number that is as was": {"legacy", "PUT", rename("Cabin", "Yacht"), nothing, false},
		"a rule of v1":            {"legacy", "PUT", lengthen("business-hours-rule"), reword("business-hours-rule", `"ringCount":3`, `"ringCount":9`), true},
		"a rule of v1 as was":     {"legacy", "PUT", lengthen("business-hours-rule"), nothing, false},
		"another rule of v1":      {"legacy", "PUT", lengthen("business-hours-rule"), reword("after-hours-rule", `"ringCount":4`, `"ringCount":9`), false},
		"the flip list":           {"new", "PUT", digit("Cabin", "8"), relabel("Home", "Hut"), true},
		"the flip list as was":    {"new", "PUT", digit("Cabin", "8"), nothing, false},
		"a rule":                  {"new", "PATCH", lengthen("work-hours"), reword("work-hours", `"duration":25`, `"duration":26`), true},
		"a rule as was":           {"new", "PATCH", lengthen("work-hours"), nothing, false},
		"another rule":            {"new", "PATCH", lengthen("work-hours"), reword("after-hours", `"duration":20`, `"duration":26`), false},
		"a custom rule":           {"new", "PATCH", lengthen(meeting), reword(meeting, "Weekly meeting", "Daily meeting"), true},
		"a state":                 {"new", "PATCH", func(d *api.Draft) error { return d.Switch("dnd", true) }, dnd, true},
		"a state as was":          {"new", "PATCH", func(d *api.Draft) error { return d.Switch("dnd", true) }, nothing, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c, now := waiting(t, test.handling, test.method, test.act)
				edits, err := drafted(&now, test.change)
				if err != nil || len(edits) != 1 {
					t.Fatalf("%d edits, %v", len(edits), err)
				}
				done, next := c.Write(t.Context(), &now, edits)
				theirs := snapshotOf(t, c)
				got := done[0]
				if api.IsChanged(got.Err) != test.changed || (got.State == api.Unsent) != test.changed || (got.State == api.Confirmed) == test.changed {
					t.Errorf("%s: %v", got.State, got.Err)
				}
				if wanted := theirs.Holds(got.Document, got.Want); wanted && test.changed && name != "a state" || !wanted && got.State == api.Confirmed && name != "a number beside" {
					t.Errorf("it is %s", text(&theirs, got.Document))
				}
				if raw, _ := next.Document(got.Document); got.State == api.Confirmed && !theirs.Holds(got.Document, raw) {
					t.Errorf("the next snapshot has %s", raw)
				}
				wantNoPenalty(t, s)
			})
		})
	}
}

// The account moves while a write waits: the comparison finds out, and nothing is sent.
func TestWrite_findsOutAfterAWaitThatTheAccountMoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c, now := waiting(t, "legacy", http.MethodPut, func(s *sandbox.Server) { s.Change((*sandbox.Company).MoveToNewCallHandling) })
		label := "Yacht"
		edits, err := drafted(&now, func(d *api.Draft) error {
			return d.Change(labelled(t, now.Numbers, "Cabin").ID, api.Change{Label: &label})
		})
		if err != nil {
			t.Fatal(err)
		}
		done, _ := c.Write(t.Context(), &now, edits)
		if done[0].State == api.Confirmed || !rest.Is(done[0].Err, "CMN-468") || c.KnownCallHandling() != api.V2 {
			t.Errorf("%s: %v; %q", done[0].State, done[0].Err, c.KnownCallHandling())
		}
	})
}
