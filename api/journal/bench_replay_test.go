package journal

import (
	"slices"
)

func dropped(all []Record, ids ...string) []Record {
	return slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return slices.Contains(ids, r.ID) })
}

func edited(id string, edit func(*Record)) func([]Record) []Record {
	return func(all []Record) []Record {
		all = slices.Clone(all)
		for i := range all {
			if all[i].ID == id {
				edit(&all[i])
			}
		}
		return all
	}
}

// replayed returns the numbers at the start with every change in the journals and every
// edit of the third party.
func (b *benchRun) replayed() []Record {
	now := b.first
	if b.kind.concurrent {
		for _, e := range b.people[0].history().Entries {
			now = e.replay(now)
		}
		return now
	}
	histories := map[*person]*History{}
	for _, p := range b.people {
		histories[p] = p.history()
	}
	for _, h := range b.events {
		if h.edit != nil {
			now = h.edit(now)
			continue
		}
		e, ok := histories[h.of].Entry(h.id)
		if !ok {
			b.t.Errorf("the journal lost %s", h.id)
		}
		now = e.replay(now)
	}
	return now
}

func (e Entry) replay(now []Record) []Record {
	if !e.Effective() {
		return now
	}
	var gone []string
	for _, r := range slices.Concat(e.Before, e.After) {
		gone = append(gone, r.ID)
	}
	return append(dropped(now, gone...), e.After...)
}

// compare compares the numbers of the service with what the journals say.
func (b *benchRun) compare(when string) {
	got, want := b.stored(), b.replayed()
	for _, r := range want {
		if g, ok := byID(got, r.ID); !ok || g.text() != r.text() {
			b.fig.lost++
			b.t.Errorf("%s: the journals have %s, the service %s", when, r.text(), g.text())
		}
	}
	seen := map[string]bool{}
	for _, g := range got {
		if _, ok := byID(want, g.ID); !ok {
			b.fig.lost++
			b.t.Errorf("%s: no journal has %s", when, g.text())
		}
		once := string(g.Type) + g.Phone + g.Label
		if seen[once] {
			b.fig.twice++
		}
		seen[once] = true
	}
}

func withoutIDs(all []Record) []string {
	var texts []string
	for _, r := range all {
		r.ID = ""
		texts = append(texts, r.text())
	}
	slices.Sort(texts)
	return texts
}

func (r Record) text() string {
	text := r.ID
	for _, f := range fields {
		text += "|" + r.Value(f)
	}
	return text
}
