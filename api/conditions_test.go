package api_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// customOnBoth runs a test on either call handling, with the custom rule of Dana's.
func customOnBoth(t *testing.T, run func(t *testing.T, s *sandbox.Server, c *api.Client, rule string)) {
	t.Parallel()
	for on, rule := range map[string]string{sandbox.LegacyCallHandling: "807000001004", sandbox.NewCallHandling: meeting} {
		t.Run(on, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: on})
				run(t, s, askingClient(t, s, s), rule)
			})
		})
	}
}

func times(t *testing.T, text string) api.TimeSet {
	t.Helper()
	set, err := api.ParseTimes(text)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestConditions_areStoredAndReadAgain(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		mum := api.Caller{Phone: "+14155550133", Name: "Mum"}
		for _, want := range []api.Conditions{
			{When: times(t, "Mon-Fri 09:00-12:00 and 13:00-17:00, Sat 10:00-12:00")},
			{When: times(t, "every day 22:00-06:00")},
			{When: times(t, "every day 08:00-09:00"), Callers: []api.Caller{mum, {Phone: "+14155550134"}}},
			{When: times(t, "2026-12-24 18:00 to 2026-12-27 08:00, 2026-12-31"), Callers: []api.Caller{mum}},
			{When: times(t, "outside work hours"), Called: []string{"+16505550104"}},
			{Callers: []api.Caller{mum}},
			{When: times(t, "at all times")},
		} {
			saw := rulesOf(t, c)[rule]
			edited := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.WithConditions(&want) })
			if _, err := saveRule(t, c, &saw, &edited); err != nil {
				t.Fatalf("%s: %v", want.Words(), err)
			}
			got, whole := new(rulesOf(t, c)[rule]).Conditions()
			if !whole || got.Words() != want.Words() || fmt.Sprint(got.Callers, got.Called) != fmt.Sprint(want.Callers, want.Called) {
				t.Errorf("%q became %q", want.Words(), got.Words())
			}
		}
	})
}

func TestConditions_keepTheTextOfTheRest(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		known := map[string][2]string{"807000001004": {`"weeklyRanges":`, `"season":{"of":1.50},"weeklyRanges":`}, meeting: {`"triggers":`, `"season":{"of":1.50},"triggers":`}}[rule]
		change(t, s, rule, known[0], known[1])
		saw := rulesOf(t, c)[rule]
		want := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.WithName("Choir") }, func(r api.Rule) (api.Rule, error) {
			return r.WithConditions(&api.Conditions{When: times(t, "Thu 14:00-16:00")})
		})
		got, err := saveRule(t, c, &saw, &want)
		if err != nil || got.Name != "Choir" || got.When != "Thu 14:00-16:00" {
			t.Errorf("%+v, %v", got, err)
		}
		for _, part := range append(map[string][]string{
			"807000001004": {`"loudness":1.50`}, meeting: {`"gain":2.50`, `"memberSince":"2024-02-30"`, `"revision":1.50`},
		}[rule], `"season":{"of":1.50}`) {
			if text := s.Rule(danaID, rule); !strings.Contains(text, part) {
				t.Errorf("%s is gone from %s", part, text)
			}
		}
	})
}

func TestConditions_refuseWhatTheServiceWould(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		for field, all := range map[api.Field][]api.Conditions{
			api.FieldSchedule: {
				{}, {When: times(t, "work hours")},
				{When: api.TimeSet{Weekly: times(t, "Mon 09:00-10:00").Weekly, Dates: times(t, "2026-12-24").Dates}},
				{When: times(t, "2026-12-24 18:00 to 2026-12-24 08:00")},
			},
			api.FieldCallers: {{Callers: []api.Caller{{Phone: "415"}}}, {Callers: []api.Caller{{Phone: "+14155550133"}, {Phone: "+14155550133", Name: "Mum"}}}},
			api.FieldCalled:  {{Called: []string{"104"}}, {Called: []string{"+16505550104", "+16505550104"}}},
		} {
			for _, c := range all {
				_, err := saw.WithConditions(&c)
				if problem, ok := errors.AsType[api.ValidationError](err); !ok || problem.Field != field {
					t.Errorf("%q: %v, not of %s", c.Words(), err, field)
				}
			}
		}
		for _, name := range []string{"", " ", strings.Repeat("n", api.MaxRuleName+1)} {
			if _, err := saw.WithName(name); err == nil {
				t.Errorf("%q is taken for a name", name)
			}
		}
		for _, r := range rulesOf(t, c) {
			if _, err := r.WithConditions(&api.Conditions{When: times(t, "Mon 09:00-10:00"), Called: []string{"+16505550104"}}); r.Kind != api.Custom && err == nil {
				t.Errorf("%s takes a called number", r.Name)
			}
			if _, err := r.WithName("x"); r.Kind != api.Custom && err == nil {
				t.Errorf("%s takes a name", r.Name)
			}
		}
	})
}

