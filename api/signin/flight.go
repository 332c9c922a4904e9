package signin

import (
	"context"
	"time"
)

// flight is a refresh under way and those who wait for it.
type flight struct {
	done    chan struct{} // closed once token and err are set
	token   string
	err     error
	waiting int
	cancel  context.CancelFunc
}

// board gives the token when it is good, else a flight to wait for.
func (s *Session) board(ctx context.Context) (*flight, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.good(now) {
		s.saveLater(ctx, now)
		return nil, s.rec.access()
	}
	if s.flight == nil || s.flight.waiting == 0 {
		s.flight = s.takeOff(ctx, s.flight)
	}
	s.flight.waiting++
	return s.flight, ""
}

// leave ends the waiting of a flight that nobody is aboard any more. What it
// has sent by then it hears out: a refresh token works once.
func (s *Session) leave(f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
	}
}

// takeOff starts a flight, which lets an abandoned one before it land first.
// Its context outlives the caller's, who may leave while others wait.
func (s *Session) takeOff(ctx context.Context, before *flight) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), cancel: cancel}
	go func() {
		if before != nil {
			<-before.done
		}
		err := guard(s.theWay().caught, func() (err error) {
			f.token, err = s.renew(ctx)
			return err
		})
		if err != nil {
			f.err = asError(err)
		}
		s.land(f)
	}()
	return f
}

func (s *Session) land(f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight == f {
		s.flight = nil
	}
	f.cancel()
	close(f.done)
}
