package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counted notes how many requests are under way at most.
type counted struct {
	next      http.RoundTripper
	now, most atomic.Int32
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	now := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); {
		most = c.most.Load()
	}
	return c.next.RoundTrip(r)
}

// readAtOnce sends n requests in goroutines and waits for them.
func readAtOnce(ctx context.Context, t *testing.T, c testClient, op Operation, n int) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if err := c.Do(ctx, &Request{Op: op, Method: http.MethodGet, Path: "/x"}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Requests with a pace use their share of the limit, all of it, and never run into it.
func TestPace_usesItsShare(t *testing.T) {
	for share, limit := range map[float64]int{0.8: 40, 1: 40, 0.5: 6} {
		synctest.Test(t, func(t *testing.T) {
			s := &strict{limit: limit, window: time.Minute, dice: rand.New(rand.NewPCG(1, 1))}
			flying := &counted{next: s}
			c := newTestClient(flying.RoundTrip)
			op := Operation{"read", GroupLight}
			ctx := WithPace(t.Context(), NewPace(share, 3))
			readAtOnce(ctx, t, c, op, 1) // learns the limit
			start, n := time.Now(), limit*4
			readAtOnce(ctx, t, c, op, n)
			allowed := time.Duration(float64(n) / min(share, wholeShare) / float64(limit) * float64(time.Minute))
			if took := time.Since(start); s.over+s.during > 0 || took > allowed+2*time.Second || took < allowed*8/10 {
				t.Errorf("share %v: %v, allowed are %v; %d over the limit, %d in a penalty", share, took, allowed, s.over, s.during)
			}
			if most := flying.most.Load(); most > 3 {
				t.Errorf("share %v: %d under way at once", share, most)
			}
		})
	}
}

// Others find requests free at any time, and the pace slows down where they need more than
// it leaves.
func TestPace_makesRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &strict{limit: 40, window: time.Minute, dice: rand.New(rand.NewPCG(1, 1))}
		c := newTestClient(s.RoundTrip)
		op := Operation{"read", GroupLight}
		var paced sync.WaitGroup
		paced.Go(func() { readAtOnce(WithPace(t.Context(), NewPace(0.8, 8)), t, c, op, 200) })
		for range 5 {
			time.Sleep(time.Minute)
			start := time.Now()
			readAtOnce(t.Context(), t, c, op, 4)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("a person waited for %v", took)
			}
		}
		paced.Wait()
		if s.over+s.during > 0 || s.answered != 220 {
			t.Errorf("%d over the limit, %d in a penalty, %d answered", s.over, s.during, s.answered)
		}
	})
}
