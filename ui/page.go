package ui

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
	as[1].short = true
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
func newHelp(live actions, keys PageKeys, st *styles) *page {
	return &page{keys: keys, st: st, title: "Keys that work here", back: closeDialog{},
		lines: func(w int) []string { return helpLines(live, st, w) }}
}

func helpLines(live actions, st *styles, w int) []string {
	const keyWidth = 18
	lines := make([]string, 0, len(live))
	for _, a := range live {
		k, words := a.key.Help().Key, a.key.Help().Desc
		line := st.accent.Render(pad(k, keyWidth-1)) + " " + truncate(words, w-keyWidth)
		if a.blocked != "" {
			line = st.muted.Render(truncate(cell(k, keyWidth)+words+": "+a.blocked, w))
		}
		lines = append(lines, line)
	}
	return lines
}
