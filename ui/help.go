package ui

// helpPage is the page of keys: exactly those that work where it was opened.
type helpPage struct {
	keys    PageKeys
	st      *styles
	entries actions
	top     int
	w, h    int
}

func newHelpPage(live actions, keys PageKeys, st *styles) *helpPage {
	return &helpPage{keys: keys, st: st, entries: live}
}

func (p *helpPage) actions() actions {
	return actions{
		{key: p.keys.Up, run: p.scroll(-1)},
		{key: p.keys.Down, run: p.scroll(1), short: true},
		{key: p.keys.First, run: p.scroll(-1 << 20)},
		{key: p.keys.Last, run: p.scroll(1 << 20)},
		{key: p.keys.PageUp, run: p.page(-1)},
		{key: p.keys.PageDown, run: p.page(1)},
		{key: p.keys.Back, run: func() intent { return closeDialog{} }, short: true},
	}
}

func (p *helpPage) scroll(by int) func() intent {
	return func() intent {
		p.top = max(min(p.top+by, len(p.entries)-p.visibleRows()), 0)
		return nil
	}
}

func (p *helpPage) page(by int) func() intent {
	return func() intent { return p.scroll(by * max(p.visibleRows()-1, 1))() }
}

// visibleRows is how many keys fit below the title.
func (p *helpPage) visibleRows() int { return p.h - 2 }

func (p *helpPage) setSize(w, h int) {
	p.w, p.h = w, h
	p.scroll(0)()
}

func (p *helpPage) view() []string {
	w := p.w
	lines := []string{p.st.title.Render(truncate("Keys that work here", w)), ""}
	const keyWidth = 18
	for _, a := range p.entries[p.top:] {
		line := p.st.accent.Render(pad(a.key.Help().Key, keyWidth-1)) + " " + truncate(a.key.Help().Desc, w-keyWidth)
		if a.blocked != "" {
			line = p.st.muted.Render(truncate(pad(a.key.Help().Key, keyWidth)+a.key.Help().Desc+": "+a.blocked, w))
		}
		lines = append(lines, line)
	}
	return block(lines, p.h)
}
