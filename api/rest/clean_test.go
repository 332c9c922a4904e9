package rest

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean_leavesPrintableText(t *testing.T) {
	tests := map[string]string{
		"":                                  "",
		"Work":                              "Work",
		"  a \t\n b  ":                      "a b",
		"\x1b[31mred\x1b[0m":                "red",
		"\x1b]0;title\x07x":                 "x",
		"\x1b]52;c;aGk=\x1b\\x":             "x",
		"a\u009b31mb":                       "a31mb",
		"a\u202eb\u2066c\u200fd\ufeffe":     "abcde",
		"a\xffb":                            "ab",
		"Zoë 日本 \U0001f468\u200d\U0001f469": "Zoë 日本 \U0001f468",
		"\U0001f469\U0001f3fd\u200d\U0001f4bb \u260e\ufe0f 1\ufe0f\u20e3!": "\U0001f469 \u260e 1!",
		"क\u094d\u200dष نمی\u200cخواهم \u200d":                             "क\u094d\u200dष نمی\u200cخواهم",
		"Zoe\u0308 \u1112\u1161\u11ab":                                     "Zoë 한",
		"a\u2028b\u2029c":                                                  "a b c",
		"\u00a0a\u3000b\u00a0":                                             "a b",
		"a\x00\x07\x08\x7fb":                                               "ab",
	}
	for in, want := range tests {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q; want %q", in, got, want)
		}
	}
}

// The result is valid UTF-8 of graphic characters and the two joiners, with single
// spaces between words. Cleaning it again changes nothing.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Work", "\x1b[31mred", "\x1b]8;;x\x1b\\y", "\u009b", "\u202e", "\xff\xfe", "a  b", "\x90q\x9c", "é\u0301\u200d", "\x1b", "\u0085 x", "Ü\x1b]Ü\u009cx", "\U0001f468\u200d\U0001f469\ufe0f\u0301", "a\ufe0f\u0308"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if again := Clean(got); again != got {
			t.Errorf("Clean is not idempotent: %q, then %q", got, again)
		}
		if !utf8.ValidString(got) || strings.Contains(got, "  ") || strings.TrimSpace(got) != got {
			t.Errorf("Clean(%q) = %q", s, got)
		}
		for _, r := range got {
			if r != '\u200c' && r != '\u200d' && (!unicode.IsGraphic(r) || unicode.IsSpace(r) && r != ' ' || unicode.Is(unicode.C, r)) {
				t.Errorf("%U survives in %q", r, got)
			}
		}
	})
}
