package ui

import (
	"cmp"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// view draws the history in s.h lines of at most s.w cells.
func (s *historyScreen) view() []string {
	if s.layout == single && s.inDetail {
		return block(s.visibleDetail(s.w, s.h), s.h)
	}
	switch s.layout {
	case single:
		return s.listLines(s.w, s.h)
	case below:
		h := s.visibleRows() + 1
		lines := append(s.listLines(s.w, h), s.st.rule(s.w))
		return append(lines, block(s.visibleDetail(s.w, s.h-h-1), s.h-h-1)...)
	}
	w := s.listWidth()
	return sideBySide(s.listLines(w, s.h), w, block(s.visibleDetail(s.detailWidth(), s.h), s.h), s.st)
}

func (s *historyScreen) listWidth() int {
	if s.layout == beside {
		return s.w - s.detailWidth() - 3
	}
	return s.w
}

func (s *historyScreen) detailWidth() int {
	if s.layout == beside {
		return s.w * 2 / 5
	}
	return s.w
}

// The widths of the columns.
const (
	whenWidth      = 20
	shortWhenWidth = 12
	outcomeWidth   = 12
)

// narrowHistory is the width below which the outcome is before the words, and the time is
// short.
const narrowHistory = 60

func (s *historyScreen) listLines(w, h int) []string {
	lines := []string{s.st.heading.Render(pad("   "+s.heads(w), w))}
	for i := s.top; i < min(s.top+h-1, len(s.shown)); i++ {
		lines = append(lines, s.row(&s.shown[i], i == s.pos, w))
	}
	if len(s.shown) == 0 {
		lines = append(append(lines, ""), indent(wrap(s.emptyText(), w-2*markWidth), markWidth)...)
	}
	return block(lines, h)
}

func (s *historyScreen) row(e *journal.Entry, selected bool, w int) string {
	text := pad(s.facts.local(e.Time).Format("2006-01-02 15:04:05"), whenWidth) + cell(outcomeWords(e), outcomeWidth) + s.words[e.ID]
	if w < narrowHistory {
		words := s.words[e.ID]
		if outcome := outcomeWords(e); outcome != string(journal.Done) {
			words = outcome + " " + between + " " + words
		}
		text = pad(s.facts.local(e.Time).Format("01-02 15:04"), shortWhenWidth) + cutMiddle(words, w-markWidth-shortWhenWidth)
	}
	at := selectedIf(selected, !s.inDetail)
	return s.st.row("", text, s.st.text, w, at, s.st.matches(text, s.filter.kept(), at)...)
}

// heads are the heads of the columns.
func (s *historyScreen) heads(w int) string {
	if w < narrowHistory {
		return pad(s.whenHead(), shortWhenWidth) + "What"
	}
	return pad(s.whenHead(), whenWidth) + pad("Outcome", outcomeWidth) + "What"
}

// whenHead is the head of the times, which are in the time zone of the extension.
func (s *historyScreen) whenHead() string {
	if s.facts.zone == nil {
		return "When (UTC)"
	}
	return "When"
}

// outcomeWords is the outcome of a change, and whether it was undone since. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func outcomeWords(e *journal.Entry) string {
	switch {
	case e.Undone:
		return "undone"
	case e.Undoes != "" && e.Effective():
		return "undo"
	case e.Redoes != "" && e.Effective():
		return "redo"
	case e.Outcome == "":
		return "unknown"
	}
	return string(e.Outcome)
}

func (s *historyScreen) emptyText() string {
	switch {
	case s.err != nil:
		return "The history cannot be read. " + api.Explain(s.err).String()
	case s.all == nil:
		return "Reading the history ..."
	case len(s.all.Entries) > 0:
		return "Nothing matches " + s.filter.value() + ". " + s.keys.Filter.Clear.Help().Key + " clears the filter."
	}
	return "No changes yet."
}

func (s *historyScreen) status() (filter string, counts []string) {
	count := api.Plural(len(s.shown), "change")
	if s.all != nil && s.filter.value() != "" {
		count = itoa(len(s.shown)) + " of " + api.Plural(len(s.all.Entries), "change")
	}
	if s.all != nil && len(s.all.Damaged) > 0 {
		return s.filter.text(s.st), []string{count + ", " + api.Plural(len(s.all.Damaged), "damaged line"), count}
	}
	return s.filter.text(s.st), []string{count}
}

func (s *historyScreen) visibleDetail(w, h int) []string {
	lines := s.detailLines(w)
	return lines[clamp(s.scroll, 0, len(lines)-h):]
}

// detailLines are the details of the selected change: each number before and
// after, with the difference marked by more than colour.
func (s *historyScreen) detailLines(w int) []string {
	e := s.selected()
	if e.ID == "" {
		return nil
	}
	lines := []string{s.st.pane(sentence(s.words[e.ID]), s.inDetail, w)}
	for _, c := range e.Comparisons() {
		lines = append(lines, s.comparison(c, w)...)
	}
	for _, l := range e.Lines {
		lines = append(lines, wrap("* "+l, w)...)
	}
	for _, n := range e.Notes() {
		lines = append(lines, wrap("! "+n, w)...)
	}
	facts := [][2]string{
		{"Body", string(e.Body)},
		{"Outcome", strings.TrimSpace(outcomeWords(&e) + " " + e.Code)}, {"Said", e.Message},
		{"By", strings.TrimSpace(e.Who.Name + " " + e.Who.Number)}, {"At", s.facts.dateAndTime(e.Time)},
		{"Server", e.Server}, {"Extension", e.Extension}, {"Request", e.RequestID}, {"Change", e.ID},
		{"Undoes", e.Undoes}, {"Redoes", e.Redoes},
	}
	if e.LookedUp {
		facts = append(facts, [2]string{"Verified", "by reading back, after the answer was lost"})
	}
	for _, f := range facts {
		if f[1] != "" {
			lines = append(lines, s.st.label.Render(pad(f[0], fieldNameWidth))+truncate(f[1], w-fieldNameWidth))
		}
	}
	return lines
}

func (s *historyScreen) comparison(c journal.Comparison, w int) []string {
	var lines []string
	switch {
	case c.Before == nil:
		lines = append(lines, s.st.added.Render("+ added"))
	case c.After == nil:
		lines = append(lines, s.st.removed.Render("- removed"))
	}
	for _, p := range c.Fields {
		if p.Before == "" && p.After == "" {
			continue
		}
		name := s.st.label.Render(pad("  "+fieldWords[p.Field], fieldNameWidth))
		before, after := valueWords(p.Field, p.Before), valueWords(p.Field, p.After)
		value := cmp.Or(after, before)
		if p.Differs && c.Before != nil && c.After != nil {
			value = orNone(before) + "  >  " + orNone(after)
			name = s.st.changed.Render("*") + s.st.title.Render(pad(" "+fieldWords[p.Field], fieldNameWidth-1))
		}
		lines = append(lines, name+truncate(value, w-fieldNameWidth))
	}
	return append(lines, "")
}
