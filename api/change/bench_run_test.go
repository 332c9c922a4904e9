package change

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// benchRun is one run of the bench.
type benchRun struct {
	t       *testing.T
	kind    kind
	seed    uint64
	rng     *rand.Rand
	sandbox *sandbox.Server
	people  [2]*person
	first   parts // of the extension

	mu        sync.Mutex // guards what follows, and every effect on the sandbox
	clock     int
	truth     parts // what the service has
	twice     []string
	events    []*event
	lastWrite map[part]*event
	groups    map[string]string // of requests, by their shape
	fig       figures
	quiet     bool // no kills and edits any more
}

// person is one of the two, with a program that may end.
type person struct {
	*Writer
	bench  *benchRun
	who    journal.Actor
	dir    string
	rng    *rand.Rand
	tokens *signin.Session
	wire   *wire
	client *api.Client
	view   api.Snapshot // on the screen
	done   []*operation

	undoErr error // of the last undo or redo

	// Guarded by the lock of the bench.
	op                             *operation
	operations                     int
	alike                          map[string]int     // requests of this operation
	reads                          map[string]reading // of this operation
	viewed                         map[string]reading // when what the screen shows was read
	pending                        map[string]reading // likewise, of what the present write will show
	unknown                        map[string]bool    // writes that may have had an effect, and nothing was read since
	penalized                      map[string]time.Time
	requests, faults, blindRepeats int
	repeated                       string
}

func newBench(t *testing.T, k kind, seed uint64, dirs [2]string) *benchRun {
	b := &benchRun{
		t: t, kind: k, seed: seed, rng: rand.New(rand.NewPCG(seed, 7)),
		lastWrite: map[part]*event{}, groups: map[string]string{},
	}
	b.sandbox = newSandbox(t, sandbox.Options{CallHandling: k.handling()})
	b.look()
	b.first = b.truth
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for i, who := range []journal.Actor{danaActor, {ID: "801200300004", Number: "101", Name: "An administrator"}} {
		p := &person{
			bench: b, who: who, dir: dirs[i], rng: rand.New(rand.NewPCG(seed, uint64(i))),
			alike: map[string]int{}, unknown: map[string]bool{}, penalized: map[string]time.Time{},
		}
		c := b.sandbox.Credentials()
		p.tokens = signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, b.sandbox.JWT(who.Number),
			rest.NewLimits(), &wire{p: p, auth: true, penalties: map[string]penalty{}})
		b.people[i] = p
		p.open()
	}
	return b
}

// open starts the person's program, which knows only what is on the disk.
func (p *person) open() {
	b := p.bench
	j, err := journal.Open(p.dir, danaScope, p.who)
	if err != nil {
		b.t.Fatal(err)
	}
	server, err := url.Parse(base)
	if err != nil {
		b.t.Fatal(err)
	}
	p.wire = &wire{p: p, penalties: map[string]penalty{}}
	o := api.Options{Server: server, Extension: danaID, Tokens: p.tokens, Limits: rest.NewLimits(), Transport: p.wire}
	if p.oneIn(2) {
		o.CallHandling = api.CallHandling(b.kind.handling()) // as the program remembers it
	}
	p.client = api.New(o)
	p.Writer = NewWriter(p.client, j)
	p.Writer.hook = p.atTestPoint
	p.view = api.Snapshot{}
}

func (b *benchRun) tick() int {
	b.clock++
	return b.clock
}

// look reads what the service has.
func (b *benchRun) look() { b.truth, b.twice = readTruth(b.sandbox, b.kind.v2) }

// fail counts a fault and reports it. The lock of the bench is held.
func (b *benchRun) fail(n *int, format string, args ...any) {
	*n++
	b.t.Errorf(format, args...)
}

// atTestPoint is where programs end between two steps.
func (p *person) atTestPoint(m testPoint) {
	b := p.bench
	b.mu.Lock()
	defer b.mu.Unlock()
	switch m {
	case reread, reconciled:
		p.pending = maps.Clone(p.reads)
	case intended:
		h := p.history()
		p.op.entry = h.Entries[len(h.Entries)-1].ID
	}
	if b.kind.kills && !b.quiet && p.chance(.03) {
		p.wire.kill()
	}
}

func (b *benchRun) run() {
	if b.kind.concurrent {
		var wg sync.WaitGroup
		for _, p := range b.people {
			wg.Go(func() {
				for range b.kind.ops / 2 {
					p.act()
				}
			})
		}
		wg.Wait()
	} else {
		for range b.kind.ops {
			b.people[b.rng.IntN(2)].act()
		}
	}
	b.quiet = true
	b.resolveAll()
	b.audit()
	if !b.t.Failed() && !b.kind.another && !b.kind.separateJournals {
		b.undoAll()
	}
	for _, p := range b.people {
		if p.blindRepeats > 0 {
			b.t.Errorf("%s repeated blindly: %q", p.who.Name, p.repeated)
		}
	}
	if b.t.Failed() {
		b.t.Error(b.people[0].dump(), b.people[1].dump())
	}
}

