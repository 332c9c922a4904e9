package uitest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// labels are names of phones in many scripts.
var labels = []string{
	"電話機の転送先", "한국어 \u1112\u1161\u11ab", "مكتب المدير", "क्षत्रिय कार्यालय", "Z\u0351\u036b\u0343a\u0348\u0300l\u0321go",
	"\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 home", "\U0001f469\U0001f3fd\u200d\U0001f4bb \u260e\ufe0f 1\ufe0f\u20e3 \U0001f1e9\U0001f1ea",
	strings.Repeat("電", 30), "tab\there", "", "\u0301\u0302", "นามสกุลน้ำ", "a\u202eb\u2066c", "\u3000\u3000",
}

// Whatever the labels are, the columns after them begin in the same cell of every row.
func text_keepsItsColumns(t *testing.T, keys ui.KeyMap) {
	for i := 0; i < len(labels); i += 3 {
		prepare := func(d *driver) {
			d.makeSandbox().Change(func(c *sandbox.Company) {
				for j, id := range []string{cabin, "803000006004", "803000003004"} {
					if n := c.Extension("104").NumberByID(id); n != nil {
						n.Label = labels[(i+j)%len(labels)]
					}
				}
			})
		}
		drive(t, keys, 160, 50, prepare, func(d *driver) {
			for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				for range 6 {
					d.press("down")
					if what := frameProblem(d.screen(), size[0], size[1]); what != "" {
						t.Errorf("%v: %s:\n%s", size, what, d.screen())
					}
					if size[0] == 160 {
						d.checkBar(func(s string) int { return ansi.StringWidthWc(s) })
					}
				}
				d.press("G", "e")
				if what := frameProblem(d.screen(), size[0], size[1]); what != "" {
					t.Errorf("%v: %s:\n%s", size, what, d.screen())
				}
				d.press("esc", "g")
			}
		})
	}
}

// checkBar fails unless the line between list and detail is in one column.
func (d *driver) checkBar(width func(string) int) {
	d.t.Helper()
	if where := barsOf(d.screen(), width); len(where) != 1 {
		d.t.Errorf("the bar stands in columns %v:\n%s", where, d.screen())
	}
}

// barsOf returns the columns of the bar between two panes, each with its number of
// rows.
func barsOf(screen string, width func(string) int) map[int]int {
	where := map[int]int{}
	for _, l := range strings.Split(screen, "\n") {
		if left, _, found := strings.Cut(l, "│"); found {
			where[width(left)]++
		}
	}
	return where
}
