package phonenumber

import (
	"strconv"
	"strings"
)

// Parse reads a number as people type it. region is the country whose national
// numbers are understood, by its ISO 3166 code in capitals. Whether a line has
// the number is another question: see Number.Place. Errors are ErrCountry, ErrNoNumber,
// ErrTooShort and ErrTooLong.
func Parse(typed, region string) (Number, error) {
	text, err := candidate(typed)
	if err != nil {
		return Number{}, err
	}
	at := home(region)
	if at == nil && !strings.ContainsAny(text, plusSigns) {
		return Number{}, ErrCountry
	}
	text, extension := splitExtension(text)
	n, at, err := withCode(text, at)
	if err != nil {
		return Number{}, err
	}
	n.Extension = extension
	if len(n.National) < shortest {
		return Number{}, ErrTooShort
	}
	if at != nil {
		n.National = at.withoutPrefix(n.National)
	}
	switch {
	case len(n.National) < shortest:
		return Number{}, ErrTooShort
	case len(n.National) > longest:
		return Number{}, ErrTooLong
	}
	return n, nil
}

// withCode parts the country code from the rest, and gives the plan that the
// rest follows.
func withCode(text string, at *plan) (Number, *plan, error) {
	n, err := splitCode(text, at)
	if plus := strings.IndexAny(text, plusSigns); err == ErrCountry && plus >= 0 { // one too much, before 011 44 ...
		n, err = splitCode(strings.TrimLeft(text[plus:], plusSigns), at)
		if err == nil && n.Code == 0 {
			err = ErrCountry
		}
	}
	switch {
	case err != nil:
		return n, at, err
	case n.Code != 0:
		if main := mainPlan(n.Code); at == nil || main.region != at.region {
			at = main
		}
		return n, at, nil
	case at != nil:
		n.Code = at.code
	}
	n.National = digitsOf(text)
	return n, at, nil
}

// splitCode finds a country code: after a plus, after what is dialled before one
// in the country at, or, when the number is none of that country as it stands,
// at its start. Without one the code is 0 and the national number empty.
func splitCode(text string, at *plan) (Number, error) {
	digits, abroad := digitsOf(text), strings.HasPrefix(text, "+") || strings.HasPrefix(text, "\uff0b")
	if !abroad && at != nil {
		digits, abroad = at.withoutIDD(digits)
	}
	switch {
	case abroad && len(digits) <= shortest:
		return Number{}, ErrTooShort
	case abroad:
		return leadingCode(digits)
	case at == nil:
		return Number{}, nil
	}
	rest, ok := strings.CutPrefix(digits, strconv.Itoa(at.code))
	if !ok {
		return Number{}, nil
	}
	rest = at.stripPrefix(rest)
	if !whole(at.general.digits, digits) && whole(at.general.digits, rest) || at.length(digits) == Long {
		return Number{Code: at.code, National: rest}, nil
	}
	return Number{}, nil
}

// leadingCode parts digits after the country code, which is one to three of them.
func leadingCode(digits string) (Number, error) {
	for i := 1; i <= 3 && i <= len(digits); i++ {
		code, _ := strconv.Atoi(digits[:i])
		if _, ok := index().regions[code]; ok && digits[0] != '0' {
			return Number{Code: code, National: digits[i:]}, nil
		}
	}
	return Number{}, ErrCountry
}

// withoutIDD takes off what is dialled before a country code. No country code
// starts with a zero.
func (p *plan) withoutIDD(digits string) (rest string, found bool) {
	at := pattern(p.idd).FindStringIndex(digits)
	if at == nil || at[0] != 0 || strings.HasPrefix(digits[at[1]:], "0") {
		return digits, false
	}
	return digits[at[1]:], true
}

// withoutPrefix takes the national prefix off, unless what is left has too few
// digits: then it may have been none.
func (p *plan) withoutPrefix(national string) string {
	switch rest := p.stripPrefix(national); p.length(rest) {
	case Short, Local, Impossible:
		return national
	default:
		return rest
	}
}

// stripPrefix takes the national prefix off, or transforms the number by its
// rule, unless a number that could be one would then no longer.
func (p *plan) stripPrefix(national string) string {
	if national == "" || p.prefix == "" {
		return national
	}
	prefix := pattern("^(?:" + p.prefix + ")")
	at := prefix.FindStringSubmatchIndex(national)
	if at == nil {
		return national
	}
	rest := national[at[1]:]
	if last := at[len(at)-2]; p.transform != "" && last >= 0 {
		rest = prefix.ReplaceAllString(national, p.transform)
	}
	if whole(p.general.digits, national) && !whole(p.general.digits, rest) {
		return national
	}
	return rest
}
