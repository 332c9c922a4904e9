package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// palette lists actions by name. Typing narrows it.
type palette struct {
	keys   MenuKeys
	st     *styles
	all    actions
	input  textinput.Model
	cursor int
	size

	renew func() actions // makes the list again from newer facts; may be nil
}

func newPalette(all actions, keys KeyMap, st *styles) *palette {
	p := &palette{keys: keys.Menu, st: st, all: all, input: newInput(keys.Text, st, maxSearchText)}
	p.input.Focus()
	return p
}

func (p *palette) actions() actions {
	move := func(by int) func() intent { return does(func() { p.move(by) }) }
	return actions{
		{key: p.keys.Choose, run: p.choose, short: true},
		{key: p.keys.Up, run: move(-1)},
		{key: p.keys.Down, run: move(1)},
		{key: p.keys.PageUp, run: move(-10)},
		{key: p.keys.PageDown, run: move(10)},
		{key: p.keys.Leave, run: returns(closeDialog{}), short: true},
	}
}

// setActions replaces the actions. The cursor stays on its action.
func (p *palette) setActions(all actions) {
	var at key.Help
	if shown := p.shown(); p.cursor < len(shown) {
		at = shown[p.cursor].key.Help()
	}
	p.all = all
	if i := slices.IndexFunc(p.shown(), func(a action) bool { return a.key.Help() == at }); i >= 0 {
		p.cursor = i
	}
	p.move(0)
}

func (p *palette) move(by int) { p.cursor = clamp(p.cursor+by, 0, len(p.shown())-1) }

func (p *palette) choose() intent {
	if shown := p.shown(); p.cursor < len(shown) {
		return pick{shown[p.cursor]}
	}
	return nil
}

func (p *palette) textInput() *textinput.Model { return &p.input }

func (p *palette) typed(msg tea.Msg) {
	p.input, _ = p.input.Update(cleanPaste(msg))
	p.move(0)
}

func (p *palette) shown() actions {
	words := strings.Fields(strings.ToLower(p.input.Value()))
	var first, shown actions // those whose name starts with what is typed come first
	for _, a := range p.all {
		name := strings.ToLower(a.key.Help().Desc)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(name, w)
		}
		switch {
		case fits && len(words) > 0 && strings.HasPrefix(name, words[0]):
			first = append(first, a)
		case fits:
			shown = append(shown, a)
		}
	}
	return append(first, shown...)
}

func (p *palette) setSize(w, h int) {
	p.w, p.h = w, h
	p.input.SetWidth(max(w-4, 4))
}

func (p *palette) view() []string {
	lines := []string{p.st.accent.Render(": ") + p.input.View()}
	var rows []string
	names := p.nameWidth()
	for i, a := range p.shown() {
		rows = append(rows, p.row(a, names, i == p.cursor))
	}
	if len(rows) == 0 {
		rows = []string{p.st.muted.Render(truncate("No action matches.", p.w))}
	}
	return block(append(lines, window(rows, p.cursor, p.h-1)...), p.h)
}

// nameWidth fits the longest name, if that leaves room for what is beside it.
func (p *palette) nameWidth() int {
	most := 0
	for _, a := range p.all {
		most = max(most, width(a.key.Help().Desc))
	}
	return min(max(most, 32), max(p.w-3-16, min(32, p.w-3-8)), p.w-3)
}

func (p *palette) row(a action, names int, selected bool) string {
	text, style := pad(a.key.Help().Desc, names)+" "+a.key.Help().Key, p.st.text
	if a.blocked != "" {
		text, style = text+"  "+a.blocked, p.st.muted
	}
	return p.st.row("", text, style, p.w, selectedIf(selected, true))
}
