package api_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestWrite_tellsALostAnswerFromARefusal(t *testing.T) {
	tests := []struct {
		name  string
		fault sandbox.Fault
		lost  bool
		made  int
	}{
		{"dropped before", sandbox.Fault{Kind: sandbox.DropBefore}, true, 0},
		{"dropped after", sandbox.Fault{Kind: sandbox.DropAfter}, true, 1},
		{"cut short", sandbox.Fault{Kind: sandbox.Truncate}, true, 1},
		{"web page", sandbox.Fault{Kind: sandbox.Garbage}, true, 1},
		{"500", sandbox.Fault{}, true, 0},
		{"503 with a time", sandbox.Fault{Status: 503, Code: "CMN-201", RetryAfter: 7 * time.Second}, false, 1},
		{"penalty", sandbox.Fault{Kind: sandbox.Throttle}, false, 1},
		{"expired token", sandbox.Fault{Kind: sandbox.Expire}, false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSandbox(t, sandbox.Options{})
				c := clientOf(t, s, s, "104", "")
				before := len(s.Numbers(danaID))
				s.FailNext(http.MethodPost, "/forwarding-number", tt.fault)
				_, err := create(t, c, &api.NewNumber{Phone: "+14155550150", Label: "Boat"})
				if errors.Is(err, rest.ErrLost) != tt.lost || (err == nil) == tt.lost || len(s.Numbers(danaID))-before != tt.made {
					t.Errorf("%v, %d numbers more", err, len(s.Numbers(danaID))-before)
				}
				wantNoPenalty(t, s)
			})
		})
	}
}

// wantNoPenalty finds requests that were sent after the client was told to be
// silent. Those that left at the very moment of a 429 crossed it on the way.
func wantNoPenalty(t *testing.T, s *sandbox.Server) {
	t.Helper()
	told := map[time.Time]bool{}
	for _, r := range s.Requests() {
		told[r.At] = told[r.At] || r.Status == http.StatusTooManyRequests && !r.Penalized
	}
	for _, r := range s.Requests() {
		if r.Penalized && !told[r.At] {
			t.Errorf("%s %s was sent in a penalty", r.Method, r.Path)
		}
	}
}

// A service that does everything wrong at times is read through to the end, and
// is never bothered in a penalty, by however many at once.
func TestRead_survivesBadDays(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{
		"latency=800ms,error=20%,drop=10%",
		"latency=100ms,truncate=10%,garbage=10%,expire=5%",
		"error=5%,throttle=5%,labels=on,seed=3",
	} {
		t.Run(faults, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, err := sandbox.ParseFaults(faults)
				if err != nil {
					t.Fatal(err)
				}
				s := newSandbox(t, sandbox.Options{Faults: f})
				c := clientOf(t, s, s, "104", "")
				failed := readByMany(t, c)
				if failed > 12 {
					t.Errorf("%d of 120 reads failed", failed)
				}
				wantNoPenalty(t, s)
			})
		})
	}
}

func readByMany(t *testing.T, c *api.Client) (failed int) {
	var all sync.WaitGroup
	var mu sync.Mutex
	for range 6 {
		all.Go(func() {
			for range 20 {
				if _, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true}); err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return failed
}
