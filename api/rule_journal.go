package api

import (
	"context"
	"strings"
)

// WithRightsOf gives the rule with what is known of other's rights, which a rule
// that was made of a record lacks.
func (r Rule) WithRightsOf(other Rule) Rule { return r.withFlags(other.flags) }

// SameRule says whether two versions of a rule ask the same of the service, down
// to what this version does not understand, whatever their schedules are and, on
// new accounts, whether or not they are switched on.
func SameRule(a, b Rule) bool { return sameStored(a, b) }

// Renamed gives the rule for numbers that came back with other ids; now has the
// id for one of before. Only legacy rules know numbers by their ids.
func (r Rule) Renamed(now func(id string) string) Rule {
	if r.Backend == NewBackend {
		return r
	}
	steps := make([]Step, 0, len(r.Steps))
	for _, s := range r.Steps {
		targets := make([]Target, 0, len(s.Targets))
		for _, t := range s.Targets {
			targets = append(targets, t.withID(now(t.ID)))
		}
		s.Targets = targets
		steps = append(steps, s)
	}
	r.Steps = steps
	return r
}

func (t Target) withID(id string) Target {
	if t.Kind != NumberTarget || t.ID == "" || id == t.ID {
		return t
	}
	if w, ok := readTree(t.raw); ok {
		w = w.with("id", id)
		if uri, found := strings.CutSuffix(w.text("uri"), "/"+t.ID); found {
			w = w.with("uri", uri+"/"+id)
		}
		t.raw = w.raw()
	}
	t.ID = id
	return t
}

// StoredRules is Rules without what the extension may do with them, so that it is
// one request.
func (c *Client) StoredRules(ctx context.Context) ([]Rule, error) {
	return either(ctx, c,
		func() ([]Rule, error) { return c.legacyRules(ctx) },
		func() ([]Rule, error) { return c.stateRules(ctx) })
}

// Same says whether two targets are the same one, whatever they are called.
func (t Target) Same(other Target) bool { return t.key() == other.key() }
