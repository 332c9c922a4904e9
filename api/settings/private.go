package settings

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotPrivate is the kind of the error for a file or a folder that is refused
// because of what it is or of who else can get at it. Its text names the command
// that fixes it.
var ErrNotPrivate = errors.New("not private")

// signinFolder is where the sign-ins are, apart from the journal.
func (f Folders) signinFolder() string {
	if f.flat {
		return f.State
	}
	return filepath.Join(f.State, "signin")
}

// MakeFolder creates a folder, 0700, where it is missing. Root makes none in the home
// of another user, who could not get into it.
func MakeFolder(dir string) error {
	if err := checkPlace(dir); err != nil {
		return err
	}
	err := os.MkdirAll(dir, 0o700)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return folderError("make the folder", dir, err)
}

// folderError words what the system said about a folder or a file.
func folderError(verb, path string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		if locked := lockedOut(path); locked != nil {
			return locked
		}
	}
	return fileError(verb, path, err)
}

// CheckPlaces returns an error when rcfwd must not make the folders where they are to
// be, before a person is asked for anything.
func (f Folders) CheckPlaces() error {
	return cmp.Or(checkPlace(f.Config), checkPlace(f.signinFolder()))
}

// Make creates the folders of the sign-ins where they are missing, and refuses
// those that are not private.
func (f Folders) Make() error {
	if f.flat {
		return f.makeRuntime()
	}
	if err := MakeFolder(f.signinFolder()); err != nil {
		return err
	}
	return f.check()
}

// check refuses folders that other users can get into or that are not ours. The
// error is fs.ErrNotExist when one is missing.
func (f Folders) check() error {
	if f.flat {
		return f.checkRuntime()
	}
	for _, dir := range []string{f.State, f.signinFolder()} {
		if err := f.checkFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

func (f Folders) checkFolder(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return err
	case err != nil:
		return folderError("read", dir, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return UserErrorf(ErrNotPrivate, "%s is a link, and a sign-in must not follow links. Replace it with a folder: rm %s", dir, ShellQuote(dir))
	case !info.IsDir():
		return UserErrorf(ErrNotPrivate, "%s is not a folder. Move it away: mv %s %s", dir, ShellQuote(dir), ShellQuote(dir+".old"))
	}
	return checkOwner(f.State, dir, info, "700")
}

// openPrivate opens a file for reading. It must be a regular file, ours, and
// closed to other users. What was opened is checked, as the name may mean
// another file by then.
func (f Folders) openPrivate(path string) (*os.File, error) {
	return f.openPrivateTo("read", path, os.O_RDONLY)
}

// openPrivateTo is openPrivate with the flags of os.OpenFile, and the verb for what they
// are needed for.
func (f Folders) openPrivateTo(verb, path string, flags int) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, notRegular(path, info)
	}
	file, err := os.OpenFile(path, flags|openFlags, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, folderError(verb, path, err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = notRegular(path, info)
	}
	if err == nil {
		err = checkOwner(f.State, path, info, "600")
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func notRegular(path string, info fs.FileInfo) error {
	what := "not a regular file"
	if info.Mode()&fs.ModeSymlink != 0 {
		what = "a link"
	}
	return UserErrorf(ErrNotPrivate, "%s is %s, so rcfwd keeps no sign-in in it. Remove it and sign in again: rm %s", path, what, ShellQuote(path))
}

// ShellQuote returns a path as one word of a command that a person can paste
// into a shell.
func ShellQuote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@%:", r)
	}
	if path != "" && !strings.ContainsFunc(path, func(r rune) bool { return !plain(r) }) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
