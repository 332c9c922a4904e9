package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// memoryFile is a LedgerStore in memory, which stands for a file that processes share.
type memoryFile struct {
	mu      sync.Mutex
	data    []byte
	broken  bool
	longest int
}

func (m *memoryFile) Update(_ context.Context, edit func([]byte) []byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return false
	}
	if next := edit(m.data); next != nil {
		m.data = next
	}
	m.longest = max(m.longest, len(m.data))
	return true
}

// ledger returns what the file holds.
func (m *memoryFile) ledger() *ledger {
	m.mu.Lock()
	defer m.mu.Unlock()
	return readLedger(m.data)
}

// clientOn returns the client of another process that shares the file.
func clientOn(file *memoryFile, s service) testClient {
	c := newTestClient(s)
	c.limits.Share(file)
	return c
}

// acquireNow is mustAcquire outside of a synctest bubble.
func acquireNow(t *testing.T, l *Limits) *Reservation {
	t.Helper()
	r, wait, _ := l.reserveBoth(t.Context(), opRead)
	if r == nil {
		t.Fatalf("the request waits: %+v", wait)
	}
	return r
}

// Eight processes at once send no request past the limit, and all are answered. They
// begin with no knowledge of the limit.
func TestLedger_keepsProcessesWithinOneLimit(t *testing.T) {
	seeds := uint64(10)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			s, file := &strict{limit: 12, window: time.Minute, dice: rand.New(rand.NewPCG(seed, 2))}, &memoryFile{}
			var all sync.WaitGroup
			for range 8 {
				c := clientOn(file, s.RoundTrip)
				c.limits.Notify(Notices{Elsewhere: func(group string) { t.Errorf("the limit %s is said to be used elsewhere", group) }})
				for range 5 {
					all.Go(func() {
						if err := c.read(t.Context()); err != nil {
							t.Error(err)
						}
					})
				}
			}
			all.Wait()
			if s.over+s.during != 0 || s.answered != 40 {
				t.Errorf("seed %d: %d over the limit, %d in a penalty, %d answered", seed, s.over, s.during, s.answered)
			}
			if g := file.ledger().Groups["light"]; len(g.Pending) != 0 {
				t.Errorf("seed %d: %d are still under way", seed, len(g.Pending))
			}
		})
	}
}

// A process that has just started, as each command has, knows what the ones before it sent.
func TestLedger_remembersWhatEndedProcessesSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, file := &strict{limit: 6, window: time.Minute, dice: rand.New(rand.NewPCG(1, 3))}, &memoryFile{}
		for range 20 {
			if err := clientOn(file, s.RoundTrip).read(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if s.over+s.during != 0 || s.answered != 20 {
			t.Errorf("%d over the limit, %d in a penalty, %d answered", s.over, s.during, s.answered)
		}
	})
}

func TestLedger_sharesPenalties(t *testing.T) {
	opSignIn := Operation{"sign in", GroupAuth}
	for name, tt := range map[string]struct {
		header http.Header
		held   []Operation
		free   []Operation
	}{
		"of a group":    {http.Header{"Retry-After": {"12"}, "X-Rate-Limit-Group": {"light"}}, []Operation{opRead, opList}, []Operation{opCreate, opSignIn}},
		"of everything": {http.Header{"Retry-After": {"12"}}, []Operation{opRead, opCreate, opSignIn}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				file, here, there := &memoryFile{}, NewLimits(), NewLimits()
				here.Share(file)
				there.Share(file)
				mustAcquire(t, here, opRead).Release(429, tt.header)
				for _, op := range tt.held {
					if _, ok := tryAcquire(there, op); ok {
						t.Errorf("%s is sent", op.What)
					}
				}
				for _, op := range tt.free {
					mustAcquire(t, there, op).Release(200, nil)
				}
				time.Sleep(13 * time.Second)
				for _, op := range tt.held {
					mustAcquire(t, there, op).Release(200, nil)
				}
			})
		})
	}
}

// What the service counts beyond the ledger comes from another machine: it takes places,
// and is said once.
func TestLedger_adoptsWhatIsUsedElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file, here, there := &memoryFile{}, NewLimits(), NewLimits()
		said := 0
		here.Share(file)
		there.Share(file)
		here.Notify(Notices{Elsewhere: func(string) { said++ }})
		mustAcquire(t, here, opRead).Release(200, rateHeader("light", 9))
		if said != 0 {
			t.Fatal("our own request counts as one from elsewhere")
		}
		mustAcquire(t, here, opRead).Release(200, rateHeader("light", 2))
		mustAcquire(t, here, opRead).Release(200, rateHeader("light", 1)) // of 10
		if said != 1 {
			t.Errorf("it is said %d times", said)
		}
		mustAcquire(t, there, opRead)
		if _, ok := tryAcquire(there, opRead); ok {
			t.Error("the ledger has a place that the service does not have")
		}
	})
}

