package ui

import (
	"strings"

	"rcfwd/api"
)

// Ringing times, in words and drawn to scale.

// lengthWords is a ringing time in the stored unit, and in the other one.
func lengthWords(r api.Rule, length int) string {
	rings, seconds := api.Plural(r.Rings(length), "ring"), itoa(r.Seconds(length))+" s"
	if r.Unit == api.InSeconds {
		return seconds + " (" + rings + ")"
	}
	return rings + " (" + seconds + ")"
}

func (s *ringScreen) targetNames(targets []api.Target) string {
	names := make([]string, 0, len(targets))
	for _, t := range targets {
		name := s.rule().Label(t)
		if !strings.Contains(name, t.Phone) {
			name += " " + t.Phone
		}
		names = append(names, name)
	}
	return strings.Join(names, " + ")
}

// The widths of what is beside the bars of a timeline.
const (
	spanNameWidth       = 18
	narrowSpanNameWidth = 12 // where there is little room
	spanTimeWidth       = 12
)

// nameWidthOf is the width of the names beside the bars: as long as they are, up to a third
// of w cells.
func nameWidthOf(spans []api.Span, w int) int {
	if w < narrowPane {
		return narrowSpanNameWidth
	}
	named := spanNameWidth
	for _, sp := range spans {
		named = max(named, min(width(strings.Join(sp.Who, " + "))+1, w/3))
	}
	return named
}

// timeline draws to scale who rings from when to when.
func (s *ringScreen) timeline(r api.Rule, w int) []string {
	spans := r.Timeline()
	named := nameWidthOf(spans, w)
	room := w - named - spanTimeWidth
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
		name := pad(strings.Join(sp.Who, " + "), named-1) + " "
		if sp.Step == api.EndSpan {
			at := max(cell(sp.From)-1, 0)
			lines = append(lines, s.st.muted.Render(name+spaces(at)+vertical)+spaces(room-at-1)+" at "+itoa(sp.From)+" s")
			continue
		}
		bar := strings.Repeat(barOn, max(cell(sp.To)-cell(sp.From), 1))
		if sp.Step == s.step && s.inSteps {
			bar = s.st.accent.Render(bar)
		}
		line := name + spaces(cell(sp.From)) + bar
		lines = append(lines, truncate(line+spaces(named+room-width(line))+" "+itoa(sp.From)+"-"+itoa(sp.To)+" s", w))
	}
	return append(lines, "")
}
