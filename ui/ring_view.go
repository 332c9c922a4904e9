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
			top = []string{s.listLine(&s.rules[max(s.pos(), 0)], s.nameWidth(s.w), s.w)}
		}
		return block(append(top, right...), s.h)
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
		return s.w, s.h - s.listHeight()
	}
	return s.w - s.listWidth() - 3, s.h
}

// The rules are beside their steps only where both have room: a rule for its times, and
// the steps for where calls go.
const (
	ringBesideWidth = rulesWidth + 3 + 77
	rulesWidth      = 52
)

// listWidth is the width of the rules beside the steps.
func (s *ringScreen) listWidth() int {
	return min(max(s.w/3, s.w-ringBesideWidth+rulesWidth), rulesWidth)
}

// listHeight is how many lines the list has above the rule. While the steps
// have the focus and the rule does not fit, the list has one, the selected
// rule.
func (s *ringScreen) listHeight() int {
	whole := min(len(s.rules)+1, max(s.h/2, 4))
	if s.inSteps && len(s.rules) > 0 && whole+len(s.page(s.w).lines) > s.h {
		return 1
	}
	return whole
}

// visibleRules is how many rules are shown below the heads.
func (s *ringScreen) visibleRules() int {
	if s.layout == below {
		return max(s.listHeight()-1, 1)
	}
	return max(s.h-1, 1)
}

// listLines are the rules in h lines, each with its state and when it applies.
func (s *ringScreen) listLines(w, h int) []string {
	name := s.nameWidth(w)
	var rows []string
	for _, r := range s.rules {
		rows = append(rows, s.listLine(&r, name, w))
	}
	lines := []string{s.st.heading.Render(pad("   "+pad("Rule", name)+"State   When", w))}
	return append(lines, window(rows, max(s.pos(), 0), h-1)...)
}

func (s *ringScreen) status() (filter string, counts []string) {
	if s.state.title != "" {
		return "", nil
	}
	count := api.Plural(len(s.rules), "rule")
	if s.reading {
		return "", []string{count + ", reading"}
	}
	return "", []string{count + " " + between + " " + s.facts.handlingWords(), count}
}

func (s *ringScreen) nameWidth(w int) int {
	name := len("Rule")
	for _, r := range s.rules {
		name = max(name, width(r.Name))
	}
	return min(name+2, 24, max(w-markWidth-8, 8))
}

func (s *ringScreen) listLine(r *api.Rule, name, w int) string {
	mark := ""
	if _, changed := s.drafts[r.ID]; changed {
		mark = "*"
	}
	if s.busy[r.ID] {
		mark = "~"
	}
	state := "on"
	switch {
	case s.facts.isNow(r):
		state = "on now"
	case s.gone[r.ID]:
		state = "gone"
	case !r.Enabled:
		state = "off"
	}
	style := s.st.on
	if !r.Enabled {
		style = s.st.off
	}
	return s.st.row(mark, cell(r.Name, name)+cell(state, 8)+r.When, style, w, selectedIf(r.ID == s.selectedID, !s.inSteps))
}

// rulePage is everything that is shown of the selected rule.
type rulePage struct {
	lines   []string
	focus   int         // line that must be visible: the selected step
	steps   map[int]int // the step of each line that has one, or api.AppsSpan
	changed int         // how many lines there are up to the end of the changes; 0 without changes
}

// window is the part that is shown: from a line, or around the selected step
// when from is 0.
func (p rulePage) window(from, h int) []string {
	return window(p.lines, p.top(from, h)+max(h-1, 0), h)
}

// top is the first line that is shown.
func (p rulePage) top(from, h int) int {
	if from == 0 {
		return scrollTo(0, p.focus, h, len(p.lines))
	}
	return min(from, max(len(p.lines)-h, 0))
}

// page is the selected rule: its steps with their bars, and its changes.
func (s *ringScreen) page(w int) rulePage {
	r := s.rule()
	if r.ID == "" {
		return rulePage{}
	}
	scale := newTimeScale(&r, w, s.longestNames(&r, w))
	p := rulePage{lines: s.ruleHead(&r, w), steps: map[int]int{}}
	p.lines = append(p.lines, scale.ruler(s.st)...)
	p.focus = len(p.lines)
	if apps := s.appsLines(&r, scale, w); len(apps) > 0 {
		p.steps[len(p.lines)] = api.AppsSpan
		p.lines = append(p.lines, apps...)
	}
	for i, step := range r.Steps {
		if i == s.step {
			p.focus = len(p.lines)
		}
		p.steps[len(p.lines)] = i
		p.lines = append(p.lines, s.stepLine(&r, step, i, scale, w))
	}
	if r.Mode != "" {
		p.lines = append(p.lines, truncate(scale.endLine(&r), w))
	}
	if changes := s.changes(w); len(changes) > 0 {
		p.lines = append(append(p.lines, ""), changes...)
		p.changed = len(p.lines)
	}
	return p
}

