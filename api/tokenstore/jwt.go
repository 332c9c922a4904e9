package tokenstore

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"rcfwd/api/settings"
)

// What may stand before a JWT in a file of variables or in a header, without its blanks.
var beforeJWT = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:(export|set)?RC_USER_JWT[=:]|Authorization:Bearer|Bearer|JWT[=:])`)
})

// A JWT has three parts of base64url (RFC 7515, section 7.1). Plain base64 is left to the
// service to judge.
var wholeJWT = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\w+/=-]+\.[\w+/=-]+\.[\w+/=-]+$`)
})

// ReadJWT returns the JWT in a text that was typed, pasted, printed or read from a file or
// a variable: with blanks, line breaks and quotes around or within it, the name of the
// variable before it, a comma or a semicolon behind it.
//
// Errors are sentences for a person and do not repeat the text, which may be another
// secret.
func ReadJWT(text string) (string, error) {
	text = StripPasted(text)
	text = beforeJWT().ReplaceAllString(text, "")
	text = strings.TrimRight(text, ",;")
	switch {
	case text == "":
		return "", settings.UserErrorf(nil, "The JWT is empty. Copy it from the developer console, under Credentials.")
	case !wholeJWT().MatchString(text):
		return "", settings.UserErrorf(nil, "This is no JWT, or a part of one: it has three parts with dots between them. Copy it whole from the developer console, under Credentials.")
	}
	return text, nil
}

// ReadSecret returns a client id or a client secret that was typed, pasted or read from a
// variable: without the blanks and the pair of quotes around it, which a file of variables
// may have. Within it nothing changes.
func ReadSecret(text string) string {
	text = trimUnseen(text)
	for _, pair := range []string{`""`, "''", "``", "\u201c\u201d", "\u2018\u2019"} {
		quotes := []rune(pair)
		opening, closing := string(quotes[0]), string(quotes[1])
		if len(text) >= len(pair) && strings.HasPrefix(text, opening) && strings.HasSuffix(text, closing) {
			return trimUnseen(text[len(opening) : len(text)-len(closing)])
		}
	}
	return text
}

// StripPasted removes what terminals, mail programs and people put around and into what
// they copy. Neither JWTs nor codes nor addresses contain any of it.
func StripPasted(text string) string {
	return strings.Map(func(r rune) rune {
		if isUnseen(r) || strings.ContainsRune("\"'`<>\u201c\u201d\u2018\u2019", r) {
			return -1
		}
		return r
	}, text)
}

func trimUnseen(text string) string { return strings.TrimFunc(text, isUnseen) }

func isUnseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
