//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The log is its owner's alone, or it is not written.
func TestLogFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	make := func(name string, mode os.FileMode) {
		if err := os.WriteFile(at(name), []byte("before\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	make("mine", 0o600)
	make("open", 0o644)
	make("group", 0o660)
	os.Chmod(at("group"), 0o660)
	os.Symlink(at("mine"), at("link"))
	os.Symlink(at("nothing"), at("dangling"))
	syscall.Mkfifo(at("pipe"), 0o600)
	for name, want := range map[string]string{
		"new": "", "mine": "", "open": "chmod 600", "group": "chmod 600", "link": "is a link", "dangling": "is a link",
		"pipe": "is not a file", ".": "is not a file", "none/log": "no such file",
	} {
		file, err := openLog(at(name))
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", name, err, want)
		case err == nil:
			file.WriteString("after\n")
			file.Close()
		}
	}
	if text, _ := os.ReadFile(at("mine")); string(text) != "before\nafter\n" {
		t.Errorf("the log holds %q", text)
	}
	for _, name := range []string{"new", "mine"} {
		if info, err := os.Stat(at(name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", name, info.Mode(), err)
		}
	}
	if _, err := os.Stat(at("nothing")); err == nil {
		t.Error("a link was followed")
	}
}
