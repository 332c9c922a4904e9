package ui

import "testing"

func TestFindWord_findsWordsAndDigits(t *testing.T) {
	for _, c := range []struct{ text, word, want string }{
		{"Cabin  (530) 555-0142", "cab", "Cab"},
		{"Cabin  (530) 555-0142", "5305550", "530) 555-0"},
		{"Cabin  (530) 555-0142", "530 ", ""},
		{"work 1, after 2", "12", ""},
		{"Cabin", "hut", ""},
		{"İstanbul", "bul", ""}, // its lower case is longer
	} {
		from, to := findWord(c.text, c.word)
		if got := c.text[from:to]; got != c.want {
			t.Errorf("%q in %q is %q, not %q", c.word, c.text, got, c.want)
		}
	}
}

func TestRow_keepsMatchesInTheBar(t *testing.T) {
	s := newStyles()
	got := s.row("", "Cabin", s.text, 20, here, s.matches("Cabin", "bin", here)...)
	if want := s.bar.Render(">  Ca") + s.barMatch.Render("bin") + s.bar.Render(spaces(12)); got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
