package tokenstore

import (
	"context"

	"rcfwd/api/settings"
)

// markedKeyring is a keyring store with a mark: an empty private file that says
// that the keyring may hold something of these folders. Without the mark, a
// keyring that the profile does not name is not asked. It might want to be
// unlocked for nothing, or hold what belongs to other folders.
type markedKeyring struct {
	*keyringStore
	folders settings.Folders
	mark    settings.PrivateFile
}

func newMarkedKeyring(o *Options) *markedKeyring {
	k := o.Keyring
	if k == nil {
		k = systemKeyring{}
	}
	s := newKeyringStore(k, o.Profile.Name)
	s.caught = o.Caught
	return &markedKeyring{s, o.Folders, o.Folders.ProfileFile(o.Profile.Name, ".keyring")}
}

// Save leaves the mark first, so that nothing is kept without one. A disk that
// refuses the mark does not stop it.
func (s *markedKeyring) Save(ctx context.Context, r *Record) error {
	if s.folders.State != "" && !s.mark.Exists() {
		_ = s.mark.Write(nil)
	}
	return s.keyringStore.Save(ctx, r)
}

func (s *markedKeyring) Erase(ctx context.Context) error {
	if err := s.keyringStore.Erase(ctx); err != nil {
		return err
	}
	return s.mark.Remove()
}
