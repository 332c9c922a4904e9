package sandbox

import (
	"net/http"
	"slices"
	"unicode/utf8"
)

// Types of forwarding numbers (S).
const (
	typeHome      = "Home"
	typeMobile    = "Mobile"
	typeWork      = "Work"
	typeOther     = "Other"
	typePhoneLine = "PhoneLine"
)

const (
	maxNumbers = 10 // FPN-103 (R21). Guess: device lines count
	maxCustom  = 7  // FPN-104 (R21)
	maxLabel   = 60 // S
)

// isPredefined reports whether a type exists at most once and has its name as
// label.
func isPredefined(t string) bool { return t == typeHome || t == typeMobile || t == typeWork }

// anyNumber is not inlined: its copies would make the program larger.
//
//go:noinline
func anyNumber(numbers []Number, is func(Number) bool) bool { return slices.ContainsFunc(numbers, is) }

// checkPhone checks a number that is not a device line: FPN-105 and FPN-108
// (R21).
func (c *call) checkPhone(number string) error {
	if c.company.owns(number) {
		return refuse(http.StatusBadRequest, "FPN-105",
			"Number %s duplicates with company/extension direct number", number)
	}
	if isInternational(number) && !c.target.InternationalCalling {
		return refuse(http.StatusBadRequest, "FPN-108", "International calling is currently disabled")
	}
	return nil
}

// checkLabel checks a custom label. S: at most 60 characters. FPN-102 (R21 on
// update, R18 also on create): no two numbers with the same label. Guess:
// labels are case-sensitive, since people read them.
func (c *call) checkLabel(label, ownID string) error {
	if label == "" || utf8.RuneCountInString(label) > maxLabel {
		return invalid("label")
	}
	if anyNumber(c.target.Numbers, func(n Number) bool { return n.ID != ownID && n.Label == label }) {
		return refuse(http.StatusBadRequest, "FPN-102",
			"Label of number %s duplicates with existing forwarding number label", label)
	}
	return nil
}

// checkFlip checks a digit that a client chose. R21 has BIL-101 and FPN-106 on
// update. Guess: the same on create. Clearing a digit needs the feature too.
func (c *call) checkFlip(digit int, ownID string) error {
	if !c.target.has("EditCallFlip") {
		return refuse(http.StatusBadRequest, "BIL-101", "Feature [EditCallFlip] is not available for current service plan")
	}
	if digit != 0 && anyNumber(c.target.Numbers, func(n Number) bool { return n.ID != ownID && n.Flip == digit }) {
		return refuse(http.StatusBadRequest, "FPN-106", "Flip number %d is already in use", digit)
	}
	return nil
}

// freeFlip returns the digit of a new number whose request has none. R21: the
// server assigns one. Guess: the lowest free digit, and none when all are
// taken.
func freeFlip(numbers []Number) int {
	for digit := 1; digit <= maxFlip; digit++ {
		if !anyNumber(numbers, func(n Number) bool { return n.Flip == digit }) {
			return digit
		}
	}
	return 0
}
