package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rcfwd/api/rest"
)

// replaceFile makes a file hold data or, if that fails, what it held before. It
// writes the whole data beside the file and renames it into place.
func replaceFile(path string, data []byte, create func(string) (*os.File, error)) error {
	temp := path + ".new"
	if err := writeFile(temp, data, create); err != nil {
		_ = os.Remove(temp)
		return fileError("write", temp, err)
	}
	if err := os.Rename(temp, path); err != nil {
		_ = os.Remove(temp)
		return fileError("write", path, err)
	}
	return syncFolder(filepath.Dir(path))
}

func writeFile(path string, data []byte, create func(string) (*os.File, error)) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// createNew creates a file that no one else can have prepared.
func createNew(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// fileError words what the system said about a file. An error that is for
// people already stays as it is.
func fileError(verb, path string, err error) error {
	var u *userError
	if errors.As(err, &u) {
		return err
	}
	reason := err
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		reason = p.Err
	} else if l, ok := errors.AsType[*os.LinkError](err); ok {
		reason = l.Err
	}
	return &userError{text: rest.Clean(fmt.Sprintf("Could not %s %s: %v.", verb, path, reason)), kind: err}
}
