package terminal

import (
	"fmt"
	"strings"
	"testing"

	"rcfwd/ui"
)

func TestDetect_findsMultiplexer(t *testing.T) {
	for env, want := range map[string]ui.Multiplexer{
		"TERM=xterm-256color": ui.None, "TERM=screen-256color": ui.None, "TERM=tmux-256color": ui.Tmux,
		"TERM=screen TMUX=/tmp/tmux-0/default,1,0": ui.Tmux, "TERM=screen STY=1.pts-0.host": ui.Screen,
	} {
		if got := Detect(lookup(env)).Multiplexer; got != want {
			t.Errorf("%s: %v, want %v", env, got, want)
		}
	}
}

// The environment and the system's terminfo database decide about colors.
func TestColors_followEnvironmentAndTerminfo(t *testing.T) {
	for env, want := range map[string]string{
		"TERM=xterm-256color": "ANSI", "TERM=unknown": "ANSI", "TERM=vt100": "Ascii",
		"TERM=xterm-256color NO_COLOR=1": "Ascii", "TERM=xterm-256color NO_COLOR=please": "Ascii", "TERM=xterm-256color NO_COLOR=": "ANSI",
	} {
		if got := fmt.Sprint(colors(lookup(env))); !strings.EqualFold(got, want) {
			t.Errorf("%s: %s, want %s", env, got, want)
		}
	}
}

// A locale of another character set, or of a language in which glyphs may be two cells
// wide, gets plain ASCII; so does a terminal whose font lacks them.
func TestHasGlyphs_followsLocaleAndTerminal(t *testing.T) {
	for env, want := range map[string]bool{
		"TERM=xterm-256color LANG=en_US.UTF-8": true, "TERM=xterm LANG=C.utf8": true, "TERM=xterm LC_CTYPE=UTF-8": true,
		"TERM=xterm LANG=de_DE.UTF-8@euro": true, "TERM=tmux-256color LANG=en_US.ISO-8859-1 LC_CTYPE=en_US.UTF-8": true,
		"TERM=xterm": false, "TERM=xterm LANG=C": false, "TERM=xterm LANG=POSIX": false, "TERM=xterm LANG=de_DE@euro": false,
		"TERM=xterm LANG=en_US.UTF-8 LC_ALL=C": false, "TERM=xterm LANG=ja_JP.UTF-8": false, "TERM=xterm LC_ALL=zh_CN.UTF-8": false,
		"TERM=xterm LANG=ko.UTF-8": false, "TERM=linux LANG=en_US.UTF-8": false, "TERM=vt220 LANG=en_US.UTF-8": false,
	} {
		if got := hasGlyphs(lookup(env), "linux"); got != want {
			t.Errorf("%s: %v, want %v", env, got, want)
		}
	}
	if !hasGlyphs(lookup(""), "windows") {
		t.Error("Windows without a locale has no glyphs")
	}
}

// lookup returns a getenv of the variables in env, which blanks separate.
func lookup(env string) func(string) string {
	return func(name string) string {
		for _, e := range strings.Fields(env) {
			if value, is := strings.CutPrefix(e, name+"="); is {
				return value
			}
		}
		return ""
	}
}
