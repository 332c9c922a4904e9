//go:build unix

package rest

import (
	"errors"
	"syscall"
)

// isAlive reports whether there is a process of this machine with an id. One that may
// not be asked is there.
func isAlive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
