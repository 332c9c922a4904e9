//go:build unix

package settings

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// openFlags make opening a link fail, and opening a pipe without a writer return.
const openFlags = syscall.O_NOFOLLOW | nonBlock

// hasModes says that files have owners and modes, which checkOwner checks.
const hasModes = true

// nonBlock makes opening a pipe without a writer return.
const nonBlock = syscall.O_NONBLOCK

// effectiveUser is the user that the process runs as; tests change it.
var effectiveUser = os.Geteuid

// ownerOf returns the user that a file belongs to.
func ownerOf(info fs.FileInfo) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid)
	}
	return effectiveUser()
}

// isOurs reports whether a file belongs to the user that the process runs as.
func isOurs(info fs.FileInfo) bool { return ownerOf(info) == effectiveUser() }

// userName returns the name of a user, or its number where it has none.
func userName(id int) string {
	number := strconv.Itoa(id)
	if u, err := user.LookupId(number); err == nil {
		return u.Username
	}
	return "user " + number
}

// checkOwner returns an error for a file or folder that belongs to another user or
// that other users can get at. whole is the folder that path is a part of. mode is the
// mode that fixes it, for chmod.
func checkOwner(whole, path string, info fs.FileInfo, mode string) error {
	if owner := ownerOf(info); owner != effectiveUser() {
		return notOurs(owner, path, whole)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return UserErrorf(ErrNotPrivate, "Other users of this machine can access %s. Close it: chmod %s %s", path, mode, ShellQuote(path))
	}
	return nil
}

// notOurs is the error for a path that belongs to another user. Root is told to take
// nothing from a user; a user is told how to take back all that an rcfwd under sudo has
// made.
func notOurs(owner int, path string, whole ...string) error {
	if effectiveUser() == 0 {
		return UserErrorf(ErrNotPrivate, "%s belongs to %s, but rcfwd runs as root. Run it as %s without sudo, or with root's own home: HOME=%s rcfwd",
			path, userName(owner), userName(owner), ShellQuote(rootHome()))
	}
	for i, w := range whole {
		whole[i] = ShellQuote(w)
	}
	return UserErrorf(ErrNotPrivate, "%s belongs to another user (%s). If it is yours, take it over: sudo chown -R %d %s", path, userName(owner), effectiveUser(), strings.Join(whole, " "))
}

// rootHome returns the home folder of root.
func rootHome() string {
	if root, err := user.LookupId("0"); err == nil && root.HomeDir != "" {
		return root.HomeDir
	}
	return "/root"
}

// checkPlace returns an error when root would make a folder in one of another user. All
// others may make one wherever the system lets them.
func checkPlace(dir string) error {
	if effectiveUser() != 0 {
		return nil
	}
	if at, info := nearest(dir); info != nil && ownerOf(info) != 0 {
		return notOurs(ownerOf(info), at)
	}
	return nil
}

// nearest returns path, or the last folder on the way to it that can be seen.
func nearest(path string) (string, fs.FileInfo) {
	for at := path; ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil {
			return at, info
		}
		if at == filepath.Dir(at) {
			return at, nil
		}
	}
}

// lockedOut returns an error when another user owns something in a folder of ours that
// leads to one of the paths, as after an rcfwd under sudo that kept HOME; otherwise nil.
func lockedOut(paths ...string) error {
	owner, all := 0, []string(nil)
	for _, path := range paths {
		if at, id := foreignPart(path); at != "" && !slices.Contains(all, at) {
			owner, all = id, append(all, at)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return notOurs(owner, all[0], all...)
}

// foreignPart returns the first folder on the way from a folder of ours to a path that
// belongs to another user, and that user; "" when there is none.
func foreignPart(path string) (at string, owner int) {
	at, info := nearest(path)
	for info != nil && ownerOf(info) != effectiveUser() && at != filepath.Dir(at) {
		parent, err := os.Stat(filepath.Dir(at))
		if err != nil {
			break
		}
		if ownerOf(parent) == effectiveUser() {
			return at, ownerOf(info)
		}
		at, info = filepath.Dir(at), parent
	}
	return "", 0
}

// checkWritable returns an error for a file that names a command to run and that
// another user can change.
func checkWritable(path string, info fs.FileInfo) error {
	if owner := ownerOf(info); owner != effectiveUser() && owner != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run. %v", path, notOurs(owner, path, path))
	}
	if info.Mode().Perm()&0o022 != 0 {
		return UserErrorf(ErrNotPrivate, "%s names a command to run, but other users of this machine can change the file. Close it: chmod go-w %s", path, ShellQuote(path))
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
