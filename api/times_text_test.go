package api

import (
	"errors"
	"strings"
	"testing"
)

func TestParseTimes_readsWhatStringWrites(t *testing.T) {
	for text, want := range map[string]string{
		"":             "",
		"At all times": "at all times",
		"24/7":         "at all times",
		"work hours":   "in work hours",
		"after hours":  "outside work hours",
		"Mon-Fri 09:00-12:00 and 13:00-17:00, Sat 10:00-12:00": "Mon-Fri 09:00-12:00 and 13:00-17:00, Sat 10:00-12:00",
		"mon, wed 9-17":                          "Mon 09:00-17:00, Wed 09:00-17:00",
		"Monday, Wednesday 9:00-17:00":           "Mon 09:00-17:00, Wed 09:00-17:00",
		"09:00-17:00":                            "every day 09:00-17:00",
		"every day all day":                      "at all times",
		"sat-mon all day":                        "Mon all day, Sat, Sun all day",
		"Sun 22:00-06:00":                        "Mon 00:00-06:00, Sun 22:00-24:00",
		"Fri 09:00-12:00 and 11:00-13:00":        "Fri 09:00-13:00",
		"2026-12-24 18:00 to 2026-12-27 08:00":   "2026-12-24 18:00 to 2026-12-27 08:00",
		"2026-12-24":                             "2026-12-24 00:00 to 2026-12-25 00:00",
		"2026-12-31 to 2027-01-01, 2026-12-24":   "2026-12-24 00:00 to 2026-12-25 00:00, 2026-12-31 00:00 to 2027-01-02 00:00",
		"2026-12-24T18:00:00 to 2026-12-27 8:00": "2026-12-24 18:00 to 2026-12-27 08:00",
	} {
		got, err := ParseTimes(text)
		if err != nil && want != "" || got.String() != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
		if again, err := ParseTimes(got.String()); err != nil || !again.same(&got) {
			t.Errorf("%q is read as %q, %v", got, again, err)
		}
	}
}

func TestParseTimes_quotesWhatItCannotRead(t *testing.T) {
	for text, quoted := range map[string]string{
		"Mon-Fri 09:00":         `"09:00"`,
		"Mon-Fri 09:00-09:00":   `"09:00-09:00"`,
		"Mon-Fri 09:00-25:00":   `"09:00-25:00"`,
		"Blursday 09:00-17:00":  `"blursday"`,
		"Mon-Fry 09:00-17:00":   `"mon-fry"`,
		"Mon- 09:00-17:00":      `"mon-"`,
		"Mon-Fri":               "on mon-fri",
		"2026-13-01":            `"2026-13-01"`,
		"2026-12-24 until noon": `"2026-12-24 until noon"`,
		"Mon 09:00-17:00,":      `""`,
	} {
		got, err := ParseTimes(text)
		problem, ok := errors.AsType[ValidationError](err)
		if !ok || problem.Field != FieldSchedule || !strings.Contains(problem.Text, quoted) || !got.empty() {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
