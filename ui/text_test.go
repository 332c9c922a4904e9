package ui

import (
	"strings"
	"testing"
)

func TestCutMiddle_keepsBothEnds(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want string
	}{
		{"Conference room 12", 18, "Conference room 12"},
		{"Conference room 12", 9, "Conf…m 12"},
		{"Conference room 12", 10, "Confe…m 12"},
		{"Conference room 12", 4, "Con…"},
		{"Conference room 12", 0, ""},
	} {
		if got := cutMiddle(c.text, c.w); got != c.want {
			t.Errorf("%q in %d cells is %q, not %q", c.text, c.w, got, c.want)
		}
	}
	for _, text := range []string{"Büro München Süd 1", "会議室 東京 第二 12", "a" + strings.Repeat("\u0301", 5) + "bcdefgh"} {
		for w := range 25 {
			if got := cutMiddle(text, w); width(got) > w {
				t.Errorf("%q in %d cells takes %d", text, w, width(got))
			}
		}
	}
}
