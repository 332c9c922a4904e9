package journal

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

// The bench is a random test of the path of a write. Two people, and in some kinds a third
// party, change the same extension over a service that fails often, and programs end
// between any two steps. What the journal says must be what the service has.
//
//	go test ./api/journal -run Bench -v                        two seeds of each kind; with -short one short one
//	go test ./api/journal -run Bench -v -bench.long=10m -timeout 30m    a long one
//	go test ./api/journal -run Bench -v -bench.seed=17         one seed of each kind
//	go test ./api/journal -run Bench -v -bench.kind=new        on new call handling alone; or legacy
var (
	benchLong = flag.Duration("bench.long", 0, "run the bench at least this long")
	benchSeed = flag.Uint64("bench.seed", 0, "run only this seed")
	benchKind = flag.String("bench.kind", "", "run only the kinds with this in their name, or legacy, or new")
)

// kind is a kind of run: what may happen in it.
type kind struct {
	name             string
	third            bool // a third party edits, also between the steps of a write
	kills            bool // programs end between two steps
	separateJournals bool // each of the two has a journal of their own, as on two machines
	concurrent       bool // the two write at once
	rules            bool // the ring order is changed, too
	v2               bool // the account is on new call handling
}

var kinds = []kind{
	{name: "two people"},
	{name: "two people, killed", kills: true},
	{name: "with a third party", third: true, kills: true},
	{name: "on two machines", third: true, kills: true, separateJournals: true},
	{name: "at once", concurrent: true},
	{name: "with ring order", rules: true, kills: true},
	{name: "new call handling", v2: true, rules: true, kills: true},
	{name: "new call handling, numbers alone", v2: true, kills: true},
	{name: "new call handling, with a third party", v2: true, rules: true, third: true, kills: true},
	{name: "new call handling, on two machines", v2: true, rules: true, third: true, kills: true, separateJournals: true},
	{name: "new call handling, at once", v2: true, rules: true, concurrent: true},
}

// benchOps returns the number of operations of a run.
func benchOps() int {
	if testing.Short() {
		return 12
	}
	return 40
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
		if *benchSeed != 0 || time.Since(start) >= *benchLong && (testing.Short() || all.seeds >= 2) {
			break
		}
	}
	t.Log(all)
	if all.lost+all.twice+all.pending+all.penalized+all.blindRepeats > 0 {
		t.Error("figures that must be 0 are not")
	}
}

// benchKinds runs every selected kind with a seed.
func benchKinds(t *testing.T, seed uint64) (all figures) {
	var mu sync.Mutex
	t.Run("kinds", func(t *testing.T) {
		for _, k := range kinds {
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
	dirs := [2]string{t.TempDir()}
	if dirs[1] = dirs[0]; k.separateJournals {
		dirs[1] = t.TempDir()
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, k, seed, dirs)
		b.run()
		if t.Failed() { // log it here, as a bubble that failed does not return
			t.Logf("this was %q; again with -bench.seed=%d", k.name, seed)
		}
		f = b.figures()
	})
	return f
}

// figures are the figures in the README.
type figures struct {
	runs, ops, changes, requests, faults, kills, edits, conflicts, lookedUp, undone int
	lost, twice, pending, penalized, blindRepeats                                   int
	seeds                                                                           uint64
}

func (f *figures) add(g figures) {
	f.runs++
	for _, p := range []struct {
		to *int
		n  int
	}{
		{&f.ops, g.ops}, {&f.changes, g.changes}, {&f.requests, g.requests}, {&f.faults, g.faults}, {&f.kills, g.kills},
		{&f.edits, g.edits}, {&f.conflicts, g.conflicts}, {&f.lookedUp, g.lookedUp}, {&f.undone, g.undone},
		{&f.lost, g.lost}, {&f.twice, g.twice}, {&f.pending, g.pending}, {&f.penalized, g.penalized}, {&f.blindRepeats, g.blindRepeats},
	} {
		*p.to += p.n
	}
}

func (f figures) String() string {
	return fmt.Sprintf("%d runs of %d seeds: %d operations, %d requests, %d faults injected, %d kills, %d edits by a third party; "+
		"%d changes made, %d conflicts shown, %d lost answers looked up, %d changes undone; "+
		"%d writes lost, %d numbers twice, %d intents pending, %d writes repeated without reading, %d requests in a penalty",
		f.runs, f.seeds, f.ops, f.requests, f.faults, f.kills, f.edits, f.changes, f.conflicts, f.lookedUp, f.undone,
		f.lost, f.twice, f.pending, f.blindRepeats, f.penalized)
}
