//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Keys of the settings go over the built-in ones, and help follows.
func TestKeysFromTheSettings(t *testing.T) {
	home := t.TempDir()
	write := func(text string) []string {
		folder := filepath.Join(home, ".config", "rcfwd")
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "config.toml"), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		return []string{"HOME=" + home}
	}
	for text, want := range map[string]string{
		"[keys.list]\nremov = [\"x\"]\n":                       "remove",
		"[keys.list]\nremove = [\"n\"]\n":                      `"n" is both`,
		"[keys.lists]\nremove = [\"x\"]\n":                     "list",
		"[keys.list]\nremove = \"x\"\n":                        "line 2",
		"[keys.screen]\nhelp = [\"f1\"]\nnumbers = [\"f1\"]\n": `"f1" is both`,
	} {
		cmd := exec.Command(os.Args[0], "--demo")
		cmd.Env = append(write(text), asProgram+"=1")
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(string(out), want) {
			t.Errorf("%q says %s", text, out)
		}
	}
	term := startTerminal(t, 100, 24, write("[keys.list]\nremove = [\"x\", \"ctrl+x\"]\n"), "--demo")
	term.sees("6 numbers")
	term.types("jx")
	term.sees("Remove 1 forwarding number")
	term.types("\r?")
	term.sees("x ctrl+x")
}
