//go:build linux

package uitest

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"rcfwd/ui"
)

// The sequence depends on the multiplexer.
func copy_reachesTheTerminal(t *testing.T, keys ui.KeyMap) {
	text := base64.StdEncoding.EncodeToString([]byte("+16505130930"))
	plain, wrapped, screen := "\x1b]52;c;"+text+"\a", "\x1bPtmux;\x1b\x1b]52;c;"+text+"\a\x1b\\", "\x1bP\x1b]52;c;"+text+"\a\x1b\\"
	for env, want := range map[string][]string{
		"TERM=xterm-256color": {plain}, "TERM=tmux-256color": {plain, wrapped}, "STY=1.pts-0.host": {screen},
	} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			term := startTerminal(t, 80, 24, []string{env}, "--demo")
			term.sees("6 numbers")
			term.types("jy")
			term.sees("Copied +16505130930.")
			for _, sequence := range want {
				term.until("the sequence", func(string) bool { return strings.Contains(term.raw.String(), sequence) })
			}
			term.until("all copies", func(string) bool { return strings.Count(term.raw.String(), text) >= len(want) })
			term.types("q")
			term.waitExit()
			term.checkRestored()
			if n := strings.Count(term.output(), text); n != len(want) {
				t.Errorf("it was sent %d times, want %d", n, len(want))
			}
		})
	}
}

// A real tmux keeps it in its buffer and shows nothing of it.
func copy_reachesTmux(t *testing.T, keys ui.KeyMap) {
	s := startTmux(t, 100, 30, "sh")
	s.run("set-option", "-s", "set-clipboard", "on")
	s.run("send-keys", os.Args[0]+" --demo", "Enter")
	s.sees("6 numbers")
	s.run("send-keys", "j", "y")
	if screen := s.sees("Copied +16505130930."); strings.Contains(screen, "tmux;") || strings.Contains(screen, "52;") {
		t.Errorf("the screen shows it:\n%s", screen)
	}
	if got := s.run("show-buffer"); got != "+16505130930" {
		t.Errorf("tmux keeps %q", got)
	}
	s.run("send-keys", "q")
}
