package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Writes: each locks what it changes until it is heard out, and is never given
// up because the person moved on. Only the waiting before it is sent can be.

// writes is what is on its way to the service.
type writes struct {
	inFlight int
	leaving  bool // the person was told and asked to leave all the same
	ctx      context.Context
	stop     context.CancelFunc
	lost     []lost
}

// begin locks the numbers with ids and gives the context of the write. Ending
// it ends waiting, not a write that was sent.
func (m *Model) begin(ids ...string) context.Context {
	if m.write.ctx == nil || m.write.ctx.Err() != nil {
		m.write.ctx, m.write.stop = context.WithCancel(m.ctx)
	}
	m.write.inFlight++
	for _, id := range ids {
		m.numbers.list.busy[id] = true
	}
	return m.write.ctx
}

// end unlocks and reads the list again, so that the screen shows what is, not
// what was asked for.
func (m *Model) end(ids ...string) tea.Cmd {
	m.write.inFlight--
	m.write.leaving = false
	for _, id := range ids {
		delete(m.numbers.list.busy, id)
	}
	return m.loadNumbers()
}

func (m *Model) find(id string) (api.Number, bool) {
	for _, n := range m.known.numbers {
		if n.ID == id {
			return n, true
		}
	}
	return api.Number{}, false
}

// replace shows a number as the service just answered it, until the list is
// read again.
func (m *Model) replace(n api.Number) {
	m.known.numbers = slices.Clone(m.known.numbers)
	for i := range m.known.numbers {
		if m.known.numbers[i].ID == n.ID {
			m.known.numbers[i] = n
		}
	}
	m.spread()
}

func (m *Model) askNew() tea.Cmd {
	m.show(newForm(newCreation(m.svc, m.known, m.keys, m.st), m.keys.Form, m.st))
	return m.explainLoads()
}

func (m *Model) askEdit(in askEdit) tea.Cmd {
	n, ok := m.find(in.id)
	if !ok {
		return nil
	}
	m.show(newForm(newAlteration(m.svc, m.known, n, m.keys, m.st), m.keys.Form, m.st))
	return m.explainLoads()
}

// leaveForm asks once when something typed would be lost. While the request is
// still waiting to be sent, leaving ends the waiting first.
func (m *Model) leaveForm(in leaveForm) tea.Cmd {
	f, ok := m.dialog.(*form)
	if _, is := m.signingIn(); is {
		return m.askLeaveSignIn(in)
	}
	switch {
	case ok && f.sending && len(m.waits) > 0:
		return m.stopWaiting()
	case ok && f.sending:
		return m.notify(warned, "The request is on its way, and its answer comes here.")
	case !in.changed:
		m.close()
		return nil
	}
	m.show(m.askLoss(f, closeDialog{}))
	return nil
}

// askLoss asks whether to leave a form that something was typed into.
func (m *Model) askLoss(f *form, leave intent) *question {
	return &question{keys: m.keys.Question, st: m.st, text: "Leave the form and lose what you typed?",
		yes: "Leave", then: leave, no: backTo{f}}
}

func (m *Model) create(in create) tea.Cmd {
	return createNumber(m.begin(), m.svc, in.number)
}

func (m *Model) numberCreated(msg numberCreatedMsg) tea.Cmd {
	if errors.Is(msg.err, api.ErrLost) {
		return m.lookUp(lostCreate(msg, m.known.numbers))
	}
	cmd := m.end()
	if msg.err != nil {
		return tea.Batch(cmd, m.refused("Nothing was added.", msg.err))
	}
	m.closeForm()
	m.known.numbers = append(slices.Clip(m.known.numbers), msg.number)
	m.spread()
	m.numbers.list.selectID(msg.number.ID)
	m.numbers.follow()
	return tea.Batch(cmd, m.notify(done, added(msg.number)))
}

func added(n api.Number) string {
	return sentence(strings.TrimSpace("Added " + n.Label + " " + n.Phone + withDigit(n)))
}

func withDigit(n api.Number) string {
	if n.Flip == "" {
		return ", without a flip digit"
	}
	return ", flip digit " + n.Flip
}

func (m *Model) change(old api.Number, want api.Change) tea.Cmd {
	return changeNumber(m.begin(old.ID), m.svc, old, want)
}

func (m *Model) numberChanged(msg numberChangedMsg) tea.Cmd {
	if errors.Is(msg.err, api.ErrLost) {
		return m.lookUp(lostChange(msg))
	}
	cmd := m.end(msg.old.ID)
	if msg.err != nil {
		return tea.Batch(cmd, m.refused(msg.old.Label+" is unchanged.", msg.err))
	}
	m.closeForm()
	m.replace(msg.number)
	return tea.Batch(cmd, m.notify(done, changed(msg.old, msg.want)))
}

// changed says what became of which value.
func changed(old api.Number, c api.Change) string {
	var parts []string
	if c.Phone != nil {
		parts = append(parts, "number "+orNone(old.Phone)+" is now "+*c.Phone)
	}
	if c.Label != nil {
		parts = append(parts, "label is now "+*c.Label)
	}
	if c.Flip != nil {
		parts = append(parts, "flip digit "+orNone(old.Flip)+" is now "+orNone(*c.Flip))
	}
	return old.Label + ": " + strings.Join(parts, ", ") + "."
}