// ruleHead is the name of a rule, whether it is in force, and when it applies, above
// its steps.
func (s *ringScreen) ruleHead(r *api.Rule, w int) []string {
	name := r.Name
	if r.Mode != "" {
		name += ": " + modeWords(r)
	}
	lines := []string{s.st.titledRule([]string{s.st.pane(name, s.inSteps, max(w-3, 0))}, s.ruleStates(r), w)}
	lines = append(lines, s.st.muted.wrap(r.Fixed, w)...)
	if r.When != "" {
		lines = append(lines, s.st.muted.Render(truncate("     when: "+r.When, w)))
	}
	if r.Mode == api.NoRinging && len(r.Steps)+len(r.Apps.Targets) > 0 {
		lines = append(lines, s.st.muted.Render(truncate("     not in use now:", w)))
	}
	return lines
}

// ruleStates are what the rule above the steps says at its right.
func (s *ringScreen) ruleStates(r *api.Rule) []string {
	now, edits := "", ""
	if s.facts.isNow(r) {
		now = inForce
	}
	if draft, changed := s.drafts[r.ID]; changed {
		edits = api.Plural(len(draft.mine), "unsent edit")
	}
	if now != "" && edits != "" {
		return []string{now + " " + between + " " + edits, edits}
	}
	return []string{now + edits}
}

// changesHidden reports whether some change of the draft is not visible.
func (s *ringScreen) changesHidden() bool {
	w, h := s.pane()
	p := s.page(w)
	return p.changed > scrollTo(0, p.focus, h, len(p.lines))+h
}

func modeWords(r *api.Rule) string {
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

func fallbackWords(r *api.Rule) string {
	switch {
	case r.Mode == api.NoRinging:
		return r.Destination.Words()
	case r.NoAnswer.Kind != "":
		return r.NoAnswer.Words()
	case r.Kind == api.Agent:
		return "back to the queue"
	}
	return "the call ends"
}

// appsLines are the row of the own apps that ring beside the steps.
func (s *ringScreen) appsLines(r *api.Rule, scale timeScale, w int) []string {
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
	if scale.room > 0 {
		when = "" // the bar shows it
	}
	return []string{s.row(ringRow{step: api.AppsSpan, place: "+", length: length, who: a.Targets, when: when, on: a.On}, scale, w)}
}

func (s *ringScreen) stepLine(r *api.Rule, step api.Step, i int, scale timeScale, w int) string {
	place := itoa(i + 1)
	if r.Mode == api.AtOnce {
		place = "-"
	}
	return s.row(ringRow{step: i, place: place, length: lengthWords(r, step.Length), who: step.Targets, on: step.On}, scale, w)
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
func (s *ringScreen) row(r ringRow, scale timeScale, w int) string {
	at := selectedIf(r.step == s.step && s.inSteps, true)
	text := cell(r.place, 3) + cell(r.length, lengthWidth) + scale.bar(r.step) + s.names(r.who, w) + r.when
	if times := scale.times(r.step); times != "" && w >= phonesWidth {
		text += "  " + times
	}
	switch {
	case !r.on:
		return s.st.row("", truncate(text, w-markWidth-len(offWords))+offWords, s.st.off, w, at)
	case s.rule().Mode == api.NoRinging:
		return s.st.row("", text, s.st.off, w, at)
	}
	return s.st.row("", text, s.st.on, w, at)
}

// narrowPane is the width below which nothing is drawn to scale, phonesWidth that below
// which numbers are shown by name only.
const (
	narrowPane  = 60
	phonesWidth = 100
)

// offWords mark a step that is switched off. They are visible however long its names are.
const offWords = " (off)"

// names name who rings in a row, with the numbers where there is room.
func (s *ringScreen) names(who []api.Target, w int) string {
	if w < phonesWidth {
		return s.shortNames(who)
	}
	return s.targetNames(who)
}

// longestNames is the width of the longest names beside the bars, with the times behind
// them.
func (s *ringScreen) longestNames(r *api.Rule, w int) int {
	longest := max(width("then: "+fallbackWords(r)), width(s.names(r.Apps.Targets, w)))
	for _, step := range r.Steps {
		longest = max(longest, width(s.names(step.Targets, w)+offWords))
	}
	if w >= phonesWidth {
		longest += width("  100" + rangeDash + "100 s")
	}
	return longest
}

func (s *ringScreen) shortNames(targets []api.Target) string {
	var names []string
	for _, t := range targets {
		names = append(names, new(s.rule()).Label(&t))
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
	lines := []string{s.st.title.Render(truncate("Unsent edits:", w))}
	for _, d := range draft.mine {
		lines = append(lines, s.st.difference(d, w)...)
	}
	for i, d := range draft.theirs {
		if i == 0 {
			lines = append(lines, s.st.doubt.Render(truncate("Another user changed this rule; saving asks first:", w)))
		}
		lines = append(lines, s.st.difference(d, w)...)
	}
	return lines
}

// difference is a difference of a rule with a sign before it that says of which kind it
// is.
func (s *styles) difference(d api.Difference, w int) []string {
	sign := s.changed.Render("*")
	switch d.Kind {
	case api.Added:
		sign = s.added.Render("+")
	case api.TakenOut:
		sign = s.removed.Render("-")
	}
	lines := indent(wrap(d.Words, w-2), 2)
	if len(lines) > 0 {
		lines[0] = sign + " " + strings.TrimPrefix(lines[0], "  ")
	}
	return lines
}
