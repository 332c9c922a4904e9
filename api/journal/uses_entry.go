package journal

import (
	"slices"

	"rcfwd/api"
)

// The numbers of an entry of a new account, before and after it.

// place notes where a new number should be, and where it was before, if it was
// there: to add one that is there in part is to finish that.
func (e *Entry) place(n api.NewNumber, now []api.Number) {
	moved := n.CallHandling == api.V2 || len(now) > 0 && now[0].CallHandling == api.V2
	if !moved || len(e.Want) != 1 {
		return
	}
	want := &e.Want[0]
	want.CallHandling, want.Features, want.Rings = api.V2, []api.Feature{api.CallFlip}, []PlaceRecord{}
	if was, there := withPhone(now, n.Phone); there {
		e.Before = []Record{recordOf(was)}
		want.Rings = append(want.Rings, e.Before[0].Rings...)
	}
	for _, id := range n.Rules {
		if p, there := want.place(id); there && !p.Off {
			continue
		}
		want.Rings = slices.DeleteFunc(want.Rings, func(p PlaceRecord) bool { return p.ID == id })
		want.Rings = append(want.Rings, PlaceRecord{ID: id, Name: nameOfRule(id, now), As: want.Label})
	}
	if len(want.Rings) > 0 {
		want.Features = append(want.Features, api.CallForwarding)
	}
}

// nameOfRule is the name of a rule as far as numbers tell.
func nameOfRule(id string, now []api.Number) string {
	for _, n := range now {
		for _, r := range n.Rings {
			if r.ID == id {
				return r.Name
			}
		}
	}
	return id
}

// isV2 reports whether e changes numbers of a new account, as the journal has them.
// Entries of versions that did not keep places are looked up like those of legacy ones.
func (e Entry) isV2() bool {
	return slices.ContainsFunc(slices.Concat(e.Before, e.Want), Record.isV2)
}

// before is what a number of e was before.
func (e Entry) before(r Record) (Record, bool) {
	if b, ok := byID(e.Before, r.ID); ok {
		return b, true
	}
	return byID(e.Before, r.Was)
}

// paired notes of the numbers after a change which of those before they were, where
// they have another id now.
func (e Entry) paired(after []Record) []Record {
	after = slices.Clone(after)
	for _, b := range e.Before {
		if !b.isV2() || slices.ContainsFunc(after, func(a Record) bool { return a.ID == b.ID }) {
			continue
		}
		want, _ := byID(e.Want, b.ID)
		i := slices.IndexFunc(after, func(a Record) bool {
			return a.isV2() && a.Phone != "" && (a.Phone == b.Phone || a.Phone == want.Phone)
		})
		if i >= 0 {
			after[i].Was = b.ID
		}
	}
	return after
}

// unnamed reports whether the new id of a number must be read, because e adds it to the
// flip list.
func (e Entry) unnamed() bool {
	return slices.ContainsFunc(e.Want, func(r Record) bool { return isRuleOnly(r.ID) && r.has(api.CallFlip) })
}

// withoutOld is the list without the numbers that e, which is done, made into others:
// they have another id now, or rules rang what an earlier attempt had left of them.
func (e Entry) withoutOld(now []api.Number) []api.Number {
	return slices.DeleteFunc(slices.Clone(now), func(n api.Number) bool {
		renamed := slices.ContainsFunc(e.After, func(a Record) bool { return a.Was == n.ID })
		rest := isRuleOnly(n.ID) && slices.ContainsFunc(e.Before, func(b Record) bool { return b.ID == "" && b.Phone == n.Phone })
		same := isRuleOnly(n.ID) && slices.ContainsFunc(e.After, func(a Record) bool { return a.ID != n.ID && a.Phone == n.Phone })
		return n.CallHandling == api.V2 && (renamed || rest || same)
	})
}
