package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
)

// SameConditions reports whether two versions of a rule apply at the same times and to the
// same calls and, of a custom rule, have the same name. Where one of them does not say when
// it applies, as for work hours of V1 that were not read, they count as the same. SameRule
// compares the rest. It is not inlined: its copies would make the program larger.
//
//go:noinline
func SameConditions(a, b *Rule) bool { return sameConditions(a, b) }

func sameConditions(a, b *Rule) bool {
	x, y := a.ownConditions(), b.ownConditions()
	if len(x) == 0 || len(y) == 0 || jsonobj.Same(x.Raw(), y.Raw()) {
		return true
	}
	c, whole := a.Conditions() // a week of equal days may be answered as one, for example
	d, alsoWhole := b.Conditions()
	return whole && alsoWhole && a.Name == b.Name && c.same(&d)
}

// ownConditions are the members that say when the rule applies, without those that are
// empty; none where the rule does not say it, or another document does.
func (r *Rule) ownConditions() jsonobj.Object {
	w, _ := jsonobj.Read(r.raw)
	switch {
	case r.custom():
		return jsonobj.New("displayName", orNull(w.Get("displayName")), "conditions", sentConditions(w))
	case r.Kind == Custom:
		return slices.DeleteFunc(slices.Clone(w), func(m jsonobj.Member) bool {
			return !slices.Contains(customMembers, m.Name) || isEmpty(m.Value)
		})
	case r.hours != nil:
		hours, _ := jsonobj.Read(r.hours)
		return jsonobj.New("schedule", hours.Object("schedule"))
	case r.CallHandling == V2 && (r.Kind == WorkHours || r.Kind == ForwardAll) && w.Object("state").Has("conditions"):
		return jsonobj.New("conditions", sentConditions(w.Object("state")))
	}
	return nil
}

func isEmpty(value json.RawMessage) bool {
	return slices.ContainsFunc([]string{"null", "{}", "[]"}, func(empty string) bool { return jsonobj.Same(value, json.RawMessage(empty)) })
}

// customMembers are the members of a custom rule of V1 that say when it applies, and its
// name.
var customMembers = []string{"name", "schedule", "callers", "calledNumbers"}

// WithConditionsOf returns r with the times, the callers and the name of another version of
// the rule, as far as that says them.
func (was *Rule) WithConditionsOf(other *Rule) Rule {
	r := *was
	w, _ := jsonobj.Read(r.raw)
	o, _ := jsonobj.Read(other.raw)
	switch {
	case len(other.ownConditions()) == 0 || r.Kind != other.Kind || r.CallHandling != other.CallHandling:
		return r
	case other.hours != nil:
		return r.withHours(other.hours)
	case r.custom():
		w = w.With("displayName", orNull(o.Get("displayName"))).With("conditions", orNull(o.Get("conditions")))
	case r.Kind == Custom:
		w = w.Without(customMembers...)
		for _, name := range customMembers {
			if value := o.Get(name); value != nil {
				w = w.With(name, value)
			}
		}
	default:
		state := w.Object("state").With("conditions", orNull(o.Object("state").Get("conditions")))
		w = w.With("state", state)
	}
	r.raw, r.Name, r.When = w.Raw(), other.Name, other.When
	return r
}

// changedConditions are the members of a custom rule of V1 that make now into r. What
// should go is sent empty.
func (r *Rule) changedConditions(now *Rule) jsonobj.Object {
	body := jsonobj.Object{}
	if r.Kind != Custom || sameConditions(r, now) {
		return body
	}
	own, stored := r.ownConditions(), now.ownConditions()
	for _, name := range customMembers {
		value, had := own.Get(name), stored.Get(name)
		switch {
		case value == nil && had != nil && name == "schedule":
			body = body.With(name, jsonobj.Object{})
		case value == nil && had != nil:
			body = body.With(name, []json.RawMessage{})
		case value != nil && !jsonobj.Same(value, orNull(had)):
			body = body.With(name, value)
		}
	}
	return body
}

// storesConditions reports whether a custom rule, which a request was answered with, has
// the conditions and the name that were sent.
func (r *Rule) storesConditions(sent jsonobj.Object) bool {
	if r.Kind != Custom {
		return true
	}
	w, _ := jsonobj.Read(r.raw)
	if name := r.nameField(); sent.Get(name) != nil && w.Text(name) != sent.Text(name) {
		return false
	}
	is, _ := r.Conditions()
	for _, member := range append(slices.Clone(customMembers), "conditions") {
		if value := sent.Get(member); value != nil {
			w = w.With(member, value)
		}
	}
	asked := *r
	asked.raw = w.Raw()
	want, _ := asked.Conditions()
	return is.same(&want)
}

// same reports whether two conditions are met by the same calls.
func (c *Conditions) same(other *Conditions) bool {
	return c.When.same(&other.When) && slices.Equal(c.Callers, other.Callers) && slices.Equal(c.Called, other.Called)
}

// Rebase returns two versions of a rule, as a person saw it and as they want it, over the
// rule as it is now: of when it applies and of what it does with calls, what they did not
// change is as another user left it, and so are the labels of numbers. What they changed
// conflicts where the first version is not as the rule is now.
func Rebase(was, given, now *Rule) (Rule, Rule) {
	want := *given
	saw := *was
	saw, want = saw.WithLabelsOf(now), want.WithLabelsOf(now)
	if sameConditions(&saw, &want) {
		saw, want = saw.WithConditionsOf(now), want.WithConditionsOf(now)
	}
	if sameStored(&saw, &want) {
		saw, want = now.WithConditionsOf(&saw), now.WithConditionsOf(&want)
	}
	return saw, want
}

// SameWhole reports whether two versions of a rule are the same in what they do and in when
// they apply.
func SameWhole(a, b *Rule) bool { return sameStored(a, b) && sameConditions(a, b) }
