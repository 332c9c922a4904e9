package sandbox

import (
	"strings"
	"testing"
)

// A large company of which every person was read
// once keeps none of them. BenchmarkSweep reports the memory of ten thousand.
func TestCrowd_needsNoMemoryForThoseWhoWereRead(t *testing.T) {
	const people, limit = 5_000, 4 << 20
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
