//go:build linux

package uitest

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"rcfwd/ui"
)

// A redraw changes nothing on the emulated screen.
func text_isNotTorn(t *testing.T, keys ui.KeyMap) {
	term := startTerminal(t, 160, 50, nil, "--demo", "--faults", "labels=on")
	term.sees("10 numbers")
	term.sees("now ") // the rules are read
	for range 3 {
		term.types("jjjjj")
	}
	term.sees("[1 Numbers]")
	term.types("s")
	term.sees("10 numbers, by label")
	from := term.written()
	term.types("\x0c") // the redraw includes all that was pending
	term.until("all of it, redrawn", func(now string) bool { return term.bytes > from+2000 && strings.Contains(now, "q quit") })
	before := term.shown()
	from = term.written()
	term.types("\x0c")
	term.until("the same, redrawn", func(now string) bool { return term.bytes > from+2000 && withoutClock(now) == withoutClock(before) })
	where := map[int]int{}
	for y := range 48 {
		row := term.row(y)
		if strings.Contains(row, "\u0915") { // this screen joins a mark with its letter, others use a cell for it
			continue
		}
		for x := range 160 {
			if c := term.screen.CellAt(x, y); c != nil && c.Content == "│" {
				where[x]++
			}
		}
	}
	if len(where) != 1 {
		t.Errorf("the bar stands in columns %v:\n%s", where, before)
	}
}

func text_isNotTornInTmux(t *testing.T, keys ui.KeyMap) {
	s := startTmux(t, 160, 50, os.Args[0], "--demo", "--faults", "labels=on")
	s.sees("10 numbers")
	s.sees("now ") // the rules are read
	s.run("send-keys", "j", "j", "j", "s")
	screen := s.settles("10 numbers, by label")
	if where := barsOf(screen, s.width); len(where) != 1 {
		t.Errorf("the bar stands in columns %v:\n%s", where, screen)
	}
	s.run("send-keys", "C-l", "/", "x")
	s.sees("/ x")
	s.run("send-keys", "BSpace", "Escape")
	s.until("the same, redrawn:\n"+screen, func(now string) bool { return withoutClock(now) == withoutClock(screen) })
}

// withoutClock is a screen without the times of day on it, which go on.
func withoutClock(screen string) string { return clockTimes().ReplaceAllString(screen, "--:--") }

func clockTimes() *regexp.Regexp { return regexp.MustCompile(`[0-9]{2}:[0-9]{2}`) }
