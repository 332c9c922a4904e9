package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// openLog opens the file that requests are logged to, at its end. It holds what
// people said of each other's phones, so it is its owner's alone: one that is
// there already is refused when others can read it, and a link is not followed,
// which somebody else may have laid.
func openLog(name string) (*os.File, error) {
	there, err := os.Lstat(name)
	flag := os.O_WRONLY | os.O_APPEND
	switch {
	case errors.Is(err, fs.ErrNotExist):
		flag |= os.O_CREATE | os.O_EXCL
	case err != nil:
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	default:
		if err := fitForLog(name, there); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	}
	if now, err := file.Stat(); there != nil && (err != nil || !os.SameFile(there, now)) {
		file.Close()
		return nil, fmt.Errorf("the log cannot be written: %s was replaced meanwhile; try again", name)
	}
	return file, nil
}

func fitForLog(name string, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("the log cannot be written: %s is a link; name the file that it leads to", name)
	case !info.Mode().IsRegular():
		return fmt.Errorf("the log cannot be written: %s is no file; name another", name)
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows": // where the mode says nothing of others
		return fmt.Errorf("the log cannot be written: others on this machine can get at %s; close it with chmod 600, or name another", name)
	}
	return nil
}
