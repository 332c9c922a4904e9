package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
)

// listen waits until it is time to look again, and does what the person says
// meanwhile. It says whether the flip goes on.
func (m *flipRun) listen(ctx context.Context) bool {
	every := betweenLooks
	if m.last.Stage == Undecided {
		every = decideLooks
	}
	looked, changes := time.Now(), m.line.hub.changes()
	t := time.NewTimer(every)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-changes:
		sleep(ctx, soonestLook-time.Since(looked))
	case a := <-m.flip.said:
		return m.hear(ctx, a)
	}
	return true
}

// hear does what the person said, if it is still due.
func (m *flipRun) hear(ctx context.Context, a answer) bool {
	switch {
	case a == goBack && m.last.Back != "":
		return m.end(ctx, phoning, m.leg, "The ringing of the other phone is ended.")
	case a == endOld && m.last.End != "":
		return m.end(ctx, answered, m.call.PartyID, "The old leg is ended.")
	case a == leaveOld && (m.last.Stage == Answered || m.last.Stage == Undecided):
		return m.tell(ctx, Step{
			Stage: Left, Words: "The call is on the other phone, and the old leg was left as it is.", Do: "Hang up the old phone when it is done.",
		})
	}
	return true
}

// end ends a leg, as long as the call still is what the person saw: a leg that
// rang may be the only one by now.
func (m *flipRun) end(ctx context.Context, while flipState, leg, words string) bool {
	legs, err := m.line.session(ctx, m.call.SessionID)
	if err != nil {
		return m.notEnded(ctx, err)
	}
	if f := classify(legs, m.call.PartyID, m.before); f.flipState != while {
		return m.take(ctx, f)
	}
	before := m.last
	m.ending, m.asked = leg, time.Now()
	m.tell(ctx, Step{Stage: Ending, Words: words})
	err = m.line.endLeg(ctx, m.call.SessionID, leg)
	switch {
	case err == nil:
		return true
	case errors.Is(err, api.ErrLost): // the next looks tell
		return m.tell(ctx, Step{Stage: Ending, Words: "RingCentral's answer was lost, so the call is looked at.", Err: err})
	}
	m.ending, m.last = "", before
	return m.notEnded(ctx, err)
}

// notEnded tells the last step again, and why it did not go on.
func (m *flipRun) notEnded(ctx context.Context, err error) bool {
	a := api.Explain(err)
	s := m.last
	s.Words, s.Do, s.Err = "The leg was not ended. "+a.What, a.Do, err
	return m.tell(ctx, s)
}
