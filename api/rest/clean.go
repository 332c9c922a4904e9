package rest

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Clean returns text from outside as one printable line. It removes escape sequences,
// control characters, and marks that reorder or hide what follows them, and turns white
// space of any kind into single spaces. An emoji that is joined from several becomes the
// first of them, because terminals do not agree on its width. Clean is called where a
// wire struct becomes a domain value, and nowhere else.
func Clean[S ~string](text S) string {
	s := ansi.Strip(strings.ToValidUTF8(string(text), ""))
	var b strings.Builder
	last, joined := ' ', false // the last rune that was kept, and whether a joiner followed it
	for _, r := range s {
		if unicode.IsSpace(r) {
			r = ' '
		}
		switch {
		case !printable(r), r == ' ' && last == ' ':
			continue
		case isJoiner(r) && !unicode.In(last, unicode.L, unicode.M):
			joined = r == zwj
			continue
		case joined && unicode.Is(unicode.So, r):
			joined = false
			continue
		}
		joined = false
		b.WriteRune(r)
		last = r
	}
	return strings.TrimRight(nfc(b.String()), " ")
}

// The joiners carry meaning in Persian and Hindi; between emoji they make one of
// several.
const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

func isJoiner(r rune) bool { return r == zwnj || r == zwj }

// printable reports whether r may reach a terminal: it is visible or joins what is, it
// does not affect the text around it, and it does not change the width of an emoji.
func printable(r rune) bool {
	switch {
	case r == ' ', isJoiner(r):
		return true
	case r >= 0xfe00 && r <= 0xfe0f, r == 0x20e3, r >= 0x1f3fb && r <= 0x1f3ff: // variants, key caps, skin tones
		return false
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return false
	}
	return unicode.IsGraphic(r) && r != unicode.ReplacementChar
}
