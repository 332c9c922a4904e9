package rest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// strict is a RingCentral that counts one group as the developer guide says: a
// sliding window, and past its limit a penalty that every request restarts.
type strict struct {
	mu       sync.Mutex
	limit    int
	window   time.Duration
	silent   bool // says nothing of its limits but in a 429
	dice     *rand.Rand
	sent     []time.Time
	penalty  time.Time
	over     int // requests past the limit
	during   int // requests in a penalty
	answered int
}

func (s *strict) RoundTrip(r *http.Request) (*http.Response, error) {
	s.travel()
	resp := s.count()
	s.travel()
	return resp, nil
}

func (s *strict) travel() {
	s.mu.Lock()
	d := time.Duration(s.dice.IntN(400)) * time.Millisecond
	s.mu.Unlock()
	time.Sleep(d)
}

func (s *strict) count() *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(s.sent) > 0 && now.Sub(s.sent[0]) >= s.window {
		s.sent = s.sent[1:]
	}
	if now.Before(s.penalty) {
		s.during++
	} else if len(s.sent) >= s.limit {
		s.over++
	} else {
		s.answered++
		s.sent = append(s.sent, now)
		return answer(200, home, s.headers()...)
	}
	s.penalty = now.Add(time.Minute)
	return answer(429, `{"errorCode":"CMN-301"}`, "X-Rate-Limit-Group", "light", "Retry-After", "60")
}

func (s *strict) headers() []string {
	if s.silent {
		return nil
	}
	return []string{
		"X-Rate-Limit-Group", "light",
		"X-Rate-Limit-Limit", strconv.Itoa(s.limit),
		"X-Rate-Limit-Remaining", strconv.Itoa(s.limit - len(s.sent)),
		"X-Rate-Limit-Window", strconv.Itoa(int(s.window.Seconds())),
	}
}

// Many requests at once, whose answers overtake each other: none exceeds a limit that
// the service has reported, and all are answered.
func TestLimits_neverExceedAReportedLimit(t *testing.T) {
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			s := &strict{limit: 6, window: time.Minute, dice: rand.New(rand.NewPCG(seed, 1))}
			c := newTestClient(s.RoundTrip)
			if err := c.read(t.Context()); err != nil { // learns the limit
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for range 25 {
				all.Go(func() {
					if err := c.read(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if s.over+s.during != 0 || s.answered != 26 {
				t.Errorf("seed %d: %d over the limit, %d in a penalty, %d answered", seed, s.over, s.during, s.answered)
			}
		})
	}
}

// A service that does not report its limits: the first request too many cannot be
// avoided, but none follows it into the penalty.
func TestLimits_sendNothingInAPenalty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &strict{limit: 6, window: time.Minute, silent: true, dice: rand.New(rand.NewPCG(1, 1))}
		c := newTestClient(s.RoundTrip)
		for range 15 {
			if err := c.read(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if s.during != 0 || s.answered != 15 {
			t.Errorf("%d in a penalty, %d answered", s.during, s.answered)
		}
	})
}

// tryAcquire reports whether a request of op may be sent at once.
func tryAcquire(l *Limits, op Operation) (*Reservation, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	pass, err := l.Acquire(ctx, op)
	return pass, err == nil
}

func rateHeader(group string, remaining int) http.Header {
	h := http.Header{}
	h.Set("X-Rate-Limit-Group", group)
	h.Set("X-Rate-Limit-Limit", "10")
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(remaining))
	h.Set("X-Rate-Limit-Window", "60")
	return h
}

func mustAcquire(t *testing.T, l *Limits, op Operation) *Reservation {
	t.Helper()
	pass, ok := tryAcquire(l, op)
	if !ok {
		t.Fatalf("%s is held", op.What)
	}
	return pass
}

func TestLimits_reserveWhatIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opRead).Release(200, rateHeader("LIGHT", 2))
		first, second := mustAcquire(t, l, opRead), mustAcquire(t, l, Operation{"read the devices", GroupLight})
		if _, ok := tryAcquire(l, opRead); ok {
			t.Error("a third request goes where two are free")
		}
		if _, ok := tryAcquire(l, opCreate); !ok {
			t.Error("another group is held")
		}
		first.Release(200, rateHeader("light", 1))
		if _, ok := tryAcquire(l, opRead); ok {
			t.Error("the one that is free is given away twice")
		}
		second.Release(200, rateHeader("light", 0))
		if _, ok := tryAcquire(l, opRead); ok {
			t.Error("a request goes where none is free")
		}
		time.Sleep(61 * time.Second)
		mustAcquire(t, l, opRead)
		if _, ok := tryAcquire(l, opRead); ok {
			t.Error("more than one request tries whether the window is over")
		}
	})
}

