// Package phonenumber parses, validates and formats the telephone numbers of every
// country.
//
// Find finds the number in a text that people typed or pasted, and Parse reads it. The methods of Number say whether a line
// can have the number, which kind of line it is, and how the number is written.
//
// The package does what Google's libphonenumber does, as far as rcfwd needs it, from
// the same metadata (Apache License 2.0). Its tests compare Parse, number by number,
// with a Go port of the whole library and with the answers of the library itself. The program does not contain that library,
// which would add four megabytes to it and five milliseconds to every start.
package phonenumber

import (
	"errors"
	"regexp"
	"strconv"
	"sync"
)

// Number is a telephone number. Parse returns one; whether a line can have it is
// another question, which Length and Classify answer.
type Number struct {
	Code      int    // country calling code
	National  string // national significant number: digits, with the leading zeros that are part of it
	Extension string // digits, dialled after the call is answered; mostly empty
}

// Errors of Parse.
var (
	ErrCountry  = errors.New("no known country code")
	ErrNoNumber = errors.New("no phone number")
	ErrTooShort = errors.New("too short for a phone number")
	ErrTooLong  = errors.New("too long for a phone number")
)

// Lengths of a national significant number. The ITU allows 15 digits with the
// country code; Germany has longer ones.
const (
	minNational = 2
	maxNational = 17
)

// E164 returns the number in the format that services expect: a plus and digits,
// without the extension.
func (n Number) E164() string { return "+" + strconv.Itoa(n.Code) + n.National }

// compile compiles an expression of the metadata, or returns it compiled. It is
// called only when a number needs the expression, to keep the start fast.
func compile(expr string) *regexp.Regexp { return compiled.get("", expr, "") }

// expressionCache holds compiled expressions of the metadata.
type expressionCache struct{ sync.Map } // from expression to *regexp.Regexp

// compiled are expressions as they are, wholes and starts those that match all of a text
// and its start.
var compiled, wholes, starts expressionCache

// get returns an expression with something before and after it that is always the same.
func (e *expressionCache) get(before, expr, after string) *regexp.Regexp {
	if re, ok := e.Load(expr); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(before + expr + after)
	e.Store(expr, re)
	return re
}

// matches reports whether expr matches all of s.
func matches(expr, s string) bool { return wholes.get("^(?:", expr, ")$").MatchString(s) }

// matchesStart reports whether expr matches the start of s.
func matchesStart(expr, s string) bool { return starts.get("^(?:", expr, ")").MatchString(s) }
