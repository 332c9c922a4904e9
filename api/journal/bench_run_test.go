package journal

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// benchRun is one run of the bench.
type benchRun struct {
	t          *testing.T
	kind       kind
	seed       uint64
	rng        *rand.Rand
	sandbox    *sandbox.Server
	people     [2]*person
	first      []Record            // the numbers at the start
	firstV2    modelV2             // in place of first, on new call handling
	firstRules map[string]api.Rule // on legacy call handling, where kind.rules
	events     []benchEvent

	mu           sync.Mutex // guards rng and fig where two people write at once
	fig          figures
	editsAtStart int  // fig.edits when the current operation began
	quiet        bool // no more kills and edits
}

// benchEvent is an edit of the third party, or the change of a person with an id.
type benchEvent struct {
	edit   func([]Record) []Record
	editV2 func(*modelV2) // in place of edit, on new call handling
	of     *person
	id     string
}

func newBench(t *testing.T, k kind, seed uint64, dirs [2]string) *benchRun {
	b := &benchRun{t: t, kind: k, seed: seed, rng: rand.New(rand.NewPCG(seed, 7))}
	b.sandbox = newSandbox(t, sandbox.Options{CallHandling: k.handling(), Faults: sandbox.Faults{
		LatencyMin: 10 * time.Millisecond, LatencyMax: 400 * time.Millisecond, Seed: seed,
		Error: .06, DropBefore: .05, DropAfter: .07, Truncate: .05, Garbage: .05, Throttle: .02, Expire: .02,
	}})
	for i, who := range []Actor{danaActor, {ID: "801200300004", Number: "101", Name: "An administrator"}} {
		p := &person{bench: b, who: who, dir: dirs[i], transport: &countingTransport{next: b.sandbox}}
		p.api = newClient(t, b.sandbox, p.transport, who.Number)
		p.open()
		b.people[i] = p
	}
	if k.v2 {
		b.firstV2 = b.currentV2()
		return b
	}
	b.first = b.stored()
	if k.rules {
		b.firstRules = b.rules()
	}
	return b
}

// stored returns the numbers that the service has.
func (b *benchRun) stored() []Record {
	var all []Record
	for _, n := range b.sandbox.Numbers(danaID) {
		r := Record{ID: n.ID, Type: api.Type(n.Type), Phone: n.PhoneNumber, Label: n.Label, DeviceID: n.DeviceID}
		if n.Flip != 0 {
			r.Flip = fmt.Sprint(n.Flip)
		}
		all = append(all, r)
	}
	return all
}

func (b *benchRun) chance(p float64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rng.Float64() < p
}

func (b *benchRun) pick(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rng.IntN(n)
}

func (b *benchRun) run() {
	if b.kind.concurrent {
		b.runConcurrently()
	} else {
		for range benchOps() {
			if b.kind.third && b.chance(.2) {
				b.thirdPartyEdits(locked)
			}
			b.people[b.pick(2)].act()
		}
	}
	b.quiet = true
	b.resolveAll()
	b.compareAll("at the end")
	if b.t.Failed() {
		b.t.Error(b.people[0].dump(), b.people[1].dump())
		return
	}
	if !b.kind.third && !b.kind.separateJournals {
		b.undoAll()
	}
	for _, p := range b.people {
		if p.transport.blindRepeats > 0 {
			b.t.Errorf("%s repeated a write without reading in between: %q", p.who.Name, p.transport.repeated)
		}
	}
}

// compareAll compares what the service has with what the journals say.
func (b *benchRun) compareAll(when string) {
	if b.kind.v2 {
		b.compareV2(when, b.replayedV2(), true)
		return
	}
	b.compare(when)
	b.compareRules(when, b.replayedRules())
}

func (b *benchRun) runConcurrently() {
	var wg sync.WaitGroup
	for _, p := range b.people {
		wg.Go(func() {
			for range benchOps() / 2 {
				p.act()
			}
		})
	}
	wg.Wait()
}

// resolveAll resolves every pending change, however often the service fails.
func (b *benchRun) resolveAll() {
	for _, p := range b.people {
		for range 40 {
			if len(p.history().Pending()) == 0 {
				break
			}
			_, _ = p.ResolvePending(b.t.Context())
		}
		b.fig.pending += len(p.history().Pending())
	}
}

// undoAll undoes everything, which must restore the state at the start.
func (b *benchRun) undoAll() {
	p := b.people[0]
	for range 20 * benchOps() {
		if p.view, _ = p.api.Numbers(b.t.Context()); p.view == nil {
			continue
		}
		if _, ok := p.history().Last(); !ok {
			break
		}
		p.undoOrRedo(Undo)
	}
	b.resolveAll()
	if e, ok := p.history().Last(); ok {
		plan, err := p.Plan(Undo, p.view, e)
		var texts []string
		for _, s := range plan.Steps {
			texts = append(texts, s.Text)
		}
		b.t.Errorf("%s cannot be undone: %v: %q, %+v, %v%s", e.ID, p.undoErr, texts, plan.Blocked, err, p.dump())
	}
	b.compareWithFirst()
	if b.t.Failed() {
		b.t.Error(p.dump())
	}
}

func (b *benchRun) compareWithFirst() {
	const when = "after undoing everything"
	if b.kind.v2 {
		b.compareV2(when, b.firstV2, false)
		b.compareV2(when, b.replayedV2(), true)
		return
	}
	if got, want := withoutIDs(b.stored()), withoutIDs(b.first); !slices.Equal(got, want) {
		b.t.Errorf("%s: there is\n%q, not\n%q", when, got, want)
	}
	b.compare(when)
	b.compareRules(when, b.firstRules)
}

// figures returns the figures of the run.
func (b *benchRun) figures() figures {
	f := b.fig
	for i, p := range b.people {
		f.faults += p.transport.faults
		f.blindRepeats += p.transport.blindRepeats
		f.requests += p.transport.requests
		if i == 1 && !b.kind.separateJournals {
			continue
		}
		for _, e := range p.history().Entries {
			if e.Effective() {
				f.changes++
			}
			if e.LookedUp {
				f.lookedUp++
			}
		}
	}
	for _, r := range b.sandbox.Requests() {
		if r.Penalized {
			f.penalized++
		}
	}
	return f
}
