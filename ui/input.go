package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api/rest"
)

// newInput returns a line of text to type in. Its cursor does not blink: that
// would write to the terminal while nothing happens.
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

// cleanPaste folds pasted text to one printable line, so that a paste can
// neither press a key nor carry an escape sequence.
func cleanPaste(msg tea.Msg) tea.Msg {
	if p, ok := msg.(tea.PasteMsg); ok {
		return tea.PasteMsg{Content: rest.Clean(p.Content)}
	}
	return msg
}
