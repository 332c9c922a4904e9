package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// What a wide screen shows below the list of numbers: what rings now, and the last
// changes.

// belowList draws both in h lines of w cells, as far as there is room.
func (s *numbersScreen) belowList(w, h int) []string {
	lines := s.ringsNow(w)
	if len(lines) > h {
		return nil
	}
	if last := s.lastChanges(w); len(last) > 0 && len(lines)+len(last) <= h {
		lines = append(lines, last...)
	}
	return lines
}

// ringsNow draws the steps of the rule in force. The selected number is marked.
func (s *numbersScreen) ringsNow(w int) []string {
	r, ok := s.facts.now()
	if !ok {
		return nil
	}
	name := "Rings now: " + r.Name
	if r.Mode != "" {
		name += ", " + modeWords(&r)
	}
	lines := []string{"", s.st.paneRule(name, false, w)}
	selected, _ := s.list.selected()
	names := width("then: " + fallbackWords(&r))
	for _, span := range r.Timeline() {
		names = max(names, width(strings.Join(span.Who, " + ")))
	}
	scale := newTimeScale(&r, w, names)
	lines = append(lines, scale.ruler(s.st)...)
	var rung []int
	for _, u := range api.UsesOf([]api.Rule{r}, &selected) {
		rung = append(rung, u.Step)
	}
	for _, span := range r.Timeline() {
		if span.Step == api.EndSpan {
			continue
		}
		mark := " "
		if slices.Contains(rung, span.Step) {
			mark = ">"
		}
		lines = append(lines, truncate(" "+mark+pad("", markWidth+1)+pad(scale.times(span.Step), lengthWidth)+scale.bar(span.Step)+strings.Join(span.Who, " + "), w))
	}
	return append(lines, truncate(scale.endLine(&r), w))
}

// maxLastChanges is how many of the last changes are shown.
const maxLastChanges = 3

// lastChanges are the newest changes, and which of them the undo key would undo.
func (s *numbersScreen) lastChanges(w int) []string {
	if s.facts.history == nil || len(s.facts.history.Entries) == 0 {
		return nil
	}
	entries := s.facts.history.Entries
	undoes, can := s.facts.history.Last()
	lines := []string{"", s.st.paneRule("Last changes", false, w)}
	for _, e := range slices.Backward(entries[max(len(entries)-maxLastChanges, 0):]) {
		lines = append(lines, s.changeLine(&e, can && e.ID == undoes.ID && !addsDevice(&e), w))
	}
	return lines
}

// addsDevice reports whether a change added a device line, which cannot be undone here
// (FPN-107).
func addsDevice(e *journal.Entry) bool {
	return e.Op == journal.OpCreate && slices.ContainsFunc(e.Want, func(r journal.Record) bool { return r.Type == api.PhoneLine })
}

// describeLast describes the last changes, by their ids.
func describeLast(h *journal.History) map[string]string {
	words := map[string]string{}
	if h != nil {
		for _, e := range h.Entries[max(len(h.Entries)-maxLastChanges, 0):] {
			words[e.ID] = Describe(&e)
		}
	}
	return words
}

func (s *numbersScreen) changeLine(e *journal.Entry, undone bool, w int) string {
	text := "   " + pad(s.facts.clockTime(e.Time), len("15:04 UTC")+1) + s.facts.lastChanges[e.ID]
	if e.Outcome != journal.Done || e.Undone {
		text += " (" + outcomeWords(e) + ")"
	}
	if undone {
		text += "  " + s.keys.Screen.Undo.Help().Key + " undoes this"
	}
	return truncate(text, w)
}