// A request that another process has under way may be counted already: that says nothing
// of other machines.
func TestLedger_knowsWhatIsUnderWayHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file, here, there := &memoryFile{}, NewLimits(), NewLimits()
		here.Share(file)
		there.Share(file)
		here.Notify(Notices{Elsewhere: func(string) { t.Error("it is said to come from elsewhere") }})
		mustAcquire(t, here, opRead).Release(200, rateHeader("light", 9))
		slow := mustAcquire(t, there, opRead)
		mustAcquire(t, here, opRead).Release(200, rateHeader("light", 7)) // counts the slow one too
		slow.Release(200, rateHeader("light", 8))
		if n := total(file.ledger().Groups["light"].Sent); n != 3 {
			t.Errorf("%d are counted", n)
		}
	})
}

// The places of a process that is gone are free, though it may have sent what it
// reserved; those of a living one are not.
func TestLedger_dropsWhatDeadProcessesReserved(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run", "^$")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		pid  int
		host string
		age  time.Duration
		free bool
	}{
		"a dead one":                {cmd.ProcessState.Pid(), host, 0, true},
		"a living one":              {os.Getppid(), host, 0, false},
		"one of another machine":    {cmd.ProcessState.Pid(), "elsewhere", 0, false},
		"one older than the window": {os.Getppid(), host, 61 * time.Second, true},
	} {
		file := &memoryFile{}
		g := &ledgerGroup{Limit: 3, Window: time.Minute, Reported: true}
		for n := range 3 {
			g.Pending = append(g.Pending, pending{At: time.Now().Add(-tt.age).UnixNano() - int64(n), PID: tt.pid, Host: tt.host})
		}
		file.data, err = json.Marshal(&ledger{Groups: map[string]*ledgerGroup{"light": g}})
		if err != nil {
			t.Fatal(err)
		}
		l := NewLimits()
		l.Share(file)
		l.Notify(Notices{Elsewhere: func(string) { t.Errorf("%s: the requests of a dead process count as from elsewhere", name) }})
		r, wait, _ := l.reserveBoth(t.Context(), opRead)
		if (r != nil) != tt.free {
			t.Errorf("%s leaves a place: %v, and the wait %+v", name, r != nil, wait)
		}
		if name == "a dead one" && r != nil {
			h := rateHeader("light", 0) // it had sent two of its three
			h.Set("X-Rate-Limit-Limit", "3")
			r.Release(200, h)
		}
	}
}

// Without a ledger each process keeps to its own limits.
func TestLedger_isDoneWithout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &strict{limit: 6, window: time.Minute, dice: rand.New(rand.NewPCG(1, 4))}
		c := clientOn(&memoryFile{broken: true}, s.RoundTrip)
		for range 13 {
			if err := c.read(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if s.over+s.during != 0 || s.answered != 13 {
			t.Errorf("%d over the limit, %d in a penalty, %d answered", s.over, s.during, s.answered)
		}
	})
}

// The content of the file is not trusted, and that of a later version stays.
func TestLedger_readsWhatItCan(t *testing.T) {
	for _, text := range []string{"", "nonsense", `{"groups":{"light":null,"medium":{"limit":-1}}}`, `{"groups":{"light":{"limit":5,"window":1}}}{"groups`, `{"groups":7}`} {
		file := &memoryFile{data: []byte(text)}
		l := NewLimits()
		l.Share(file)
		acquireNow(t, l).Release(200, rateHeader("light", 7))
		if g := file.ledger().Groups["light"]; g == nil || g.Limit != 10 || total(g.Sent) != 3 {
			t.Errorf("%q becomes %s", text, file.data)
		}
	}
	const later = `{"version":2,"groups":{"light":{"limit":1,"window":60000000000,"reported":true,"sent":[[%d,1]]}},"hologram":3}`
	text := fmt.Sprintf(later, time.Now().Unix())
	file := &memoryFile{data: []byte(text)}
	l := NewLimits()
	l.Share(file)
	if r, _, _ := l.reserveBoth(t.Context(), opRead); r != nil || string(file.data) != text {
		t.Errorf("there is a place, or the file is %s", file.data)
	}
}

// Thousands of requests leave a file of some thousand bytes.
func TestLedger_staysSmall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, file := &strict{limit: 6000, window: time.Minute, dice: rand.New(rand.NewPCG(1, 5))}, &memoryFile{}
		c := clientOn(file, s.RoundTrip)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				for range 80 {
					if err := c.read(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if file.longest > 2500 || s.answered != 800 {
			t.Errorf("%d bytes at most, %d answered", file.longest, s.answered)
		}
	})
}

// A clock that is set back neither frees places nor holds for ever.
func TestHold_lastsAsLongWhenTheClockIsSetBack(t *testing.T) {
	now := time.Now()
	h := hold{now, now.Add(30 * time.Second)}
	back := now.Add(-time.Hour)
	if got := h.left(back); !got.Equal(back.Add(30 * time.Second)) {
		t.Errorf("it ends %v after", got.Sub(back))
	}
	if got := h.left(back.Add(31 * time.Second)); !got.IsZero() {
		t.Errorf("it ends %v after", got.Sub(back))
	}
}

