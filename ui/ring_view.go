package ui

import (
	"strings"

	"rcfwd/api"
)

func (s *ringScreen) view() []string {
	if s.state.title != "" {
		return block(emptyStateLines(s.state, s.st, s.w), s.h)
	}
	w, h := s.pane()
	right := s.page(w).window(s.scroll, h)
	switch s.layout {
	case single:
		if s.inSteps {
			return block(right, s.h)
		}
		return block(s.listLines(s.w, s.h), s.h)
	case below:
		room := s.listHeight()
		top := s.listLines(s.w, room)
		if room == 1 {
			top = []string{s.listLine(s.rules[max(s.pos(), 0)], s.nameWidth(s.w), s.w)}
		}
		return block(append(append(top, s.st.rule(s.w)), right...), s.h)
	}
	list := s.w - w - 3
	return sideBySide(block(s.listLines(list, s.h), s.h), list, block(right, s.h), s.st)
}

// pane is the room for the selected rule.
func (s *ringScreen) pane() (w, h int) {
	switch s.layout {
	case single:
		return s.w, s.h
	case below:
		return s.w, s.h - s.listHeight() - 1
	}
	return s.w - min(s.w/3, 52) - 3, s.h
}

// listHeight is how many lines the list has above the rule. While the steps
// have the focus and the rule does not fit, the list has one, the selected
// rule.
func (s *ringScreen) listHeight() int {
	whole := min(len(s.rules)+2, max(s.h/2, 5))
	if s.inSteps && len(s.rules) > 0 && whole+1+len(s.page(s.w).lines) > s.h {
		return 1
	}
	return whole
}

// listLines are the rules in h lines, each with its state and when it applies.
func (s *ringScreen) listLines(w, h int) []string {
	name := s.nameWidth(w)
	var rows []string
	for _, r := range s.rules {
		rows = append(rows, s.listLine(r, name, w))
	}
	lines := []string{s.st.heading.Render(pad("   "+pad("Rule", name)+"State  When", w))}
	lines = append(lines, window(rows, max(s.pos(), 0), h-2)...)
	count := api.Plural(len(s.rules), "rule")
	if on := s.facts.handlingWords(); on != "" {
		count += ", " + on
	}
	if s.reading {
		count += ", reading"
	}
	return append(lines, s.st.muted.Render(truncate(count, w)))
}

func (s *ringScreen) nameWidth(w int) int {
	name := len("Rule")
	for _, r := range s.rules {
		name = max(name, width(r.Name))
	}
	return min(name+2, 24, max(w-markWidth-8, 8))
}

func (s *ringScreen) listLine(r api.Rule, name, w int) string {
	mark := ""
	if _, changed := s.drafts[r.ID]; changed {
		mark = "*"
	}
	if s.busy[r.ID] {
		mark = "~"
	}
	state := "on"
	switch {
	case s.gone[r.ID]:
		state = "gone"
	case !r.Enabled:
		state = "off"
	}
	return s.st.row(mark, cell(r.Name, name)+cell(state, 7)+r.When, s.st.text, w, selectedIf(r.ID == s.selectedID, !s.inSteps))
}

// rulePage is everything that is shown of the selected rule.
type rulePage struct {
	lines   []string
	focus   int // line that must be visible: the selected step
	changed int // how many lines there are up to the end of the changes; 0 without changes
}

// window is the part that is shown: from a line, or around the selected step
// when from is 0.
func (p rulePage) window(from, h int) []string {
	if from == 0 {
		return window(p.lines, p.focus, h)
	}
	return p.lines[min(from, max(len(p.lines)-h, 0)):]
}

// page is the selected rule: its steps, its changes, its timeline.
func (s *ringScreen) page(w int) rulePage {
	r := s.rule()
	if r.ID == "" {
		return rulePage{}
	}
	p := rulePage{lines: s.ruleHead(r, w)}
	p.focus = len(p.lines)
	p.lines = append(p.lines, s.appsLines(r, w)...)
	for i, step := range r.Steps {
		if i == s.step {
			p.focus = len(p.lines)
		}
		p.lines = append(p.lines, s.stepLine(r, step, i, w))
	}
	if r.Mode != "" {
		p.lines = append(p.lines, truncate("     then: "+fallbackWords(r), w))
	}
	if changes := s.changes(w); len(changes) > 0 {
		p.lines = append(p.lines, changes...)
		p.changed = len(p.lines)
	}
	p.lines = append(append(p.lines, ""), s.timeline(r, w)...)
	return p
}

