package calls

import (
	"context"
	"fmt"
	"time"
)

// unseen follows a flip that RingCentral accepted and of which no new party shows: it says
// what shows of it, in the session and in presence, and gives up after a while.
func (r *flipRun) unseen(ctx context.Context, state flipState) bool {
	call, shown := r.shownCall()
	switch waited := time.Since(r.accepted); {
	case shown && call.PartyID != "" && call.PartyID != r.call.PartyID:
		return r.report(ctx, &Step{Stage: Done, Words: "The call is on the other phone."})
	case waited >= showTimeout:
		return r.report(ctx, new(r.notSeen(state)))
	}
	s := Step{Stage: Phoning, Words: "RingCentral accepted the flip.", NoBack: noBack}
	if state == held {
		s.Words = "RingCentral accepted the flip and put the other party on hold."
	}
	if r.last.Stage == Phoning && r.last.Words == s.Words && r.last.Err == nil {
		return true
	}
	return r.report(ctx, &s)
}

// shownCall returns the call as presence has shown it since the flip was accepted.
func (r *flipRun) shownCall() (Call, bool) {
	s := r.monitor.hub.newest()
	if !s.Read.After(r.accepted) {
		return Call{}, false
	}
	for _, c := range s.Calls {
		if c.SessionID == r.call.SessionID {
			return c, true
		}
	}
	return Call{}, false
}

// notSeen is the last step of a flip that RingCentral accepted and did not show.
func (r *flipRun) notSeen(state flipState) Step {
	s := Step{
		Stage: Unclear, Words: fmt.Sprintf("RingCentral accepted the flip %.0f s ago, but no other phone has rung. The call has not moved.", showTimeout.Seconds()),
		Do: "Flip it again, or dial *" + r.digit + " on the phone you are using.",
	}
	if state == held {
		s.Words = fmt.Sprintf("RingCentral accepted the flip %.0f s ago and put the other party on hold, but no other phone has rung.", showTimeout.Seconds())
	}
	return s
}
