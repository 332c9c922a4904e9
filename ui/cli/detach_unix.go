//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach takes the terminal away from a command: a browser that draws text would draw over
// the screen. Such programs open /dev/tty, so that their streams are closed is not enough.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
