package ui

import "charm.land/lipgloss/v2"

// styles are the roles text can have on the screen. The colours are the
// terminal's own sixteen, those of them that read well on light and on dark (no
// blue, yellow, cyan or white), and the role never rests on colour alone: no
// terminal has to be asked what it looks like.
type styles struct {
	title   lipgloss.Style // what is being looked at
	accent  lipgloss.Style // where the focus is
	muted   lipgloss.Style // what may be skipped
	label   lipgloss.Style // name of a value
	good    lipgloss.Style // done
	doubt   lipgloss.Style // may go wrong
	danger  lipgloss.Style // went wrong, or will be lost
	chosen  lipgloss.Style // the option that counts
	server  lipgloss.Style // which server this is
	heading lipgloss.Style // head of a column
	cursor  lipgloss.Style // marks the selected row by its first cells
	text    lipgloss.Style
}

func newStyles() *styles {
	plain := lipgloss.NewStyle()
	return &styles{
		title:   plain.Bold(true),
		accent:  plain.Bold(true).Foreground(lipgloss.Magenta),
		muted:   plain.Faint(true),
		label:   plain.Faint(true),
		good:    plain.Foreground(lipgloss.Green),
		doubt:   plain.Bold(true),
		danger:  plain.Bold(true).Foreground(lipgloss.Red),
		chosen:  plain.Reverse(true),
		server:  plain.Bold(true),
		heading: plain.Underline(true),
		cursor:  plain.Bold(true).Reverse(true),
		text:    plain,
	}
}

// pane is the title of a pane that can have the focus; with it, it stands out like
// the open screen in the top line, and not by colour alone.
func (s *styles) pane(title string, focused bool, w int) string {
	if focused {
		return s.accent.Render("[" + cut(title, w-2) + "]")
	}
	return s.title.Render(cut(title, w))
}
