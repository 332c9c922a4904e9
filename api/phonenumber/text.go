package phonenumber

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

const (
	plusSigns   = "+\uff0b"
	punctuation = "-x\u2010-\u2015\u2212\u30FC\uFF0D-\uFF0F \u00A0\u00AD\u200B\u2060\u3000()\uFF08\uFF09\uFF3B\uFF3D.\\[\\]/~\u2053\u223C\uFF5E"
	maxInput    = 250 // bytes; a longer text is not a number
)

// expressions are compiled for the first number that is not plain.
var expressions = sync.OnceValue(func() (e struct{ start, end, second, viable, extension *regexp.Regexp }) {
	const (
		before, after = "[ \u00A0\\t,]*", "[:\\.\uFF0E]?[ \u00A0\\t,-]*"
		blank         = "[ \u00A0\\t]*"
		labels        = "(?:e?xt(?:ensi(?:o\u0301?|\u00F3))?n?|\uFF45?\uFF58\uFF54\uFF4E?|\u0434\u043E\u0431|anexo)"
		doubtful      = "(?:[x\uFF58#\uFF03~\uFF5E]|int|\uFF49\uFF4E\uFF54)"
		extension     = `;ext=(\p{Nd}{1,20})` +
			"|" + before + labels + after + `(\p{Nd}{1,20})#?` +
			"|" + before + doubtful + after + `(\p{Nd}{1,9})#?` +
			`|[- ]+(\p{Nd}{1,6})#` +
			"|" + blank + "(?:,{2}|;)" + after + `(\p{Nd}{1,15})#?` +
			"|" + blank + "(?:,)+" + after + `(\p{Nd}{1,9})#?`
		number = `\p{Nd}{2}|[` + plusSigns + "]*(?:[" + punctuation + `*]*\p{Nd}){3,}[` + punctuation + `*a-zA-Z\p{Nd}]*`
	)
	e.start = regexp.MustCompile("[" + plusSigns + `\p{Nd}]`)
	e.end = regexp.MustCompile(`[^\p{Nd}A-Za-z#]+$`)
	e.second = regexp.MustCompile(`[\\/] *x`)
	e.viable = regexp.MustCompile("(?i)^(" + number + "(?:" + extension + ")?)$")
	e.extension = regexp.MustCompile("(?i)(?:" + extension + ")$")
	return e
})

// candidate returns the part of a text that may be a number.
func candidate(typed string) (string, error) {
	switch {
	case typed == "":
		return "", ErrNoNumber
	case len(typed) > maxInput:
		return "", ErrTooLong
	case isPlain(typed):
		return typed, nil
	}
	text, ok := fromURI(typed)
	if !ok {
		return "", ErrNoNumber
	}
	if len(text) < minNational || !expressions().viable.MatchString(text) {
		return "", ErrNoNumber
	}
	return text, nil
}

// isPlain reports whether text is written like most numbers: three digits or more, in
// groups, perhaps after a plus. Such a text needs none of the expressions.
func isPlain(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '(', c == '+' && i == 0:
		case i > 0 && (c == ' ' || c == ')' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return digits >= 3
}

// fromURI returns the number in a text, which may be a URI such as
// tel:650-555-0142;phone-context=+1 (RFC 3966). It fails if the context is neither a
// number nor a domain.
func fromURI(text string) (string, bool) {
	before, context, found := strings.Cut(text, ";phone-context=")
	number := extractNumber(text)
	if found {
		context, _, _ = strings.Cut(context, ";")
		if !compile(contextNumber).MatchString(context) && !compile(contextDomain).MatchString(context) {
			return "", false
		}
		if before != "" {
			if _, after, ok := strings.Cut(before, "tel:"); ok {
				before = after
			}
			number = before
			if strings.HasPrefix(context, "+") {
				number = context + before
			}
		}
	}
	if i := strings.Index(number, ";isub="); i > 0 {
		number = number[:i]
	}
	return number, true
}

const (
	contextNumber = `^\+(\p{Nd}|[\-\.\(\)]?)*\p{Nd}(\p{Nd}|[\-\.\(\)]?)*$`
	contextDomain = `^([a-zA-Z\p{Nd}]+((\-)*[a-zA-Z\p{Nd}])*\.)*[a-zA-Z]+((\-)*[a-zA-Z\p{Nd}])*\.?$`
)

// extractNumber removes what precedes a number, what cannot end one, and a second number
// after it.
func extractNumber(text string) string {
	e := expressions()
	at := e.start.FindStringIndex(text)
	if at == nil {
		return ""
	}
	text = text[at[0]:]
	if end := e.end.FindStringIndex(text); end != nil {
		text = text[:end[0]]
	}
	if second := e.second.FindStringIndex(text); second != nil {
		text = text[:second[0]]
	}
	return text
}

// splitExtension splits a number from the extension after it.
func splitExtension(text string) (number, extension string) {
	if isPlain(text) {
		return text, ""
	}
	e := expressions()
	at := e.extension.FindStringSubmatchIndex(text)
	if at == nil || at[0] < minNational || !e.viable.MatchString(text[:at[0]]) {
		return text, ""
	}
	for i := 2; i < len(at); i += 2 {
		if at[i] < at[i+1] {
			return text[:at[0]], text[at[i]:at[i+1]]
		}
	}
	return text, ""
}

// digitsOf returns the digits of a number, in ASCII. Three letters or more stand for
// the digits of their telephone keys; fewer are mistakes and are dropped.
func digitsOf(text string) string {
	letters := 0
	for _, r := range text {
		if r < unicode.MaxASCII && unicode.IsLetter(r) {
			letters++
		}
	}
	var b strings.Builder
	for _, r := range text {
		if d, ok := digit(r); ok {
			b.WriteByte(d)
		} else if up := unicode.ToUpper(r); letters >= 3 && up >= 'A' && up <= 'Z' {
			b.WriteByte(letterKeys[up-'A'])
		}
	}
	return b.String()
}

// letterKeys are the telephone keys of the letters A to Z.
const letterKeys = "22233344455566677778889999"

// Digits returns the digits in a text, in ASCII, and nothing else.
func Digits(text string) string {
	var b strings.Builder
	for _, r := range text {
		if d, ok := digit(r); ok {
			b.WriteByte(d)
		}
	}
	return b.String()
}

// digit returns the ASCII digit for a decimal digit of any script. The digits of a
// script are consecutive code points.
func digit(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	if r < unicode.MaxASCII || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10), true
		}
	}
	return 0, false
}
