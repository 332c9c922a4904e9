package ui

// help is the page of keys: exactly those that work where it was opened.
type help struct {
	keys    MenuKeys
	st      *styles
	entries actions
	top     int
	h       int
}

func newHelp(live actions, keys MenuKeys, st *styles) *help {
	return &help{keys: keys, st: st, entries: live}
}

func (p *help) actions() actions {
	return actions{
		{key: p.keys.Up, run: p.scroll(-1), short: true},
		{key: p.keys.Down, run: p.scroll(1), short: true},
		{key: p.keys.PageUp, run: p.page(-1)},
		{key: p.keys.PageDown, run: p.page(1)},
		{key: p.keys.Leave, run: func() intent { return closeDialog{} }, short: true},
	}
}

func (p *help) scroll(by int) func() intent {
	return func() intent {
		p.top = max(min(p.top+by, len(p.entries)-p.h), 0)
		return nil
	}
}

func (p *help) page(by int) func() intent {
	return func() intent { return p.scroll(by * max(p.h-1, 1))() }
}

func (p *help) view(w, h int) []string {
	p.h = h - 2
	p.scroll(0)()
	lines := []string{p.st.title.Render(cut("Keys that work here", w)), ""}
	const keyWidth = 18
	for _, a := range p.entries[p.top:] {
		line := p.st.accent.Render(fit(a.key.Help().Key, keyWidth-1)) + " " + cut(a.key.Help().Desc, w-keyWidth)
		if a.blocked != "" {
			line = p.st.muted.Render(cut(fit(a.key.Help().Key, keyWidth)+a.key.Help().Desc+": "+a.blocked, w))
		}
		lines = append(lines, line)
	}
	return block(lines, h)
}
