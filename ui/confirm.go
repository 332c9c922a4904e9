package ui

import (
	"cmp"
	"slices"
	"strings"
)

// confirmDialog asks before something is lost. It names what would be lost and
// starts on No. Only the keys of its answers close it.
type confirmDialog struct {
	keys  QuestionKeys
	page  PageKeys // scroll what the question is about
	st    *styles
	text  string   // the question
	lines []string // what the question is about, an item each
	yes   string   // what Yes does, as a verb
	then  intent   // the intent of Yes
	no    intent   // the intent of No; nil closes the dialog

	// choices replace yes and then when there is more than one answer beside
	// No.
	choices []choice

	cursor int // the answer under the cursor; 0 is No
	top    int // the first line that is shown of what the question is about
	size
}

// choice is one of several answers.
type choice struct {
	label string   // what it does, in a few words
	lines []string // what it changes, shown while the cursor is on it
	then  intent
}

func (q *confirmDialog) actions() actions {
	n := len(q.allChoices()) + 1
	turn := func(by int) func() intent {
		return does(func() { q.cursor = (q.cursor + by + n) % n })
	}
	unread, chosen := q.unreadable(), ""
	if q.cursor > 0 {
		chosen = unread
	}
	as := actions{
		{key: q.keys.Choose, blocked: chosen, run: q.answer, short: true},
		{key: q.keys.Other, run: turn(1), short: true},
		{key: q.keys.Previous, run: turn(-1)},
		{key: q.keys.Yes, blocked: cmp.Or(unread, q.ambiguous()), run: returns(q.then), short: len(q.choices) == 0},
		{key: q.keys.No, run: q.decline, short: true},
		{key: q.keys.Leave, run: q.decline},
	}
	scroll := q.page.move().actions(max(q.room()-1, 1), q.scroll)
	scroll[1].short = q.hidden() > 0
	return append(as, scroll...)
}

// room is how many lines there are for what the question is about.
func (q *confirmDialog) room() int { return q.h - len(q.answers()) - len(q.question()) }

// hidden is how many lines of what the question is about there is no room for.
func (q *confirmDialog) hidden() int {
	return max(len(q.about())-q.room(), 0)
}

func (q *confirmDialog) scroll(by int) { q.top = clamp(q.top+by, 0, q.hidden()) }

func (q *confirmDialog) allChoices() []choice {
	if len(q.choices) > 0 {
		return q.choices
	}
	return []choice{{label: q.yes, lines: q.lines, then: q.then}}
}

// ambiguous returns the reason why the Yes key does nothing: with several
// choices it is not clear which one it means.
func (q *confirmDialog) ambiguous() string {
	if len(q.choices) == 0 {
		return ""
	}
	return "choose an answer: " + q.keys.Other.Keys()[0] + " moves, " + q.keys.Choose.Keys()[0] + " confirms"
}

func (q *confirmDialog) answer() intent {
	if q.cursor > 0 {
		return q.allChoices()[q.cursor-1].then
	}
	return q.decline()
}

func (q *confirmDialog) decline() intent {
	if q.no != nil {
		return q.no
	}
	return closeDialog{}
}

// unreadable returns the reason why Yes is blocked: the window is too small to
// show the question.
func (q *confirmDialog) unreadable() string {
	if len(q.question())+len(q.firstItem())+len(q.answers()) > q.h {
		return "the window is too small to show the question; make it larger"
	}
	return ""
}

// question is the text of the question, wrapped, as much as leaves room to scroll.
func (q *confirmDialog) question() []string {
	fixed, _ := q.parts()
	return fixed
}

// leastQuestion is how many lines of a question are always there.
const leastQuestion = 3

// parts are the lines of the question that stay, and those that scroll with its items
// where there is no room for both.
func (q *confirmDialog) parts() (fixed, scrolled []string) {
	all := q.st.danger.wrap(q.text, q.w)
	room := q.h - len(q.answers()) - max(len(q.firstItem()), 2)
	if len(all) <= room || room < leastQuestion {
		return all, nil
	}
	return all[:room], all[room:]
}

// firstItem is the first of what the question is about.
func (q *confirmDialog) firstItem() []string {
	if shown := q.shownLines(); len(shown) > 0 {
		return wrap(shown[0], q.w-2)
	}
	return nil
}

// shownLines are the items that the question is about, or the effects of the
// answer under the cursor.
func (q *confirmDialog) shownLines() []string {
	if q.cursor > 0 {
		return q.allChoices()[q.cursor-1].lines
	}
	return q.lines
}

// about draws what the question is about, below the lines of the question that scroll
// with it.
func (q *confirmDialog) about() []string {
	_, lines := q.parts()
	for _, l := range q.shownLines() {
		lines = append(lines, indent(wrap(l, q.w-2), 2)...)
	}
	return lines
}

// items draws what the question is about, as much as there is room for. The last line
// says that there is more.
func (q *confirmDialog) items() []string {
	all, hidden := q.about(), q.hidden()
	if hidden == 0 {
		return all
	}
	top := min(q.top, hidden)
	lines := slices.Clone(all[top : top+len(all)-hidden])
	if top < hidden && len(lines) > 1 {
		lines[len(lines)-1] = q.st.muted.Render(truncate("  and more: "+q.page.Down.Keys()[0]+" scrolls", q.w))
	}
	return lines
}

// answers draws the answers in one row, or one below the other when they do not
// fit. The answer under the cursor is in brackets.
func (q *confirmDialog) answers() []string {
	words := []string{"No"}
	for _, way := range q.allChoices() {
		words = append(words, way.label)
	}
	gap, wide := "  ", 0
	if len(words) > 2 {
		gap = ""
	}
	for i, word := range words {
		words[i] = truncate(" "+word+" ", q.w)
		if i == q.cursor {
			words[i] = truncate("["+word+"]", q.w)
		}
		wide += width(words[i]) + len(gap)
	}
	words[q.cursor] = q.st.chosen.Render(words[q.cursor])
	if wide-len(gap) > q.w {
		return words
	}
	return []string{strings.Join(words, gap)}
}

// view covers only the last lines of the screen, so that the items stay visible
// above. When there is not enough room, it shows some of the items, which then
// scroll; when even the question and the answers do not fit, it says so.
func (q *confirmDialog) view() []string {
	answers := q.answers()
	if why := q.unreadable(); why != "" {
		return append(block(wrap(sentence(why), q.w), max(q.h-len(answers), 0)), answers...)
	}
	lines := append(q.question(), q.items()...)
	if len(lines)+len(answers) < q.h {
		lines = append([]string{q.st.rule(q.w)}, lines...)
	}
	if len(lines)+len(answers) < q.h {
		lines = append(lines, "")
	}
	return append(lines, answers...)
}
