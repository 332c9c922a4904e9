package phonenumber

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// fold writes a text with the characters of ASCII where it has others of the same
// meaning: digits of every script, full-width letters, hyphens, blanks. It removes what
// has no width, such as the marks of direction that contact lists copy with a number.
func fold(text string) string {
	var b strings.Builder
	afterDigit := false
	for _, r := range text {
		r, keep := foldRune(r, afterDigit)
		if !keep {
			continue
		}
		b.WriteRune(r)
		afterDigit = r >= '0' && r <= '9'
	}
	return b.String()
}

func foldRune(r rune, afterDigit bool) (folded rune, keep bool) {
	if d, ok := digit(r); ok {
		return rune(d), true
	}
	switch {
	case strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r):
		return '\n', true
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r), unicode.Is(unicode.Cc, r):
		return ' ', true
	case unicode.Is(unicode.Cf, r), r >= '\ufe00' && r <= '\ufe0f', r == '\u20e3': // the last two make a digit an emoji
		return 0, false
	case r >= '\uff01' && r <= '\uff5e': // full-width
		return r - '\uff01' + '!', true
	case strings.ContainsRune("\ufe62\u2795\u207a", r):
		return '+', true
	case unicode.Is(unicode.Pd, r), strings.ContainsRune("\u2212\u2796\u02d7\u2043", r), r == '\u30fc' && afterDigit:
		return '-', true
	}
	return r, true
}

// uris are the expressions for the parts of a URI with a telephone number.
var uris = sync.OnceValue(func() (e struct{ escape, link, tag, scheme, host, whatsapp *regexp.Regexp }) {
	e.escape = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)
	e.link = regexp.MustCompile(`(?i)<a\s[^<>]*\b(tel:[^"'<>\s]*)[^<>]*>`)
	e.tag = regexp.MustCompile(`(?i)</?(?:a|b|br|div|em|li|p|span|strong|td|u)\b[^<>@+\d]*>`)
	e.scheme = regexp.MustCompile(`(?i)\b(?:tel|sips?|callto|sms|smsto|mms|fax|facetime|facetime-audio|skype|phone|dial|call):(?://)?([+(*#]*\d)`)
	e.host = regexp.MustCompile(`(\d)((?:;[^@\s<>]*)?@[^\s<>"',]+)`)
	e.whatsapp = regexp.MustCompile(`(?i)(wa\.me/|whatsapp\S*[?&]phone=)(\d)`)
	return e
})

// unescape decodes the escapes of a URI, such as %2B for a plus. Escapes that are no text
// stay as they are.
func unescape(text string) string {
	return uris().escape.ReplaceAllStringFunc(text, func(escaped string) string {
		plain, err := url.PathUnescape(escaped)
		if err != nil || !utf8.ValidString(plain) {
			return escaped
		}
		return plain
	})
}

// withoutURI removes the parts of a URI around a number: the scheme, the element of a link,
// and the host of a SIP address, which it returns.
func withoutURI(text string) (rest string, host string) {
	e := uris()
	text = e.tag.ReplaceAllString(e.link.ReplaceAllString(text, " $1 "), " ")
	text = e.whatsapp.ReplaceAllString(text, "$1 +$2")
	text = e.scheme.ReplaceAllString(text, "\n$1") // never in one number with what is before
	if at := e.host.FindStringSubmatchIndex(text); at != nil {
		host = text[at[4]:at[5]]
		text = text[:at[4]] + text[at[5]:]
	}
	return text, host
}
