package settings

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rcfwd/api/rest"
)

// replaceFile makes a file hold data or, if that fails, what it held before.
func replaceFile(path string, data []byte, create func(string) (*os.File, error)) error {
	p, err := prepareFile(path, data, create)
	if err != nil {
		return err
	}
	return p.commit()
}

// pendingFile is the whole new content of a file, written to the disk beside it. The zero
// value changes nothing.
type pendingFile struct{ path, temp string }

// prepareFile writes the new content of a file beside it. Either commit or discard must
// follow.
func prepareFile(path string, data []byte, create func(string) (*os.File, error)) (pendingFile, error) {
	p := pendingFile{path, tempName(path)}
	if err := writeFile(p.temp, data, create); err != nil {
		p.discard()
		return pendingFile{}, fileError("write", path, err)
	}
	return p, nil
}

// commit renames the new content into place.
func (p pendingFile) commit() error {
	if p.path == "" {
		return nil
	}
	if err := os.Rename(p.temp, p.path); err != nil {
		p.discard()
		return fileError("write", p.path, err)
	}
	removeTemps(p.path, time.Now().Add(-oldTemp))
	return syncFolder(filepath.Dir(p.path))
}

// discard removes the new content again.
func (p pendingFile) discard() {
	if p.temp != "" {
		_ = os.Remove(p.temp)
	}
}

// tempEnding ends the name of a file that is written beside another one.
const tempEnding = ".new"

// oldTemp is the age at which a temporary file was left by a process that was killed.
const oldTemp = time.Hour

// tempName returns a name beside path that no other process uses.
func tempName(path string) string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	return path + "." + hex.EncodeToString(random[:]) + tempEnding
}

// temps returns the temporary files beside path, also with the name that earlier
// versions gave them.
func temps(path string) []string {
	entries, _ := os.ReadDir(filepath.Dir(path)) // without the folder there are none
	var all []string
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, filepath.Base(path)+".") && strings.HasSuffix(name, tempEnding) {
			all = append(all, filepath.Join(filepath.Dir(path), name))
		}
	}
	return all
}

// removeTemps removes the temporary files beside path that were last written before a
// time.
func removeTemps(path string, before time.Time) {
	for _, temp := range temps(path) {
		if info, err := os.Lstat(temp); err == nil && info.ModTime().Before(before) {
			_ = os.Remove(temp)
		}
	}
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

// createNew creates a file that does not exist yet.
func createNew(path string) (*os.File, error) {
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
