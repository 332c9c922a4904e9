package journal

import (
	"slices"

	"rcfwd/api"
)

// simulate is the list as it should be after steps, for planning what follows
// them. A number that comes back has no id of the service yet.
func (s *undoState) simulate(now []api.Number, steps []Step) []api.Number {
	now = slices.Clone(now)
	for _, step := range steps {
		switch w := step.Write.(type) {
		case Create:
			r := recordOfRequest(w.Number)
			if r.Type != api.Other {
				r.Label = string(r.Type)
			}
			now = append(now, s.comesBack(r, step.Entry, w.link.of[0]))
		case Update:
			now = s.assumed(now, w)
		case addToRule:
			if _, there := find(now, w.number.ID); !there && isRuleOnly(w.number.ID) {
				now = append(now, w.number.number())
				s.latest[w.number.ID] = w.number
			}
		case addToFlipList:
			old := s.currentIDOf(s.changes[step.Entry], w.link.of[0])
			now = slices.DeleteFunc(now, func(n api.Number) bool { return n.ID == old })
			now = append(now, s.comesBack(w.number, step.Entry, w.link.of[0]))
		case Remove:
			for _, n := range w.Seen {
				delete(s.latest, n.ID)
				now = slices.DeleteFunc(now, func(x api.Number) bool { return x.ID == n.ID && len(w.From) == 0 })
			}
		case Swap:
			now = s.assumed(now, Update{Seen: w.A, Want: api.Change{Flip: &w.B.Flip}})
			now = s.assumed(now, Update{Seen: w.B, Want: api.Change{Flip: &w.A.Flip}})
		}
	}
	return now
}

func (s *undoState) assumed(now []api.Number, u Update) []api.Number {
	for i := range now {
		if now[i].ID == u.Seen.ID {
			now[i] = u.Want.Of(now[i])
			s.latest[now[i].ID] = recordOf(now[i])
		}
	}
	return now
}

// comesBack is r as the number that takes the place of one of an entry.
func (s *undoState) comesBack(r Record, entry, of string) api.Number {
	r.ID = "back:" + of
	s.rename(s.currentIDOf(s.changes[entry], of), r.ID)
	s.latest[r.ID] = r
	return r.number()
}
