package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/calls"
)

func (s *callsScreen) view() []string {
	lines := []string{s.st.heading.Render(pad("   "+s.line(callHeads), s.w))}
	for i, c := range s.snapshot.Calls {
		lines = append(lines, s.row(&c, i == s.pos()))
	}
	if s.snapshot.More > 0 {
		lines = append(lines, s.st.muted.Render(truncate("   and "+itoa(s.snapshot.More)+" more that RingCentral does not list", s.w)))
	}
	if len(s.snapshot.Calls) == 0 {
		lines = append(lines, "")
		lines = append(lines, indent(wrap(s.emptyText(), s.w-2*markWidth), markWidth)...)
	}
	lines = append(lines, "")
	lines = append(lines, s.health()...)
	lines = append(lines, newest(s.flipSteps(), s.h-len(lines))...)
	lines = append(lines, "", s.st.title.Render(truncate("Flip digits", s.w)))
	return block(append(lines, digitLines(&s.facts, s.st, s.w)...), s.h)
}

func (s *callsScreen) status() (filter string, counts []string) {
	if !s.snapshot.Known {
		return "", nil
	}
	return "", []string{api.Plural(len(s.snapshot.Calls), "live call")}
}

// callCells are the columns of a call: its way, the other side, the state, the duration and
// the phone that it is on.
type callCells [5]string

var callHeads = callCells{"Way", "Who", "State", "For", "Where"}

func (s *callsScreen) cells(c *calls.Call) callCells {
	state := c.State.String()
	if !c.Flippable() {
		state += " -"
	}
	return callCells{c.Direction.String(), callerWords(c.Peer), state, elapsed(c.Since, s.now), s.whereWords(c)}
}

// minWho is the least room for the other side of a call.
const minWho = 9

// columns are the widths of all cells but the last, by the calls that are shown: first
// whatever is longest loses room, but the other side of a call keeps some. Where there is
// little room the last column is left out.
func (s *callsScreen) columns() [4]int {
	var longest [5]int
	for i, head := range callHeads {
		longest[i] = width(head)
		for _, c := range s.snapshot.Calls {
			longest[i] = max(longest[i], width(s.cells(&c)[i]))
		}
	}
	way, state, since := 10, 22, 12
	if !s.hasWhere() {
		way, state, since = 5, 10, 9
	}
	w := [4]int{min(longest[0], way) + 1, longest[1] + 2, min(longest[2], state) + 2, min(longest[3], since) + 1}
	room := s.w - markWidth - w[0] - w[2] - w[3]
	if s.hasWhere() {
		room -= longest[4]
	}
	w[1] = max(min(w[1], room), minWho)
	return w
}

// hasWhere reports whether there is room for the phone that a call is on.
func (s *callsScreen) hasWhere() bool { return s.w >= 64 }

// line lays out the cells of a call.
func (s *callsScreen) line(row callCells) string {
	text := ""
	for i, w := range s.columns() {
		text += cell(row[i], w)
	}
	if s.hasWhere() {
		text += row[4]
	}
	return text
}

func (s *callsScreen) row(c *calls.Call, selected bool) string {
	text := s.line(s.cells(c))
	if selected && c.WhyNot != "" && s.hasWhere() {
		text += "  " + c.WhyNot
	}
	return s.st.row("", text, s.st.text, s.w, selectedIf(selected, true))
}

// whereWords names the phone that the own party of a call is on: its device, or a number of
// the extension. Where RingCentral says neither, a call that was flipped here is on the
// phone that it was flipped to.
func (s *callsScreen) whereWords(c *calls.Call) string {
	n, listed := s.facts.snapshot.Number("", c.Phone)
	switch {
	case c.State == calls.Ringing:
		return ""
	case c.DeviceName != "":
		return c.DeviceName
	case listed:
		return numberName(&n)
	}
	if step, _ := s.lastStep(); step.Stage == calls.Done && c.SessionID == s.flipping.SessionID {
		if n, held := api.HolderOf(s.digit, s.facts.snapshot.Numbers); held {
			return numberName(&n)
		}
		return "the phone with digit " + s.digit
	}
	if c.DeviceID != "" {
		return "device " + c.DeviceID
	}
	return ""
}

