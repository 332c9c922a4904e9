package phonenumber

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// CodeError is an error of Find: the text starts with a code for the telephone system,
// such as *67.
type CodeError struct {
	Code  string
	Means string // such as "hides the caller's number for one call"; may be empty
}

func (e *CodeError) Error() string { return e.Code + " is a code, not a part of a phone number" }

// LetterError is an error of Find: a letter stands where a digit belongs.
type LetterError struct {
	Letter rune
	Digit  rune   // the digit that looks like Letter
	In     string // the letters and digits among which it is, such as "65O"
}

func (e *LetterError) Error() string { return fmt.Sprintf("the letter %c in %s", e.Letter, e.In) }

// obstacle returns an error that names what keeps the text from being a number.
func (s *scanner) obstacle() error {
	if err := s.code(); err != nil {
		return err
	}
	if err := s.letter(); err != nil {
		return err
	}
	return nil
}

const (
	hides = "hides the caller's number for one call"
	shows = "shows the caller's number for one call"
)

// codes are the codes of the North American numbering plan, and those of GSM, which end
// with a star or a number sign.
var codes = map[string]string{
	"*67": hides, "*82": shows, "*66": "calls a busy number again", "*69": "calls the last caller back",
	"*70": "turns call waiting off for one call", "*72": "turns call forwarding on", "*73": "turns call forwarding off",
	"#31#": hides, "*31#": shows, "*31*": hides, "*30#": "shows who calls", "*43#": "turns call waiting on",
	"*21*": "turns call forwarding on", "*61*": "turns call forwarding on", "*62*": "turns call forwarding on",
	"*67*": "turns call forwarding on", "**21*": "turns call forwarding on", "**61*": "turns call forwarding on",
	"**62*": "turns call forwarding on", "**67*": "turns call forwarding on", "#31": hides, "*31": shows,
}

// digitCodes are the codes without a star, by country.
var digitCodes = map[string]map[string]string{
	"GB": {"141": hides, "1470": shows},
	"IE": {"141": hides, "142": shows},
	"AU": {"1831": hides, "1832": shows},
	"JP": {"184": hides, "186": shows},
	"HK": {"133": hides, "1357": shows},
	"FR": {"3651": hides},
}

var starCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([*#]{1,2})(\d+)([*#]?)`) })

// code returns a *CodeError for a code before the number. A star before a number alone is
// the mark of a list.
func (s *scanner) code() error {
	at := starCode().FindStringSubmatchIndex(s.text)
	if at == nil {
		return s.digitCode()
	}
	stars, digits, end := s.text[at[2]:at[3]], s.text[at[4]:at[5]], s.text[at[6]:at[7]]
	if Digits(s.text[:at[0]]) != "" && (s.hasNumber(s.text) || codes[stars+digits] == "" && codes[stars+digits+end] == "") { // behind a number, or in it
		return nil
	}
	if code := stars + digits + end; end != "" && (codes[code] != "" || len(digits) <= 4 && !s.hasNumber(s.text)) {
		return &CodeError{code, codes[code]}
	}
	for n := min(3, len(digits)); n >= 2; n-- {
		code := stars + digits[:n]
		known := codes[code] != ""
		rest := s.text[at[4]+n:]
		alone := n == len(digits)
		switch {
		case known && alone && (s.hasNumber(rest) || Digits(rest) == ""),
			known && s.hasNumber(rest) && !s.hasNumber(s.text[at[4]:]),
			alone && digits[0] != '0' && s.hasNumber(rest) && !s.hasNumber(s.text[at[4]:]):
			return &CodeError{code, codes[code]}
		}
	}
	return nil
}

// digitCode returns a *CodeError for a code of the country before a whole number.
func (s *scanner) digitCode() error {
	if len(s.runs) == 0 {
		return nil
	}
	text := s.text[s.runs[0].start:]
	code := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	means := digitCodes[s.region][code]
	if rest := text[len(code):]; means != "" && s.hasComplete(rest) && (s.plan.isVariable() || !s.hasNumber(text)) {
		return &CodeError{code, means}
	}
	return nil
}

// hasNumber reports whether a text has a possible number.
func (s *scanner) hasNumber(text string) bool {
	other := scan(text, s.region)
	for _, run := range other.runs {
		if other.possible(run) {
			return true
		}
	}
	return false
}

func (s *scanner) hasComplete(text string) bool {
	other := scan(text, s.region)
	for _, run := range other.runs {
		if other.complete(run) {
			return true
		}
	}
	return false
}

// lookalikes are letters that are typed or recognised for digits. The first two kinds are
// so common that one beside a digit suffices.
var lookalikes = map[rune]rune{
	'O': '0', 'o': '0', '\u041e': '0', '\u043e': '0', '\u039f': '0', '\u03bf': '0',
	'l': '1', 'I': '1', '\u0406': '1', '\u04c0': '1', '\u04cf': '1', '\u0399': '1',
	'S': '5', 'B': '8', 'Z': '2',
}

// letter returns a *LetterError for the first letter that was typed for a digit: if the
// text is a number with the digit, or is none without.
func (s *scanner) letter() error {
	var first *LetterError
	var at []span
	corrected := s.text
	for _, whole := range mixedGroups(s.text) {
		digits, letter := s.lookalike(whole)
		if letter == 0 {
			continue
		}
		if first == nil {
			first = &LetterError{letter, lookalikes[letter], s.of(whole)}
		}
		// Of the same length, so that the positions stay.
		corrected = corrected[:whole.start] + digits + corrected[whole.end:]
		at = append(at, whole)
	}
	if first == nil || s.hasNumber(s.text) && !s.numberAt(corrected, at) {
		return nil
	}
	return first
}

// numberAt reports whether a corrected text has a possible number that covers one of at.
func (s *scanner) numberAt(corrected string, at []span) bool {
	other := scan(corrected, s.region)
	for _, run := range other.runs {
		for _, p := range at {
			if run.start <= p.start && p.start < run.end && other.possible(run) {
				return true
			}
		}
	}
	return false
}

// lookalike returns the digits that a group of letters and digits looks like, and its first
// letter; 0 if the group may be a word. The digits have the length of the group in bytes.
func (s *scanner) lookalike(whole span) (digits string, first rune) {
	word := s.of(whole)
	numbers, common, rare := 0, 0, 0
	var b strings.Builder
	for _, r := range word {
		d, is := lookalikes[r]
		switch {
		case r >= '0' && r <= '9':
			numbers++
			b.WriteRune(r)
			continue
		case !is:
			return "", 0
		case first == 0:
			first = r
		}
		if d <= '1' {
			common++
		} else {
			rare++
		}
		b.WriteString(strings.Repeat(" ", utf8.RuneLen(r)-1))
		b.WriteRune(d)
	}
	beside := strings.HasSuffix(s.text[:whole.start], "+") || s.betweenDigits(whole)
	switch {
	case common+rare == 0, rare > numbers, rare > 0 && numbers+common+rare < 3, numbers == 0 && !beside:
		return "", 0
	}
	return b.String(), first
}

// betweenDigits reports whether one separator at most is between a group and digits on both
// sides.
func (s *scanner) betweenDigits(whole span) bool {
	before, after := []rune(s.text[:whole.start]), []rune(s.text[whole.end:])
	if len(before) < 2 || len(after) < 2 {
		return false
	}
	_, left := digit(before[len(before)-2])
	_, right := digit(after[1])
	return left && right
}
