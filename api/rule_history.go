package api

import (
	"rcfwd/api/jsonobj"
)

// WithRightsOf returns r with what is known about the rights of other, which a rule from
// a Record lacks.
func (r *Rule) WithRightsOf(other *Rule) Rule { return r.withFlags(other.flags) }

// SameRule reports whether two versions of a rule ask the same of the service, including
// what this version does not understand. It ignores schedules and, on V2, whether they
// are switched on. It is not inlined: its copies would make the program larger.
//
//go:noinline
func SameRule(a, b Rule) bool { return sameStored(&a, &b) }

// WithNumbers returns a rule of V1 with its numbers as they are now: now returns the
// number for an id that the rule has, with at least its ID. Rules of V1 name numbers by
// their ids, and a number that was removed and added again has another one. Labels and
// the like are repeated in a rule but do not belong to it. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (r *Rule) WithNumbers(now func(id string) Number) Rule {
	return r.withTargets(func(t Target) Target {
		n := now(t.ID)
		w, _ := jsonobj.Read(n.raw)
		return t.as(n.ID, w)
	})
}

// WithNumbersOf is WithNumbers with the numbers that another version of the rule has.
func (r *Rule) WithNumbersOf(other *Rule) Rule {
	return r.withTargets(func(t Target) Target {
		i := other.find(&t)
		if i < 0 {
			return t
		}
		w, _ := jsonobj.Read(other.Steps[i].Targets[other.Steps[i].at(&t)].raw)
		return t.as(t.ID, w)
	})
}

// WithLabelsOf returns r with its numbers called as another version of the rule calls
// them. No edit of a rule changes what a number is called: it follows the number, on V2 by
// a change of the rule.
func (r *Rule) WithLabelsOf(other *Rule) Rule {
	if r.CallHandling != V2 {
		return r.WithNumbersOf(other)
	}
	return r.withNumberTargets(func(t Target) Target {
		i := other.find(&t)
		if i < 0 {
			return t
		}
		return t.called(&other.Steps[i].Targets[other.Steps[i].at(&t)])
	})
}

// called returns a number of a rule of V2 with the name that another target has.
func (t *Target) called(other *Target) Target {
	if t.Name == other.Name {
		return *t
	}
	named, _ := jsonobj.Read(other.raw)
	w, _ := jsonobj.Read(t.ringTarget())
	return readRingTarget(w.With("name", orNull(named.Get("name"))).Raw())
}

// withTargets returns a rule of V1 with the numbers that it knows by their ids edited.
func (r *Rule) withTargets(edit func(Target) Target) Rule {
	if r.CallHandling == V2 {
		return *r
	}
	return r.withNumberTargets(func(t Target) Target {
		if t.ID == "" {
			return t
		}
		return edit(t)
	})
}

// withNumberTargets is not inlined: its copies would make the program larger.
//
//go:noinline
func (was *Rule) withNumberTargets(edit func(Target) Target) Rule {
	r := *was
	steps := make([]Step, 0, len(r.Steps))
	for _, s := range r.Steps {
		targets := make([]Target, 0, len(s.Targets))
		for _, t := range s.Targets {
			if t.Kind == NumberTarget {
				t = edit(t)
			}
			targets = append(targets, t)
		}
		s.Targets = targets
		steps = append(steps, s)
	}
	r.Steps = steps
	return r
}

// as returns a number of a rule of V1 with another id, and with the other fields of number.
func (t *Target) as(id string, number jsonobj.Object) Target {
	w, ok := jsonobj.Read(t.forwardingEntry())
	if !ok {
		return *t
	}
	w = w.With("id", id)
	for _, name := range []string{"uri", "phoneNumber", "label", "type"} {
		if value := number.Get(name); value != nil {
			w = w.With(name, value)
		}
	}
	if string(w.Raw()) == string(t.raw) {
		return *t
	}
	return readForwardingEntry(w.Raw())
}

// Same reports whether two targets are the same one, whatever they are called.
func (t Target) Same(other Target) bool { return t.key() == other.key() }
