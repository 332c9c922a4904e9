//go:build unix

package settings

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// It does not wait for another program to write into it.
func TestLoad_refusesAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadFile(path); err == nil || !strings.Contains(err.Error(), "is not a file. Move it away: mv ") {
		t.Error(err)
	}
}

// Nor for a lock.
func TestLock_refusesAPipe(t *testing.T) {
	f := Folders{Config: t.TempDir(), State: filepath.Join(t.TempDir(), "state")}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	lock := f.ProfileFile("work", ".lock")
	if err := syscall.Mkfifo(lock.Path(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := lock.Lock(t.Context())
	checkError(t, err, ErrNoLock, "not a regular file", "rm ")
}
