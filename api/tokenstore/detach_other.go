//go:build !unix

package tokenstore

import "os/exec"

func detach(*exec.Cmd) {}
