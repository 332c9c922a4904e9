package audit

import (
	"maps"
	"slices"
	"strings"

	"rcfwd/api/risk"
	"rcfwd/api/settings"
)

// loops finds the extensions whose calls come back to them.
func (a *account) loops(o Options) (found []Finding) {
	if !o.wants(settings.RiskLoop) {
		return nil
	}
	w := walk{account: a, state: map[string]walkState{}, seen: map[string]bool{}}
	for _, id := range slices.Sorted(maps.Keys(a.people)) {
		w.visit(id)
	}
	for _, ids := range w.loops {
		found = append(found, a.loop(ids, o))
	}
	return found
}

// loop is the finding about a loop.
func (a *account) loop(ids []string, o Options) Finding {
	f := Finding{ID: string(settings.RiskLoop) + ":" + strings.Join(ids, "-"), ExtensionID: ids[0]}
	var facts risk.Facts
	for _, id := range ids {
		p := a.people[id]
		f.From, facts.Loop = append(f.From, p.From), append(facts.Loop, p.Name)
		if f.ReadAt.IsZero() || p.readAt.Before(f.ReadAt) {
			f.ReadAt = p.readAt
		}
	}
	facts.ReadAt = f.ReadAt
	facts.Loop = append(facts.Loop, facts.Loop[0])
	for _, r := range risk.OfFacts(o.Policy, facts) {
		f.Finding = r
	}
	return f
}

// walkState is how far a walk is with an extension.
type walkState int

const (
	unvisited walkState = iota
	onPath
	done
)

// walk follows calls from extension to extension.
type walk struct {
	*account
	state map[string]walkState
	path  []string
	loops [][]string // ids, the smallest first
	seen  map[string]bool
}

func (w *walk) visit(id string) {
	p := w.people[id]
	if p == nil || w.state[id] == done {
		return
	}
	if w.state[id] == onPath {
		w.add(w.path[slices.Index(w.path, id):])
		return
	}
	w.state[id] = onPath
	w.path = append(w.path, id)
	for _, key := range p.sends {
		if next := w.ownerOf(key); next != "" {
			w.visit(next)
		}
	}
	w.path = w.path[:len(w.path)-1]
	w.state[id] = done
}

// add notes a loop, once.
func (w *walk) add(ids []string) {
	least := slices.Index(ids, slices.Min(ids))
	loop := slices.Concat(ids[least:], ids[:least])
	if key := strings.Join(loop, "-"); !w.seen[key] {
		w.seen[key] = true
		w.loops = append(w.loops, loop)
	}
}
