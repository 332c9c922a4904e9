package rest

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// nfcData is what normal form C needs to know of single characters, as a test writes it from
// golang.org/x/text/unicode/norm, whose own tables and code make the program 94 kB larger.
// A line "=" holds characters each followed by what it is composed of, a line "!" those that
// are only taken apart, and a line of "+" runs of a combining class: the class plus 32, the
// first character, and the last.
//
//go:embed nfc.txt
var nfcData string

// nfcTables are the tables of nfcData.
type nfcTables struct {
	parts   map[rune][]rune  // from a character to all that it is composed of
	wholes  map[[2]rune]rune // from a character and the next to the one that they make
	classes map[rune]byte    // combining classes that are not 0
}

var nfcTable = sync.OnceValue(func() *nfcTables {
	t := &nfcTables{parts: map[rune][]rune{}, wholes: map[[2]rune]rune{}, classes: map[rune]byte{}}
	for line := range strings.Lines(nfcData) {
		fields := []rune(strings.TrimSuffix(line, "\n"))
		switch fields[0] {
		case '+':
			for r := fields[2]; r <= fields[3]; r++ {
				t.classes[r] = byte(fields[1] - ' ')
			}
		case '=':
			t.addParts(fields[1], fields[2:])
			t.wholes[[2]rune{t.first(fields[2 : len(fields)-1]), fields[len(fields)-1]}] = fields[1]
		case '!':
			t.addParts(fields[1], fields[2:])
		}
	}
	return t
})

func (t *nfcTables) addParts(whole rune, parts []rune) { t.parts[whole] = parts }

// first returns the one character that parts make. Lines with fewer parts come first.
func (t *nfcTables) first(parts []rune) rune {
	whole := parts[0]
	for _, r := range parts[1:] {
		whole = t.wholes[[2]rune{whole, r}]
	}
	return whole
}

// firstCombining is the first character that another form could have.
const firstCombining = '\u0300'

// nfc returns text in normal form C of Unicode, in which an accented letter is one character
// where there is one.
func nfc(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= firstCombining }) {
		return text
	}
	t := nfcTable()
	return string(t.compose(t.decompose(text)))
}

// decompose takes all characters apart, and orders the marks of each by their classes.
func (t *nfcTables) decompose(text string) []rune {
	all := make([]rune, 0, len(text))
	for _, r := range text {
		switch parts, ok := t.parts[r]; {
		case ok:
			all = append(all, parts...)
		case isSyllable(r):
			all = appendJamo(all, r)
		default:
			all = append(all, r)
		}
	}
	for start := 0; start < len(all); start++ {
		end := start
		for end < len(all) && t.classes[all[end]] > 0 {
			end++
		}
		slices.SortStableFunc(all[start:end], func(a, b rune) int { return int(t.classes[a]) - int(t.classes[b]) })
		start = end
	}
	return all
}

// compose joins each character with the marks that follow it. A mark that stands behind one
// of its own class, or of a later one, is not joined.
func (t *nfcTables) compose(all []rune) []rune {
	base, last := -1, -1 // index of the character before the marks, class of the last mark kept
	kept := all[:0]
	for _, r := range all {
		class := int(t.classes[r])
		if base >= 0 && last < class {
			if whole, ok := t.join(kept[base], r); ok {
				kept[base] = whole
				continue
			}
		}
		last = class
		if class == 0 {
			base, last = len(kept), -1
		}
		kept = append(kept, r)
	}
	return kept
}

// join returns the character that two make.
func (t *nfcTables) join(a, b rune) (rune, bool) {
	switch {
	case a >= firstLead && a < firstLead+leads && b >= firstVowel && b < firstVowel+vowels:
		return firstSyllable + ((a-firstLead)*vowels+b-firstVowel)*tails, true
	case isSyllable(a) && (a-firstSyllable)%tails == 0 && b > noTail && b < noTail+tails:
		return a + b - noTail, true
	}
	whole, ok := t.wholes[[2]rune{a, b}]
	return whole, ok
}

// Korean syllables are computed (The Unicode Standard, section 3.12).
const (
	firstSyllable, firstLead, firstVowel, noTail = 0xac00, 0x1100, 0x1161, 0x11a7

	leads, vowels, tails = 19, 21, 28
)

func isSyllable(r rune) bool {
	return r >= firstSyllable && r < firstSyllable+leads*vowels*tails
}

// appendJamo appends the letters of a Korean syllable.
func appendJamo(all []rune, r rune) []rune {
	i := r - firstSyllable
	all = append(all, firstLead+i/(vowels*tails), firstVowel+i%(vowels*tails)/tails)
	if tail := i % tails; tail > 0 {
		all = append(all, noTail+tail)
	}
	return all
}
