package signin

import (
	"context"
	"errors"
	"fmt"
	"rcfwd/api/settings"
)

// store keeps the record of one profile. Only the holder of the profile's lock
// calls save and erase.
type store interface {
	// load gives the record, or nil when there is none.
	load(ctx context.Context) (*record, error)
	// save replaces the record whole or not at all.
	save(ctx context.Context, r *record) error
	// erase removes the record, readable or not. That there is none is no error.
	erase(ctx context.Context) error
	// probe finds out whether save will work, with something that is no secret.
	probe(ctx context.Context) error
}

// ErrUnsaved says that a session works but is kept nowhere: it ends with the
// program.
var ErrUnsaved = errors.New("the sign-in could not be saved")

func openStore(o Options) (store, error) {
	if err := settings.CheckName(o.Profile.Name); err != nil {
		return nil, err
	}
	switch o.Profile.StoreKind() {
	case settings.StoreFile:
		return newFileStore(o.Folders, o.Profile.Name), nil
	case settings.StoreKeyring:
		return o.keyringStore(), nil
	case settings.StoreNone:
		return &memory{}, nil
	}
	return nil, fmt.Errorf("there is no store called %q", o.Profile.Store)
}

// memory is a store that ends with the program. The session's locks guard it.
type memory struct{ kept *record }

func (m *memory) load(context.Context) (*record, error)   { return m.kept, nil }
func (m *memory) save(_ context.Context, r *record) error { m.kept = r; return nil }
func (m *memory) erase(context.Context) error             { m.kept = nil; return nil }
func (m *memory) probe(context.Context) error             { return nil }
