//go:build linux

package uitest

import (
	"strings"
	"testing"

	"rcfwd/ui"
)

// The locale, the flag and the setting decide how lines are drawn.
func glyphs_followTheTerminal(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	writeConfig(t, home, "ascii = true\n")
	for _, c := range []struct {
		env  string
		args []string
		want string
	}{
		{env: "LC_ALL=C.UTF-8", want: "────"},
		{env: "LC_ALL=C", want: "----"},
		{env: "LC_ALL=ja_JP.UTF-8", want: "----"},
		{env: "LC_ALL=C.UTF-8", args: []string{"--ascii"}, want: "----"},
		{env: "LC_ALL=C.UTF-8 HOME=" + home, want: "----"},
	} {
		t.Run(c.env+strings.Join(c.args, " "), func(t *testing.T) {
			t.Parallel()
			term := startTerminal(t, 80, 24, strings.Fields(c.env), append([]string{"--demo"}, c.args...)...)
			term.sees("6 numbers")
			term.sees(c.want)
			if ascii := !strings.ContainsFunc(term.shown(), func(r rune) bool { return r > '~' }); ascii != (c.want == "----") {
				t.Errorf("plain ASCII is %v:\n%s", ascii, term.shown())
			}
		})
	}
}
