package phonenumber

import (
	"strconv"
	"strings"
)

// Parse parses a number as people type it, with any punctuation and with an
// extension, or a tel URI. region is the ISO 3166 code, in capitals, of the country
// that a number without a country code belongs to; it may be empty. Parse does not
// check that a line can have the number: see Number.Length and Number.Classify.
//
// Errors are ErrCountry, ErrNoNumber, ErrTooShort and ErrTooLong.
func Parse(typed, region string) (Number, error) {
	text, err := candidate(typed)
	if err != nil {
		return Number{}, err
	}
	p := countryPlan(region)
	if p == nil && !strings.ContainsAny(text, plusSigns) {
		return Number{}, ErrCountry
	}
	text, extension := splitExtension(text)
	n, p, err := splitCountry(text, p)
	if err != nil {
		return Number{}, err
	}
	n.Extension = extension
	if len(n.National) < minNational {
		return Number{}, ErrTooShort
	}
	if p != nil {
		n.National = p.stripPrefixIfPossible(n.National)
	}
	switch {
	case len(n.National) < minNational:
		return Number{}, ErrTooShort
	case len(n.National) > maxNational:
		return Number{}, ErrTooLong
	}
	return n, nil
}

// splitCountry splits the country code from the national number. p is the plan of
// the caller's country, or nil; it returns the plan of the number's country.
func splitCountry(text string, p *plan) (Number, *plan, error) {
	n, err := splitCode(text, p)
	if plus := strings.IndexAny(text, plusSigns); err == ErrCountry && plus >= 0 { // a plus before a prefix such as 011
		n, err = splitCode(strings.TrimLeft(text[plus:], plusSigns), p)
		if err == nil && n.Code == 0 {
			err = ErrCountry
		}
	}
	switch {
	case err != nil:
		return n, p, err
	case n.Code != 0:
		if main := mainPlan(n.Code); p == nil || main.region != p.region {
			p = main
		}
		return n, p, nil
	case p != nil:
		n.Code = p.code
	}
	n.National = digitsOf(text)
	return n, p, nil
}

// splitCode finds a country code: after a plus, after the international prefix of
// the country of p, or, if text is not a number of that country, at its start. If
// there is none, it returns the zero Number.
func splitCode(text string, p *plan) (Number, error) {
	digits, international := digitsOf(text), strings.HasPrefix(text, "+") || strings.HasPrefix(text, "\uff0b")
	if !international && p != nil {
		digits, international = p.stripIDD(digits)
	}
	switch {
	case international && len(digits) <= minNational:
		return Number{}, ErrTooShort
	case international:
		return leadingCode(digits)
	case p == nil:
		return Number{}, nil
	}
	rest, ok := strings.CutPrefix(digits, strconv.Itoa(p.code))
	if !ok {
		return Number{}, nil
	}
	rest = p.stripPrefix(rest)
	if !matches(p.general.digits, digits) && matches(p.general.digits, rest) || p.length(digits) == Long {
		return Number{Code: p.code, National: rest}, nil
	}
	return Number{}, nil
}

// leadingCode splits digits after the country code, which is one to three of them.
func leadingCode(digits string) (Number, error) {
	for i := 1; i <= 3 && i <= len(digits); i++ {
		code, _ := strconv.Atoi(digits[:i])
		if _, ok := index().regions[code]; ok && digits[0] != '0' {
			return Number{Code: code, National: digits[i:]}, nil
		}
	}
	return Number{}, ErrCountry
}

// stripIDD removes the international prefix, which is dialled before a country code.
// No country code starts with a zero.
func (p *plan) stripIDD(digits string) (rest string, found bool) {
	at := compile(p.idd).FindStringIndex(digits)
	if at == nil || at[0] != 0 || strings.HasPrefix(digits[at[1]:], "0") {
		return digits, false
	}
	return digits[at[1]:], true
}

// stripPrefixIfPossible removes the national prefix, unless the rest has an
// impossible number of digits: then the prefix is part of the number.
func (p *plan) stripPrefixIfPossible(national string) string {
	switch rest := p.stripPrefix(national); p.length(rest) {
	case Short, Local, Impossible:
		return national
	default:
		return rest
	}
}

// stripPrefix removes the national prefix, or applies its transform. It returns a
// valid number as it is if the result would not be valid.
func (p *plan) stripPrefix(national string) string {
	if national == "" || p.prefix == "" {
		return national
	}
	prefix := compile("^(?:" + p.prefix + ")")
	at := prefix.FindStringSubmatchIndex(national)
	if at == nil {
		return national
	}
	rest := national[at[1]:]
	if last := at[len(at)-2]; p.transform != "" && last >= 0 {
		rest = prefix.ReplaceAllString(national, p.transform)
	}
	if matches(p.general.digits, national) && !matches(p.general.digits, rest) {
		return national
	}
	return rest
}
