//go:build unix

package tokenstore

import (
	"os/exec"
	"syscall"
)

// detach takes the terminal away from a command, which could ask for a password over the
// screen. What the command has started is killed with it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
