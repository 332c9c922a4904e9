package terminal

import (
	"bytes"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// pasteGuard watches the input for bracketed pastes. Bubble Tea takes every key for
// text from the start of a paste until its end, and the end can be lost: a link breaks,
// a multiplexer detaches. So a paste also ends after a pause, and at a ctrl+c that
// nothing follows. It also drops what no field could hold, because Bubble Tea keeps a
// whole paste before it passes it on. A text that arrives at once without brackets becomes
// a paste too: as so many keys it would keep the program busy for seconds, ctrl+c behind it.
// The zero value is ready to use.
type pasteGuard struct {
	mu     sync.Mutex // a reader that waits can overlap with its successor, after a suspend
	open   bool
	bare   bool   // the terminal did not bracket the open paste
	lost   bool   // a paste was ended here, and its own end has not come yet
	marker int    // how many bytes of the next marker were seen
	size   int    // of the paste
	char   []byte // the first bytes of a character
}

var (
	pasteStart = []byte(ansi.BracketedPasteStart)
	pasteEnd   = []byte(ansi.BracketedPasteEnd)
)

// maxPaste is how many bytes of a paste are passed on: more than the program takes, so
// that it notices that a paste was too long.
const maxPaste = 64 << 10

// longestBurst is how many bytes keys can have that arrive at once. After a paste that
// was ended here, what is longer is its rest.
const longestBurst = 64

// longestHeld is how many bytes of few different keys are those of a key that is held while
// the program does not read.
const longestHeld = 512

// addedByGuard is how much longer than a chunk what is passed on can be.
var addedByGuard = len(pasteStart) + 2*len(pasteEnd)

// pass appends chunk to dst, without what is beyond the limit of a paste. It holds
// back what may be the first part of the end of a paste.
func (g *pasteGuard) pass(dst, chunk []byte) []byte {
	if g.lost && !g.open && (len(chunk) > longestBurst || bytes.Contains(chunk, pasteEnd)) {
		dst, g.open, g.size = append(dst, pasteStart...), true, 0
	}
	for _, c := range chunk {
		if !g.open {
			dst = append(dst, c)
			if g.advance(c, pasteStart) {
				g.open, g.size = true, 0
			}
			continue
		}
		held := g.marker
		switch {
		case g.advance(c, pasteEnd):
			dst = append(dst, pasteEnd...)
			g.open, g.lost, g.char = false, false, nil
		case g.marker != held+1: // what was held back was no marker
			dst = g.text(dst, pasteEnd[:held])
			if g.marker == 0 {
				dst = g.text(dst, []byte{c})
			}
		}
	}
	return dst
}

// advance compares c with the next byte of a marker and reports whether it is the last.
func (g *pasteGuard) advance(c byte, marker []byte) bool {
	switch {
	case c == marker[g.marker]:
		g.marker++
	case c == marker[0]:
		g.marker = 1
	default:
		g.marker = 0
	}
	if g.marker < len(marker) {
		return false
	}
	g.marker = 0
	return true
}

// text appends text of a paste up to its limit, without what is no UTF-8 and without C1
// controls: Bubble Tea takes what follows those for a part of them, the end of the paste
// too.
func (g *pasteGuard) text(dst, text []byte) []byte {
	for _, c := range text {
		g.char = append(g.char, c)
		for len(g.char) > 0 && utf8.FullRune(g.char) {
			r, n := utf8.DecodeRune(g.char)
			known := r != utf8.RuneError && (r < 0x80 || r > 0x9f)
			if g.size += n; known && g.size <= maxPaste {
				dst = append(dst, g.char[:n]...)
			}
			g.char = g.char[n:]
		}
	}
	return dst
}

// end ends an open paste.
func (g *pasteGuard) end(dst []byte) []byte {
	dst = g.text(dst, pasteEnd[:g.marker])
	g.lost = g.lost || !g.bare
	g.open, g.bare, g.marker, g.char = false, false, 0, nil
	return append(dst, pasteEnd...)
}

// How long a paste may stop before it is over, and how long after a ctrl+c. Links that
// deliver a paste in parts pause for less.
const (
	pastePause = time.Second
	quitPause  = 100 * time.Millisecond
)

// quitKeys are ctrl+c as terminals send it.
var quitKeys = [][]byte{[]byte("\x03"), []byte("\x1b[99;5u"), []byte("\x1b[27;5;99~")}

// read returns what to pass on of a chunk that was read. follows waits for more input
// for so long, and reports whether there is any.
func (g *pasteGuard) read(chunk []byte, follows func(time.Duration) bool) []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	text, key := cutQuitKey(chunk)
	dst := make([]byte, 0, len(chunk)+addedByGuard)
	pause := pastePause
	if !g.open && isBarePaste(text) {
		dst, g.open, g.bare, g.size, g.marker = append(dst, pasteStart...), true, true, 0, 0
	}
	if g.bare {
		pause = quitPause
	}
	dst = g.pass(dst, text)
	if g.open && len(key) > 0 && !follows(quitPause) {
		return append(g.end(dst), key...)
	}
	dst = g.pass(dst, key)
	if g.open && !follows(pause) {
		dst = g.end(dst)
	}
	return dst
}

// isBarePaste reports whether a chunk is a text that no one can have typed at once.
func isBarePaste(chunk []byte) bool {
	if len(chunk) <= longestBurst || bytes.ContainsFunc(chunk, isControlKey) {
		return false
	}
	different := map[byte]bool{}
	for _, c := range chunk {
		different[c] = true
	}
	return len(different) > 3 || len(chunk) > longestHeld
}

func isControlKey(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' || r == 0x7f }

// cutQuitKey cuts a ctrl+c off the end of a chunk.
func cutQuitKey(chunk []byte) (text, key []byte) {
	i := slices.IndexFunc(quitKeys, func(k []byte) bool { return bytes.HasSuffix(chunk, k) })
	if i < 0 {
		return chunk, nil
	}
	n := len(chunk) - len(quitKeys[i])
	return chunk[:n], chunk[n:]
}
