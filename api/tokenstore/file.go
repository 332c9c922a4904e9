package tokenstore

import (
	"cmp"
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

// newFileStore is not inlined: its copies would make the program larger.
//
//go:noinline
func newFileStore(f settings.Folders, profile string) *fileStore {
	return &fileStore{folders: f, file: f.ProfileFile(profile, ".json")}
}

func (s *fileStore) Load(context.Context) (*Record, error) {
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
		return nil, cmp.Or(refuseNewer(s.file.Path(), r), unusable(s.file.Path(), err))
	}
	r.newer = refuseNewer(s.file.Path(), r)
	return r, nil
}

// unusable is the error for a file that holds no record. It says what to do. The
// file may be another program's, so it is not overwritten.
func unusable(path string, reason error) error {
	return settings.UserErrorf(reason, "%s cannot be used: it %v. Remove it and sign in again: rm %s", path, reason, settings.ShellQuote(path))
}

func (s *fileStore) Save(ctx context.Context, r *Record) error {
	data, err := encode(r)
	if err != nil {
		return err
	}
	if err := s.checkContent(ctx); err != nil {
		return err
	}
	return s.file.Write(data)
}

// checkContent returns an error when the file holds something that Save must not
// replace.
func (s *fileStore) checkContent(ctx context.Context) error {
	if err := s.folders.Make(); err != nil {
		return err
	}
	r, err := s.Load(ctx)
	return cmp.Or(err, r.Newer())
}

func (s *fileStore) Erase(ctx context.Context) error {
	if err := s.checkContent(ctx); settings.IsNewer(err) {
		return err
	}
	return s.file.Remove()
}

// Probe writes 4 KiB, about the size of a record.
func (s *fileStore) Probe(ctx context.Context) error {
	if err := s.checkContent(ctx); err != nil {
		return err
	}
	return s.file.Probe(4096)
}
