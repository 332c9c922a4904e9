package journal

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// run is one run of the bench.
type benchRun struct {
	t          *testing.T
	kind       kind
	seed       uint64
	rng        *rand.Rand
	sandbox    *sandbox.Server
	people     [2]*person
	first      []Record
	firstV2    modelV2             // likewise, on new call handling
	firstRules map[string]api.Rule // the rules at first
	events     []benchEvent

	mu           sync.Mutex // guards rng and fig where the two write at once
	fig          figures
	editsAtStart int  // of the operation that is under way
	quiet        bool // no kills and edits any more
}

// person is one of the two, with a program that may end.
type person struct {
	*Writer
	bench     *benchRun
	who       Actor
	dir       string
	transport *countingTransport
	api       *api.Client
	view      []api.Number // the list on the screen
	rules     []api.Rule   // likewise
	undoErr   error        // of the last undo or redo
}

// benchEvent is an edit of the third party, or else the change with an id.
type benchEvent struct {
	edit   func([]Record) []Record
	editV2 func(*modelV2) // the edit, on new call handling
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
	b.first = b.truth()
	if k.rules {
		b.firstRules = b.rules()
	}
	return b
}

// open starts the person's program.
func (p *person) open() {
	j, err := Open(p.dir, danaScope, p.who)
	if err != nil {
		p.bench.t.Fatal(err)
	}
	p.Writer = NewWriter(p.api, j)
	p.Writer.hook = p.atTestPoint
}

// truth is what the service has.
func (b *benchRun) truth() []Record {
	return b.stored()
}

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

// atTestPoint is where others act between two steps, and programs end.
func (p *person) atTestPoint(m testPoint) {
	b := p.bench
	if b.kind.concurrent {
		return
	}
	if m == sent {
		h, err := p.journal.History()
		if err != nil {
			b.t.Fatal(err)
		}
		b.events = append(b.events, benchEvent{of: p, id: h.Entries[len(h.Entries)-1].ID})
	}
	if b.quiet {
		return
	}
	if b.kind.third && b.chance(.06) {
		b.thirdPartyEdits(m)
	}
	if b.kind.kills && b.chance(.03) {
		panic(killed{m})
	}
}

func (b *benchRun) run() {
	if b.kind.concurrent {
		b.runConcurrently()
	} else {
		for range b.kind.ops {
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
			b.t.Errorf("%s repeated blindly: %q", p.who.Name, p.transport.repeated)
		}
	}
}

// compareAll holds what the service has against what the journals say.
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
			for range b.kind.ops / 2 {
				p.act()
			}
		})
	}
	wg.Wait()
}

// act is one operation of a person, who starts the program again if it ends.
func (p *person) act() {
	defer func() {
		switch v := recover(); v.(type) {
		case nil:
		case killed:
			p.bench.fig.kills++
			p.open()
			if p.bench.chance(.5) {
				_, _ = p.ResolvePending(p.bench.t.Context())
			}
		default:
			panic(v)
		}
	}()
	p.count(func(f *figures) { f.ops++; p.bench.editsAtStart = f.edits })
	if p.view == nil {
		p.view, _ = p.api.Numbers(p.bench.t.Context())
		return
	}
	// Of two who write at once, one may take back what is no longer the last, and
	// then it is not certain that everything can be taken back in the end.
	switch n := p.bench.pick(10); {
	case n == 0 && !p.bench.kind.concurrent:
		p.undoOrRedo(Undo)
	case n == 1 && !p.bench.kind.concurrent:
		p.undoOrRedo(Redo)
	default:
		if w := p.randomWrite(); w != nil {
			p.do(w)
		}
	}
}

func (p *person) count(f func(*figures)) {
	p.bench.mu.Lock()
	defer p.bench.mu.Unlock()
	f(&p.bench.fig)
}

// do makes a change; over a conflict the person goes on as they like.
func (p *person) do(w Write) {
	res, err := p.Do(p.bench.t.Context(), w)
	p.show(res)
	if c, ok := errors.AsType[*Conflict](err); ok {
		p.count(func(f *figures) { f.conflicts++ })
		if on, ok := c.Resolve(p.randomFields(c.Wanted())...); ok {
			res, err = p.Do(p.bench.t.Context(), on)
			p.show(res)
		}
	}
	p.checkError(p.resolveRuleConflict(err))
}

func (p *person) show(res Result) {
	if res.Numbers != nil {
		p.view = res.Numbers
		p.bench.compareScreen(p)
	}
	p.showRules(res)
}

