package calls

import (
	"context"
	"net/http"
	"time"
)

// poll looks at the session and tells what it shows that is new. It says whether
// the flip goes on.
func (m *flipRun) poll(ctx context.Context) bool {
	legs, err := m.monitor.readSession(ctx, m.call.SessionID)
	now := time.Now()
	switch {
	case ctx.Err() != nil:
		return false
	case isStatus(err, http.StatusNotFound):
		return m.apply(ctx, observation{flipState: over})
	case err != nil && now.Sub(m.lastRead) > unreachableTimeout:
		return m.report(ctx, errorStep(Unclear, "The flip can no longer be seen. ", err))
	case err != nil:
		return m.reportUnreachable(ctx, err)
	}
	m.lastRead = now
	if m.unreachable {
		m.unreachable = false
		m.report(ctx, m.reachable)
	}
	return m.apply(ctx, classify(legs, m.call.PartyID, m.before))
}

// reportUnreachable says once that the session cannot be read.
func (m *flipRun) reportUnreachable(ctx context.Context, err error) bool {
	if m.unreachable {
		return true
	}
	m.unreachable, m.reachable = true, m.last
	s := m.last
	s.Words, s.Err = "RingCentral cannot be reached; the flip goes on there. "+s.Words, err
	return m.report(ctx, s)
}

// apply tells what is seen.
func (m *flipRun) apply(ctx context.Context, f observation) bool {
	if f.party == "" && m.newParty != "" && (f.flipState == unchanged || f.flipState == held) { // it is not even listed any more
		f = observation{flipState: failed, party: m.newParty}
	}
	m.newParty = f.party
	switch f.flipState {
	case moved:
		return m.report(ctx, Step{Stage: Done, Words: "The call is on the other phone."})
	case over:
		return m.report(ctx, Step{Stage: Over, Words: m.overText()})
	case failed:
		return m.report(ctx, m.failure(f.reason))
	}
	if m.ending != "" && time.Since(m.endedAt) < endTimeout {
		return true
	}
	switch f.flipState {
	case answered:
		return m.answered(ctx)
	case unchanged:
		return m.unchanged(ctx)
	}
	return m.ringing(ctx, f.flipState)
}

func (m *flipRun) overText() string {
	switch m.last.Stage {
	case Asking:
		return "The call ended before it was flipped."
	case Phoning:
		return "The call ended while the other phone rang."
	case Ending:
		return "The call ended with the leg."
	}
	return "The call ended after the other phone had answered."
}

// failure is the step for a new leg that has gone.
func (m *flipRun) failure(reason string) Step {
	if m.ending != "" && m.ending == m.newParty {
		return Step{Stage: Returned, Words: "The call is back here, and the other phone rings no more."}
	}
	if m.last.Stage == Answered || m.last.Stage == Undecided {
		return Step{Stage: Returned, Words: "The other phone hung up. The call is back here."}
	}
	words := map[string]string{
		"NoAnswer": "Nobody answered the other phone.", "Timeout": "Nobody answered the other phone.", "Rejected": "The other phone declined the call.",
		"TargetBusy": "The other phone is busy.", "InvalidNumber": "The other phone's number does not exist.",
		"InternationalDisabled": "International calls are not allowed.", "DestinationBlocked": "Calls to the other phone are blocked.",
		"NotEnoughFunds": "The account has no credit for the call.",
	}[reason]
	if words == "" {
		words = "The other phone was not reached."
		if reason != "" {
			words = "The other phone was not reached (" + reason + ")."
		}
	}
	return Step{Stage: Returned, Words: words + " The call is back here."}
}

// ringing tells that the other phone rings, and again when there is a way back or
// none any more.
func (m *flipRun) ringing(ctx context.Context, seen flipState) bool {
	s := Step{Stage: Phoning, Words: "The other phone rings."}
	switch {
	case seen == ringingAlone:
		s.Words, s.NoBack = "The old leg has gone, and the other phone still rings.", "There is no old leg to go back to."
	case m.newParty == "":
		s.NoBack = noBack
	default:
		s.Back = backWords
	}
	if m.ending != "" {
		m.ending, s.Words = "", "A leg was asked to end. "+s.Words
	}
	if m.last.Stage == Phoning && m.last.Back == s.Back && m.last.NoBack == s.NoBack && m.last.Err == nil {
		return true
	}
	return m.report(ctx, s)
}

// answered tells that the other phone was answered, and, when RingCentral does not
// go on by itself, asks what is to become of the old leg.
func (m *flipRun) answered(ctx context.Context) bool {
	m.ending = ""
	switch m.last.Stage {
	case Undecided:
		return true
	case Answered:
		if time.Since(m.stageSince) < settleTimeout {
			return true
		}
		return m.report(ctx, Step{
			Stage: Undecided, Words: "The other phone has answered, and RingCentral has not ended the old leg. Hanging up there, or ending it here, should complete the flip.",
			End: endWords,
		})
	case Ending:
		return m.report(ctx, Step{Stage: Undecided, Words: "The old leg is still there.", Do: "Hang up the old phone.", End: endWords})
	}
	return m.report(ctx, Step{Stage: Answered, Words: "The other phone was answered. RingCentral should move the call to it now."})
}

// unchanged gives up after a while on a flip that does not show.
func (m *flipRun) unchanged(ctx context.Context) bool {
	if time.Since(m.stageSince) < showTimeout {
		return true
	}
	return m.report(ctx, Step{
		Stage: Unclear, Words: "RingCentral agreed to flip the call, and shows nothing of it.",
		Do: "Look at the phones; the call is most likely where it was.",
	})
}