func TestConditions_thatCannotBeReadAreKept(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		odd := map[string][2]string{"807000001004": {`"from":"14:00"`, `"from":"2 pm"`}, meeting: {`"Weekly"`, `"Lunar"`}}[rule]
		change(t, s, rule, odd[0], odd[1])
		saw := rulesOf(t, c)[rule]
		known, whole := saw.Conditions()
		if whole {
			t.Errorf("%+v counts as whole", known)
		}
		_, err := saw.WithConditions(&api.Conditions{When: times(t, "Mon 09:00-10:00")})
		if problem, ok := errors.AsType[api.ValidationError](err); !ok || problem.Field != api.FieldSchedule {
			t.Errorf("%v", err)
		}
		named := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.WithName("Choir") })
		if got, err := saveRule(t, c, &saw, &named); err != nil || got.Name != "Choir" || !strings.Contains(s.Rule(danaID, rule), odd[1]) {
			t.Errorf("%v: %s", err, s.Rule(danaID, rule))
		}
	})
}

func TestNewRule_isAddedAndRemoved(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		base := snapshotOf(t, c)
		for _, like := range base.Rules {
			if like.Fixed != "" {
				if _, err := api.NewRule(&like, "x", &api.Conditions{When: times(t, "Mon 09:00-10:00")}); err == nil {
					t.Errorf("%s can be copied", like.Name)
				}
				continue
			}
			base := snapshotOf(t, c)
			conditions := api.Conditions{When: times(t, "Mon 09:00-10:00"), Callers: []api.Caller{{Phone: "+14155550133"}}}
			made, err := api.NewRule(&like, "Choir", &conditions)
			if err != nil {
				t.Fatal(err)
			}
			next, err := write(t, c, &base, func(d *api.Draft) error { _, err := d.AddRule(&made); return err })
			if err != nil || len(next.Rules) != len(base.Rules)+1 {
				t.Fatalf("like %s: %v", like.Name, err)
			}
			got := next.Rules[len(next.Rules)-1]
			if is, there := new(snapshotOf(t, c)).Rule(got.ID); !there || !api.SameWhole(&is, &got) || is.Name != "Choir" || is.When != got.When || !api.SameRule(made.As(&is), is) {
				t.Errorf("like %s: %v", like.Name, api.Diff(new(made.As(&is)), &is))
			}
			gone, err := write(t, c, &next, func(d *api.Draft) error { return d.RemoveRule(got.ID) })
			if err != nil || s.Rule(danaID, got.ID) != "" || len(gone.Rules) != len(base.Rules) {
				t.Errorf("%v", err)
			}
		}
		if c := strings.Join(writes(s), " "); !strings.Contains(c, "POST ") || !strings.Contains(c, "DELETE ") {
			t.Error(c)
		}
	})
}

func TestRemoveRule_leavesTheEditOfAnotherUser(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		base := snapshotOf(t, c)
		for id := range rulesOf(t, c) {
			if id == rule {
				continue
			}
			if _, err := drafted(&base, func(d *api.Draft) error { return d.RemoveRule(id) }); err == nil {
				t.Errorf("%s can be removed", id)
			}
		}
		edits, err := drafted(&base, func(d *api.Draft) error { return d.RemoveRule(rule) })
		if err != nil {
			t.Fatal(err)
		}
		change(t, s, rule, `Weekly meeting`, `Weekly choir`)
		s.FailNext("DELETE", "/"+rule, sandbox.Fault{Status: 429, Code: "CMN-301", Message: "too many", RetryAfter: rest.FreshFor * 2})
		done, _ := c.Write(t.Context(), &base, edits)
		if _, ok := errors.AsType[*api.RuleConflict](done[0].Err); !ok || s.Rule(danaID, rule) == "" {
			t.Errorf("%v", done[0].Err)
		}
	})
}

func TestNewRule_sendsNothingThatNoSourceShows(t *testing.T) {
	customOnBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		saw := rulesOf(t, c)[rule]
		lost := strings.Join(saw.Unrestored(), " ")
		if want := map[string]string{"807000001004": "loudness", meeting: "ringtone"}[rule]; lost != want {
			t.Errorf("%q is lost, not %q", lost, want)
		}
	})
}

func TestWorkHours_areChangedOnBoth(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		need := api.Need{Rules: true, Hours: true}
		for _, text := range []string{"Mon-Fri 08:00-12:00 and 13:00-17:00", "every day 07:00-19:00", "at all times", "Sat 10:00-12:00"} {
			base, err := c.Read(t.Context(), &api.Snapshot{}, need)
			if err != nil {
				t.Fatal(err)
			}
			saw, _ := base.Rule(rule)
			want := after(t, &saw, func(r api.Rule) (api.Rule, error) { return r.WithConditions(&api.Conditions{When: times(t, text)}) }, down(0))
			next, err := write(t, c, &base, func(d *api.Draft) error { return d.SetRule(&want) })
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			again, err := c.Read(t.Context(), &api.Snapshot{}, need)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []api.Snapshot{next, again} {
				is, _ := s.Rule(rule)
				if got, whole := is.Conditions(); !whole || got.When.String() != text || !strings.HasSuffix(text, is.When) || !api.SameRule(is, want) {
					t.Errorf("%q became %q, %q", text, got.When, is.When)
				}
			}
		}
		for _, text := range []string{"", "2026-12-24", "work hours"} {
			saw := rulesOf(t, c)[rule]
			if _, err := saw.WithConditions(&api.Conditions{When: times(t, text)}); err == nil {
				t.Errorf("%q is taken for work hours", text)
			}
		}
	})
}
