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

func (m *Model) showCopy(in copyText) {
	m.show(&copyPage{keys: m.keys.Page, st: m.st, what: in.what, text: in.text, under: m.dialogs.open})
}

// copyPage is the page of a text to select: nothing stands beside it.
type copyPage struct {
	keys       PageKeys
	st         *styles
	what, text string
	under      dialog // what it lies over; may be nil
	top        int
	w, h       int
}

func (p *copyPage) setSize(w, h int) {
	p.w, p.h = w, h
	p.scroll(0)()
}

func (p *copyPage) actions() actions {
	return actions{
		{key: p.keys.Up, run: p.scroll(-1)},
		{key: p.keys.Down, run: p.scroll(1), short: true},
		{key: p.keys.First, run: p.scroll(-1 << 20)},
		{key: p.keys.Last, run: p.scroll(1 << 20)},
		{key: p.keys.PageUp, run: func() intent { return p.scroll(-p.h + 3)() }},
		{key: p.keys.PageDown, run: func() intent { return p.scroll(p.h - 3)() }},
		{key: p.keys.Back, run: func() intent { return reopen{p.under} }, short: true},
	}
}

func (p *copyPage) scroll(by int) func() intent {
	return func() intent {
		p.top = max(min(p.top+by, len(p.lines())-p.h+2), 0)
		return nil
	}
}

// lines are the text as it is, but for what would steer the terminal.
func (p *copyPage) lines() []string {
	var lines []string
	for _, l := range strings.Split(p.text, "\n") {
		shown := strings.Map(func(r rune) rune {
			if !unicode.IsGraphic(r) {
				return -1
			}
			return r
		}, l)
		lines = append(lines, hardWrap(shown, p.w)...)
	}
	return lines
}

func (p *copyPage) view() []string {
	head := []string{p.st.title.Render(truncate("Select this by hand: "+p.what, p.w)), ""}
	return block(append(head, p.lines()[p.top:]...), p.h)
}
