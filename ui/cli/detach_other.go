//go:build !unix

package cli

import "os/exec"

// detach does nothing: the programs that are started there have windows.
func detach(*exec.Cmd) {}
