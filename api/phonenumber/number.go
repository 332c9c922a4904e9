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
func compile(expr string) *regexp.Regexp {
	if re, ok := compiled.Load(expr); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(expr)
	compiled.Store(expr, re)
	return re
}

var compiled sync.Map // from expression to *regexp.Regexp

// matches reports whether expr matches all of s.
func matches(expr, s string) bool { return compile("^(?:" + expr + ")$").MatchString(s) }

// matchesStart reports whether expr matches the start of s.
func matchesStart(expr, s string) bool { return compile("^(?:" + expr + ")").MatchString(s) }
