package ui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"rcfwd/api"
)

func (s *ringScreen) view() []string {
	if s.state.title != "" {
		return block(standingLines(s.state, s.st, s.w), s.h)
	}
	switch s.layout {
	case single:
		if s.inside {
			return block(s.ruleLines(s.w, s.h), s.h)
		}
		return block(s.listLines(s.w), s.h)
	case below:
		lines := append(s.listLines(s.w), s.st.muted.Render(rule(s.w)))
		return block(append(lines, s.ruleLines(s.w, s.h-len(lines))...), s.h)
	}
	w := min(s.w/3, 52)
	left, right := block(s.listLines(w), s.h), block(s.ruleLines(s.w-w-3, s.h), s.h)
	bar := s.st.muted.Render("|") + " "
	for i := range left {
		left[i] = fit(left[i], w+1) + bar + right[i]
	}
	return left
}

// listLines are the rules, each with its state and when it counts.
func (s *ringScreen) listLines(w int) []string {
	name := len("Rule")
	for _, r := range s.rules {
		name = max(name, ansi.StringWidth(r.Name))
	}
	name = min(name+2, 24, max(w-marker-8, 8))
	lines := []string{s.st.heading.Render(fit("   "+fit("Rule", name)+"State  When", w))}
	for _, r := range s.rules {
		mark := "   "
		if _, changed := s.drafts[r.ID]; changed {
			mark = " * "
		}
		if s.busy[r.ID] {
			mark = " ~ "
		}
		if r.ID == s.at {
			mark = s.st.cursor.Render(">"+mark[1:2]) + " "
		}
		state := "on"
		switch {
		case s.lost[r.ID]:
			state = "gone"
		case !r.Enabled:
			state = "off"
		}
		lines = append(lines, mark+cut(fit(r.Name, name)+fit(state, 7)+r.When, w-marker))
	}
	count := plural(len(s.rules), "rule")
	if on := s.known.handling(); on != "" {
		count += ", " + on
	}
	if s.reading {
		count += ", reading"
	}
	return append(lines, s.st.muted.Render(cut(count, w)))
}

// ruleLines are the selected rule: its steps, its time line, what is changed.
// In little room the selected step stays in sight.
func (s *ringScreen) ruleLines(w, h int) []string {
	r := s.rule()
	if r.ID == "" {
		return nil
	}
	title := s.st.title
	if s.inside {
		title = s.st.accent
	}
	lines := []string{title.Render(cut(r.Name+": "+s.modeWords(r), w))}
	if r.Fixed != "" {
		for _, l := range wrap(r.Fixed, w) {
			lines = append(lines, s.st.muted.Render(l))
		}
	}
	if r.When != "" {
		lines = append(lines, s.st.muted.Render(cut("     when: "+r.When, w)))
	}
	at := len(lines)
	lines = append(lines, s.appsLines(r, w)...)
	for i, step := range r.Steps {
		if i == s.step {
			at = len(lines)
		}
		lines = append(lines, s.stepLine(r, step, i, w))
	}
	lines = append(lines, cut("     then: "+endingWords(r), w), "")
	lines = append(lines, s.timeline(r, w)...)
	lines = append(lines, s.changes(w)...)
	return window(lines, at, h)
}

func (s *ringScreen) modeWords(r api.Rule) string {
	switch r.Mode {
	case api.InOrder:
		return "one after another"
	case api.AtOnce:
		return "all together"
	case api.Elsewhere:
		return "nothing rings; at once: " + r.Immediately.Words()
	}
	return string(r.Mode)
}

func endingWords(r api.Rule) string {
	if r.Mode == api.Elsewhere {
		return r.Immediately.Words()
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
	length, names := "to the end", targetNames(a.Targets)
	switch {
	case a.Always:
	case a.Last:
		length, names = lengthWords(r, a.HeadStart), names+", after the steps"
	default:
		length, names = lengthWords(r, a.HeadStart), names+", before the steps"
	}
	return []string{s.row(api.AppsSpan, "+", length, names, a.On, w)}
}

func (s *ringScreen) stepLine(r api.Rule, step api.Step, i, w int) string {
	if r.Mode == api.AtOnce {
		return s.row(i, "-", lengthWords(r, step.Length), targetNames(step.Targets), step.On, w)
	}
	return s.row(i, strconv.Itoa(i+1), lengthWords(r, step.Length), targetNames(step.Targets), step.On, w)
}

// row is one line of what rings: its place, how long, and who.
func (s *ringScreen) row(at int, place, length, names string, on bool, w int) string {
	mark := "   "
	if at == s.step && s.inside {
		mark = s.st.cursor.Render("> ") + " "
	}
	text := fit(place, 2) + " " + fit(length, 20) + names
	if !on {
		return mark + s.st.muted.Render(cut(text+" (off)", w-marker))
	}
	return mark + cut(text, w-marker)
}

// lengthWords is a length in the unit that is stored, and in the other.
func lengthWords(r api.Rule, length int) string {
	rings, seconds := plural(r.Rings(length), "ring"), itoa(r.Seconds(length))+" s"
	if r.Unit == api.InSeconds {
		return seconds + " (" + rings + ")"
	}
	return rings + " (" + seconds + ")"
}

func targetNames(targets []api.Target) string {
	names := make([]string, 0, len(targets))
	for _, t := range targets {
		name := t.Name
		if t.Phone != "" && t.Phone != name {
			name += " " + t.Phone
		}
		names = append(names, name)
	}
	return strings.Join(names, " + ")
}

// The widths of what stands beside the bars of a time line.
const (
	spanName = 18
	spanTime = 12
)

// timeline draws to scale who rings from when to when.
func (s *ringScreen) timeline(r api.Rule, w int) []string {
	spans := r.Timeline()
	room := w - spanName - spanTime
	if len(spans) == 0 || room < 10 {
		return nil
	}
	end := 1
	for _, sp := range spans {
		end = max(end, sp.To, sp.From)
	}
	cell := func(second int) int { return second * room / end }
	var lines []string
	for _, sp := range spans {
		name := fit(strings.Join(sp.Who, " + "), spanName-1) + " "
		if sp.Step == api.EndSpan {
			lines = append(lines, s.st.muted.Render(name+spaces(max(cell(sp.From)-1, 0))+"|")+spaces(room-max(cell(sp.From)-1, 0)-1)+" at "+itoa(sp.From)+" s")
			continue
		}
		bar := strings.Repeat("=", max(cell(sp.To)-cell(sp.From), 1))
		if sp.Step == s.step && s.inside {
			bar = s.st.accent.Render(strings.ReplaceAll(bar, "=", "#"))
		}
		line := name + spaces(cell(sp.From)) + bar
		lines = append(lines, line+spaces(spanName+room-ansi.StringWidth(line))+" "+itoa(sp.From)+"-"+itoa(sp.To)+" s")
	}
	return append(lines, "")
}

// changes are the difference of the draft, and what writing it would send.
func (s *ringScreen) changes(w int) []string {
	draft, changed := s.drafts[s.at]
	if !changed {
		return nil
	}
	stored, _ := s.stored()
	lines := []string{s.st.doubt.Render(cut("Changed, and not sent yet:", w))}
	for _, d := range api.Diff(stored, draft) {
		lines = append(lines, wrap("* "+d, w)...)
	}
	return lines
}
