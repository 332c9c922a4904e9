package ui

import (
	"strings"

	"rcfwd/api"
)

// Ringing times, in words and drawn to scale.

// lengthWords is a ringing time in the stored unit, and in the other one.
func lengthWords(r *api.Rule, length int) string {
	rings, seconds := api.Plural(r.Rings(length), "ring"), itoa(r.Seconds(length))+" s"
	if r.Unit == api.InSeconds {
		return seconds + " (" + rings + ")"
	}
	return rings + " (" + seconds + ")"
}

func (s *ringScreen) targetNames(targets []api.Target) string {
	names := make([]string, 0, len(targets))
	for _, t := range targets {
		name := new(s.rule()).Label(&t)
		if !strings.Contains(name, t.Phone) {
			name += " " + t.Phone
		}
		names = append(names, name)
	}
	return strings.Join(names, " + ")
}

// lengthWidth is the width of a ringing time in words.
const lengthWidth = 17

// timeScale draws when the steps of a rule ring, from the moment that a call comes in to
// the moment that no one has answered. The zero value draws nothing.
type timeScale struct {
	spans map[int]api.Span // by step
	end   int              // seconds
	room  int              // cells
}

// barsWidth is the most that bars take of a line.
const barsWidth = 48

// newTimeScale returns the scale of a rule for lines of w cells, of which the names
// beside the bars take some. Where the lines are narrow, or no time is known, it draws
// nothing.
func newTimeScale(r *api.Rule, w, names int) timeScale {
	if w < narrowPane {
		return timeScale{}
	}
	t := timeScale{spans: map[int]api.Span{}, room: clamp(w-markWidth-3-lengthWidth-names-1, 8, barsWidth)}
	for _, s := range r.Timeline() {
		t.spans[s.Step] = s
		t.end = max(t.end, s.From, s.To)
	}
	if t.end == 0 {
		return timeScale{}
	}
	return t
}

// times is when a step rings; empty when it does not.
func (t timeScale) times(step int) string {
	s, rings := t.spans[step]
	if !rings || t.room == 0 {
		return ""
	}
	return itoa(s.From) + rangeDash + itoa(s.To) + " s"
}

// cell is the place of a second.
func (t timeScale) cell(second int) int { return second * t.room / t.end }

// bar is the part of a line in which a step rings, with the blank after it.
func (t timeScale) bar(step int) string {
	if t.room == 0 {
		return ""
	}
	s, rings := t.spans[step]
	if !rings {
		return spaces(t.room + 1)
	}
	from := t.cell(s.From)
	return pad(spaces(from)+strings.Repeat(barOn, max(t.cell(s.To)-from, 1)), t.room+1)
}

// ruler is the line with the seconds above the bars.
func (t timeScale) ruler(st *styles) []string {
	if t.room == 0 {
		return nil
	}
	const least = 7 // cells from one to the next
	every := 5
	for _, e := range []int{5, 10, 15, 20, 30, 60, 120, 300, 600} {
		if every = e; t.cell(every) >= least {
			break
		}
	}
	line := ""
	for at := 0; at < t.end; at += every {
		if text := itoa(at); t.cell(at)+len(text) <= t.room {
			line = pad(line, t.cell(at)) + text
		}
	}
	return []string{st.muted.Render(spaces(markWidth+3+lengthWidth) + pad(line, t.room+1) + "seconds")}
}

// endLine says what happens when no one has answered, and when.
func (t timeScale) endLine(r *api.Rule) string {
	end, known := t.spans[api.EndSpan]
	if t.room == 0 || !known || r.Mode == api.NoRinging {
		return spaces(markWidth+2) + "then: " + fallbackWords(r)
	}
	at := pad(spaces(max(t.cell(end.From)-1, 0))+nowMark, t.room+1)
	return spaces(markWidth+3) + pad("at "+itoa(end.From)+" s", lengthWidth) + at + "then: " + fallbackWords(r)
}
