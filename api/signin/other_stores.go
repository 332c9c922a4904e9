package signin

import (
	"context"
	"errors"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// A profile may have been kept in another store than the one that it names now.
// What lies there still signs in, so a new login and a logout see to it.

// elsewhereTime is how long a login may take to end the session that it finds in
// another store. It has what it was started for by then.
const elsewhereTime = 10 * time.Second

// markedKeyring is a keyring store with a note beside the file store that says that the
// keyring may hold something of these folders. Without it no keyring is asked
// that the profile does not name: that could have somebody unlock one for
// nothing, or find what belongs to other folders.
type markedKeyring struct {
	*keyringStore
	folders settings.Folders
	note    settings.PrivateFile
}

func (o Options) keyringStore() *markedKeyring {
	s := newKeyringStore(o.ring(), o.Profile.Name)
	s.caught = o.Caught
	return &markedKeyring{s, o.Folders, o.Folders.ProfileFile(o.Profile.Name, ".keyring")}
}

// save leaves the note first, so that nothing is kept without one. Where the
// disk takes none it is kept all the same.
func (s *markedKeyring) save(ctx context.Context, r *record) error {
	if s.folders.State != "" && !s.note.Exists() {
		_ = s.note.Write(nil)
	}
	return s.keyringStore.save(ctx, r)
}

func (s *markedKeyring) erase(ctx context.Context) error {
	if err := s.keyringStore.erase(ctx); err != nil {
		return err
	}
	return s.note.Remove()
}

// otherStores are the stores that may hold a record of the profile and are not
// the one that it names.
func (o Options) otherStores() []store {
	var all []store
	if o.Folders.State == "" {
		return nil
	}
	file := newFileStore(o.Folders, o.Profile.Name)
	if o.Profile.StoreKind() != settings.StoreFile && file.file.Exists() {
		all = append(all, file)
	}
	if ring := o.keyringStore(); o.Profile.StoreKind() != settings.StoreKeyring && ring.note.Exists() {
		all = append(all, ring)
	}
	return all
}

// supersede does away with what earlier sign-ins of the profile have left in
// other stores, after one was kept where the profile says. It warns of what it
// cannot do.
func (o Options) supersede(ctx context.Context) {
	if len(o.otherStores()) == 0 {
		return
	}
	patient, cancel := context.WithTimeout(ctx, elsewhereTime)
	defer cancel()
	unlock, err := o.lockedOut(patient)
	if err != nil {
		o.tell(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store, as another rcfwd is busy with it. End that, and sign in once more.", o.Profile.Name))
		return
	}
	found := o.clear(ctx)
	unlock()
	o.end(ctx, found)
}

// clear erases the records in other stores and gives them. The caller holds the
// lock of the profile.
func (o Options) clear(ctx context.Context) (found []*record) {
	for _, s := range o.otherStores() {
		r, err := s.load(ctx)
		if r != nil {
			found = append(found, r)
		}
		if erasable(err) {
			err = s.erase(ctx)
		}
		if err != nil {
			o.tell(settings.UserErrorf(nil, "The earlier sign-in of the profile %s is still in another store. %s", o.Profile.Name, sentence(err)))
		}
	}
	return found
}

// erasable says whether what a store could not read may be erased unread. What
// is not ours is left alone, and a keyring that failed once is not waited for
// again. Nil is no failure.
func erasable(unread error) bool {
	for _, kind := range []error{settings.ErrNotPrivate, errForeign, errNewer, errKeyring} {
		if errors.Is(unread, kind) {
			return false
		}
	}
	return true
}

// end ends the sessions of records that were erased.
func (o Options) end(ctx context.Context, found []*record) {
	ctx, cancel := context.WithTimeoutCause(ctx, elsewhereTime, rest.ErrSlow)
	defer cancel()
	for _, r := range found {
		f := LogoutResult{}
		o.revoke(ctx, r, &f)
		if f.NotRevoked != "" {
			o.tell(settings.UserErrorf(nil, "The earlier sign-in of the profile %s was taken out of its store, but its session could not be ended at the server: %s", o.Profile.Name, f.NotRevoked))
		}
	}
}

func (o Options) tell(err error) {
	if o.Warn != nil {
		o.Warn(err)
	}
}
