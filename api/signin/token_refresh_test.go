package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestToken_makesOneCallForAllThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newSlowServer()
		s := o.session()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { checkToken(t, s, "t1") })
		}
		all.Wait()
		if len(o.forms) != 1 || len(o.bad) != 0 {
			t.Errorf("%d token calls, bad %v", len(o.forms), o.bad)
		}
	})
}

// One caller that gives up does not end the refresh of the others, neither a call
// nor the wait for a retry.
func TestToken_goesOnWhileOneCallerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newBusyServer()
		s := o.session()
		for _, patience := range []time.Duration{time.Second, 10 * time.Second} {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			go s.Token(ctx)
		}
		synctest.Wait()
		checkToken(t, s, "t2")
		if len(o.forms) != 2 || o.at[1] != 65*time.Second {
			t.Errorf("token calls at %v; want a retry after 65 s", o.at)
		}
	})
}

// When all callers give up, the refresh ends without being shown as waiting, and
// the next caller gets another.
func TestToken_endsTheWaitWhenAllCallersHaveLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &tokenServer{answer: func(n int, f url.Values) (*http.Response, error) {
			if n == 1 {
				return newResponse(503, "", "Retry-After", "60"), nil
			}
			return numberedToken(n, f)
		}}
		s := o.session()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := s.Token(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		synctest.Wait()
		if w := s.endpoint.limits.Waiting(); len(w) != 0 {
			t.Errorf("waits are %+v", w)
		}
		checkToken(t, s, "t2")
		if len(o.forms) != 2 {
			t.Errorf("%d token calls", len(o.forms))
		}
	})
}

// A call that is under way when all callers give up still gets its answer, before
// the next call begins.
func TestToken_takesTheAnswerOfAnAbandonedCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newSlowServer()
		s := o.session()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.Token(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		checkToken(t, s, "t1")
		if len(o.forms) != 1 {
			t.Errorf("%d token calls", len(o.forms))
		}
	})
}

// An abandoned refresh may fail with the cancellation of its callers, so later
// callers wait for another one.
func TestToken_startsAnotherRefreshWhenAllCallersHaveLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newBusyServer()
		s := o.session()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.Token(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { checkToken(t, s, "t2") })
		}
		all.Wait()
		if len(o.forms) != 2 || o.at[1] != 5*time.Second {
			t.Errorf("token calls at %v; want 2, the second after the answer to the first", o.at)
		}
	})
}

// The end of an abandoned refresh does not hide the one that follows it.
func TestJoin_returnsTheRefreshAfterAnAbandonedOne(t *testing.T) {
	called, answer := make(chan int, 2), make(chan *http.Response)
	s := (&tokenServer{answer: func(n int, _ url.Values) (*http.Response, error) {
		called <- n
		return <-answer, nil
	}}).session()
	join := func() *tokenRefresh { f, _ := s.join(t.Context()); return f }
	abandoned := join()
	<-called
	s.stopWaiting(abandoned)
	next := join()
	if next == abandoned {
		t.Error("a caller joined an abandoned refresh")
	}
	answer <- newResponse(503, "", "Retry-After", "60")
	<-abandoned.done
	if again := join(); again != next {
		t.Error("a caller did not join the refresh that follows")
	}
	answer <- tokenResponse("t2", 3600, "")
	<-next.done
	if next.token != "t2" || next.err != nil {
		t.Errorf("%q, %v", next.token, next.err)
	}
}
