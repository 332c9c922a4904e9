//go:build linux

package uitest

import "testing"

// The tests of the terminal rely on this.
func TestModes_recordQueriesAndWhatIsLeftOn(t *testing.T) {
	for _, query := range []string{
		"\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b[?6n", "\x1b[?2026$p", "\x1b[>q", "\x1b[?u", "\x1b[14t", "\x1b]11;?\x1b\\", "\x1b]52;c;?\a",
		"\x1bP+q544e\x1b\\", "\x1bP$qm\x1b\\", "\x05", "\x1bZ",
	} {
		m := newModes(24)
		m.parser.Parse([]byte("a" + query + "b"))
		if len(m.asked) != 1 {
			t.Errorf("%q asks %q", query, m.asked)
		}
	}
	m := newModes(24)
	m.parser.Parse([]byte("\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[>4;2m\x1b[?2004h\x1b[31mred"))
	if len(m.left()) != 6 {
		t.Errorf("left are %q", m.left())
	}
	m.parser.Parse([]byte("\x1b[m\x1b[?2004l\x1b[>4m\x1b[<u\x1b[?25h\x1b[?1049l"))
	if len(m.left()) != 0 {
		t.Errorf("left are %q", m.left())
	}
}
