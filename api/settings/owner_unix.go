//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openFlags make opening a link fail, and opening a pipe without a writer return.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// checkOwner returns an error for a file or folder that belongs to another user or
// that other users can get at. mode is the mode that fixes it, for chmod.
func checkOwner(path string, info fs.FileInfo, mode string) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return UserErrorf(ErrNotPrivate, "%s belongs to somebody else (user %d). Take it over if it is yours: sudo chown %d %s", path, stat.Uid, os.Geteuid(), ShellQuote(path))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return UserErrorf(ErrNotPrivate, "Others on this machine can get at %s. Close it: chmod %s %s", path, mode, ShellQuote(path))
	}
	return nil
}

// checkWritable returns an error for a file that names a command to run and that
// another user can change.
func checkWritable(path string, info fs.FileInfo) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() && stat.Uid != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run but belongs to somebody else (user %d). Take it over if it is yours: sudo chown %d %s", path, stat.Uid, os.Geteuid(), ShellQuote(path))
	}
	if info.Mode().Perm()&0o022 != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run, and others on this machine can change it. Close it: chmod go-w %s", path, ShellQuote(path))
	}
	return nil
}

// syncFolder makes a rename in a folder survive a power cut, on file systems that
// can do that.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil // the file is written, and a power cut is all that could undo it
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fileError("write", dir, err)
	}
	return nil
}
