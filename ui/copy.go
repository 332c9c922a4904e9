package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Copying uses OSC 52: it asks the terminal to store the text, so that it works
// over SSH, where the clipboard is on another machine. A terminal does not
// report whether it did, and some ignore it, so the text can also be shown to
// select it by hand.

// Terminal describes the terminal that the program runs on.
type Terminal struct {
	ASCII       bool   // it cannot show line and block glyphs, or shows them two cells wide
	Mouse       bool   // it reports the mouse, as the settings ask
	NoSuspend   string // why the program cannot be suspended; empty when it can
	Multiplexer Multiplexer
}

// Multiplexer is a program between this one and the terminal.
type Multiplexer int

// The known multiplexers.
const (
	None Multiplexer = iota
	Tmux
	Screen // GNU Screen
)

// maxCopyBytes is the longest text that is sent to a terminal. hterm accepts a
// sequence of 100,000 bytes, four for every three of the text, and few accept
// more.
const maxCopyBytes = 74_994

// screenStringLimit is the longest string sequence of GNU Screen.
const screenStringLimit = 768 - 4

// sendCopy sends text to the clipboard of the terminal. tmux stores it when
// set-clipboard is on, and passes it through, wrapped, when allow-passthrough
// is on. Both are off by default and tmux drops what it does not accept, so it
// gets both. GNU Screen accepts only the wrapped form.
func sendCopy(text string, within Multiplexer) tea.Cmd {
	sequence := ansi.SetSystemClipboard(text)
	switch within {
	case Tmux:
		return batch(tea.SetClipboard(text), tea.Raw(ansi.TmuxPassthrough(sequence)))
	case Screen:
		return tea.Raw(ansi.ScreenPassthrough(sequence, screenStringLimit))
	}
	return tea.SetClipboard(text)
}

// copy copies text. It shows the text instead when it is too long, and also
// when it is copied again while the notice of the first copy is shown.
func (m *Model) copy(in copyText) tea.Cmd {
	text := "Copied " + in.what + ". Press the key again to show it and select it by hand."
	switch {
	case in.text == "":
		return m.notify(info, "Nothing to copy yet.")
	case len(in.text) > maxCopyBytes:
		m.showCopy(in)
		return m.notify(warning, "Too long to copy through the terminal; select it by hand.")
	case m.notice.text == text && m.notice.copied == in.text:
		m.clearNotice()
		m.showCopy(in)
		return sendCopy(in.text, m.Terminal.Multiplexer)
	}
	expire := m.notify(success, text)
	m.notice.copied = in.text
	return batch(sendCopy(in.text, m.Terminal.Multiplexer), expire)
}

// showCopy shows a text to select by hand, with nothing drawn beside it.
func (m *Model) showCopy(in copyText) {
	m.show(&page{keys: m.keys.Page, st: m.st, title: "Select this by hand: " + in.what, back: reopen{m.dialogs.open},
		lines: func(w int) []string { return copyLines(in.text, w) }})
}

// copyLines are the lines of text, without characters that would control the
// terminal.
func copyLines(text string, w int) []string {
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		shown := strings.Map(func(r rune) rune {
			if !unicode.IsGraphic(r) {
				return -1
			}
			return r
		}, l)
		lines = append(lines, hardWrap(shown, w)...)
	}
	return lines
}
