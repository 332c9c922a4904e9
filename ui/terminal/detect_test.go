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
