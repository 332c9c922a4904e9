package sandbox

import (
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// sweepPaths are what reading one person costs on each call handling, besides
// the extension list.
var sweepPaths = map[string][]string{
	LegacyCallHandling: {"v1.0/account/~/extension/%/forwarding-number", "v1.0/account/~/extension/%/answering-rule?view=Detailed"},
	NewCallHandling: {
		"v2/accounts/~/extensions/%/call-flip-numbers", "v2/accounts/~/extensions/%/comm-handling/voice/state-rules",
		"v2/accounts/~/extensions/%/comm-handling/voice/interaction-rules",
	},
}

// status sends a request without reading the reply into a tree.
func (c *client) status(path string) int {
	req := c.request(http.MethodGet, "/restapi/"+path, "")
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := c.s.RoundTrip(req)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// BenchmarkSweep reads ten thousand people, each by the requests that a sweep
// makes. Compare ns/op divided by req/op with 200,000.
func BenchmarkSweep(b *testing.B) {
	for handling, paths := range sweepPaths {
		b.Run(handling, func(b *testing.B) {
			const people = 10_000
			limits := DefaultLimits()
			limits.Light, limits.Medium = 1<<30, 1<<30
			s := newServer(b, Options{People: people, CallHandling: handling, Limits: limits})
			c := as(b, s, "101")
			var ids []string
			for e := range s.company.All() {
				ids = append(ids, e.ID)
			}
			for b.Loop() {
				for _, id := range ids {
					for _, path := range paths {
						c.status(strings.Replace(path, "%", id, 1))
					}
				}
			}
			b.ReportMetric(float64(people*len(paths)), "req/op")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*people*len(paths)), "ns/req")
			b.ReportMetric(float64(liveHeap())/1e6, "live-MB")
		})
	}
}

// liveHeap returns the bytes in use after a collection.
func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkList reads every page of the lists of a company of fifty thousand.
func BenchmarkList(b *testing.B) {
	s := newServer(b, Options{People: 50_000, Limits: Limits{Off: true}})
	c := as(b, s, "101")
	for name, list := range map[string]string{
		"extensions": "v1.0/account/~/extension?perPage=1000", "enabled": "v1.0/account/~/extension?perPage=1000&status=Enabled",
		"directory": "v1.0/account/~/directory/entries?perPage=1000", "numbers": "v1.0/account/~/phone-number?perPage=1000",
		"v2 numbers": "v2/accounts/~/phone-numbers?perPage=1000", "presence": "v1.0/account/~/presence?perPage=1000",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for page := 1; page <= 50; page++ {
					c.status(list + "&page=" + decimal(int64(page)))
				}
			}
			b.ReportMetric(float64(liveHeap())/1e6, "live-MB")
		})
	}
}

// BenchmarkNew starts companies of two sizes.
func BenchmarkNew(b *testing.B) {
	for _, people := range []int{12, 10_000} {
		b.Run(decimal(int64(people)), func(b *testing.B) {
			for b.Loop() {
				newServer(b, Options{People: people})
			}
		})
	}
}
