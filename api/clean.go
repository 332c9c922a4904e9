package api

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Clean folds text from outside to one printable line: escape sequences and
// control characters are gone, so are the marks that reorder or hide what
// follows them, and white space of any kind is a single space. It is called
// where a wire struct becomes a domain value, and nowhere else.
func Clean(s string) string {
	s = ansi.Strip(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	for _, r := range s {
		if unicode.IsSpace(r) {
			r = ' '
		}
		if !printable(r) || r == ' ' && (b.Len() == 0 || strings.HasSuffix(b.String(), " ")) {
			continue
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ")
}

// printable says whether r may reach a terminal: it has a shape or joins what
// has one, and it does not steer the text around it.
func printable(r rune) bool {
	switch {
	case r == ' ', r == '\u200c', r == '\u200d': // the joiners carry meaning in Persian, Hindi and emoji
		return true
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return false
	}
	return unicode.IsGraphic(r) && r != unicode.ReplacementChar
}
