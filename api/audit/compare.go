package audit

import (
	"time"

	"rcfwd/api/index"
)

// What is new takes two readings of each extension.

// compare finds the targets that no extension had before a time. An extension without a
// reading of that time, or with a part that was not read then, makes nothing new.
func (a *account) compare(x *index.Index, before time.Time, r *Result) error {
	had, read := map[string]bool{}, map[string]bool{}
	for reading, err := range x.Before(before) {
		if err != nil {
			return err
		}
		if reading.ReadAt.IsZero() {
			continue
		}
		read[reading.ID] = len(reading.NotRead) == 0
		began := since(&reading)
		if r.EarlierAt.IsZero() || began.Before(r.EarlierAt) {
			r.EarlierAt = began
		}
		for i := range reading.Uses {
			had[keyOf(&reading.Uses[i])] = true
		}
	}
	return a.markNew(x, had, read, r)
}

// since is when a reading was first as it is.
func since(r *index.Reading) time.Time {
	if r.SameSince.IsZero() {
		return r.ReadAt
	}
	return r.SameSince
}

func (a *account) markNew(x *index.Index, had, read map[string]bool, r *Result) error {
	for reading, err := range x.Newest() {
		if err != nil {
			return err
		}
		if reading.Gone || reading.ReadAt.IsZero() || !a.scope.Has(reading.Class) {
			continue
		}
		if !read[reading.ID] {
			r.NoEarlier = append(r.NoEarlier, a.people[reading.ID].From)
			continue
		}
		for i := range reading.Uses {
			if key := keyOf(&reading.Uses[i]); key != "" && !had[key] && a.allRead(key, read) {
				a.targets[key].first(since(&reading))
			}
		}
	}
	return nil
}

// allRead reports whether all extensions that use a target now were read before.
func (a *account) allRead(key string, read map[string]bool) bool {
	for _, f := range a.targets[key].from {
		if !read[f.ID] {
			return false
		}
	}
	return true
}

// first notes when a target was first used.
func (t *target) first(at time.Time) {
	if t.facts.Since.IsZero() || at.Before(t.facts.Since) {
		t.facts.Since = at
	}
}
