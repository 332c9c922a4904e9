package settings

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// RuntimeFile returns the private file of a name in the runtime folder, which must not
// be "". Nothing is created.
func (f Folders) RuntimeFile(name string) PrivateFile {
	return Folders{State: f.Runtime, flat: true}.PrivateFile(name)
}

// CheckRuntime returns an error for people when the runtime folder is missing or must not
// hold a secret, and otherwise nil. It may still have to be created in $XDG_RUNTIME_DIR.
func (f Folders) CheckRuntime() error {
	switch {
	case f.Runtime != "":
	case hasModes:
		return UserErrorf(ErrNotPrivate, "XDG_RUNTIME_DIR is not set to an absolute path.")
	default:
		return UserErrorf(ErrNotPrivate, "This system has no runtime folder.")
	}
	runtime := Folders{State: f.Runtime, flat: true}
	err := runtime.checkRuntime()
	if errors.Is(err, fs.ErrNotExist) {
		return runtime.checkAbove()
	}
	return err
}

// checkRuntime refuses a runtime folder that is not a folder itself, belongs to another
// user, or has another mode than 0700. The error is fs.ErrNotExist when it is missing.
func (f Folders) checkRuntime() error {
	if err := cmp.Or(f.checkAbove(), f.checkFolder(f.State)); err != nil {
		return err
	}
	info, err := os.Lstat(f.State)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return err
	case err != nil:
		return folderError("read", f.State, err)
	case info.Mode().Perm() != 0o700:
		return UserErrorf(ErrNotPrivate, "%s has the mode %03o. Correct it: chmod 700 %s", f.State, info.Mode().Perm(), ShellQuote(f.State))
	}
	return nil
}

// checkAbove refuses a folder above the runtime folder in which another user could put
// another one in its place.
func (f Folders) checkAbove() error {
	above := filepath.Dir(f.State)
	info, err := os.Lstat(above)
	switch {
	case err != nil:
		return UserErrorf(ErrNotPrivate, "XDG_RUNTIME_DIR names %s, which cannot be read.", above)
	case !info.IsDir():
		return UserErrorf(ErrNotPrivate, "XDG_RUNTIME_DIR names %s, which is not a folder.", above)
	case !isOurs(info):
		return UserErrorf(ErrNotPrivate, "XDG_RUNTIME_DIR names %s, which belongs to another user.", above)
	case info.Mode().Perm()&0o022 != 0:
		return UserErrorf(ErrNotPrivate, "XDG_RUNTIME_DIR names %s, which other users can change.", above)
	}
	return nil
}

// makeRuntime creates the runtime folder where it is missing, but nothing above it.
func (f Folders) makeRuntime() error {
	if err := f.checkAbove(); err != nil {
		return err
	}
	if err := os.Mkdir(f.State, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return folderError("make the folder", f.State, err)
	}
	return f.checkRuntime()
}
