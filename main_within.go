package main

import (
	"strings"

	"rcfwd/ui"
)

// within finds out what stands between the program and the terminal. Over SSH only
// TERM tells. A TERM of screen is not taken for a sign: tmux has used it too, and
// what either is given that is meant for the other may end up on the screen.
func within(getenv func(string) string) ui.Multiplexer {
	switch {
	case getenv("TMUX") != "", strings.HasPrefix(getenv("TERM"), "tmux"):
		return ui.Tmux
	case getenv("STY") != "":
		return ui.Screen
	}
	return ui.None
}
