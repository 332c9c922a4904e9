package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// lineEdit is a line that a person types, with the few keys that a terminal offers by
// itself. It echoes characters that are typed one by one. Of those that come together it
// shows only how many there are: what is pasted may be a secret, and perhaps one question
// too early.
type lineEdit struct {
	hidden  bool
	text    []byte
	cells   []cell // one for each character
	veiled  bool
	pending []byte // the start of a character or of an escape sequence
}

// cell is a character of the text: how many bytes it has there and columns on the screen.
type cell struct{ bytes, columns int }

// lineEnd says how a line ended, if it has.
type lineEnd int

const (
	goesOn lineEnd = iota
	entered
	closed // by ctrl+d or esc on an empty line
)

// maxTyped is the number of characters that a person may type between two reads.
const maxTyped = 3

// feed takes what was read at once and returns what to write to the terminal. together
// says that it came right after the read before. What follows the end of the line is
// dropped.
func (e *lineEdit) feed(chunk []byte, together bool) (echo string, end lineEnd) {
	if len(chunk) == 1 && chunk[0] == escape && len(e.pending)+len(e.text) == 0 {
		return "", closed // the key esc: a sequence comes with its bytes together
	}
	veil := together || utf8.RuneCount(chunk) > maxTyped
	e.pending = append(e.pending, chunk...)
	var out strings.Builder
	for len(e.pending) > 0 {
		n := e.next()
		if n == 0 {
			break // more is to come
		}
		key := e.pending[:n]
		e.pending = e.pending[n:]
		text, end := e.press(key, veil)
		if out.WriteString(text); end != goesOn {
			return out.String(), end
		}
	}
	return out.String(), goesOn
}

const escape = 0x1b

// next returns the length of the first key, or 0 when it is not whole.
func (e *lineEdit) next() int {
	if e.pending[0] == escape {
		return sequenceLength(e.pending)
	}
	if !utf8.FullRune(e.pending) {
		return 0
	}
	_, n := utf8.DecodeRune(e.pending)
	return n
}

// sequenceLength returns the length of an escape sequence, or 0 when it is not whole.
func sequenceLength(b []byte) int {
	switch {
	case len(b) < 2:
		return 1 // the key esc
	case b[1] == 'O':
		return min(len(b), 3)
	case b[1] != '[':
		return 2
	}
	for i, c := range b[2:] {
		if c >= 0x40 && c <= 0x7e {
			return i + 3
		}
	}
	return 0
}

// press takes one key.
func (e *lineEdit) press(key []byte, veil bool) (echo string, end lineEnd) {
	switch key[0] {
	case '\r', '\n':
		return "", entered
	case 0x04: // ctrl+d
		if len(e.text) == 0 {
			return "", closed
		}
		return "", goesOn
	case 0x08, 0x7f: // backspace
		return e.erase(1), goesOn
	case 0x15: // ctrl+u
		return e.erase(len(e.cells)), goesOn
	case 0x17: // ctrl+w
		return e.erase(e.lastWord()), goesOn
	case escape:
		return "", goesOn
	}
	if key[0] < ' ' && key[0] != '\t' {
		return "", goesOn
	}
	return e.add(key, veil), goesOn
}

// add adds a character.
func (e *lineEdit) add(key []byte, veil bool) (echo string) {
	r, _ := utf8.DecodeRune(key)
	switch {
	case e.hidden:
	case veil:
		e.veiled, echo = true, "*"
	case unicode.IsPrint(r):
		echo = string(key)
	}
	e.text = append(e.text, key...)
	e.cells = append(e.cells, cell{len(key), ansi.StringWidth(echo)})
	return echo
}

// erase removes the last n characters.
func (e *lineEdit) erase(n int) (echo string) {
	for range min(n, len(e.cells)) {
		last := e.cells[len(e.cells)-1]
		e.cells, e.text = e.cells[:len(e.cells)-1], e.text[:len(e.text)-last.bytes]
		echo += strings.Repeat("\b \b", last.columns)
	}
	e.veiled = e.veiled && len(e.cells) > 0
	return echo
}

// lastWord returns the number of characters of the last word and the blanks after it.
func (e *lineEdit) lastWord() int {
	rest := strings.TrimRight(string(e.text), " ")
	return utf8.RuneCount(e.text) - utf8.RuneCountInString(rest[:strings.LastIndexByte(rest, ' ')+1])
}
