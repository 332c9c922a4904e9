package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// filter narrows a list while it is typed.
type filter struct {
	input  textinput.Model
	typing bool // the input has the focus
}

func newFilter(keys KeyMap, st *styles) filter {
	return filter{input: newInput(keys.Text, st, maxSearchText)}
}

func (f *filter) value() string { return f.input.Value() }

func (f *filter) start() {
	f.typing = true
	f.input.Focus()
}

// keep ends the typing. The filter stays.
func (f *filter) keep() {
	f.typing = false
	f.input.Blur()
}

func (f *filter) clear() {
	f.input.SetValue("")
	f.keep()
}

// actions are those while the filter is typed. move moves the cursor of the
// list.
func (f *filter) actions(k FilterKeys, clear func(), move func(by int)) actions {
	return actions{
		{key: k.Keep, run: does(f.keep), short: true},
		{key: k.Clear, run: does(clear), short: true},
		{key: k.Up, run: does(func() { move(-1) })},
		{key: k.Down, run: does(func() { move(1) })},
	}
}

// textInput is the input while it has the focus.
func (f *filter) textInput() *textinput.Model {
	if !f.typing {
		return nil
	}
	return &f.input
}

// typed handles a key or a paste and reports whether the filter changed.
func (f *filter) typed(msg tea.Msg) bool {
	before := f.value()
	f.input, _ = f.input.Update(cleanPaste(msg))
	return f.value() != before
}

// setWidth leaves half of a line of w cells for what is beside the input.
func (f *filter) setWidth(w int) { f.input.SetWidth(max(w/2-4, 4)) }

// kept is the filter that is not typed any more, of which the rows show what it matched.
// While it is typed, that would draw every row again with each key.
func (f *filter) kept() string {
	if f.typing {
		return ""
	}
	return f.value()
}

// text is the filter as the screen shows it; empty when there is none.
func (f *filter) text(st *styles) string {
	switch {
	case f.typing:
		return st.accent.Render("/") + " " + f.input.View()
	case f.value() != "":
		return st.accent.Render("/") + " " + f.value()
	}
	return ""
}
