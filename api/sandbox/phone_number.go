package sandbox

import "strings"

// normalize reads a phone number and returns it as E.164 with a plus; "" if it
// is not a phone number.
//
// G: replies have E.164; samples send digits without plus, as 11235557890, and
// even 11234567890, which is in no numbering plan: so only the shape counts.
// Guess: spaces, dots, dashes and parentheses are ignored, ten bare digits get
// the country code of the account, and E.164's 7 to 15 digits are the bounds.
func normalize(text string) string {
	digits, plus := strings.CutPrefix(strings.TrimSpace(text), "+")
	digits = strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(digits)
	if !allDigits(digits) {
		return ""
	}
	if !plus && len(digits) == 10 {
		digits = callingCode + digits
	}
	if len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return ""
	}
	return "+" + digits
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// isInternational reports whether a number is outside the home country.
func isInternational(number string) bool { return !strings.HasPrefix(number, "+"+callingCode) }
