package uitest

import (
	"maps"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rcfwd/ui"
)

// A paste is text where text is typed, and nothing elsewhere.
func paste_pressesNoKey(t *testing.T, keys ui.KeyMap) {
	for _, name := range slices.Sorted(maps.Keys(places)) {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 120, 40, places[name].prepare, func(d *driver) {
				places[name].enter(d)
				writes, asked := d.countWrites(), len(d.terminalMsgs)
				pastes := []string{"y", "\r", "dy\rq\x03", "\x1b[2J\x1b]52;c;cm0=\x07"}
				for _, text := range pastes {
					d.send(tea.PasteMsg{Content: text})
					d.settle()
				}
				if d.countWrites() != writes || len(d.terminalMsgs) != asked+len(pastes) { // the pastes are among them
					t.Errorf("%d writes, and %v was asked of the terminal", d.countWrites()-writes, d.terminalMsgs[asked:])
				}
				if what := frameProblem(d.screen(), 120, 40); what != "" {
					t.Error(what)
				}
			})
		})
	}
}

// It is cleaned, and a number is understood in any notation.
func paste_fillsAField(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.press("n", "tab")
		d.send(tea.PasteMsg{Content: " tel:\t(650)\u00a0555\u20110142\n"})
		d.press("tab")
		d.send(tea.PasteMsg{Content: "Boat\x1b[31m\r\nhouse\u202e"})
		d.settle()
		d.sees("+16505550142, United States", "> Label Boat house")
	})
}
