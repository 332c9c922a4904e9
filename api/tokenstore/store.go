// Package tokenstore keeps the secrets of sign-ins: one record for each profile,
// in a file that only its owner can read, in the keyring of the operating
// system, or in memory. It also runs the commands that print a credential.
//
// Open returns the store that a profile names. Its record changes only under the
// lock of the profile, settings.Folders.LockProfile. No error of this package
// quotes a secret, and types that hold one hide it when they are printed.
package tokenstore

import (
	"context"
	"errors"
	"fmt"

	"rcfwd/api/settings"
)

// Store keeps the record of one profile. Its caller holds the lock of the
// profile (settings.Folders.LockProfile) over Save, Erase and Probe.
type Store interface {
	// Load returns the record, or nil when there is none. Of a record of a later
	// version it returns what this rcfwd knows; see Record.Newer.
	Load(ctx context.Context) (*Record, error)
	// Save replaces the whole record or, when it fails, nothing. It does not
	// replace something that is not a record, or is one of a later version.
	Save(ctx context.Context, r *Record) error
	// Erase removes the record, readable or not, but none of a later version. That
	// there is none is no error.
	Erase(ctx context.Context) error
	// Probe finds out whether Save will work, with something that is no secret.
	Probe(ctx context.Context) error
}

// Options say whose record is meant.
type Options struct {
	Folders settings.Folders
	Profile settings.Profile // its name and its store count
	Keyring Keyring          // nil is the one of the operating system

	// Caught is called with what a goroutine of this package panicked with, from
	// that goroutine; debug.Stack shows where. The call that was made then
	// returns an error. With a nil Caught a panic ends the program.
	Caught func(any)
}

// Open returns the store that the profile names. Nothing is read yet.
func Open(o *Options) (Store, error) {
	if err := settings.CheckName(o.Profile.Name); err != nil {
		return nil, err
	}
	switch o.Profile.StoreKind() {
	case settings.StoreFile:
		return newFileStore(o.Folders, o.Profile.Name), nil
	case settings.StoreKeyring:
		return newMarkedKeyring(o), nil
	case settings.StoreNone:
		return NewMemory(nil), nil
	}
	return nil, fmt.Errorf("there is no store called %q", o.Profile.Store)
}

// Others returns the stores that the profile does not name and that may hold a
// record of it all the same, from the time when it named them. What lies there
// still signs in.
func Others(o *Options) []Store {
	if o.Folders.State == "" {
		return nil
	}
	var all []Store
	if s := newFileStore(o.Folders, o.Profile.Name); o.Profile.StoreKind() != settings.StoreFile && s.file.Exists() {
		all = append(all, s)
	}
	if s := newMarkedKeyring(o); o.Profile.StoreKind() != settings.StoreKeyring && s.mark.Exists() {
		all = append(all, s)
	}
	return all
}

// CanErase reports whether a store that failed to load with this error may be
// erased unread. What is not ours must be left alone, as must a later version, and a
// keyring that failed is not worth another wait. A nil error is no failure.
func CanErase(loadError error) bool {
	if settings.IsNewer(loadError) {
		return false
	}
	for _, kind := range []error{settings.ErrNotPrivate, errForeign, ErrKeyring} {
		if errors.Is(loadError, kind) {
			return false
		}
	}
	return true
}

// memoryStore ends with the program.
type memoryStore struct{ record *Record }

// NewMemory returns a store that holds r and ends with the program. Its caller
// guards it against concurrent use.
func NewMemory(r *Record) Store { return &memoryStore{r} }

func (m *memoryStore) Load(context.Context) (*Record, error)   { return m.record, nil }
func (m *memoryStore) Save(_ context.Context, r *Record) error { m.record = r; return nil }
func (m *memoryStore) Erase(context.Context) error             { m.record = nil; return nil }
func (m *memoryStore) Probe(context.Context) error             { return nil }

// String hides the record.
func (memoryStore) String() string { return "(memory)" }

// GoString hides the record.
func (memoryStore) GoString() string { return "(memory)" }
