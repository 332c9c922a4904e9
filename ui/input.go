package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// How many characters a line of text holds. A number has 15 digits, and people paste
// words around it; the service takes labels of api.MaxLabel; a token has up to some
// thousands.
const (
	maxNumberText = 64
	maxLabelText  = api.MaxLabel + 20
	maxSearchText = 64
	maxSignInText = 256
	maxSecretText = 8192
)

// maxPaste is how many characters of a paste are looked at: it may hold more than the
// line, because cleaning drops some.
const maxPaste = 2 * maxSecretText

// newInput returns a line of text to type in, which holds limit characters. Its cursor
// does not blink: that would write to the terminal while nothing happens.
func newInput(keys textinput.KeyMap, st *styles, limit int) textinput.Model {
	in := textinput.New()
	in.CharLimit = limit
	in.Prompt = ""
	in.KeyMap = keys
	plain := textinput.StyleState{Text: st.typed, Placeholder: st.hint, Prompt: st.typed, Suggestion: st.hint}
	s := textinput.Styles{Focused: plain, Blurred: plain}
	s.Cursor.Blink = false
	in.SetStyles(s)
	return in
}

// fitText returns what line has room for of a key or a paste, and a sentence when that
// is less than all.
func fitText(line *textinput.Model, msg tea.Msg) (fitting tea.Msg, cut string) {
	room := line.CharLimit - len([]rune(line.Value()))
	switch msg := msg.(type) {
	case tea.PasteMsg:
		text, long := firstRunes(msg.Content, maxPaste)
		if line.EchoMode == textinput.EchoNormal {
			text = rest.Clean(text)
		}
		text, longer := firstRunes(text, room)
		if long || longer {
			cut = "The paste was cut to fit " + itoa(line.CharLimit) + " characters. Check its end."
		}
		return tea.PasteMsg{Content: text}, cut
	case tea.KeyPressMsg:
		if msg.Text != "" && room <= 0 {
			cut = "This line is full (" + itoa(line.CharLimit) + " characters)."
		}
	}
	return msg, cut
}

// firstRunes returns the first n characters of text, and whether there are more.
func firstRunes(text string, n int) (first string, more bool) {
	for i := range text {
		if n == 0 {
			return text[:i], true
		}
		n--
	}
	return text, false
}

// cleanPaste folds pasted text to one printable line, so that a paste can
// neither press a key nor carry an escape sequence.
func cleanPaste(msg tea.Msg) tea.Msg {
	if p, ok := msg.(tea.PasteMsg); ok {
		return tea.PasteMsg{Content: rest.Clean(p.Content)}
	}
	return msg
}
