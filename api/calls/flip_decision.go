package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// wait waits until it is time to look again, and does what the person says
// meanwhile. It says whether the flip goes on.
func (m *flipRun) wait(ctx context.Context) bool {
	every := sessionInterval
	if m.last.Stage == Undecided {
		every = undecidedInterval
	}
	looked, changes := time.Now(), m.monitor.hub.changes()
	t := time.NewTimer(every)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-changes:
		sleep(ctx, sessionMinInterval-time.Since(looked))
	case a := <-m.flip.decisions:
		return m.obey(ctx, a)
	}
	return true
}

// obey does what the person said, if it is still due.
func (m *flipRun) obey(ctx context.Context, a decision) bool {
	switch {
	case a == decideBack && m.last.Back != "":
		return m.endParty(ctx, ringing, m.newParty, "The ringing of the other phone is ended.")
	case a == decideEnd && m.last.End != "":
		return m.endParty(ctx, answered, m.call.PartyID, "The old leg is ended.")
	case a == decideLeave && (m.last.Stage == Answered || m.last.Stage == Undecided):
		return m.report(ctx, Step{
			Stage: Left, Words: "The call is on the other phone, and the old leg was left as it is.", Do: "Hang up the old phone when it is done.",
		})
	}
	return true
}

// endParty ends a leg, as long as the call still is what the person saw: a leg that
// rang may be the only one by now.
func (m *flipRun) endParty(ctx context.Context, while flipState, leg, words string) bool {
	legs, err := m.monitor.readSession(ctx, m.call.SessionID)
	if err != nil {
		return m.endFailed(ctx, err)
	}
	if f := classify(legs, m.call.PartyID, m.before); f.flipState != while {
		return m.apply(ctx, f)
	}
	before := m.last
	m.ending, m.endedAt = leg, time.Now()
	m.report(ctx, Step{Stage: Ending, Words: words})
	err = m.monitor.endParty(ctx, m.call.SessionID, leg)
	switch {
	case err == nil:
		return true
	case errors.Is(err, rest.ErrLost): // the next looks tell
		return m.report(ctx, Step{Stage: Ending, Words: "RingCentral's answer was lost, so the call is looked at.", Err: err})
	}
	m.ending, m.last = "", before
	return m.endFailed(ctx, err)
}

// endFailed tells the last step again, and why it did not go on.
func (m *flipRun) endFailed(ctx context.Context, err error) bool {
	a := api.Explain(err)
	s := m.last
	s.Words, s.Do, s.Err = "The leg was not ended. "+a.What, a.Do, err
	return m.report(ctx, s)
}
