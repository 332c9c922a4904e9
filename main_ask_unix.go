//go:build unix

package main

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// hideTyping stops a terminal from showing what is typed. Where it cannot, the
// reading of a password still does.
func hideTyping(fd uintptr) {
	if state, err := term.GetState(fd); err == nil {
		state.Lflag &^= unix.ECHO
		_ = term.SetState(fd, state)
	}
}