// act is one operation of a person, who starts the program again if it ends.
func (p *person) act() {
	b := p.bench
	p.count(func(f *figures) { f.ops++ })
	p.attempt(func() {
		if p.view.Numbers == nil || p.oneIn(10) {
			p.reload()
			return
		}
		switch n := p.pick(10); {
		// Of two who write at once, one may take back what is no longer the last, and
		// then it is not certain that everything can be taken back in the end.
		case n == 0 && (!b.kind.concurrent || b.kind.another):
			p.undoOrRedo(Undo)
		case n == 1 && (!b.kind.concurrent || b.kind.another):
			p.undoOrRedo(Redo)
		default:
			if w := p.randomWrite(); w != nil {
				p.do(w)
			}
		}
	})
}

// attempt does something that may end the program.
func (p *person) attempt(do func()) {
	p.begin()
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if !p.wire.dead {
			panic(v)
		}
		p.killed()
		p.open()
		if p.oneIn(2) {
			p.attempt(func() { _, _ = p.ResolvePending(p.bench.t.Context(), &api.Snapshot{}) })
		}
	}()
	do()
}

// begin begins an operation, also one that only reads.
func (p *person) begin() {
	p.bench.mu.Lock()
	defer p.bench.mu.Unlock()
	p.operations++
	p.op, p.alike, p.reads = nil, map[string]int{}, map[string]reading{}
}

func (p *person) killed() {
	p.bench.mu.Lock()
	defer p.bench.mu.Unlock()
	if p.op != nil {
		p.op.killed = true
		p.op.judge(&Result{}, nil)
	}
	p.op = nil
}

func (p *person) count(f func(*figures)) {
	p.bench.mu.Lock()
	defer p.bench.mu.Unlock()
	f(&p.bench.fig)
}

func (p *person) reload() {
	s, err := p.client.Read(p.bench.t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: p.bench.kind.rules})
	if err != nil {
		return
	}
	p.bench.mu.Lock()
	defer p.bench.mu.Unlock()
	p.view, p.viewed = s, maps.Clone(p.reads)
	p.compareScreen()
}

// do makes a change; over a conflict the person goes on as they like.
func (p *person) do(w Write) {
	err := p.change(func(ctx context.Context) (Result, error) { return p.Do(ctx, &p.view, w) })
	if on, ok := p.decide(err); ok {
		p.begin()
		err = p.change(func(ctx context.Context) (Result, error) { return p.Do(ctx, &p.view, on) })
	}
	p.checkError(err)
}

// change makes one change, judges it and shows it. Some people lose their patience.
func (p *person) change(do func(context.Context) (Result, error)) error {
	b, ctx := p.bench, p.bench.t.Context()
	if p.oneIn(20) && !b.quiet {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(p.rng.Int64N(int64(3*time.Second))))
		defer cancel()
	}
	b.mu.Lock()
	p.op = &operation{p: p, start: b.tick(), saw: partsOfSnapshot(&p.view)}
	p.op.sawDocs = docsOfSnapshot(&p.view)
	p.done = append(p.done, p.op)
	p.reads = map[string]reading{}
	b.mu.Unlock()
	res, err := do(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	p.op.judge(&res, err)
	p.op = nil
	p.show(&res, err)
	return err
}

// show shows what a write told.
func (p *person) show(res *Result, err error) {
	_, unknown := errors.AsType[*UnknownError](err)
	switch {
	case res.Snapshot.CallHandling != "":
		p.view = res.Snapshot
		if e := res.Entry; e.ID != "" && !e.Op.OfRule() {
			p.view = p.view.WithoutRules() // as the program does
		}
		maps.Copy(p.viewed, p.pending)
		p.compareScreen()
	case unknown:
		p.view = api.Snapshot{}
	}
}

// compareScreen holds what the screen shows against what the service has. What others
// have written since it was read may differ.
func (p *person) compareScreen() {
	b := p.bench
	shown, docs := partsOfSnapshot(&p.view), docsOfSnapshot(&p.view)
	for _, k := range differing(shown, b.truth) {
		last := b.lastWrite[k]
		mayDiffer := last != nil && last.who != p && last.at > lastRead(p.viewed, k.doc).at
		if !mayDiffer && (docs[k.doc] || k.doc.Kind == api.NumberDocument) {
			b.fail(&b.fig.lost, "the screen shows %v as %q, and it is %q; written %+v, viewed %v, now %d, view %v", k, shown[k], b.truth[k], last, p.viewed, b.clock, p.view.At)
		}
	}
}

