//go:build linux

package uitest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
)

// modes records which modes of a terminal the bytes of a program have set, and what
// they asked it. The emulated screen does not know all of them.
type modes struct {
	height int
	parser *ansi.Parser
	set    map[string]bool // by name: true while it is not the default
	kitty  int             // keyboard modes on the stack
	asked  []string        // queries that a terminal would answer
}

func newModes(height int) *modes {
	m := &modes{height: height, parser: ansi.NewParser(), set: map[string]bool{}}
	m.parser.SetHandler(ansi.Handler{
		Execute:   func(b byte) { m.ask(b == ansi.ENQ, "ENQ") },
		HandleCsi: m.csi,
		HandleEsc: m.esc,
		HandleOsc: func(n int, data []byte) {
			m.ask(strings.HasSuffix(string(data), ";?"), fmt.Sprintf("OSC %s", data))
			m.ask(n == 4 && strings.Contains(string(data), "?"), fmt.Sprintf("OSC %s", data))
		},
		HandleDcs: func(c ansi.Cmd, _ ansi.Params, _ []byte) {
			m.ask(c.Final() == 'q' && (c.Intermediate() == '+' || c.Intermediate() == '$'), "DCS q")
		},
	})
	return m
}

func (m *modes) ask(is bool, what string) {
	if is {
		m.asked = append(m.asked, what)
	}
}

func (m *modes) esc(c ansi.Cmd) {
	switch c.Final() {
	case '=', '>':
		m.set["keypad"] = c.Final() == '='
	case 'Z':
		m.ask(c.Intermediate() == 0, "DECID")
	}
}

func (m *modes) csi(c ansi.Cmd, p ansi.Params) {
	first, _, _ := p.Param(0, 0)
	prefix, inter, final := c.Prefix(), c.Intermediate(), c.Final()
	name := fmt.Sprintf("CSI %c %d %c %c", max(prefix, ' '), first, max(inter, ' '), final)
	switch {
	case final == 'c', final == 'n', final == 'p' && inter == '$', final == 'q' && prefix == '>', prefix == '?' && final == 'u', final == 'x':
		m.ask(true, name)
	case final == 't':
		m.ask(first >= 11 && first <= 21, name)
		m.set["window title"] = first == 22
	case (final == 'h' || final == 'l') && inter == 0:
		for i := range p {
			n, _, _ := p.Param(i, 0)
			m.set[fmt.Sprintf("%c%d", max(prefix, ' '), n)] = (final == 'h') != (prefix == '?' && (n == 25 || n == 7)) // these two are on by default
		}
	case final == 'm' && prefix == '>':
		level, _, _ := p.Param(1, 0)
		m.set["modifyOtherKeys"] = level != 0
	case final == 'u' && prefix == '>':
		m.kitty++
	case final == 'u' && prefix == '<':
		m.kitty -= max(first, 1)
	case final == 'm' && prefix == 0:
		m.set["colours and the like"] = len(p) > 0 && !(len(p) == 1 && first == 0)
	case final == 'r' && prefix == 0:
		bottom, _, _ := p.Param(1, m.height)
		m.set["margins"] = first > 1 || bottom != m.height
	case final == 'q' && inter == ' ':
		m.set["shape of the cursor"] = first != 0
	}
}

// left returns the modes that are not the default.
func (m *modes) left() []string {
	var left []string
	for _, name := range slices.Sorted(maps.Keys(m.set)) {
		if m.set[name] {
			left = append(left, name)
		}
	}
	if m.kitty != 0 {
		left = append(left, fmt.Sprintf("%d keyboard modes stacked", m.kitty))
	}
	return left
}

// waiting returns how many bytes wait in the terminal's input for the next reader.
func waiting(tty *os.File) int {
	fd := int(tty.Fd())
	mode, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return -1
	}
	raw := *mode
	raw.Lflag &^= unix.ICANON // or only whole lines count
	unix.IoctlSetTermios(fd, unix.TCSETS, &raw)
	n, err := unix.IoctlGetInt(fd, unix.TIOCINQ)
	unix.IoctlSetTermios(fd, unix.TCSETS, mode)
	if err != nil {
		return -1
	}
	return n
}
