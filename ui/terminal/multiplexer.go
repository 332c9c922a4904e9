package terminal

import (
	"strings"

	"rcfwd/ui"
)

// detectMultiplexer returns the multiplexer between the program and the terminal.
// Over SSH only TERM says so. A TERM of screen is no sign of GNU Screen: tmux has
// used it too, and a sequence that is meant for one may show up on the screen of
// the other.
func detectMultiplexer(getenv func(string) string) ui.Multiplexer {
	switch {
	case getenv("TMUX") != "", strings.HasPrefix(getenv("TERM"), "tmux"):
		return ui.Tmux
	case getenv("STY") != "":
		return ui.Screen
	}
	return ui.None
}
