package api

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of the service (developer guide, "Limits"; FPN-104; the public schema's maxLength
// and, for the digits, its flip numbers of v2). What counts towards the ten numbers of
// FPN-103 is not documented.
const (
	MaxNumbers   = 10 // of an extension
	MaxOther     = 7  // numbers of type Other
	MaxLabel     = 60 // characters
	MaxFlipDigit = 8
)

// Field is a part of a number for which a form can ask.
type Field string

// The fields, named as the service names its parameters.
const (
	FieldType   Field = "type"
	FieldPhone  Field = "phoneNumber"
	FieldLabel  Field = "label"
	FieldDevice Field = "device.id"
	FieldFlip   Field = "flipNumber"
	FieldRules  Field = "rules" // which rules ring a number; a name of our own
	FieldUses   Field = "uses"  // what a number is used for; a name of our own
)

// ValidationError is a mistake in a request that was found without sending it. Code is
// what the service would answer.
type ValidationError struct {
	Field Field
	Code  string
	Text  string // one sentence: what is wrong and what to do
}

// Error returns the sentence.
func (p ValidationError) Error() string { return p.Text }

// isE164 reports whether phone is in international form: a plus and 7 to 15 digits, the
// first of which is not 0.
func isE164(phone string) bool {
	digits, plus := strings.CutPrefix(phone, "+")
	return plus && len(digits) >= 7 && len(digits) <= 15 && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// Takes returns the fields of a new number of type t (dossier table 7.1). The flip digit
// is optional for every type.
func (t Type) Takes() []Field {
	switch t {
	case PhoneLine:
		return []Field{FieldDevice, FieldFlip}
	case Home, Mobile, Work:
		return []Field{FieldPhone, FieldFlip}
	default:
		return []Field{FieldPhone, FieldLabel, FieldFlip}
	}
}

// MayChange reports whether an update may contain a field of a number of type t, and if
// not, the reason (dossier table 7.2). Where no source says, as for the number and label
// of a PhoneLine, it may not: the line belongs to its device.
func (t Type) MayChange(f Field) (ok bool, why string) {
	switch f {
	case FieldType:
		return false, "the type of a number cannot be changed; remove the number and add it again (FPN-125)"
	case FieldDevice:
		if t == PhoneLine {
			return false, "the device of a number cannot be changed (FPN-124)"
		}
		return false, "only a phone line has a device (FPN-124)"
	case FieldLabel:
		switch {
		case t.Predefined():
			return false, fmt.Sprintf("the label of a %s number is always %s (FPN-122)", t, t)
		case t == PhoneLine:
			return false, "it is the name of the device; rename the device in the Admin Portal"
		}
	case FieldPhone:
		if t == PhoneLine {
			return false, "it is the number of the device's line"
		}
	}
	return true, ""
}

// CheckNew returns the mistakes in n that the service would refuse, the first for each
// field; have are the numbers of the extension. Undocumented limits, such as whether
// device lines count towards the ten, are left to the service. The rules of V2 apply when
// n or have tell that the account is on it.
func CheckNew(n *NewNumber, have []Number) []ValidationError {
	return handlerOf(n.handling(have)).checkNew(n, have)
}

func (*v1) checkNew(n *NewNumber, have []Number) []ValidationError {
	var found problems
	if len(n.Rules) > 0 {
		found.add(FieldRules, "CMN-101", "On this account, add the number to rules on the Ring order screen. Leave the rules out here.")
	}
	switch n.Type {
	case PhoneLine:
		found.checkLine(n, have)
	default:
		found.checkExternal(n)
	}
	if n.Type == Other || n.Type == "" {
		found.checkLabel(n.Label, "", have)
	}
	if taken, why := TypeTaken(n.Type, have); taken {
		found.add(FieldType, codeOfFullType(n.Type), why)
	}
	if n.Flip != 0 {
		found.checkFlip(fmt.Sprint(n.Flip), "", have)
	}
	return found
}

// CheckChange returns the mistakes in a change of old that the service would refuse, the
// first for each field; have are all numbers of the extension.
func CheckChange(old *Number, c Change, have []Number) []ValidationError {
	var found problems
	if c.Phone != nil {
		if ok, why := old.Type.MayChange(FieldPhone); !ok {
			found.add(FieldPhone, "CMN-101", "The number cannot be changed: "+why+".")
		} else {
			found.checkPhone(*c.Phone)
			found.checkOnce(*c.Phone, old, have)
		}
	}
	if c.Label != nil {
		if ok, why := old.Type.MayChange(FieldLabel); !ok {
			found.add(FieldLabel, "FPN-122", "The label cannot be changed: "+why+".")
		} else {
			found.checkLabel(*c.Label, old.ID, have)
		}
	}
	if c.Flip != nil && *c.Flip != "" {
		found.checkFlip(*c.Flip, old.ID, have)
	}
	return found
}

// TypeTaken reports whether the extension already has as many numbers of type t as it may
// have, and the reason.
func TypeTaken(t Type, have []Number) (taken bool, why string) {
	if t == "" {
		t = Other
	}
	return handlerOf(NewNumber{}.handling(have)).typeTaken(t, have)
}

func (*v1) typeTaken(t Type, have []Number) (taken bool, why string) {
	count := 0
	for _, h := range have {
		if h.Type == t {
			count++
		}
	}
	switch {
	case t.Predefined() && count > 0:
		return true, fmt.Sprintf("The extension already has a %s number (FPN-119). Edit that one, or add this one as Other.", t)
	case t == Other && count >= MaxOther:
		return true, fmt.Sprintf("The extension already has %d numbers of type Other, the maximum (FPN-104). Remove one first.", MaxOther)
	}
	return false, ""
}

// HolderOf returns the number that has flip digit d; no number has an empty one. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func HolderOf(d string, have []Number) (Number, bool) {
	for _, h := range have {
		if d != "" && h.Flip == d {
			return h, true
		}
	}
	return Number{}, false
}

// FreeDigits returns the flip digits that no number has, in ascending order.
func FreeDigits(have []Number) []string {
	var free []string
	for d := 1; d <= MaxFlipDigit; d++ {
		digit := fmt.Sprint(d)
		if _, taken := HolderOf(digit, have); !taken {
			free = append(free, digit)
		}
	}
	return free
}

func codeOfFullType(t Type) string {
	if t.Predefined() {
		return "FPN-119"
	}
	return "FPN-104"
}

// problems collects at most one mistake for each field, the first.
type problems []ValidationError

// add adds a problem of a field that has none yet. It is not inlined: the loop would be in
// 36 places.
//
//go:noinline
func (p *problems) add(f Field, code, text string) {
	for _, have := range *p {
		if have.Field == f {
			return
		}
	}
	*p = append(*p, ValidationError{Field: f, Code: code, Text: text})
}

func (p *problems) checkLine(n *NewNumber, have []Number) {
	switch {
	case n.DeviceID != "" && n.Phone != "":
		p.add(FieldDevice, "FPN-112", "Choose the device or enter the number of its line, not both (FPN-112).")
	case n.DeviceID == "" && n.Phone == "":
		p.add(FieldDevice, "FPN-109", "Choose the device of the phone line (FPN-109).")
	case n.Phone != "":
		p.checkPhone(n.Phone)
	}
	for _, h := range have {
		if n.DeviceID != "" && h.DeviceID == n.DeviceID {
			p.add(FieldDevice, "FPN-118", fmt.Sprintf("This device is already in the list as %q (FPN-118).", h.Label))
		}
	}
}

func (p *problems) checkExternal(n *NewNumber) {
	if n.DeviceID != "" {
		p.add(FieldDevice, "FPN-111", "Only a phone line takes a device (FPN-111).")
	}
	if n.Phone == "" {
		p.add(FieldPhone, "FPN-110", "Enter a phone number (FPN-110).")
		return
	}
	p.checkPhone(n.Phone)
}

func (p *problems) checkPhone(phone string) {
	if !isE164(phone) {
		p.add(FieldPhone, "CMN-101", "Enter the phone number in international form, such as +16505550142 (CMN-101).")
	}
}

func (p *problems) checkLabel(label, except string, have []Number) {
	switch {
	case label == "":
		p.add(FieldLabel, "FPN-116", "Enter a label (FPN-116).")
	case utf8.RuneCountInString(label) > MaxLabel:
		p.add(FieldLabel, "CMN-101", fmt.Sprintf("The label has %d characters; the maximum is %d (CMN-101).", utf8.RuneCountInString(label), MaxLabel))
	}
	for _, h := range have {
		if h.Label == label && h.ID != except {
			p.add(FieldLabel, "FPN-102", fmt.Sprintf("Another number already has the label %q (FPN-102).", label))
		}
	}
}

func (p *problems) checkFlip(digit, except string, have []Number) {
	if len(digit) != 1 || digit < "1" || digit > fmt.Sprint(MaxFlipDigit) {
		p.add(FieldFlip, "CMN-101", fmt.Sprintf("The flip digit must be 1 to %d (CMN-101).", MaxFlipDigit))
		return
	}
	if holder, taken := HolderOf(digit, have); taken && holder.ID != except {
		p.add(FieldFlip, "FPN-106", fmt.Sprintf("Flip digit %s belongs to %q (FPN-106); %s.", digit, holder.Label, TakenDigitAdvice(except)))
	}
}

// TakenDigitAdvice says what to do about a flip digit that another number has. Only a
// number that exists can swap digits; id is empty for a new one.
func TakenDigitAdvice(id string) string {
	if id == "" {
		return "choose a free digit"
	}
	return "choose a free digit, or swap the two in the list"
}
