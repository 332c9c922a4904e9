package terminal

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// asciiTerminals are terminals, by the start of their TERM, whose fonts lack some of
// the glyphs that the screens are drawn with.
var asciiTerminals = []string{"linux", "vt", "ansi", "cons25", "sun", "putty-vt100"}

// wideLanguages are those in whose locales terminals may draw line and block glyphs two
// cells wide (Unicode Standard Annex 11, "ambiguous").
var wideLanguages = []string{"zh", "ja", "ko"}

// hasGlyphs reports whether the terminal shows line and block glyphs, each in one cell.
// The locale of characters says so, as POSIX orders its variables; Windows has none,
// and its terminals show them.
func hasGlyphs(getenv func(string) string, system string) bool {
	for _, start := range asciiTerminals {
		if strings.HasPrefix(getenv("TERM"), start) {
			return false
		}
	}
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"))
	if locale == "" {
		return system == "windows"
	}
	language, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, ".", "_")), "_")
	return isUTF8().MatchString(locale) && !slices.Contains(wideLanguages, language)
}

func isUTF8() *regexp.Regexp { return regexp.MustCompile(`(?i)\.utf-?8\b|^utf-?8$`) }
