package change

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

// The bench tries to break the write path. Two people and sometimes another user change
// the same extension at random, over a service at its worst, and programs end between any
// two steps and any two requests. The other user edits before any request of ours. What
// the journal says must be what the service has, and nothing may be overwritten silently
// (see overwritten).
//
//	go test ./api/change -run Bench -v                                  a short run
//	go test ./api/change -run Bench -v -bench.long=10m -timeout 30m     a long one
//	go test ./api/change -run Bench -v -bench.seed=17                   one seed of each kind
//	go test ./api/change -run Bench -v -bench.kind=new                  on new call handling alone; or legacy
var (
	benchLong = flag.Duration("bench.long", 0, "how long the bench runs; 0 is two seeds of each kind")
	benchSeed = flag.Uint64("bench.seed", 0, "run this seed alone")
	benchKind = flag.String("bench.kind", "", "run the kinds with this in their name alone, or legacy, or new")
)

// kind is what may happen in a run.
type kind struct {
	name             string
	another          bool // another user edits, before any request
	kills            bool // programs end between two steps or requests
	separateJournals bool // each of the two has a journal of their own, as on two machines
	concurrent       bool // the two write at once
	rules            bool // the two change rules, too
	v2               bool // the account is on new call handling
	ops              int
}

var kinds = []kind{
	{name: "two people", ops: 40},
	{name: "two people, killed", kills: true, ops: 40},
	{name: "with ring order", rules: true, kills: true, ops: 40},
	{name: "at once", rules: true, concurrent: true, kills: true, ops: 40},
	{name: "with another user", another: true, rules: true, kills: true, ops: 40},
	{name: "on two machines", another: true, rules: true, kills: true, separateJournals: true, ops: 40},
	{name: "on two machines at once", another: true, rules: true, kills: true, separateJournals: true, concurrent: true, ops: 40},
}

// allKinds are the kinds on both call handlings.
func allKinds() []kind {
	all := kinds
	for _, k := range kinds {
		k.name, k.v2 = "new call handling, "+k.name, true
		all = append(all, k)
	}
	return all
}

func (k kind) handling() string {
	if k.v2 {
		return sandbox.NewCallHandling
	}
	return sandbox.LegacyCallHandling
}

func TestBench_journalAgreesWithService(t *testing.T) {
	t.Parallel()
	var all figures
	start := time.Now()
	for seed := max(*benchSeed, 1); ; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { all.add(benchKinds(t, seed)) })
		all.seeds++
		if *benchSeed != 0 || time.Since(start) >= *benchLong {
			break
		}
	}
	t.Log(all)
	if all.lost+all.twice+all.pending+all.penalized+all.blindRepeats+all.silent > 0 {
		t.Error("the bench broke something")
	}
}

// benchKinds runs every selected kind with a seed.
func benchKinds(t *testing.T, seed uint64) (all figures) {
	var mu sync.Mutex
	t.Run("kinds", func(t *testing.T) {
		for _, k := range allKinds() {
			if !k.selected(*benchKind) {
				continue
			}
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				f := bench(t, k, seed)
				mu.Lock()
				defer mu.Unlock()
				all.add(f)
			})
		}
	})
	return all
}

func (k kind) selected(which string) bool {
	switch which {
	case "legacy", "new":
		return k.v2 == (which == "new")
	}
	return strings.Contains(k.name, which)
}

func bench(t *testing.T, k kind, seed uint64) (f figures) {
	t.Helper()
	if testing.Short() {
		k.ops = 12
	}
	dirs := [2]string{t.TempDir()}
	if dirs[1] = dirs[0]; k.separateJournals {
		dirs[1] = t.TempDir()
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, k, seed, dirs)
		b.run()
		if t.Failed() { // now, for a bubble that failed does not return
			t.Logf("this was %q; again with -bench.seed=%d -bench.kind=%q", k.name, seed, k.name)
		}
		f = b.figures()
	})
	return f
}

// figures are what the README says.
type figures struct {
	runs, ops, changes, requests, faults, kills, conflicts, lookedUp, undone int

	edits  int // by another user
	inside int // of them those made while a change of ours was under way

	window     int // of those, in the window that cannot be closed; see overwritten
	windowLost int // of those, replaced by our write
	windowTold int // of those, told all the same
	silent     int // replaced outside that window, and told by nothing

	masked                                        int // outcomes that no one could tell, for another user had changed all of it
	onTheWay                                      int // requests that met a penalty which began after they were sent
	lost, twice, pending, penalized, blindRepeats int
	seeds                                         uint64
}

func (f *figures) add(g figures) {
	f.runs++
	for _, p := range []struct {
		to *int
		n  int
	}{
		{&f.ops, g.ops}, {&f.changes, g.changes}, {&f.requests, g.requests}, {&f.faults, g.faults}, {&f.kills, g.kills},
		{&f.conflicts, g.conflicts}, {&f.lookedUp, g.lookedUp}, {&f.undone, g.undone},
		{&f.edits, g.edits}, {&f.inside, g.inside}, {&f.window, g.window}, {&f.windowLost, g.windowLost},
		{&f.windowTold, g.windowTold}, {&f.silent, g.silent}, {&f.masked, g.masked}, {&f.onTheWay, g.onTheWay},
		{&f.lost, g.lost}, {&f.twice, g.twice}, {&f.pending, g.pending}, {&f.penalized, g.penalized}, {&f.blindRepeats, g.blindRepeats},
	} {
		*p.to += p.n
	}
}

func (f figures) String() string {
	share := func(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(of, 1))) }
	return fmt.Sprintf("%d runs of %d seeds: %d operations, %d requests, %d faults injected, %d kills; "+
		"%d edits by another user, %d of them inside a change, of these %d (%s) in the window that cannot be closed, %d (%s) replaced there, %d of them told; "+
		"%d changes made, %d conflicts shown, %d lost answers looked up, %d changes taken back; "+
		"%d edits overwritten silently, %d writes lost, %d things twice, %d intents unsettled, %d writes repeated blindly, %d requests in a penalty; "+
		"%d on their way when a penalty began, %d outcomes that could not be told",
		f.runs, f.seeds, f.ops, f.requests, f.faults, f.kills,
		f.edits, f.inside, f.window, share(f.window, f.inside), f.windowLost, share(f.windowLost, f.inside), f.windowTold,
		f.changes, f.conflicts, f.lookedUp, f.undone,
		f.silent, f.lost, f.twice, f.pending, f.blindRepeats, f.penalized, f.onTheWay, f.masked)
}
