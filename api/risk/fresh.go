package risk

import (
	"iter"
	"slices"

	"rcfwd/api"
)

// use is a place of an extension from which calls can go to a number: the list of numbers,
// a rule, or a rule while it is switched on.
type use struct{ place, phone string }

// uses are the uses of numbers of an extension, as far as these were read. A step that is
// switched off is none.
func uses(was *api.Snapshot) iter.Seq[use] {
	s := *was
	return func(yield func(use) bool) {
		for _, n := range s.Numbers {
			if n.Phone != "" && !yield(use{"list", n.Phone}) {
				return
			}
		}
		for _, r := range s.Rules {
			for _, phone := range reaches(&s, &r) {
				if !yield(use{"rule " + r.ID, phone}) || r.Enabled && !yield(use{"enabled " + r.ID, phone}) {
					return
				}
			}
		}
	}
}

// reaches are the numbers that a rule of an extension rings or forwards calls to. A target
// may name its number by the id alone.
func reaches(s *api.Snapshot, r *api.Rule) (phones []string) {
	for _, step := range r.Steps {
		for _, t := range step.Targets {
			if !step.On || t.Kind != api.NumberTarget {
				continue
			}
			phone := t.Phone
			if n, found := s.Number(t.ID, ""); phone == "" && found {
				phone = n.Phone
			}
			if phone != "" {
				phones = append(phones, phone)
			}
		}
	}
	for _, end := range []api.Fallback{r.NoAnswer, r.Destination} {
		if end.Kind == api.ToNumber && end.Phone != "" {
			phones = append(phones, end.Phone)
		}
	}
	return phones
}

// Fresh returns the numbers that a change brings to the list or to a rule that did not have
// them, and those of a rule that it switches on, each once. before and after must hold the
// same parts of the extension.
func Fresh(before, after *api.Snapshot) (phones []string) {
	had := map[use]bool{}
	for u := range uses(before) {
		had[u] = true
	}
	for u := range uses(after) {
		if !had[u] && !slices.Contains(phones, u.phone) {
			phones = append(phones, u.phone)
		}
	}
	return phones
}
