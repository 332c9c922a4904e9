package api

import (
	"context"
	"slices"
	"time"

	"rcfwd/api/jsonobj"
)

// RefersToWorkTimes reports whether the rule of work hours says only that it applies in
// these: WorkTimes has them then.
func RefersToWorkTimes(rules []Rule) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool {
		sets := r.Times().Sets
		return r.Kind == WorkHours && r.CallHandling == V1 && (len(sets) == 0 || sets[0].Follow != "" || sets[0].unread)
	})
}

// WorkTimes reads the work hours of the open extension. On V1 the rule of work hours may
// only refer to them.
func (c *Client) WorkTimes(ctx context.Context) (TimeSet, error) {
	hours, err := c.readHours(ctx)
	if err != nil {
		return TimeSet{}, err
	}
	w, _ := jsonobj.Read(hours)
	return workTimes(w.Object("schedule")), nil
}

// workTimes reads the schedule of business hours. One without hours is without a gap.
func workTimes(schedule jsonobj.Object) (set TimeSet) {
	set.readWeek(schedule.Object("weeklyRanges"), "from", "to")
	if len(schedule) == 0 {
		return Always()
	}
	return set
}

// InForce returns the rule that decides about a call at a time, which must be in the
// time zone of the extension, among all rules of the extension. hours are those of
// WorkTimes, the zero value when they were not read; the rules come first. A rule for
// certain callers or called numbers does not count, for it depends on the call. ok is
// false when the service did not say enough to know.
//
// Forward-all and do-not-disturb come first, then custom rules, then work hours or after
// hours (dossier section 11.2). Which of several custom rules comes first has no source,
// so with more than one there is no answer.
func InForce(rules []Rule, hours *TimeSet, at time.Time) (in Rule, ok bool) {
	c := calendar{rules, *hours}
	for _, kind := range []RuleKind{ForwardAll, DoNotDisturb} {
		if r, on, known := c.diverting(kind, at); on || !known {
			return r, known
		}
	}
	var found []Rule
	for _, r := range rules {
		if r.Kind != Custom || !r.Enabled || r.Times().Certain {
			continue
		}
		applies, known := c.applies(&r, at)
		if !known {
			return Rule{}, false
		}
		if applies {
			found = append(found, r)
		}
	}
	if len(found) > 0 {
		return found[0], len(found) == 1
	}
	return c.inHours(at)
}

// InForce is InForce for the rules of a snapshot. ok is also false where some of them
// were not read.
func (s *Snapshot) InForce(hours *TimeSet, at time.Time) (in Rule, ok bool) {
	if s.Rules == nil || s.RulesRefused != nil || len(s.UnreadRules) > 0 {
		return Rule{}, false
	}
	return InForce(s.Rules, hours, at)
}

// calendar is what is known of the times of an extension.
type calendar struct {
	rules []Rule
	hours TimeSet // work hours, where no rule says them
}

// diverting returns the rule of a kind that takes every call, and whether it is on.
func (c calendar) diverting(kind RuleKind, at time.Time) (r Rule, on, known bool) {
	i := slices.IndexFunc(c.rules, func(r Rule) bool { return r.Kind == kind && r.Enabled })
	if i < 0 {
		return Rule{}, false, true
	}
	if len(c.rules[i].Times().Sets) == 0 { // no source says that it needs a schedule
		return c.rules[i], true, true
	}
	on, known = c.applies(&c.rules[i], at)
	return c.rules[i], on, known
}

// inHours returns the rule of work hours or that of after hours.
func (c calendar) inHours(at time.Time) (Rule, bool) {
	working, known := c.inWorkHours(at)
	if !known {
		return Rule{}, false
	}
	kind := AfterHours
	if working {
		kind = WorkHours
	}
	i := slices.IndexFunc(c.rules, func(r Rule) bool { return r.Kind == kind })
	if i < 0 {
		return Rule{}, false
	}
	return c.rules[i], true
}

// inWorkHours reports whether a time is in work hours; known is false when no rule says
// which these are.
func (c calendar) inWorkHours(at time.Time) (working, known bool) {
	for _, kind := range []RuleKind{WorkHours, AfterHours} {
		i := slices.IndexFunc(c.rules, func(r Rule) bool { return r.Kind == kind })
		if i < 0 {
			continue
		}
		if sets := c.rules[i].Times().Sets; len(sets) == 1 && sets[0].Follow == "" && !sets[0].empty() {
			return sets[0].contains(at) == (kind == WorkHours), true
		}
	}
	return c.hours.contains(at), !c.hours.empty()
}

// applies reports whether the times of a rule contain a time.
func (c calendar) applies(r *Rule, at time.Time) (applies, known bool) {
	sets := r.Times().Sets
	for _, s := range sets {
		switch {
		case s.Follow != "":
			working, known := c.inWorkHours(at)
			if !known {
				return false, false
			}
			if working != (s.Follow == WorkHours) {
				return false, true
			}
		case s.empty():
			return false, false
		case !s.contains(at):
			return false, true
		}
	}
	return len(sets) > 0, len(sets) > 0
}