func docsOfSnapshot(s *api.Snapshot) map[api.DocumentID]bool {
	docs := map[api.DocumentID]bool{}
	for _, n := range s.Numbers {
		docs[numberDoc(n.ID)] = true
	}
	docs[flipsDoc] = s.CallHandling == api.V2 && s.Numbers != nil
	for _, r := range s.Rules {
		docs[ruleDoc(r.ID)], docs[stateDoc(r.ID)] = true, true
	}
	return docs
}

// checkError knows the errors that may come.
func (p *person) checkError(err error) {
	if err == nil {
		return
	}
	if _, ok := errors.AsType[*journal.FileError](err); ok {
		p.bench.t.Errorf("%v", err)
	}
	if m, ok := errors.AsType[*Mismatch](err); ok && !p.bench.kind.another {
		p.bench.t.Errorf("%v: %s", err, describe(&m.Entry))
	}
	if m, ok := errors.AsType[*api.RuleMismatch](err); ok && !p.bench.kind.another {
		p.bench.t.Errorf("%v", m)
	}
}

// undoOrRedo is undo or redo.
func (p *person) undoOrRedo(d Direction) {
	h := p.history()
	if len(h.Pending()) > 0 { // a plan may be wrong about what it concerns
		_, _ = p.ResolvePending(p.bench.t.Context(), &api.Snapshot{})
		return
	}
	e, ok := h.Last()
	if d == Redo {
		e, ok = h.LastUndone()
	}
	if !ok {
		return
	}
	plan, err := p.Plan(d, &p.view, e)
	if err != nil {
		p.bench.t.Error(err)
		return
	}
	if len(plan.Steps) == 0 {
		return
	}
	err = p.change(func(ctx context.Context) (Result, error) {
		results, err := p.Run(ctx, &plan)
		if len(results) == 0 {
			return Result{}, err
		}
		return results[len(results)-1], err
	})
	if on, ok := p.decide(err); ok {
		p.begin()
		err = p.change(func(ctx context.Context) (Result, error) { return p.Do(ctx, &p.view, on) })
	}
	if err == nil {
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
			p.begin()
			_, _ = p.ResolvePending(b.t.Context(), &api.Snapshot{})
		}
		b.fig.pending += len(p.history().Pending())
	}
}

func (p *person) history() *journal.History {
	h, err := p.journal.History()
	if err != nil {
		p.bench.t.Fatal(err)
	}
	if len(h.Damaged) > 0 {
		p.bench.t.Errorf("%+v", h.Damaged)
	}
	return h
}

// undoAll takes everything back, which must restore the first state.
func (b *benchRun) undoAll() {
	p := b.people[0]
	for range 20 * b.kind.ops {
		p.begin()
		if p.reload(); p.view.Numbers == nil {
			continue
		}
		if _, ok := p.history().Last(); !ok {
			break
		}
		p.begin()
		p.undoOrRedo(Undo)
	}
	b.resolveAll()
	if e, ok := p.history().Last(); ok {
		plan, err := p.Plan(Undo, &p.view, e)
		b.t.Errorf("%s cannot be taken back: %v: %+v, %+v, %v", e.ID, p.undoErr, plan.Steps, plan.Blocked, err)
	}
	b.audit()
	b.mu.Lock()
	defer b.mu.Unlock()
	if got, want := outline(b.truth, b.kind.v2), outline(b.first, b.kind.v2); got != want {
		b.fail(&b.fig.lost, "after undoing everything there is\n%s\nand not\n%s", onlyIn(got, want), onlyIn(want, got))
	}
}

// onlyIn are the lines of a that b does not have.
func onlyIn(a, b string) string {
	has := strings.Split(b, "\n")
	lines := slices.DeleteFunc(strings.Split(a, "\n"), func(l string) bool { return slices.Contains(has, l) })
	return strings.Join(lines, "\n")
}

// figures counts what passed.
func (b *benchRun) figures() figures {
	f := b.fig
	f.twice += len(b.twice)
	for i, p := range b.people {
		f.faults += p.faults
		f.blindRepeats += p.blindRepeats
		f.requests += p.requests
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
	if len(b.twice) > 0 {
		b.t.Errorf("there are twice: %q", b.twice)
	}
	return f
}

// dump is the journal in few words, for finding out what went wrong.
func (p *person) dump() string {
	text := ""
	for _, e := range p.history().Entries {
		text += "\n" + describe(&e)
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

func describe(e *journal.Entry) string {
	text := fmt.Sprintf("%s %s %s undone=%v undoes=%s redoes=%s for=%v looked=%v %s %s", e.ID, e.Op, e.Outcome, e.Undone, e.Undoes, e.Redoes, e.For, e.LookedUp, e.Code, e.Message)
	for _, d := range e.Docs {
		text += fmt.Sprintf(" [%s %s]", d.Doc, d.State)
	}
	return text
}
