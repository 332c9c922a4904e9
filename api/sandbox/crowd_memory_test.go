package sandbox

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A large company of which every person was read
// once keeps none of them. BenchmarkSweep reports the memory of ten thousand.
func TestCrowd_needsNoMemoryForThoseWhoWereRead(t *testing.T) {
	const people, limit = 2_000, 2 << 20
	limits := DefaultLimits()
	limits.Light, limits.Medium = 1<<30, 1<<30
	s := newServer(t, Options{People: people, CallHandling: NewCallHandling, Limits: limits})
	c := as(t, s, "101")
	before := liveHeap()
	for _, id := range everyone(s)[:people/2] {
		c.status(strings.Replace(sweepPaths[NewCallHandling][0], "%", id, 1))
	}
	if after := liveHeap(); after > before+limit {
		t.Errorf("%d bytes more after reading %d people", after-before, people/2)
	}
}

// A client that keeps to the documented limit of 40 a minute reads 600 people in
// 15 minutes of the test's clock, without a penalty.
func TestLimits_letTheTestsClockRunASweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const people, perMinute = 600, 40
		s := newServer(t, Options{People: people + sizeOfDozen})
		c, begun := as(t, s, "101"), time.Now()
		for i, id := range everyone(s) {
			if i > 0 && i%perMinute == 0 {
				time.Sleep(time.Minute)
			}
			if status := c.status("v1.0/account/~/extension/" + id + "/answering-rule"); status != 200 && status != 403 {
				t.Fatalf("person %d: %d", i, status)
			}
		}
		if took, want := time.Since(begun), (people/perMinute-1)*time.Minute; took != want {
			t.Errorf("it took %v, want %v", took, want)
		}
	})
}
