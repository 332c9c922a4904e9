package uitest

import (
	"testing"

	"rcfwd/ui"
)

// Satellite and foreign numbers are called what they are as they are typed.
func shown_numbersAbroadAreInternational(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 90, 30, nil, func(d *driver) {
		d.press("n", "tab")
		for typed, want := range map[string]string{
			"+881612345678": "+881612345678, international, satellite network",
			"+870773111632": "+870773111632, international, satellite network",
			"8765551234":    "+18765551234, Jamaica, international, mobile",
			"6505550142":    "+16505550142, United States, fixed line or mobile",
		} {
			d.press("ctrl+u")
			d.write(typed)
			d.sees(want)
		}
	})
}
