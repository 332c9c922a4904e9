package signin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rcfwd/api/rest"
)

// fileStore keeps a record in a file of its own that only its owner can read.
type fileStore struct {
	folders Folders
	path    string

	// create makes the file that is renamed into place; tests have it fail.
	create func(path string) (*os.File, error)
}

func newFileStore(f Folders, name string) *fileStore {
	return &fileStore{folders: f, path: f.profileFile(name, ".json"), create: createNew}
}

// signinFolder is where the sign-ins are, apart from the journal.
func (f Folders) signinFolder() string { return filepath.Join(f.State, "signin") }

// profileFile is a file of a profile. The prefix keeps names from meaning
// something to the system, as con does to Windows.
func (f Folders) profileFile(name, ending string) string {
	return filepath.Join(f.signinFolder(), "profile-"+name+ending)
}

// createNew makes a file that nobody else can have prepared.
func createNew(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func (s *fileStore) load(context.Context) (*record, error) {
	if err := s.folders.check(); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	data, err := readPrivate(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	r, err := decode(data)
	if err != nil {
		return nil, unusable(s.path, err)
	}
	return r, nil
}

// unusable says what to do about a file whose content is no record. It is not
// overwritten: it may be somebody's.
func unusable(path string, why error) error {
	if errors.Is(why, errNewer) {
		return troubled(why, "%s %v. Update rcfwd.", path, why)
	}
	return troubled(why, "%s cannot be used: it %v. Remove it and sign in again: rm %s", path, why, quote(path))
}

// readPrivate reads a file that must be ours alone.
func readPrivate(path string) ([]byte, error) {
	f, err := openPrivate(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxRecord+1))
	if err != nil {
		return nil, fileTrouble("read", path, err)
	}
	if len(data) > maxRecord {
		return nil, unusable(path, errForeign)
	}
	return data, nil
}

// save writes the whole record beside the old one and renames it into place,
// so that at any moment the one or the other is there, also after a power cut.
func (s *fileStore) save(ctx context.Context, r *record) error {
	data, err := encode(r)
	if err != nil {
		return err
	}
	if err := s.folders.make(); err != nil {
		return err
	}
	if _, err := s.load(ctx); err != nil {
		return err
	}
	return replaceFile(s.path, data, s.create)
}

// replaceFile has a file hold data or, if that fails, what it held before.
func replaceFile(path string, data []byte, create func(string) (*os.File, error)) error {
	temp := path + ".new"
	if err := writeFile(temp, data, create); err != nil {
		_ = os.Remove(temp)
		return fileTrouble("write", temp, err)
	}
	if err := os.Rename(temp, path); err != nil {
		_ = os.Remove(temp)
		return fileTrouble("write", path, err)
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

func (s *fileStore) erase(context.Context) error {
	for _, path := range []string{s.path + ".new", s.path} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileTrouble("remove", path, err)
		}
	}
	return nil
}

// probe writes as save does, but nothing into place.
func (s *fileStore) probe(ctx context.Context) error {
	if err := s.folders.make(); err != nil {
		return err
	}
	if _, err := s.load(ctx); err != nil {
		return err
	}
	temp := s.path + ".new"
	defer os.Remove(temp)
	if err := writeFile(temp, make([]byte, 4096), s.create); err != nil {
		return fileTrouble("write", temp, err)
	}
	return nil
}

// fileTrouble words what the system said of a file.
func fileTrouble(verb, path string, err error) error {
	var t *userError
	if errors.As(err, &t) {
		return err
	}
	why := err
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		why = p.Err
	} else if l, ok := errors.AsType[*os.LinkError](err); ok {
		why = l.Err
	}
	return &userError{text: rest.Clean(fmt.Sprintf("Could not %s %s: %v.", verb, path, why)), kind: err}
}
