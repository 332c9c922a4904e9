package signin

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// ErrUnsaved is the kind of the warning that a session works but is not stored,
// so it ends with the program.
var ErrUnsaved = errors.New("the sign-in could not be saved")

// saveEvery is the pause between two tries to save a record.
const saveEvery = time.Minute

// persistState is what a session knows about its store.
type persistState struct {
	stored  string    // fingerprint of what the store held last
	unsaved bool      // the session's record is newer than that
	retryAt time.Time // when to try again to save it
	warning error     // see Session.Warning
	failure error     // see Session.NotKept
}

// tokensOf returns the tokens of a record, or nil without one.
func tokensOf(r *tokenstore.Record) *tokenstore.TokenSet {
	if r == nil {
		return nil
	}
	return r.Token
}

// latest returns the newest record: the stored one, which another process may
// have replaced, or the session's own when that could not be saved and no process
// has replaced the stored one since.
func (s *Session) latest(ctx context.Context, src *credentialSource) (*tokenstore.Record, error) {
	stored, err := src.stored(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.persist.unsaved && stored.Fingerprint() == s.persist.stored:
		return s.rec, nil
	case stored == nil && src.source == tokenstore.FromStore:
		return nil, settings.UserErrorf(ErrSessionEnded, "The profile %s was signed out by another rcfwd. Sign in again.", src.profile.Name)
	}
	s.persist.stored, s.persist.unsaved = stored.Fingerprint(), false
	return stored, nil
}

// stored returns what the store holds, or nil when that is of another source or
// server.
func (src *credentialSource) stored(ctx context.Context) (*tokenstore.Record, error) {
	r, err := src.store.Load(ctx)
	if err != nil || r == nil || r.Source != src.source || r.Server != src.endpoint.server.String() {
		return nil, err
	}
	return r, nil
}

// save stores the record. After a failure the session goes on with the record in
// memory, with a warning.
func (s *Session) save(ctx context.Context, src *credentialSource, r *tokenstore.Record) {
	s.noteSaved(r, src.store.Save(context.WithoutCancel(ctx), r.Storable()))
}

// noteSaved notes the outcome of saving r.
func (s *Session) noteSaved(r *tokenstore.Record, err error) {
	failure := err
	if err != nil {
		err = settings.UserErrorf(errors.Join(ErrUnsaved, err), "%s The sign-in works until rcfwd ends.", explain(err))
	}
	s.mu.Lock()
	s.persist.unsaved, s.persist.failure = err != nil, failure
	s.persist.retryAt = time.Now().Add(saveEvery)
	if err == nil {
		s.persist.stored = r.Storable().Fingerprint()
	}
	s.mu.Unlock()
	s.setWarning(err)
}

// retrySave starts to save in the background what could not be saved before, at
// most once every minute. The caller holds s.mu.
func (s *Session) retrySave(ctx context.Context, now time.Time) {
	if !s.persist.unsaved || now.Before(s.persist.retryAt) {
		return
	}
	s.persist.retryAt = now.Add(saveEvery)
	src := s.credentialSource
	go tokenstore.Guard(src.caught, func() error { s.saveAgain(context.WithoutCancel(ctx), &src); return nil })
}

func (s *Session) saveAgain(ctx context.Context, src *credentialSource) {
	unlock, err := s.lockStore(ctx, src)
	if err != nil {
		return // until the next try
	}
	defer unlock()
	r, err := s.latest(ctx, src)
	if err == nil && s.persistState().unsaved {
		s.save(ctx, src, r)
	}
}

// setWarning sets the warning and reports it; nil clears it. That a record is of a later
// version is reported once: no later try can store anything there.
func (s *Session) setWarning(err error) {
	s.mu.Lock()
	repeated := settings.IsNewer(err) && settings.IsNewer(s.persist.warning)
	s.persist.warning = err
	warn := s.warn
	s.mu.Unlock()
	if err != nil && warn != nil && !repeated {
		warn(err)
	}
}

// Warning returns the reason why the session is not stored, of the kind
// ErrUnsaved, or nil. The session itself works.
func (s *Session) Warning() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persist.warning
}

// NotKept returns why the last try to store the session failed, or nil. Warning says the
// same to a person who goes on.
func (s *Session) NotKept() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.persist.failure
}

// explain returns an error in words for people.
func explain(err error) string { return api.Explain(err).String() }
