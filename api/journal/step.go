package journal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rcfwd/api"
)

// planned is the plan for one entry.
type planned struct {
	direction Direction
	entry     string
	undo      *undoState
	now       []api.Number
	steps     []Step
	notes     []string // of the next step
	blocked   []Block
}

// planOne plans for the part of a change that is not yet undone, or not yet redone.
func (s *undoState) planOne(d Direction, now []api.Number, id string) *planned {
	p := &planned{direction: d, entry: id, undo: s, now: now}
	c := s.changes[id]
	if c == nil {
		return p
	}
	from, to := c.entry.After, c.entry.Before
	if c.entry.Op.ofRule() {
		p.rule(c)
		return p
	}
	if d == Redo {
		from, to = to, from
	}
	from = c.withPartial(from)
	var left []string
	for _, id := range c.ids {
		if c.undone[id] == (d == Redo) || c.partlyRedone[id] {
			left = append(left, id)
		}
	}
	if len(left) == 0 {
		p.block("There is nothing left of it to take back or to do again.")
	}
	c.lastGoneFirst(left)
	if p.swapBack(c.entry, left, from, to) {
		return p
	}
	for _, id := range p.inOrder(left, to) {
		p.number(c, id, from, to)
	}
	return p
}

// withPartial returns how the numbers of a change were left, also by an undo that stopped
// half way, under the ids that they had.
func (c *change) withPartial(from []Record) []Record {
	from = slices.Clone(from)
	for i, r := range from {
		if half, ok := c.partial[r.ID]; ok {
			half.ID = r.ID
			from[i] = half
		}
	}
	return from
}

// number plans for one number of an entry.
func (p *planned) number(c *change, id string, from, to []Record) {
	if c.entry.isV2() {
		p.numberV2(c, id, from, to)
		return
	}
	was, had := byID(from, id)
	ought, has := byID(to, id)
	switch {
	case !had && has:
		p.restore(id, ought, c.placesLeft(id))
	case had && !has:
		p.remove(id, was)
	case had && has:
		before, _ := byID(c.entry.Before, id)
		after, _ := byID(c.entry.After, id)
		p.update(id, was, ought, changedFields(c.entry, before, after), nil)
	}
}

// id returns the current id of a number of the entry.
func (p *planned) id(of string) string { return p.undo.currentIDOf(p.undo.changes[p.entry], of) }

func (p *planned) link(more bool, ids ...string) link {
	l := link{of: ids, more: more}
	if p.direction == Undo {
		l.undoes = p.entry
	} else {
		l.redoes = p.entry
	}
	return l
}

func (p *planned) step(w Write, l link, format string, args ...any) {
	p.steps = append(p.steps, Step{p.entry, w.linked(l), fmt.Sprintf(format, args...), p.notes})
	p.notes = nil
}