// An operation that the service counts in another group than expected is known to the
// next process too.
func TestLedger_sharesTheGroupOfAnOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file, here, there := &memoryFile{}, NewLimits(), NewLimits()
		here.Share(file)
		there.Share(file)
		mustAcquire(t, here, opList).Release(200, rateHeader("Bulk", 0))
		if _, ok := tryAcquire(there, opList); ok {
			t.Error("the operation is not held in its new group")
		}
		mustAcquire(t, there, opRead)
	})
}

// A limit that is not of a group stops at the second refusal, as an error of its own.
func TestDo_stopsAtTheSecondLimitOnAllRequests(t *testing.T) {
	for name, tt := range map[string]struct {
		answers []*http.Response // after the last: 200
		stops   bool
		after   time.Duration
	}{
		"once":             {[]*http.Response{answer(429, "", "Retry-After", "12")}, false, 12100 * time.Millisecond},
		"without a time":   {[]*http.Response{answer(429, "")}, false, 30100 * time.Millisecond},
		"twice":            {[]*http.Response{answer(429, "", "Retry-After", "12"), answer(429, "", "Retry-After", "7")}, true, 12100 * time.Millisecond},
		"then a group's":   {[]*http.Response{answer(429, "", "Retry-After", "12"), answer(429, "", "Retry-After", "7", "X-Rate-Limit-Group", "light")}, false, 19200 * time.Millisecond},
		"a group's, twice": {[]*http.Response{answer(429, "", "Retry-After", "5", "X-Rate-Limit-Group", "light"), answer(429, "", "Retry-After", "5", "X-Rate-Limit-Group", "light")}, false, 10200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent, begun := 0, time.Now()
				c := newTestClient(func(*http.Request) (*http.Response, error) {
					if sent++; sent <= len(tt.answers) {
						return tt.answers[sent-1], nil
					}
					return answer(200, home), nil
				})
				err := c.read(t.Context())
				if errors.Is(err, ErrOverallLimit) != tt.stops || (err != nil) != tt.stops || time.Since(begun) != tt.after {
					t.Errorf("%v after %v", err, time.Since(begun))
				}
			})
		})
	}
}

func TestOnLongWait_isCalledOnceForAllThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begun := NewLimits(), time.Now()
		var said []string
		l.OnLongWait(func(w Wait) { said = append(said, fmt.Sprint(w.Reason, " after ", time.Since(begun))) })
		mustAcquire(t, l, opRead).Release(429, http.Header{"Retry-After": {"1"}, "X-Rate-Limit-Group": {"Light"}})
		if r, err := l.Acquire(t.Context(), opRead); err != nil || len(said) > 0 {
			t.Errorf("a wait of a second says %q, %v", said, err)
		} else {
			r.Release(429, http.Header{"Retry-After": {"20"}, "X-Rate-Limit-Group": {"Light"}})
		}
		begun = time.Now()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if r, err := l.Acquire(t.Context(), opRead); err == nil {
					r.Release(200, nil)
				}
			})
		}
		all.Wait()
		if len(said) != 1 || said[0] != "RingCentral's Light limit after 2s" {
			t.Errorf("%q", said)
		}
	})
}

// Our clock counts unless it is off by more than two minutes, which is said once.
func TestNow_followsAServiceWhoseClockIsFarOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimits()
		var said []time.Duration
		l.Notify(Notices{ClockOff: func(ahead time.Duration) { said = append(said, ahead) }})
		date := func(ahead time.Duration) http.Header {
			return http.Header{"Date": {time.Now().Add(ahead).UTC().Format(http.TimeFormat)}}
		}
		for _, tt := range []struct{ ahead, want time.Duration }{
			{0, 0}, {119 * time.Second, 0}, {-2 * time.Minute, 0}, {121 * time.Second, 121 * time.Second},
			{-time.Hour, -time.Hour}, {time.Minute, 0}, {3 * time.Minute, 3 * time.Minute},
		} {
			mustAcquire(t, l, opRead).Release(200, date(tt.ahead))
			if got := time.Until(l.Now()); got != tt.want {
				t.Errorf("%v ahead, it is %v from now", tt.ahead, got)
			}
		}
		if len(said) != 1 || said[0] != 121*time.Second {
			t.Errorf("it says %v", said)
		}
		for _, h := range []http.Header{nil, {"Date": {"today"}}} {
			mustAcquire(t, l, opRead).Release(200, h)
		}
		if off, measured := l.ClockOff(); off != 3*time.Minute || !measured {
			t.Errorf("an answer without a time changes it to %v", off)
		}
	})
}

func TestReservation_isCancelledInTheLedgerToo(t *testing.T) {
	file, l := &memoryFile{}, NewLimits()
	l.Share(file)
	r := acquireNow(t, l)
	if n := len(file.ledger().Groups["light"].Pending); n != 1 {
		t.Fatalf("%d are under way", n)
	}
	r.Cancel()
	if g := file.ledger().Groups["light"]; len(g.Pending) != 0 || total(g.Sent) != 0 {
		t.Errorf("the ledger is %s", file.data)
	}
	if strings.Contains(string(file.data), "token") {
		t.Errorf("the ledger is %s", file.data)
	}
}
