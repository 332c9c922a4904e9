package signin

import (
	"context"
	"time"

	"rcfwd/api/tokenstore"
)

// tokenRefresh is a refresh under way and those who wait for it.
type tokenRefresh struct {
	done    chan struct{} // closed once token and err are set
	token   string
	err     error
	waiting int
	cancel  context.CancelFunc
}

// join gives the token when it is good, else a flight to wait for.
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

// stopWaiting ends the waiting of a flight that nobody is aboard any more. What it
// has sent by then it hears out: a refresh token works once.
func (s *Session) stopWaiting(f *tokenRefresh) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
	}
}

// start starts a flight, which lets an abandoned one before it land first.
// Its context outlives the caller's, who may leave while others wait.
func (s *Session) start(ctx context.Context, before *tokenRefresh) *tokenRefresh {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &tokenRefresh{done: make(chan struct{}), cancel: cancel}
	go func() {
		if before != nil {
			<-before.done
		}
		err := tokenstore.Guard(s.currentSource().caught, func() (err error) {
			f.token, err = s.renew(ctx)
			return err
		})
		if err != nil {
			f.err = asError(err)
		}
		s.finish(f)
	}()
	return f
}

func (s *Session) finish(f *tokenRefresh) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refreshing == f {
		s.refreshing = nil
	}
	f.cancel()
	close(f.done)
}
