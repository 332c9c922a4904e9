package sweep

import (
	"strings"
)

// Owners are the telephone numbers of the account and the extensions to which they belong.
// A call to another number leaves the account. The zero value knows no number; then no
// number is outside, because that is not known.
type Owners struct {
	extension map[string]string // the id by the digits of the number; empty for the account's own
}

// Add adds a number of an extension, or of the account for an empty id. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (o *Owners) Add(phone, extension string) {
	if o.extension == nil {
		o.extension = map[string]string{}
	}
	if digits := digitsOf(phone); digits != "" && o.extension[digits] == "" {
		o.extension[digits] = extension
	}
}

// Len is how many numbers are known.
func (o *Owners) Len() int { return len(o.extension) }

// outside reports whether phone is a telephone number that belongs to no one in the
// account. A short number is that of an extension.
func (o *Owners) outside(phone string) bool {
	if len(o.extension) == 0 || phone == "" || len(phone) <= maxShortNumber && phone[0] != '+' {
		return false
	}
	_, own := o.extension[digitsOf(phone)]
	return !own
}

// maxShortNumber is the largest number of digits of an extension's short number, by the
// public schema.
const maxShortNumber = 8

func digitsOf(phone string) string { return strings.TrimPrefix(phone, "+") }

// CompanyID is the id of the reading of the account itself.
const CompanyID = "company"
