//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openFlags keep a file that is a link, or a pipe without a writer, from being
// waited for or followed.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// checkOwner refuses what belongs to somebody else or what others can get at.
// mode is the right one, for chmod.
func checkOwner(path string, info fs.FileInfo, mode string) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return UserErrorf(ErrNotPrivate, "%s belongs to somebody else (user %d). Take it over if it is yours: sudo chown %d %s", path, stat.Uid, os.Geteuid(), ShellQuote(path))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return UserErrorf(ErrNotPrivate, "Others on this machine can get at %s. Close it: chmod %s %s", path, mode, ShellQuote(path))
	}
	return nil
}

// checkWritable refuses a file that somebody else can change.
func checkWritable(path string, info fs.FileInfo) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() && stat.Uid != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run but belongs to somebody else (user %d). Take it over if it is yours: sudo chown %d %s", path, stat.Uid, os.Geteuid(), ShellQuote(path))
	}
	if info.Mode().Perm()&0o022 != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run, and others on this machine can change it. Close it: chmod go-w %s", path, ShellQuote(path))
	}
	return nil
}

// syncFolder makes a rename outlast a power cut. Some file systems cannot.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil // it is written; only its lasting is less sure
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fileError("write", dir, err)
	}
	return nil
}