func (p *planned) note(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

func (p *planned) block(why string) {
	p.blocked = append(p.blocked, Block{p.entry, why})
	p.notes = nil
}

// restore brings a number back, and then into the rules that rang it. When an
// earlier attempt ended half way, it is there already and lacks only some of that.
func (p *planned) restore(id string, ought Record, places []RuleRecord) {
	places = p.reachable(ought, places)
	if isRuleOnly(id) {
		p.restoreRung(id, ought, places)
		return
	}
	if back, there := find(p.now, p.id(id)); there && back.ID != id {
		if ought.Flip == "" && back.Flip != "" || len(places) == 0 {
			want := api.Change{Flip: &ought.Flip}
			p.step(Update{Seen: back, Want: want}, p.link(len(places) > 0, id), "set the flip digit of %s to %s", quote(back.Label), cmp.Or(ought.Flip, "none"))
		}
		p.putBack(id, recordOf(back), places)
		return
	}
	again, why := recreation(ought)
	if why != "" {
		p.block(why)
		return
	}
	if p.movedSince(api.V1) {
		p.intoFlips(id, ought, false, false)
		return
	}
	p.freeDigit(&again, ought)
	if problems := api.CheckNew(again.Number, p.now); len(problems) > 0 {
		p.block(quote(ought.Label) + " cannot come back: " + problems[0].Text)
		return
	}
	if len(places) > 0 {
		p.note("%s comes back with a new id.", quote(ought.Label))
	} else {
		p.note("%s comes back with a new id, and rules that rang it do not ring it again by themselves.", quote(ought.Label))
	}
	p.step(again, p.link(ought.Flip == "" || len(places) > 0, id), "add %s %s %s", ought.Type, quote(ought.Label), ought.Phone)
	if ought.Flip == "" {
		p.step(Update{Seen: api.Number{Label: ought.Label}, Want: api.Change{Flip: &ought.Flip}}, p.link(len(places) > 0, id),
			"take away the flip digit that the service gives %s", quote(ought.Label))
	}
	p.putBack(id, ought, places)
}

// recreation is the write that makes a number like r, or why there is none.
func recreation(r Record) (Create, string) {
	n := api.NewNumber{Type: r.Type, Phone: r.Phone}
	switch {
	case r.Type == api.PhoneLine:
		n.Phone, n.DeviceID = "", r.DeviceID
	case r.Type == api.Other:
		n.Label = r.sentLabel()
	case !r.Type.Predefined():
		return Create{}, quote(r.Label) + " cannot come back: RingCentral alone makes numbers of type " + string(r.Type) + "."
	}
	n.Flip, _ = strconv.Atoi(r.Flip)
	return Create{Number: n}, ""
}

// freeDigit leaves the choice to the service where the old digit is taken.
func (p *planned) freeDigit(c *Create, ought Record) {
	holder, taken := api.HolderOf(ought.Flip, p.now)
	if !taken {
		return
	}
	c.Number.Flip = 0
	p.note("Flip digit %s of %s belongs to %s now, so the service chooses another.", ought.Flip, quote(ought.Label), quote(holder.Label))
}

// remove takes away a number that should not be there, if it is as the
// journal knows it.
func (p *planned) remove(id string, was Record) {
	seen := was
	seen.ID = p.id(id)
	if known, ok := p.undo.latest[seen.ID]; ok {
		seen = known
	}
	if was.Type == api.PhoneLine {
		p.block(lineStays(quote(was.Label)).Text)
		return
	}
	if _, there := find(p.now, seen.ID); !there {
		p.note("%s is no longer there.", quote(was.Label))
	}
	seen.CallHandling = "" // its places need not be as they were
	p.step(Remove{Seen: []api.Number{seen.number()}}, p.link(false, id), "remove %s %s", quote(seen.Label), seen.Phone)
}

// update restores the fields that the entry changed, and no others. The person saw these
// as the entry left them, and the rest of the number as it is. rest is how rules may
// still have it (see Update).
func (p *planned) update(id string, was, ought Record, changed []api.Field, rest *Record) {
	seen, want, words := p.seen(id, was), api.Change{}, []string(nil)
	for _, f := range changed {
		words = append(words, fieldName(f)+" "+cmp.Or(was.Value(f), "none")+" becomes "+cmp.Or(ought.Value(f), "none"))
		switch f {
		case api.FieldPhone:
			seen.Phone, want.Phone = was.Phone, &ought.Phone
		case api.FieldLabel:
			label := ought.sentLabel()
			seen.Label, want.Label = was.Label, &label
		case api.FieldFlip:
			seen.Flip, want.Flip = was.Flip, &ought.Flip
		}
	}
	if holder, taken := api.HolderOf(ought.Flip, p.now); taken && want.Flip != nil && holder.ID != seen.ID && !p.frees(holder.ID) {
		p.note("Flip digit %s of %s belongs to %s now, so it does not come back.", ought.Flip, quote(was.Label), quote(holder.Label))
		want.Flip, seen.Flip = nil, p.seen(id, was).Flip
	}
	if _, there := find(p.now, seen.ID); !there {
		p.note("%s is no longer there.", quote(was.Label))
	}
	if want.Empty() {
		p.block("Nothing of the change of " + quote(was.Label) + " can be taken back.")
		return
	}
	p.step(Update{Seen: seen.number(), Want: want, rest: rest}, p.link(false, id), "%s: %s", quote(seen.Label), strings.Join(words, ", "))
}

// seen is how the person saw a number, or else how the journal knows it.
func (p *planned) seen(id string, was Record) Record {
	was.ID = p.id(id)
	if n, ok := present(p.now, was.number()); ok {
		return recordOf(n)
	}
	if r, ok := p.undo.latest[was.ID]; ok {
		return r
	}
	return was
}

// frees reports whether an earlier step of the plan changes the digit of a number.
func (p *planned) frees(id string) bool {
	return slices.ContainsFunc(p.steps, func(s Step) bool {
		u, ok := s.Write.(Update)
		return ok && u.Seen.ID == id && u.Want.Flip != nil
	})
}

// swapBack exchanges two digits, if that is all there is to do. Where one is to have
// none, it is two updates.
func (p *planned) swapBack(e Entry, left []string, from, to []Record) bool {
	if e.Op != OpSwap || len(left) != 2 {
		return false
	}
	a, okA := byID(from, left[0])
	b, okB := byID(from, left[1])
	oughtA, _ := byID(to, a.ID)
	oughtB, _ := byID(to, b.ID)
	if !okA || !okB || a.Flip == "" || b.Flip == "" || a.Flip != oughtB.Flip || b.Flip != oughtA.Flip {
		return false
	}
	seenA, seenB := p.seen(a.ID, a), p.seen(b.ID, b)
	seenA.Flip, seenB.Flip = a.Flip, b.Flip
	p.step(Swap{A: seenA.number(), B: seenB.number()}, p.link(false, left...),
		"swap the flip digits of %s and %s", quote(a.Label), quote(b.Label))
	return true
}

// inOrder puts numbers that give up a digit before those that need it.
func (p *planned) inOrder(left []string, to []Record) []string {
	ordered := slices.Clone(left)
	slices.SortStableFunc(ordered, func(a, b string) int { return p.needs(a, b, to) - p.needs(b, a, to) })
	return ordered
}

// needs is 1 when the number a should have the digit that b has now.
func (p *planned) needs(a, b string, to []Record) int {
	ought, _ := byID(to, a)
	holder, there := find(p.now, p.id(b))
	if there && ought.Flip != "" && holder.Flip == ought.Flip {
		return 1
	}
	return 0
}
