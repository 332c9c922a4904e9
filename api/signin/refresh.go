package signin

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// refresh returns a new access token, or the one that the refresh before or
// another process got meanwhile.
func (s *Session) refresh(ctx context.Context) (string, error) {
	if token, ok := s.current(); ok {
		return token, nil
	}
	src := s.currentSource()
	unlock, err := s.lockStore(ctx, &src)
	if err != nil {
		return "", rest.AsError(opRefresh, err)
	}
	defer unlock()
	r, err := s.usableRecord(ctx, &src)
	if err != nil {
		return "", rest.AsError(opRefresh, err)
	}
	return r.AccessToken(), nil
}

func (s *Session) currentSource() credentialSource {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.credentialSource
}

// lockStore locks the store within this process and across processes. On a disk
// that allows no lock the session goes on without, with a warning.
func (s *Session) lockStore(ctx context.Context, src *credentialSource) (unlock func(), err error) {
	s.storing.Lock()
	if src.lock == nil {
		return s.storing.Unlock, nil
	}
	unlockFile, err := src.lock(ctx)
	switch {
	case errors.Is(err, settings.ErrNoLock):
		s.setWarning(settings.UserErrorf(ErrUnsaved, "%v Two rcfwd at the same time may sign each other out.", err))
		return s.storing.Unlock, nil
	case err != nil:
		s.storing.Unlock()
		return nil, err
	}
	return func() { unlockFile(); s.storing.Unlock() }, nil
}

// usableRecord returns a record with a usable token: the one that another process
// has stored meanwhile, or a new one, which it stores. The caller holds the lock
// of the store.
func (s *Session) usableRecord(ctx context.Context, src *credentialSource) (*tokenstore.Record, error) {
	r, err := s.latest(ctx, src)
	if err != nil {
		return nil, err
	}
	if s.usable(r) {
		s.adopt(r)
		return r, nil
	}
	if err := s.endError(r); err != nil {
		return nil, err
	}
	next, err := src.exchange(ctx, r)
	if err != nil {
		return nil, s.recordFailure(ctx, src, r, err)
	}
	s.save(ctx, src, next)
	s.adopt(next)
	s.sayNotKept(src)
	return next, nil
}

// usable reports whether the token of a record is worth trying.
func (s *Session) usable(r *tokenstore.Record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.AccessToken() == "" || !fresh(r.Token, s.endpoint.clockOf(r.Token, time.Now())) {
		return false
	}
	return !s.refused || r.AccessToken() != s.rec.AccessToken()
}

func (s *Session) adopt(r *tokenstore.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rec, s.refused, s.ended = r, false, nil
	if s.share != nil {
		s.share(r)
	}
}

// exchange presents the refresh token, if there is one. The service may no longer
// take it, after an hour or a week; then exchange presents the JWT again. See
// grantsOf for the order.
func (src *credentialSource) exchange(ctx context.Context, r *tokenstore.Record) (*tokenstore.Record, error) {
	newer := r.Newer() != nil
	if src.command != nil {
		c, err := src.command(ctx)
		if err != nil {
			return nil, err
		}
		if r, err = c.Record(&src.profile, tokensOf(r)); err != nil {
			return nil, err
		}
	}
	e, refusal := src.endpoint.withApp(appOf(r)), error(nil)
	for _, g := range grantsOf(r, newer) {
		next, err := e.exchange(ctx, g.op, g.grant)
		if err == nil || !isRefusal(err) {
			return r.With(next), err
		}
		refusal = err
	}
	if r.JWT == "" {
		return nil, &noCredentialLeft{refusal}
	}
	return nil, refusal
}

// opGrant is a grant and the operation that presents it.
type opGrant struct {
	op    rest.Operation
	grant grant
}

// grantsOf returns what a record can present, in the order in which to try it: the
// refresh token, then the JWT. Of a record of a later version the JWT comes first. The
// refresh token works once, and the new one cannot be stored: presenting it would end
// the session of the rcfwd that wrote the record.
func grantsOf(r *tokenstore.Record, newer bool) []opGrant {
	var all []opGrant
	if t := tokensOf(r); t != nil && t.Refresh != "" {
		all = append(all, opGrant{opRefresh, refreshGrant(t.Refresh)})
	}
	if r.JWT != "" {
		all = append(all, opGrant{opSignIn, jwtGrant(r.JWT)})
	}
	if newer {
		slices.Reverse(all)
	}
	return all
}

// noCredentialLeft is the error when there is neither a JWT nor a refresh token
// that the service takes. refusal is nil when the service was not asked.
type noCredentialLeft struct{ refusal error }

func (*noCredentialLeft) Error() string { return ErrSessionEnded.Error() }

// endState is how a session ended. It holds for what the store held then: a
// store that holds something else was signed in to again.
type endState struct {
	err         error
	fingerprint string
}

// endError returns the error of a session that has ended, or nil. An ended
// session makes no more token calls, which would use up the rate limit.
func (s *Session) endError(r *tokenstore.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == nil || s.ended.fingerprint != r.Fingerprint() {
		return nil
	}
	return s.ended.err
}

// recordFailure returns the error of a failed exchange. When only a new sign-in
// helps, the session has ended, and recordFailure takes the token out of the
// store so that other processes do not try it.
func (s *Session) recordFailure(ctx context.Context, src *credentialSource, r *tokenstore.Record, err error) error {
	if !src.isFinal(err) {
		return err
	}
	if r != nil && r.Token != nil {
		r = r.With(nil)
		s.save(ctx, src, r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = &endState{err: endedError(err), fingerprint: r.Fingerprint()}
	s.rec = r
	return s.ended.err
}

// isFinal reports whether only a new sign-in helps after err. The environment and
// a command may hold another credential the next time.
func (src *credentialSource) isFinal(err error) bool {
	if _, ok := errors.AsType[*noCredentialLeft](err); ok {
		return true
	}
	return src.source == tokenstore.FromStore && isRefusal(err) &&
		!rest.Is(err, "OAU-147", "OAU-148") // locked out for some time
}

// endedError returns the error of the end of a session, for people.
func endedError(err error) error {
	if n, ok := errors.AsType[*noCredentialLeft](err); ok {
		err = n.refusal
	}
	if err == nil {
		return settings.UserErrorf(ErrSessionEnded, "The sign-in has ended. Sign in again.")
	}
	advice := api.Explain(err).String()
	if !strings.Contains(strings.ToLower(advice), "sign in again") {
		advice += " Then sign in again."
	}
	return settings.UserErrorf(ErrSessionEnded, "%s", advice)
}
