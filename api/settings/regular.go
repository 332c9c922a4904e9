package settings

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

// Files of data that only their owner may read, such as journals. They are opened for each
// access, and a link in their place is refused.

// ErrNotRegular is the reason for a link or anything else than a file.
var ErrNotRegular = errors.New("it is a link or not a regular file")

// MakeOwnFolder creates a folder that only its owner can use, or makes it one. It refuses
// a link.
func MakeOwnFolder(dir string) error {
	if err := MakeFolder(dir); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder of its own", dir)
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// CheckRegular fails unless name is a regular file or does not exist.
func CheckRegular(name string) error {
	info, err := os.Lstat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return &os.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	return err
}

// OpenRegular opens a regular file that only its owner can use, with the flags of
// os.OpenFile. It also refuses one that was replaced by a link after the check.
func OpenRegular(name string, flag int) (*os.File, error) {
	if err := CheckRegular(name); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, err
	}
	there, err1 := os.Lstat(name)
	opened, err2 := file.Stat()
	if err := errors.Join(err1, err2); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if !os.SameFile(there, opened) {
		return nil, errors.Join(&os.PathError{Op: "open", Path: name, Err: ErrNotRegular}, file.Close())
	}
	if opened.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		// For example, a file restored from a backup.
		if err := file.Chmod(0o600); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	return file, nil
}
