package signin

import (
	"context"
	"errors"
	"io/fs"
	"rcfwd/api/settings"
)

// fileStore keeps a record in a private file.
type fileStore struct {
	folders settings.Folders
	file    settings.PrivateFile
}

func newFileStore(f settings.Folders, profile string) *fileStore {
	return &fileStore{folders: f, file: f.ProfileFile(profile, ".json")}
}

func (s *fileStore) load(context.Context) (*record, error) {
	data, err := s.file.Read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, settings.ErrTooLong):
		return nil, unusable(s.file.Path(), errForeign)
	case err != nil:
		return nil, err
	}
	r, err := decode(data)
	if err != nil {
		return nil, unusable(s.file.Path(), err)
	}
	return r, nil
}

// unusable is the error for a file that holds no record. It says what to do: the
// file is not overwritten, as it may be another program's.
func unusable(path string, reason error) error {
	if errors.Is(reason, errNewer) {
		return settings.UserErrorf(reason, "%s %v. Update rcfwd.", path, reason)
	}
	return settings.UserErrorf(reason, "%s cannot be used: it %v. Remove it and sign in again: rm %s", path, reason, settings.ShellQuote(path))
}

func (s *fileStore) save(ctx context.Context, r *record) error {
	data, err := encode(r)
	if err != nil {
		return err
	}
	if err := s.check(ctx); err != nil {
		return err
	}
	return s.file.Write(data)
}

// check refuses to save over something that is not a record.
func (s *fileStore) check(ctx context.Context) error {
	if err := s.folders.Make(); err != nil {
		return err
	}
	_, err := s.load(ctx)
	return err
}

func (s *fileStore) erase(context.Context) error { return s.file.Remove() }

// probe writes as save does, but leaves the record alone.
func (s *fileStore) probe(ctx context.Context) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	return s.file.Probe(4096)
}
