package journal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
)

// person is one of the two people, with a program that may end.
type person struct {
	*Writer
	bench     *benchRun
	who       Actor
	dir       string
	transport *countingTransport
	api       *api.Client
	view      []api.Number // the list on the screen
	rules     []api.Rule   // the rules on the screen
	undoErr   error        // of the last undo or redo
}

// open starts the program.
func (p *person) open() {
	j, err := Open(p.dir, danaScope, p.who)
	if err != nil {
		p.bench.t.Fatal(err)
	}
	p.Writer = NewWriter(p.api, j)
	p.Writer.hook = p.atTestPoint
}

// atTestPoint lets the third party act between two steps, and programs end.
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

// act does one operation. If the program ends, the person starts it again.
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
	// Where two people write at once, one may undo a change that is no longer the last,
	// and then not everything can be undone in the end for certain.
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

// do makes a change, and resolves a conflict at random.
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

// compareScreen compares the numbers on a person's screen with those of the service, if no
// one else can have changed them since they were read.
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
		b.t.Errorf("the screen shows\n%s\nbut there is\n%s", strings.Join(shown, "\n"), strings.Join(stored, "\n"))
	}
	if b.kind.v2 {
		b.compareRings(p)
	}
}

// checkError reports the errors that must not occur.
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

// undoOrRedo undoes or redoes the last change.
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

// dump returns the journal as a short text, to find out what went wrong.
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

// showRules updates the rules on the screen. A removal changes rules without returning
// them.
func (p *person) showRules(res Result) {
	switch {
	case !p.bench.kind.rules:
	case res.Entry.Op == OpRemove:
		p.rules = nil
	case res.Rules != nil:
		p.rules = res.Rules
	case res.Rule != nil:
		p.rules = slices.Clone(p.rules)
		for i, r := range p.rules {
			if r.ID == res.Rule.ID {
				p.rules[i] = res.Rule.WithRightsOf(r)
			}
		}
	}
}

// resolveRuleConflict insists, or not, on a rule that the other person has changed.
func (p *person) resolveRuleConflict(err error) error {
	c, ok := errors.AsType[*RuleConflict](err)
	if !ok {
		return err
	}
	p.count(func(f *figures) { f.conflicts++ })
	if p.oneIn(2) {
		return nil
	}
	res, err := p.Do(p.bench.t.Context(), c.Insist())
	p.show(res)
	return err
}
