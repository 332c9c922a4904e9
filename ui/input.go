package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api/rest"
)

// newInput is a line of text to type in. Its cursor stands still: a blinking
// one would write to the terminal while nothing happens.
func newInput(keys textinput.KeyMap, st *styles) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.KeyMap = keys
	plain := textinput.StyleState{Text: st.typed, Placeholder: st.hint, Prompt: st.typed, Suggestion: st.hint}
	s := textinput.Styles{Focused: plain, Blurred: plain}
	s.Cursor.Blink = false
	in.SetStyles(s)
	return in
}

// cleanPaste is the door for pasted text: it becomes one printable line, so a
// paste can neither press a key nor carry an escape sequence.
func cleanPaste(msg tea.Msg) tea.Msg {
	if p, ok := msg.(tea.PasteMsg); ok {
		return tea.PasteMsg{Content: rest.Clean(p.Content)}
	}
	return msg
}
