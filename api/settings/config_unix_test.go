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
	if _, err := loadFile(path); err == nil || !strings.Contains(err.Error(), "is no file. Move it away: mv ") {
		t.Error(err)
	}
}
