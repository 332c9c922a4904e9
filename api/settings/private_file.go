package settings

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxPrivateFile is the size in bytes that no private file exceeds.
const MaxPrivateFile = 256 << 10

// ErrTooLong is the kind of the error for a private file that is too long for
// rcfwd to have written it.
var ErrTooLong = errors.New("too long")

// PrivateFile is a file in the folder of the sign-ins. Only its owner may read
// it, and it is replaced whole or not at all.
type PrivateFile struct {
	folders Folders
	path    string

	// create makes the file that is renamed into place; tests make it fail.
	create func(path string) (*os.File, error)
}

// PrivateFile returns the private file of a name. Nothing is created.
func (f Folders) PrivateFile(name string) PrivateFile {
	return PrivateFile{folders: f, path: filepath.Join(f.signinFolder(), name), create: createNew}
}

// ProfileFile returns the private file of a profile with an ending such as
// ".json". The prefix of its name keeps the profile's name from meaning
// something to the system, as con does to Windows. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (f Folders) ProfileFile(profile, ending string) PrivateFile {
	return f.PrivateFile("profile-" + profile + ending)
}

// Path returns the path, to name the file to people.
func (f PrivateFile) Path() string { return f.path }

// Exists reports whether something may be at the path, or was left beside it by
// a Write that was killed.
func (f PrivateFile) Exists() bool { return exists(f.path) || len(temps(f.path)) > 0 }

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// Read returns what the file holds. The error is of the kind fs.ErrNotExist when
// there is none, of the kind ErrNotPrivate when other users can get at the file
// or its folders, and of the kind ErrTooLong when it exceeds MaxPrivateFile.
func (f PrivateFile) Read() ([]byte, error) {
	if err := f.folders.check(); err != nil {
		return nil, err
	}
	file, err := f.folders.openPrivate(f.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxPrivateFile+1))
	if err != nil {
		return nil, fileError("read", f.path, err)
	}
	if len(data) > MaxPrivateFile {
		return nil, UserErrorf(ErrTooLong, "%s is too long.", f.path)
	}
	return data, nil
}

// Write creates the file or replaces what it holds. At any moment the old or the
// new content is there, also after a power cut.
func (f PrivateFile) Write(data []byte) error {
	if err := f.folders.Make(); err != nil {
		return err
	}
	return replaceFile(f.path, data, f.create)
}

// Probe finds out whether Write will work: it writes n bytes beside the file and
// removes them again.
func (f PrivateFile) Probe(n int) error {
	if err := f.folders.Make(); err != nil {
		return err
	}
	p, err := prepareFile(f.path, make([]byte, n), f.create)
	if err == nil {
		p.discard()
	}
	return err
}

// Remove removes the file and what a Write that was killed left beside it. A
// file that does not exist is no error.
func (f PrivateFile) Remove() error {
	for _, path := range append(temps(f.path), f.path) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError("remove", path, err)
		}
	}
	return nil
}
