package uitest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rcfwd/ui"
)

// Selection, marks, choices, errors and focus are shown by text, too: these frames
// have no styles.
func marks_needNoColor(t *testing.T, keys ui.KeyMap) {
	for name, c := range map[string]struct {
		keys  []string
		marks []string
	}{
		"selection":         {nil, []string{"> 1 RingCentral", "[1 Numbers]"}},
		"mark":              {[]string{"down", "space"}, []string{"* 2 Mobile", "1 marked"}},
		"focus of a pane":   {[]string{"down", "tab"}, []string{"[Mobile]"}},
		"focus of a field":  {[]string{"n", "tab"}, []string{"> Number"}},
		"choice":            {[]string{"n", "left"}, []string{"(Home)", "> Type"}},
		"problem":           {[]string{"n", "tab", "1", "tab", "tab", "enter"}, []string{"> Number", "Enter a label"}},
		"answer":            {[]string{"down", "down", "down", "down", "d"}, []string{"[No] Remove"}},
		"next answer":       {[]string{"down", "down", "down", "down", "d", "left"}, []string{"No [Remove]"}},
		"action":            {[]string{":", "down"}, []string{"> new, add a number"}},
		"change":            {[]string{"f", "8", "5", "tab"}, []string{"> ", "* Flip digit 1 > 8", "[RingCentral for Desktop: flip digit 1 → 8.]"}},
		"rule":              {[]string{"2"}, []string{"[2 Ring order]", "> "}},
		"request":           {[]string{"i", "down"}, []string{"> "}},
		"switched off":      {[]string{"2", "down", "down"}, []string{"off"}},
		"nothing to choose": {[]string{"d"}, []string{"cannot be removed"}},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 120, 40, nil, func(d *driver) {
				d.press(c.keys...)
				for _, mark := range c.marks {
					d.sees(mark)
				}
			})
		})
	}
}

// graphics matches the parameters of the styles that may be used: bold, faint,
// underlined, reverse, and those of the sixteen colors that are readable on a light
// and on a dark background. Black is only on yellow.
var graphics = regexp.MustCompile(`^(|0|[1247]|2[1247]|39|31|32|35|30;43)(;([1247]|2[1247]|39|31|32|35))*$`)

func colors_areTheTerminalsOwn(t *testing.T, keys ui.KeyMap) {
	sequence := regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	for _, name := range slices.Sorted(maps.Keys(places)) {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 120, 40, places[name].prepare, func(d *driver) {
				places[name].enter(d)
				for _, found := range sequence.FindAllStringSubmatch(d.model.View().Content, -1) {
					if !graphics.MatchString(found[1]) {
						t.Errorf("style %q", found[1])
					}
				}
				if rest := sequence.ReplaceAllString(d.model.View().Content, ""); strings.Contains(rest, "\x1b") {
					t.Error("there are other escape sequences than styles")
				}
			})
		})
	}
}

// A question that cannot be read cannot be answered with yes.
func question_isNotAnsweredWithoutRoom(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, nil, func(d *driver) {
		d.press("G", "up", "d")
		d.sees("Remove 1 forwarding number of Dana Whitfield, extension 104?", "Cabin", "[No] Remove")
		for _, size := range [][2]int{{24, 6}, {30, 7}, {200, 6}, {40, 6}} {
			d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			if strings.Contains(squeeze(d.screen()), "from every rule. Cabin") {
				continue // there is room
			}
			d.press("y")
			d.press("left", "enter", "left")
			if d.sent("DELETE", "") != 0 {
				t.Fatalf("%v: it was removed:\n%s", size, d.screen())
			}
		}
		d.send(tea.WindowSizeMsg{Width: 24, Height: 7})
		d.sees("The window is too small")
		d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
		d.press("y")
		d.sees("Removed Cabin.")
	})
}
