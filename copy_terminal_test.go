//go:build linux

package main

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"
)

// What the program writes when it copies, by what it runs in.
func TestTerminalCopies(t *testing.T) {
	text := base64.StdEncoding.EncodeToString([]byte("+16505130930"))
	plain, wrapped, screen := "\x1b]52;c;"+text+"\a", "\x1bPtmux;\x1b\x1b]52;c;"+text+"\a\x1b\\", "\x1bP\x1b]52;c;"+text+"\a\x1b\\"
	for env, want := range map[string][]string{
		"TERM=xterm-256color": {plain}, "TERM=tmux-256color": {plain, wrapped}, "STY=1.pts-0.host": {screen},
	} {
		t.Run(env, func(t *testing.T) {
			term := startTerminal(t, 80, 24, []string{env}, "--demo")
			term.sees("6 numbers")
			term.types("jy")
			term.sees("Copied +16505130930.")
			for _, sequence := range want {
				term.until("the sequence", func(string) bool { return strings.Contains(term.raw.String(), sequence) })
			}
			if extra := strings.Count(term.said(), text) - len(want); extra != 0 {
				t.Errorf("it was sent %d times more", extra)
			}
			term.types("q")
			term.ends()
			term.restored()
		})
	}
}

// A real tmux that keeps what programs copy gets it, and shows nothing of it.
func TestTmuxCopies(t *testing.T) {
	s := startTmux(t, 100, 30, "sh")
	s.do("set-option", "-s", "set-clipboard", "on")
	s.do("send-keys", os.Args[0]+" --demo", "Enter")
	s.sees("6 numbers, by flip digit")
	s.do("send-keys", "j", "y")
	if screen := s.sees("Copied +16505130930."); strings.Contains(screen, "tmux;") || strings.Contains(screen, "52;") {
		t.Errorf("the screen shows it:\n%s", screen)
	}
	if got := s.do("show-buffer"); got != "+16505130930" {
		t.Errorf("tmux keeps %q", got)
	}
	s.do("send-keys", "q")
}