func (m *Model) askFlip(in askFlip) tea.Cmd {
	if n, ok := m.find(in.id); ok {
		m.show(&digits{keys: m.keys.Digit, st: m.st, number: n, have: m.known.numbers})
	}
	return m.loadFeatures()
}

func (m *Model) setFlip(in setFlip) tea.Cmd {
	m.close()
	n, ok := m.find(in.id)
	if !ok {
		return nil
	}
	return m.change(n, api.Change{Flip: &in.digit})
}

// swapFlip asks before it takes a digit from the number that holds it.
func (m *Model) swapFlip(in swapFlip) tea.Cmd {
	m.close()
	a, okA := m.find(in.id)
	b, okB := m.find(in.with)
	if !okA || !okB {
		return nil
	}
	if why := firstOf(m.numbers.busy(a.ID), m.numbers.busy(b.ID)); why != "" {
		return m.notify(warned, sentence(why))
	}
	m.show(&question{keys: m.keys.Question, st: m.st,
		text: "Flip digit " + b.Flip + " belongs to " + b.Label + ". Swap the two?",
		lines: []string{
			a.Label + ": " + orNone(a.Flip) + " becomes " + b.Flip,
			b.Label + ": " + b.Flip + " becomes " + orNone(a.Flip),
		},
		yes: "Swap", then: confirmedSwap{a, b}})
	return nil
}

func (m *Model) swap(in confirmedSwap) tea.Cmd {
	m.close()
	return swapDigits(m.begin(in.a.ID, in.b.ID), m.svc, in.a, in.b, m.known.numbers)
}

func (m *Model) digitsSwapped(msg digitsSwappedMsg) tea.Cmd {
	cmd := m.end(msg.a.ID, msg.b.ID)
	if msg.err != nil {
		return tea.Batch(cmd, m.refused("The digits were not swapped.", msg.err))
	}
	return tea.Batch(cmd, m.notify(done, fmt.Sprintf("Swapped: %s has flip digit %s, %s has %s.",
		msg.a.Label, msg.b.Flip, msg.b.Label, orNone(msg.a.Flip))))
}

// askRemove names what would go. What cannot go is said and left out.
func (m *Model) askRemove(in askRemove) {
	q := &question{keys: m.keys.Question, st: m.st, yes: "Remove"}
	var ids []string
	for _, id := range in.ids {
		n, ok := m.find(id)
		switch {
		case !ok:
		case n.Type == api.PhoneLine:
			q.lines = append(q.lines, n.Label+" stays: the line of a device cannot be removed (FPN-107)")
		default:
			ids = append(ids, id)
			q.lines = append(q.lines, n.Label+"  "+api.DescribePhone(n.Phone, m.known.region).Pretty+"  "+n.Phone+flipLost(n))
		}
	}
	q.text = "Remove " + plural(len(ids), "forwarding number") + " of " + who(m.known.open) + "? Rules that ring it lose it too."
	if len(ids) > 1 {
		q.text = strings.Replace(q.text, "ring it lose it", "ring them lose them", 1)
	}
	q.then = remove{ids: ids}
	if len(ids) == 0 {
		q.text, q.then, q.yes = "Nothing of this can be removed.", closeDialog{}, "Close"
	}
	m.show(q)
}

func flipLost(n api.Number) string {
	if n.Flip == "" {
		return ""
	}
	return "  (flip digit " + n.Flip + " becomes free)"
}

func (m *Model) remove(in remove) tea.Cmd {
	m.close()
	return removeNumbers(m.begin(in.ids...), m.svc, in.ids)
}

// numbersRemoved tells the outcome of each number that was to go.
func (m *Model) numbersRemoved(msg numbersRemovedMsg) tea.Cmd {
	var ids, gone, trouble []string
	var unknown []string
	for _, r := range msg.removals {
		ids = append(ids, r.ID)
		n, _ := m.find(r.ID)
		switch {
		case r.Err == nil:
			gone = append(gone, n.Label)
			delete(m.numbers.list.marks, r.ID)
		case errors.Is(r.Err, api.ErrLost):
			unknown = append(unknown, r.ID)
		default:
			a := api.Explain(r.Err)
			trouble = append(trouble, n.Label+" stays: "+a.String())
		}
	}
	if len(unknown) > 0 {
		return m.lookUp(lostRemove(unknown, ids, m.known.numbers))
	}
	cmd := m.end(ids...)
	if len(gone) > 0 {
		trouble = append([]string{"Removed " + strings.Join(gone, ", ") + "."}, trouble...)
	}
	kind := done
	if len(trouble) > 1 || len(gone) == 0 {
		kind = failed
	}
	return tea.Batch(cmd, m.notify(kind, strings.Join(trouble, " ")))
}

// closeForm closes the form that a write came from, if it is still open.
func (m *Model) closeForm() {
	if f, ok := m.dialog.(*form); ok && f.sending {
		m.close()
	}
}

// refused says why a write was refused: on the form it came from, on the field
// that the service names, or in the bottom lines.
func (m *Model) refused(outcome string, err error) tea.Cmd {
	advice := api.Explain(err)
	defer m.sessionOver(err)
	if f, ok := m.dialog.(*form); ok && f.sending {
		f.refused(advice)
		return nil
	}
	return m.notify(failed, outcome+" "+advice.String())
}