func TestLimits_learnTheGroupOfAnOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opList).Release(200, rateHeader("Bulk", 0))
		if _, ok := tryAcquire(l, opList); ok {
			t.Error("the operation is not held in its new group")
		}
		mustAcquire(t, l, opRead)
		g := l.Groups()
		if len(g) != 1 || g[0].Name != "Bulk" || g[0].Limit != 10 || g[0].Window != time.Minute || g[0].Until.IsZero() {
			t.Errorf("groups are %+v", g)
		}
	})
}

func TestLimits_holdEverythingAfterA429WithoutAGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opList).Release(429, http.Header{"Retry-After": {"12"}})
		for _, op := range []Operation{opList, opCreate, {What: "sign in", Group: GroupAuth}} {
			if _, ok := tryAcquire(l, op); ok {
				t.Errorf("%s is sent", op.What)
			}
		}
		go l.Acquire(t.Context(), opCreate)
		synctest.Wait()
		if w := l.Waiting(); len(w) != 1 || w[0].Reason != "RingCentral's limit for everything" {
			t.Errorf("waits are %+v", w)
		}
		time.Sleep(13 * time.Second)
		mustAcquire(t, l, opList)
	})
}

// A request whose answer was lost has probably used up its place.
func TestLimits_countARequestWhoseAnswerWasLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opRead).Release(200, rateHeader("Light", 1))
		mustAcquire(t, l, opRead).Release(0, nil)
		if _, ok := tryAcquire(l, opRead); ok {
			t.Error("the place of the lost request is given away again")
		}
		time.Sleep(61 * time.Second)
		mustAcquire(t, l, opRead)
	})
}

func TestAcquire_endsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opRead).Release(200, rateHeader("Light", 0))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		start := time.Now()
		if _, err := l.Acquire(ctx, opRead); !errors.Is(err, context.Canceled) || time.Since(start) != 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if w := l.Waiting(); len(w) != 0 {
			t.Errorf("waits are %+v", w)
		}
	})
}

func TestRetryAfter_readsSecondsAndDates(t *testing.T) {
	tests := map[string]time.Duration{
		"5": 5 * time.Second, "0": time.Second, "2.5": 2500 * time.Millisecond, "1e99": maxRetryAfter,
		"": 0, "-3": 0, "soon": 0, "NaN": 0,
		time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat): time.Second,
	}
	for v, want := range tests {
		if got, said := retryAfter(http.Header{"Retry-After": {v}}); got != want || said != (want > 0) {
			t.Errorf("%q is %v, %v; want %v", v, got, said, want)
		}
	}
}

func TestLimits_showThatLittleIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		low := func() (names []string) {
			for _, g := range l.Groups() {
				if g.Low(time.Now()) {
					names = append(names, fmt.Sprint(g.Name, " ", g.Left(time.Now()), "/", g.Limit))
				}
			}
			return names
		}
		signalled := func() bool {
			select {
			case <-l.WaitingChanged():
				return true
			default:
				return false
			}
		}
		mustAcquire(t, l, opRead).Release(200, rateHeader("light", 3)) // of 10
		if got := low(); len(got) != 0 || signalled() {
			t.Errorf("%v is low, signalled too early", got)
		}
		mustAcquire(t, l, opRead).Release(200, rateHeader("light", 2))
		if got := low(); !slices.Equal(got, []string{"light 2/10"}) || !signalled() {
			t.Errorf("%v is low", got)
		}
		time.Sleep(61 * time.Second)
		if got := low(); len(got) != 0 {
			t.Errorf("%v is low after the window", got)
		}
		mustAcquire(t, l, opRead).Release(429, rateHeader("light", 0))
		if got := low(); !slices.Equal(got, []string{"light 0/10"}) || !signalled() {
			t.Errorf("%v is low in a penalty", got)
		}
		time.Sleep(2 * time.Minute)
		mustAcquire(t, l, opRead).Release(200, rateHeader("light", 9))
		if got := low(); len(got) != 0 || signalled() {
			t.Errorf("%v is low", got)
		}
	})
}

func TestWait_namesItsTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		mustAcquire(t, l, opRead).Release(200, rateHeader("light", 0))
		go l.Acquire(WithTask(t.Context(), "a task"), opRead)
		go l.Acquire(t.Context(), opRead)
		synctest.Wait()
		var tasks []any
		for _, w := range l.Waiting() {
			tasks = append(tasks, w.Task)
		}
		if len(tasks) != 2 || !slices.Contains(tasks, any("a task")) || !slices.Contains(tasks, any(nil)) {
			t.Errorf("the tasks are %v", tasks)
		}
	})
}
