package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Copying goes by OSC 52: the terminal is asked to keep the text, so that it works
// over SSH, where the clipboard is on another machine. A terminal never says
// whether it did, and some may not; so the text can be had to select, too.

// Terminal is what matters of the terminal that the program runs on.
type Terminal struct {
	NoSuspend   string // why the program cannot be suspended; empty when it can
	Multiplexer Multiplexer
}

// Multiplexer is what stands between the program and the terminal.
type Multiplexer int

// What may stand there.
const (
	None Multiplexer = iota
	Tmux
	Screen // GNU Screen
)

// maxCopyBytes is how many bytes a terminal is given to keep: hterm takes a sequence
// of 100,000, four for every three, and few take more.
const maxCopyBytes = 74_994

// screenStringLimit is how long a string sequence of GNU Screen may be.
const screenStringLimit = 768 - 4

// sendCopy gives text to the terminal. tmux keeps it where set-clipboard is on,
// and lets it through, wrapped, where allow-passthrough is; it has both off by
// default and drops what it does not take, so it gets both. GNU Screen knows the
// wrapped way alone.
func sendCopy(text string, within Multiplexer) tea.Cmd {
	sequence := ansi.SetSystemClipboard(text)
	switch within {
	case Tmux:
		return tea.Batch(tea.SetClipboard(text), tea.Raw(ansi.TmuxPassthrough(sequence)))
	case Screen:
		return tea.Raw(ansi.ScreenPassthrough(sequence, screenStringLimit))
	}
	return tea.SetClipboard(text)
}

// copy copies text. What is too long, and what is copied once more while the
// notice of it stands, is shown.
func (m *Model) copy(in copyText) tea.Cmd {
	said := "Copied " + in.what + ". The same key again shows it, to select it by hand."
	switch {
	case in.text == "":
		return m.notify(info, "There is nothing to copy yet.")
	case len(in.text) > maxCopyBytes:
		m.showCopy(in)
		return m.notify(warning, "This is too long for a terminal to take; select it by hand.")
	case m.notice.text == said && m.notice.copied == in.text:
		m.clearNotice()
		m.showCopy(in)
		return sendCopy(in.text, m.Terminal.Multiplexer)
	}
	expire := m.notify(success, said)
	m.notice.copied = in.text
	return tea.Batch(sendCopy(in.text, m.Terminal.Multiplexer), expire)
}

// showCopy shows a text to select by hand; nothing is drawn beside it.
func (m *Model) showCopy(in copyText) {
	m.show(&page{keys: m.keys.Page, st: m.st, title: "Select this by hand: " + in.what, back: reopen{m.dialogs.open},
		lines: func(w int) []string { return copyLines(in.text, w) }})
}

// copyLines are the lines of text, without what would control the terminal.
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
