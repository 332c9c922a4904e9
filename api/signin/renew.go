package signin

import (
	"context"
	"errors"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// renew replaces the token, unless the flight before or another process has
// done so.
func (s *Session) renew(ctx context.Context) (string, error) {
	if token, good := s.current(); good {
		return token, nil
	}
	w := s.currentSource()
	unlock, err := s.lockStore(ctx, w)
	if err != nil {
		return "", asError(err)
	}
	defer unlock()
	r, err := s.replaced(ctx, w)
	if err != nil {
		return "", asError(err)
	}
	return r.AccessToken(), nil
}

func (s *Session) currentSource() credentialSource {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.credentialSource
}

// lockStore takes the store for this flight and the lock across processes. Where the
// disk does not let anybody have one the session goes on without, and says so.
func (s *Session) lockStore(ctx context.Context, w credentialSource) (unlock func(), err error) {
	s.storing.Lock()
	if w.lock == nil {
		return s.storing.Unlock, nil
	}
	theirs, err := w.lock(ctx)
	switch {
	case errors.Is(err, settings.ErrNoLock):
		s.setWarning(settings.UserErrorf(ErrUnsaved, "%v Two rcfwd at a time may sign each other out.", err))
		return s.storing.Unlock, nil
	case err != nil:
		s.storing.Unlock()
		return nil, err
	}
	return func() { theirs(); s.storing.Unlock() }, nil
}

// replaced gives a record with a token that is good: the one that another
// process has put into the store meanwhile, or a new one.
func (s *Session) replaced(ctx context.Context, w credentialSource) (*tokenstore.Record, error) {
	r, err := s.latest(ctx, w)
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
	next, err := w.exchange(ctx, r)
	if err != nil {
		return nil, s.recordFailure(ctx, w, r, err)
	}
	s.save(ctx, w, next)
	s.adopt(next)
	return next, nil
}

// usable says whether a record's token is worth trying.
func (s *Session) usable(r *tokenstore.Record) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.AccessToken() == "" || !fresh(r.Token, time.Now()) {
		return false
	}
	return !s.refused || r.AccessToken() != s.rec.AccessToken()
}

func (s *Session) adopt(r *tokenstore.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rec, s.refused, s.ended = r, false, nil
}

// exchange uses the refresh token when there is one. The service may no longer
// take it, after an hour or a week, and then the JWT is presented again.
func (w credentialSource) exchange(ctx context.Context, r *tokenstore.Record) (*tokenstore.Record, error) {
	if w.command != nil {
		c, err := w.command(ctx)
		if err != nil {
			return nil, err
		}
		if r, err = c.Record(w.profile, tokensOf(r)); err != nil {
			return nil, err
		}
	}
	e, why := w.endpoint.withApp(appOf(r)), error(nil)
	if t := tokensOf(r); t != nil && t.Refresh != "" {
		next, err := e.exchange(ctx, opRefresh, refreshGrant(t.Refresh))
		if err == nil || !isRefusal(err) {
			return r.With(next), err
		}
		why = err
	}
	if r.JWT == "" {
		return nil, &noCredentialLeft{why}
	}
	next, err := e.exchange(ctx, opSignIn, jwtGrant(r.JWT))
	return r.With(next), err
}

// noCredentialLeft says that there is neither a refresh token that the service takes
// nor a JWT. why is its refusal, if it was asked.
type noCredentialLeft struct{ cause error }

func (n *noCredentialLeft) Error() string { return ErrSessionEnded.Error() }

// endState is how a session ended: with what the store held by then. When the
// store holds something else, somebody has signed in again.
type endState struct {
	err         error
	fingerprint string
}

// endError gives the error of a session that is over, so that it is not tried
// again and again at the cost of the rate limit.
func (s *Session) endError(r *tokenstore.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == nil || s.ended.fingerprint != r.Fingerprint() {
		return nil
	}
	return s.ended.err
}

// recordFailure tells a failure that may pass from the end of the session. What no
// longer works is taken out of the store, so that other processes do not try.
func (s *Session) recordFailure(ctx context.Context, w credentialSource, r *tokenstore.Record, err error) error {
	if !w.final(err) {
		return err
	}
	left := r
	if r != nil && r.Token != nil {
		left = r.With(nil)
		s.save(ctx, w, left)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = &endState{err: endedError(err), fingerprint: left.Fingerprint()}
	s.rec = left
	return s.ended.err
}

// final says whether only a new sign-in helps. The environment and a command
// may give something else the next time.
func (w credentialSource) final(err error) bool {
	if _, ok := errors.AsType[*noCredentialLeft](err); ok {
		return true
	}
	return w.source == tokenstore.FromStore && isRefusal(err) &&
		!rest.Is(err, "OAU-147", "OAU-148") // locked out, which passes
}

// endedError words the end of a session.
func endedError(err error) error {
	if n, ok := errors.AsType[*noCredentialLeft](err); ok {
		err = n.cause
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

// asError makes sure of an *rest.Error.
func asError(err error) error {
	if e, ok := errors.AsType[*rest.Error](err); ok {
		return e
	}
	return rest.NoAnswer(opRefresh, err)
}
