// Package phonenumber reads, judges and writes telephone numbers of every country.
// It does what Google's libphonenumber does, as far as rcfwd needs it, from the
// same metadata (Apache License 2.0); the tests hold it against a port of the whole
// library, number by number. The library itself is not in the program, for it takes
// four megabytes of it and five milliseconds of every start.
package phonenumber

import (
	"errors"
	"regexp"
	"strconv"
	"sync"
)

// Number is a telephone number.
type Number struct {
	Code      int    // country calling code
	National  string // national significant number: digits, with leading zeros where they belong to it
	Extension string // dialled after the call is answered; digits, mostly empty
}

// Why no number can be made of a text.
var (
	ErrCountry  = errors.New("no known country code")
	ErrNoNumber = errors.New("no phone number")
	ErrTooShort = errors.New("too short for a phone number")
	ErrTooLong  = errors.New("too long for a phone number")
)

// Lengths of a national significant number. The ITU allows 15 digits with the
// country code; Germany has longer ones.
const (
	shortest = 2
	longest  = 17
)

// E164 is the number as it is sent: a plus and digits, without the extension.
func (n Number) E164() string { return "+" + strconv.Itoa(n.Code) + n.National }

// pattern compiles an expression of the metadata. Those of a country are compiled
// when the first of its numbers is seen.
func pattern(expr string) *regexp.Regexp {
	if re, ok := patterns.Load(expr); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(expr)
	patterns.Store(expr, re)
	return re
}

var patterns sync.Map // from expression to *regexp.Regexp

// whole says whether expr describes all of s.
func whole(expr, s string) bool { return pattern("^(?:" + expr + ")$").MatchString(s) }

// starts says whether s starts as expr describes.
func starts(expr, s string) bool { return pattern("^(?:" + expr + ")").MatchString(s) }
