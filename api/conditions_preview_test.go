package api_test

import (
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

func TestPreview_ofRulesAndWorkHoursIsWhatIsSent(t *testing.T) {
	onBoth(t, func(t *testing.T, s *sandbox.Server, c *api.Client, rule string) {
		base, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, Hours: true})
		if err != nil {
			t.Fatal(err)
		}
		saw, _ := base.Rule(rule)
		made, err := api.NewRule(&saw, "Choir", &api.Conditions{When: times(t, "Tue 19:00-21:00")})
		if err != nil {
			t.Fatal(err)
		}
		hours := after(t, &saw, func(r api.Rule) (api.Rule, error) {
			return r.WithConditions(&api.Conditions{When: times(t, "at all times")})
		})
		for _, change := range []func(*api.Draft) error{
			func(d *api.Draft) error { _, err := d.AddRule(&made); return err },
			func(d *api.Draft) error { return d.RemoveRule(customOf(t, &base).ID) },
			func(d *api.Draft) error { return d.SetRule(&hours) },
		} {
			d := base.Draft()
			if err := change(d); err != nil {
				t.Fatal(err)
			}
			preview, before := c.Preview(d).Whole, len(writes(s))
			done, _ := c.Write(t.Context(), &base, d.Edits())
			sent := writes(s)[before:]
			method, path, _ := strings.Cut(sent[0], " ")
			if len(sent) != 1 || errorOf(done) != nil || !strings.HasPrefix(preview, method+" ") || !strings.Contains(preview+" ", "/"+path+" ") {
				t.Errorf("%q, and %q was sent: %v", preview, sent, errorOf(done))
			}
		}
	})
}

// customOf is the custom rule of a snapshot.
func customOf(t *testing.T, s *api.Snapshot) api.Rule {
	t.Helper()
	for _, r := range s.Rules {
		if r.Kind == api.Custom {
			return r
		}
	}
	t.Fatal("there is no custom rule")
	return api.Rule{}
}
