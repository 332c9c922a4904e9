package settings

import (
	"errors"
	"fmt"
)

// NewerFileError is the error for a file that a later rcfwd wrote in a format that this
// one does not know. Such a file is read as far as it is understood, and never written:
// what this rcfwd does not know would be lost.
type NewerFileError struct {
	Path    string
	Version int // of the file
	Known   int // the newest version that this rcfwd writes
}

// Error names the file and says what to do.
func (e *NewerFileError) Error() string {
	return fmt.Sprintf("%s has version %d, but this rcfwd writes version %d; update rcfwd to change the file", e.Path, e.Version, e.Known)
}

// CheckVersion returns a *NewerFileError for a file of a version after known. A file
// without a version has version 0.
func CheckVersion(path string, version, known int) error {
	if version <= known {
		return nil
	}
	return &NewerFileError{path, version, known}
}

// RefuseNewer is CheckVersion with an error for people, in which errors.As finds the
// *NewerFileError.
func RefuseNewer(path string, version, known int) error {
	if err := CheckVersion(path, version, known); err != nil {
		return UserErrorf(err, "%v.", err)
	}
	return nil
}

// IsNewer reports whether an error says that a file is of a later version.
func IsNewer(err error) bool {
	_, ok := errors.AsType[*NewerFileError](err)
	return ok
}
