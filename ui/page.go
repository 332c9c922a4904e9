package ui

import "strings"

// page is a dialog of lines to scroll through.
type page struct {
	keys  PageKeys
	st    *styles
	title string
	lines func(w int) []string
	back  intent // the intent of Back
	top   int
	size
}

func (p *page) setSize(w, h int) {
	p.size.setSize(w, h)
	p.scroll(0)
}

func (p *page) actions() actions {
	as := p.keys.move().actions(max(p.rows()-1, 1), p.scroll)
	as[1].key, as[1].short = reworded(as[1].key, "scroll"), true
	return append(as, action{key: p.keys.Back, run: returns(p.back), short: true})
}

// rows is how many lines fit below the title.
func (p *page) rows() int { return p.h - 2 }

func (p *page) scroll(by int) { p.top = clamp(p.top+by, 0, len(p.lines(p.w))-p.rows()) }

func (p *page) view() []string {
	head := []string{p.st.title.Render(truncate(p.title, p.w)), ""}
	return block(append(head, p.lines(p.w)[p.top:]...), p.h)
}

// newHelp returns the page of keys: exactly those that work where it was
// opened.
func newHelp(live actions, keys *PageKeys, st *styles) *page {
	return &page{keys: *keys, st: st, title: "Keys that work here", back: closeDialog{},
		lines: func(w int) []string { return helpLines(live, st, w) }}
}

// keyWidth is the width of the keys of an action.
const keyWidth = 18

func helpLines(live actions, st *styles, w int) []string {
	if w >= wideHelp {
		return helpColumns(live, st, w)
	}
	lines := make([]string, 0, len(live))
	others, why, unable := live.sharingAReason()
	for _, a := range others {
		k, words := a.key.Help().Key, a.key.Help().Desc
		line := st.accent.Render(pad(k, keyWidth-1)) + " " + truncate(words, w-keyWidth)
		if a.blocked != "" {
			line = st.muted.Render(truncate(cell(k, keyWidth)+words+": "+a.blocked, w))
		}
		lines = append(lines, line)
	}
	return append(lines, unableLines(unable, why, st, w)...)
}

// sharingAReason takes out the actions that can do nothing now for the same reason, when
// there are many. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (as actions) sharingAReason() (others actions, why string, unable actions) {
	const many = 3
	count := map[string]int{}
	for _, a := range as {
		count[a.blocked]++
	}
	for _, a := range as {
		if a.blocked != "" && count[a.blocked] >= many && (why == "" || why == a.blocked) {
			why, unable = a.blocked, append(unable, a)
		} else {
			others = append(others, a)
		}
	}
	return others, why, unable
}

// unableLines are actions below the reason that they share.
func unableLines(unable actions, why string, st *styles, w int) []string {
	if len(unable) == 0 {
		return nil
	}
	lines := append([]string{""}, st.muted.wrap(sentence(why), w)...)
	for _, a := range unable {
		lines = append(lines, st.muted.Render(truncate(cell(a.key.Help().Key, keyWidth)+a.key.Help().Desc, w)))
	}
	return lines
}

// wideHelp is the width from which the keys are in two columns, or in three where there is
// more room.
const wideHelp = 110

// helpColumns puts what the focus can do into the first column, or the first two, and
// what works in more places into the last.
func helpColumns(live actions, st *styles, w int) []string {
	groups := [][]actionGroup{{ofFocus}, {ofMoving, ofScreens, everywhere}}
	if w >= 3*(wideHelp/2-5) {
		groups = [][]actionGroup{{ofFocus}, {ofScreens}, {ofMoving, everywhere}}
	}
	each := w / len(groups)
	columns, most := make([][]string, len(groups)), 0
	for i, in := range groups {
		for _, g := range in {
			columns[i] = append(columns[i], helpGroup(live, g, st, each-2)...)
		}
		most = max(most, len(columns[i]))
	}
	lines := make([]string, most)
	for i := range lines {
		for n, c := range columns {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			if n < len(columns)-1 {
				text = pad(text, each)
			}
			lines[i] += text
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// helpGroup is a group of actions under its title.
func helpGroup(live actions, g actionGroup, st *styles, w int) []string {
	lines := []string{st.titledRule([]string{st.title.Render(groupTitles[g])}, nil, w)}
	others, why, unable := live.of(g).sharingAReason()
	for _, a := range others {
		words, style := a.key.Help().Desc, st.text
		if a.blocked != "" {
			words, style = words+": "+a.blocked, st.muted
		}
		for i, l := range wrap(words, w-keyWidth) {
			k := ""
			if i == 0 {
				k = a.key.Help().Key
			}
			head := st.accent.Render(pad(k, keyWidth-1)) + " "
			if a.blocked != "" {
				head = st.muted.Render(pad(k, keyWidth))
			}
			lines = append(lines, head+style.Render(l))
		}
	}
	lines = append(lines, unableLines(unable, why, st, w)...)
	if len(lines) == 1 {
		return nil
	}
	return append(lines, "")
}
