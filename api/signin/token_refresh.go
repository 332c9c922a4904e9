package signin

import (
	"context"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

// tokenRefresh is a refresh that is under way and the callers that wait for it.
// At most one runs in a session at a time, as in golang.org/x/sync/singleflight.
type tokenRefresh struct {
	done    chan struct{} // closed once token and err are set
	token   string
	err     error
	waiting int // callers; at 0 the refresh is abandoned
	cancel  context.CancelFunc
}

// join returns the token when it is usable, and otherwise a refresh to wait for:
// the one under way, or a new one when there is none or all its callers have
// left. An abandoned refresh may fail with their cancellation.
func (s *Session) join(ctx context.Context) (*tokenRefresh, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.tokenUsable(now) {
		s.retrySave(ctx, now)
		return nil, s.rec.AccessToken()
	}
	if s.refreshing == nil || s.refreshing.waiting == 0 {
		s.refreshing = s.start(ctx, s.refreshing)
	}
	s.refreshing.waiting++
	return s.refreshing, ""
}

// stopWaiting takes a caller off a refresh. When none is left it cancels what the
// refresh waits for. A token call that was sent is not cancelled: a refresh token
// works once.
func (s *Session) stopWaiting(f *tokenRefresh) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
	}
}

// start starts a refresh, which first waits for the abandoned one before it, if
// any. It keeps the values of ctx but not its end: the caller may leave while
// others wait.
func (s *Session) start(ctx context.Context, before *tokenRefresh) *tokenRefresh {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &tokenRefresh{done: make(chan struct{}), cancel: cancel}
	go func() {
		if before != nil {
			<-before.done
		}
		err := tokenstore.Guard(s.currentSource().caught, func() (err error) {
			f.token, err = s.refresh(ctx)
			return err
		})
		if err != nil {
			f.err = rest.AsError(opRefresh, err)
		}
		s.finish(f)
	}()
	return f
}

// finish hands the result to the callers that wait.
func (s *Session) finish(f *tokenRefresh) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refreshing == f {
		s.refreshing = nil
	}
	f.cancel()
	close(f.done)
}
