package signin

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// ErrUnsaved is the kind of the warning that a session works but is not saved:
// it ends with the program.
var ErrUnsaved = errors.New("the sign-in could not be saved")

// persistState is what a session knows of its place in the store.
type persistState struct {
	stored  string    // mark of what the store held last; "" is nothing
	unsaved bool      // the session is newer than that
	retryAt time.Time // when to try once more to save it
	warning error
}

// saveEvery is how often saving is tried again. Until it works, the end of the
// program ends the sign-in.
const saveEvery = time.Minute

// tokensOf returns the tokens of a record, or nil.
func tokensOf(r *tokenstore.Record) *tokenstore.TokenSet {
	if r == nil {
		return nil
	}
	return r.Token
}

// latest is the record to go on with: that of the store, which another process
// may have replaced, or our own where it could not be saved and nobody has.
func (s *Session) latest(ctx context.Context, w credentialSource) (*tokenstore.Record, error) {
	stored, err := w.stored(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.persist.unsaved && stored.Fingerprint() == s.persist.stored:
		return s.rec, nil
	case stored == nil && w.source == tokenstore.FromStore:
		return nil, settings.UserErrorf(ErrSessionEnded, "Somebody has signed out of the profile %s. Sign in again.", w.profile.Name)
	}
	s.persist.stored, s.persist.unsaved = stored.Fingerprint(), false
	return stored, nil
}

// stored is what the store holds, unless it is of another source or server.
func (w credentialSource) stored(ctx context.Context) (*tokenstore.Record, error) {
	r, err := w.store.Load(ctx)
	if err != nil || r == nil || r.Source != w.source || r.Server != w.endpoint.server.String() {
		return nil, err
	}
	return r, nil
}

// save puts the record into the store. Should that fail the session goes on
// with it in memory, and says so.
func (s *Session) save(ctx context.Context, w credentialSource, r *tokenstore.Record) {
	s.noteSaved(r, w.store.Save(context.WithoutCancel(ctx), r.Storable()))
}

// noteSaved notes how saving the record went.
func (s *Session) noteSaved(r *tokenstore.Record, err error) {
	if err != nil {
		err = settings.UserErrorf(ErrUnsaved, "%s rcfwd goes on, but the sign-in ends with it.", explain(err))
	}
	s.mu.Lock()
	s.persist.unsaved = err != nil
	s.persist.retryAt = time.Now().Add(saveEvery)
	if err == nil {
		s.persist.stored = r.Storable().Fingerprint()
	}
	s.mu.Unlock()
	s.setWarning(err)
}

// retrySave tries again to save what could not be saved, aside of whoever wants
// the token. The caller holds s.mu.
func (s *Session) retrySave(ctx context.Context, now time.Time) {
	if !s.persist.unsaved || now.Before(s.persist.retryAt) {
		return
	}
	s.persist.retryAt = now.Add(saveEvery)
	w := s.credentialSource
	go tokenstore.Guard(w.caught, func() error { s.saveAgain(context.WithoutCancel(ctx), w); return nil })
}

func (s *Session) saveAgain(ctx context.Context, w credentialSource) {
	unlock, err := s.lockStore(ctx, w)
	if err != nil {
		return // the next time
	}
	defer unlock()
	r, err := s.latest(ctx, w)
	if err == nil && s.persistState().unsaved {
		s.save(ctx, w, r)
	}
}

// setWarning notes the warning; nil takes it back.
func (s *Session) setWarning(err error) {
	s.mu.Lock()
	s.persist.warning = err
	warn := s.warn
	s.mu.Unlock()
	if err != nil && warn != nil {
		warn(err)
	}
}

// Warning is what keeps the session from being saved, or nil. It is for
// showing: the session itself works. Its kind is ErrUnsaved.
func (s *Session) Warning() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persist.warning
}

// explain returns an error in words for people.
func explain(err error) string { return api.Explain(err).String() }