// ruleHead is the name of a rule and when it applies, above its steps.
func (s *ringScreen) ruleHead(r api.Rule, w int) []string {
	name := r.Name
	if r.Mode != "" {
		name += ": " + modeWords(r)
	}
	lines := []string{s.st.pane(name, s.inSteps, w)}
	lines = append(lines, s.st.muted.wrap(r.Fixed, w)...)
	if r.When != "" {
		lines = append(lines, s.st.muted.Render(truncate("     when: "+r.When, w)))
	}
	if r.Mode == api.NoRinging && len(r.Steps)+len(r.Apps.Targets) > 0 {
		lines = append(lines, s.st.muted.Render(truncate("     kept for when it rings:", w)))
	}
	return lines
}

// changesHidden reports whether some change of the draft is not visible.
func (s *ringScreen) changesHidden() bool {
	w, h := s.pane()
	p := s.page(w)
	return p.changed > scrollTo(0, p.focus, h, len(p.lines))+h
}

func modeWords(r api.Rule) string {
	switch r.Mode {
	case api.InOrder:
		return "one after another"
	case api.AtOnce:
		return "all together"
	case api.NoRinging:
		return "nothing rings; at once: " + r.Destination.Words()
	}
	return string(r.Mode)
}

func fallbackWords(r api.Rule) string {
	if r.Mode == api.NoRinging {
		return r.Destination.Words()
	}
	if r.NoAnswer.Kind == "" {
		return "the call ends"
	}
	return r.NoAnswer.Words()
}

// appsLines are the row of the own apps that ring beside the steps.
func (s *ringScreen) appsLines(r api.Rule, w int) []string {
	a := r.Apps
	if len(a.Targets) == 0 {
		return nil
	}
	length, when := lengthWords(r, a.HeadStart), ", before the steps"
	switch {
	case a.Always:
		length, when = "to the end", ""
	case a.Last:
		when = ", after the steps"
	}
	return []string{s.row(ringRow{step: api.AppsSpan, place: "+", length: length, who: a.Targets, when: when, on: a.On}, w)}
}

func (s *ringScreen) stepLine(r api.Rule, step api.Step, i, w int) string {
	place := itoa(i + 1)
	if r.Mode == api.AtOnce {
		place = "-"
	}
	return s.row(ringRow{step: i, place: place, length: lengthWords(r, step.Length), who: step.Targets, on: step.On}, w)
}

// ringRow is the content of one line of the ring order.
type ringRow struct {
	step   int    // index of the step, or api.AppsSpan
	place  string // its number in the order, or a mark
	length string
	who    []api.Target
	when   string // when it rings relative to the steps; empty for a step
	on     bool
}

// row draws such a line. Where there is little room, a named number goes
// without its digits.
func (s *ringScreen) row(r ringRow, w int) string {
	at := selectedIf(r.step == s.step && s.inSteps, true)
	column, names := 20, s.targetNames(r.who)
	if w < narrowPane {
		column, names = 16, s.shortNames(r.who)
	}
	text := cell(r.place, 3) + cell(r.length, column) + names + r.when
	switch {
	case !r.on:
		const off = " (off)" // which must be visible, however long the names are
		return s.st.row("", truncate(text, w-markWidth-len(off))+off, s.st.muted, w, at)
	case s.rule().Mode == api.NoRinging:
		return s.st.row("", text, s.st.muted, w, at)
	}
	return s.st.row("", text, s.st.text, w, at)
}

// narrowPane is the width below which numbers are shown by name only.
const narrowPane = 60

func (s *ringScreen) shortNames(targets []api.Target) string {
	var names []string
	for _, t := range targets {
		names = append(names, s.rule().Label(t))
	}
	return strings.Join(names, " + ")
}

// changes are the differences of the draft, and those that another user made
// since.
func (s *ringScreen) changes(w int) []string {
	draft, changed := s.drafts[s.selectedID]
	if !changed {
		return nil
	}
	lines := []string{s.st.doubt.Render(truncate("Changed, and not sent yet:", w))}
	for _, d := range draft.lines {
		lines = append(lines, bullet(d, w)...)
	}
	for i, d := range draft.theirs {
		if i == 0 {
			lines = append(lines, s.st.doubt.Render(truncate("The rule itself was changed meanwhile; writing asks about it:", w)))
		}
		lines = append(lines, bullet(d, w)...)
	}
	return lines
}

// bullet is a wrapped text with a mark before it.
func bullet(text string, w int) []string {
	lines := indent(wrap(text, w-2), 2)
	if len(lines) > 0 {
		lines[0] = "* " + strings.TrimPrefix(lines[0], "  ")
	}
	return lines
}
