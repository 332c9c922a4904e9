package api

import (
	"strings"
	"testing"
)

func TestReordered_namesTheOneStepThatMoved(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"Mobile Work Cabin", "Mobile Cabin Work", "moved Cabin up"},
		{"Mobile Work Cabin", "Cabin Mobile Work", "moved Cabin up"},
		{"Mobile Work Cabin", "Work Cabin Mobile", "moved Mobile down"},
		{"Mobile Work Cabin Home", "Home Cabin Work Mobile", "changed the order"},
		{"Mobile Work+with+Home", "Mobile Work Home", "put Work and Home apart"},
		{"Mobile Work Home", "Mobile+with+Work Home", "put Mobile and Work together"},
		{"Work Mobile Work", "Mobile Work Work", "moved Mobile up"},
		{"A B C D", "A+with+B C+with+D", "changed the order"},
	} {
		split := func(s string) []string {
			names := strings.Fields(s)
			for i := range names {
				names[i] = strings.ReplaceAll(names[i], "+", " ")
			}
			return names
		}
		if got := reordered(split(c.old), split(c.new)); got != c.want {
			t.Errorf("%s, then %s: %q, not %q", c.old, c.new, got, c.want)
		}
	}
}
