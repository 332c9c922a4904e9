package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/calls"
)

// Flipping a live call: choosing the phone, the steps, and the answers to a
// step.

// askCallFlip asks for the phone that the selected call moves to.
func (m *Model) askCallFlip() {
	c, _ := m.screens.calls.selected()
	m.show(&callDigitDialog{keys: m.keys.Digit, st: m.st, call: c, facts: m.facts})
}

type flipSteppedMsg struct {
	flip *calls.Flip
	step calls.Step
	more bool // false: the flip is over, and there is no step
}

func nextStep(f *calls.Flip) tea.Cmd {
	return func() tea.Msg {
		step, ok := <-f.Steps()
		return flipSteppedMsg{f, step, ok}
	}
}

func (m *Model) flipCall(in flipCall) tea.Cmd {
	m.close()
	m.screens.calls.flipping, m.screens.calls.digit, m.screens.calls.steps = in.call, in.digit, nil
	m.live.flip = m.conn.Calls.Flip(m.conn.ctx, &in.call, in.digit)
	return nextStep(m.live.flip)
}

// flipStepped shows a step and waits for the next one.
func (m *Model) flipStepped(msg flipSteppedMsg) tea.Cmd {
	if msg.flip != m.live.flip || !msg.more {
		return nil
	}
	m.screens.calls.steps = append(m.screens.calls.steps, msg.step)
	cmds := []tea.Cmd{nextStep(m.live.flip)}
	if msg.step.Err != nil {
		m.sessionOver(msg.step.Err)
	}
	if msg.step.Stage.Last() {
		kind := warning
		if msg.step.Stage == calls.Done {
			kind = success
		}
		cmds = append(cmds, m.notify(kind, msg.step.Words+" "+msg.step.Do))
	}
	return batch(cmds...)
}

// The answers to a step of a flip.
const (
	flipBack = iota
	flipEnd
	flipLeave
)

func (m *Model) answerFlip(in answerFlip) {
	switch {
	case m.live.flip == nil:
	case in.choice == flipBack:
		m.live.flip.Back()
	case in.choice == flipEnd:
		m.live.flip.End()
	default:
		m.live.flip.Leave()
	}
}

// callDigitDialog asks for the flip digit that a call moves to. One key chooses
// it.
type callDigitDialog struct {
	keys  DigitKeys
	st    *styles
	call  calls.Call
	facts facts
	size
}

func (d *callDigitDialog) actions() actions {
	as := actions{{key: d.keys.Leave, run: returns(closeDialog{}), short: true}}
	for i := 1; i <= api.MaxFlipDigit; i++ {
		why := cmp.Or(d.facts.noNumbers, "no number has flip digit "+itoa(i))
		if n, ok := api.HolderOf(itoa(i), d.facts.snapshot.Numbers); ok {
			why = calls.WhyNoTarget(&n)
		}
		as = append(as, action{key: d.keys.Digits[i], blocked: why, run: func() intent { return flipCall{d.call, itoa(i)} }})
	}
	return as
}

func (d *callDigitDialog) view() []string {
	lines := []string{d.st.rule(d.w), d.st.title.Render(truncate("Move the call with "+callerWords(d.call.Peer)+" to", d.w))}
	return append(lines, digitLines(&d.facts, d.st, d.w)...)
}
