//go:build unix

package cli

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// hideTyping turns the echo of a terminal off. Where that fails,
// term.ReadPassword still does it.
func hideTyping(fd uintptr) {
	if state, err := term.GetState(fd); err == nil {
		state.Lflag &^= unix.ECHO
		_ = term.SetState(fd, state)
	}
}