// numberName is the label of a number, or its digits.
func numberName(n *api.Number) string { return cmp.Or(n.Label, n.Phone) }

// callerWords names the other side of a call.
func callerWords(w calls.Peer) string {
	number := w.Number
	if strings.HasPrefix(number, "+") {
		number = api.DescribePhone(number, "").Pretty
	}
	return cmp.Or(strings.TrimSpace(w.Name+" "+number), "unknown number")
}

// longestCall is longer than a call that a clock on both sides can be right about.
const longestCall = 10 * 24 * time.Hour

// elapsed is the duration of a call in minutes and seconds, in hours or in days. A call
// that begins in the future, or began long ago, is one whose beginning is not known.
func elapsed(since, now time.Time) string {
	d := now.Sub(since).Round(time.Second)
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case d < -time.Minute || d > longestCall:
		return "unknown"
	case d < 0:
		return "0:00"
	case d < time.Hour:
		return fmt.Sprintf("%d:%02d", minutes, seconds)
	case d < 24*time.Hour:
		return fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds)
	}
	return fmt.Sprintf("%d d %d h", hours/24, hours%24)
}

func (s *callsScreen) emptyText() string {
	switch at := s.snapshot; {
	case at.Known && at.Source == calls.NoSource:
		return "There were no live calls at " + s.facts.timeOfDay(at.Read) + ". The current state is unknown."
	case at.Known:
	case at.Why != "":
		return "Live calls are unavailable."
	default:
		return "Loading live calls ..."
	}
	return "No live calls. A new call appears here by itself."
}

// health says how current the list of calls is, and what would improve it.
func (s *callsScreen) health() []string {
	lines := []string{s.st.muted.Render(truncate(sentence(s.snapshot.Health.String()), s.w))}
	for _, text := range []string{s.snapshot.Why + " " + s.snapshot.Do, s.snapshot.NoControl + " " + s.snapshot.NoControlDo} {
		lines = append(lines, s.st.doubt.wrap(strings.TrimSpace(text), s.w)...)
	}
	return lines
}

// flipSteps are the steps of the last flip, and the answers that the last step
// allows.
func (s *callsScreen) flipSteps() []string {
	if len(s.steps) == 0 {
		return nil
	}
	lines := []string{"", s.st.title.Render(truncate("Moving the call with "+callerWords(s.flipping.Peer), s.w))}
	for i, step := range s.steps {
		style := s.st.muted
		if i == len(s.steps)-1 {
			style = s.st.text
		}
		lines = append(lines, style.wrap(s.facts.timeOfDay(step.At)+"  "+step.Words+" "+step.Do, s.w)...)
	}
	step, _ := s.lastStep()
	for _, way := range [][2]string{{s.keys.Calls.Back.Help().Key, step.Back}, {s.keys.Calls.End.Help().Key, step.End}} {
		if way[1] != "" {
			lines = append(lines, s.st.accent.wrap(way[0]+": "+way[1], s.w)...)
		}
	}
	return lines
}

// digitLines are the flip digits with the numbers that have them.
func digitLines(fs *facts, st *styles, w int) []string {
	var lines []string
	for i := 1; i <= api.MaxFlipDigit; i++ {
		n, ok := api.HolderOf(itoa(i), fs.snapshot.Numbers)
		if !ok {
			continue
		}
		text := itoa(i) + "  " + n.Label + "  " + api.DescribePhone(n.Phone, fs.region).Pretty
		if why := calls.WhyNoTarget(&n); why != "" {
			lines = append(lines, st.muted.Render(truncate(text+"  "+why, w)))
			continue
		}
		lines = append(lines, truncate(text, w))
	}
	switch {
	case fs.noNumbers != "":
		return st.doubt.wrap("Flip digits are unavailable: "+fs.noNumbers+".", w)
	case len(lines) == 0:
		return []string{st.muted.Render(truncate("No number has a flip digit.", w))}
	}
	return lines
}