// compareScreen holds the list on a person's screen against what the service has, if
// nobody else can have changed that since it was read.
func (b *benchRun) compareScreen(p *person) {
	if b.kind.concurrent || b.editsAtStart != b.fig.edits {
		return
	}
	var shown, stored []string
	for _, n := range p.view {
		r := recordOf(n)
		if b.kind.v2 && isRuleOnly(n.ID) {
			continue
		}
		if b.kind.v2 { // the flip list has other types, and no devices
			r.DeviceID, r.Type = "", ""
		}
		shown = append(shown, r.text())
	}
	for _, r := range b.stored() {
		if b.kind.v2 {
			r.DeviceID, r.Type = "", ""
		}
		stored = append(stored, r.text())
	}
	slices.Sort(shown)
	slices.Sort(stored)
	if !slices.Equal(shown, stored) {
		b.fig.lost++
		b.t.Errorf("the screen shows\n%s\nof\n%s", strings.Join(shown, "\n"), strings.Join(stored, "\n"))
	}
	if b.kind.v2 {
		b.compareRings(p)
	}
}

// randomFields are a few of the fields, or none.
func (p *person) randomFields(all []api.Field) []api.Field {
	return slices.DeleteFunc(slices.Clone(all), func(api.Field) bool { return p.bench.chance(.3) })
}

// checkError knows the errors that may come.
func (p *person) checkError(err error) {
	if err == nil {
		return
	}
	if _, ok := errors.AsType[*FileError](err); ok {
		p.bench.t.Errorf("%v", err)
	}
	if m, ok := errors.AsType[*Mismatch](err); ok && !p.bench.kind.third {
		p.bench.t.Errorf("%v: %+v", err, m.Entry)
	}
}

// undoOrRedo is undo or redo.
func (p *person) undoOrRedo(d Direction) {
	h, err := p.journal.History()
	if err != nil {
		p.bench.t.Error(err)
		return
	}
	e, ok := h.Last()
	if d == Redo {
		e, ok = h.LastUndone()
	}
	if !ok {
		return
	}
	plan, err := p.Plan(d, p.view, e)
	if err != nil {
		p.bench.t.Error(err)
		return
	}
	results, err := p.Run(p.bench.t.Context(), plan)
	if len(results) > 0 {
		p.show(results[len(results)-1])
	}
	if err == nil && len(results) > 0 {
		p.count(func(f *figures) { f.undone++ })
	}
	p.checkError(err)
	p.undoErr = err
}

// resolveAll has every intent looked up, however long the service takes.
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

func (p *person) history() *History {
	h, err := p.journal.History()
	if err != nil {
		p.bench.t.Fatal(err)
	}
	if len(h.Damaged) > 0 {
		p.bench.t.Errorf("%+v", h.Damaged)
	}
	return h
}

// undoAll takes everything back, which must give the first state.
func (b *benchRun) undoAll() {
	p := b.people[0]
	for range 20 * b.kind.ops {
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
		b.t.Errorf("%s cannot be taken back: %v: %q, %+v, %v%s", e.ID, p.undoErr, texts, plan.Blocked, err, p.dump())
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
	if got, want := withoutIDs(b.truth()), withoutIDs(b.first); !slices.Equal(got, want) {
		b.t.Errorf("%s there is\n%q, not\n%q", when, got, want)
	}
	b.compare(when)
	b.compareRules(when, b.firstRules)
}

func withoutIDs(all []Record) []string {
	var texts []string
	for _, r := range all {
		r.ID = ""
		texts = append(texts, r.text())
	}
	slices.Sort(texts)
	return texts
}

func (r Record) text() string {
	text := r.ID
	for _, f := range fields {
		text += "|" + r.Value(f)
	}
	return text
}

// dump is the journal in few words, for finding out what went wrong.
func (p *person) dump() string {
	text := ""
	for _, e := range p.history().Entries {
		text += fmt.Sprintf("\n%s %s %s undone=%v undoes=%s redoes=%s of=%v more=%v looked=%v %s %s", e.ID, e.Op, e.Outcome, e.Undone, e.Undoes, e.Redoes, e.of, e.more, e.LookedUp, e.Code, e.Message)
		for _, line := range e.Lines {
			text += "\n    " + line
		}
		for _, c := range e.Comparisons() {
			text += "\n    " + c.ID
			for _, f := range c.Fields {
				if f.Differs {
					text += fmt.Sprintf(" %s:%s>%s", f.Field, f.Before, f.After)
				}
			}
		}
	}
	return text
}
