package sweep_test

import (
	"flag"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/index"
	"rcfwd/api/sandbox"
	"rcfwd/api/sweep"
)

var pacePeople = flag.Int("pace-people", 0, "also sweep a company of so many people within the default limits")

// allowed is how long a sweep may take within a share of the limit of 40 Medium requests a
// minute: computed from what is in the company, not from what was sent. A user takes one on
// legacy and two on new call handling, a queue, a menu and a site one, the company one; the
// list takes one for a thousand, the directory one for two thousand.
func allowed(s *sandbox.Server, share float64, onNew bool) time.Duration {
	medium, extensions := 1, 0
	s.Change(func(c *sandbox.Company) {
		for e := range c.All() {
			extensions++
			switch e.Type {
			case "Announcement", "Voicemail", "PagingOnly", "ParkLocation", "ApplicationExtension", "Bot", "ProxyAdmin":
			case "Department", "IvrMenu", "Site":
				medium++
			default:
				medium++
				if onNew {
					medium++
				}
			}
		}
	})
	medium += (extensions+999)/1000 + (extensions+1999)/2000
	return time.Duration(float64(medium) / (40 * share) * float64(time.Minute))
}

// A sweep takes its share of the limit, and no more time than that, and nothing is sent
// into a penalty.
func TestSweep_takesNoLongerThanItsShareOfTheLimit(t *testing.T) {
	if *pacePeople > 0 {
		sweepInTime(t, *pacePeople, sandbox.LegacyCallHandling)
		sweepInTime(t, *pacePeople, sandbox.NewCallHandling)
		return
	}
	sweepInTime(t, 100, sandbox.LegacyCallHandling)
	sweepInTime(t, 100, sandbox.NewCallHandling)
	sweepInTime(t, 1000, sandbox.NewCallHandling)
}

func sweepInTime(t *testing.T, people int, handling string) {
	synctest.Test(t, func(t *testing.T) {
		s := company(t, people, sandbox.Options{CallHandling: handling})
		w := &wire{next: s}
		begun := time.Now()
		sw := sweep.New(sweep.Options{Client: administrator(t, s, w), Index: index.InMemory()})
		estimate, err := sw.Estimate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		result, err := sw.Run(t.Context())
		took, most := time.Since(begun), allowed(s, sweep.DefaultShare, handling == sandbox.NewCallHandling)
		t.Logf("%s; took %v, the share allows %v (%.3f); %v", estimate, took, most, took.Seconds()/most.Seconds(), w.byGroup)
		if err != nil || result.Read < people || w.refused > 0 || took > most*102/100 {
			t.Errorf("%d people, %s: %+v, %v; %d refused; %v, the share allows %v", people, handling, result, err, w.refused, took, most)
		}
		if off := estimate.Takes - took; off.Abs() > took/10 {
			t.Errorf("%s: it took %v", estimate, took)
		}
	})
}

// The estimate is worded as people read it.
func TestEstimate_saysWhatASweepCosts(t *testing.T) {
	for want, e := range map[string]sweep.Estimate{
		"1,000 extensions, new call handling: 2,000 Medium and 1,000 Light requests, 63 minutes at 32 a minute": {
			Extensions: 1000, CallHandling: "new", Medium: 2000, Light: 1000, PerMinute: 32, Takes: 62*time.Minute + 30*time.Second},
		"1 extension, legacy call handling: 1 Medium and 1 Light request, 2 seconds at 32 a minute": {
			Extensions: 1, CallHandling: "legacy", Medium: 1, Light: 1, PerMinute: 32, Takes: 1875 * time.Millisecond},
		"nothing to read: the index has 12 extensions": {Known: 12},
	} {
		if got := e.String(); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
}
