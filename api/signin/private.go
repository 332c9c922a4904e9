package signin

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// make makes the folders of the sign-ins and checks them.
func (f Folders) make() error {
	if err := os.MkdirAll(f.signinFolder(), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fileTrouble("make the folder", f.signinFolder(), err)
	}
	return f.check()
}

// check refuses folders that others can get into or that are not ours. Its
// error is fs.ErrNotExist when one is missing.
func (f Folders) check() error {
	for _, dir := range []string{f.State, f.signinFolder()} {
		if err := checkFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

func checkFolder(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return err
	case err != nil:
		return fileTrouble("read", dir, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return troubled(errNotOurs, "%s is a link, which could lead a sign-in anywhere. Put a folder in its place: rm %s", dir, quote(dir))
	case !info.IsDir():
		return troubled(errNotOurs, "%s is no folder. Move it away: mv %s %s", dir, quote(dir), quote(dir+".old"))
	}
	return checkOwner(dir, info, "700")
}

// errNotOurs is the kind of every refusal of a file or a folder because of what
// it is or who else can read it.
var errNotOurs = errors.New("not private")

// openPrivate opens a file for reading that must be a plain one, ours, and
// closed to others. It checks what it has opened, not what the name means by
// then.
func openPrivate(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, notPlain(path, info)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, fileOpen(path, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = notPlain(path, info)
	}
	if err == nil {
		err = checkOwner(path, info, "600")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func fileOpen(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fileTrouble("read", path, err)
}

func notPlain(path string, info fs.FileInfo) error {
	what := "no plain file"
	if info.Mode()&fs.ModeSymlink != 0 {
		what = "a link"
	}
	return troubled(errNotOurs, "%s is %s, so a sign-in is neither read from it nor written to it. Remove it and sign in again: rm %s", path, what, quote(path))
}

// quote makes one word of a path for a shell.
func quote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@%:", r)
	}
	if path != "" && !strings.ContainsFunc(path, func(r rune) bool { return !plain(r) }) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
