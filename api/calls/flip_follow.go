package calls

import (
	"context"
	"net/http"
	"time"
)

// poll reads the session and reports what has changed. It reports whether the flip
// goes on.
func (r *flipRun) poll(ctx context.Context) bool {
	parties, err := r.monitor.readSession(ctx, r.call.SessionID)
	now := time.Now()
	switch {
	case ctx.Err() != nil:
		return false
	case isStatus(err, http.StatusNotFound):
		return r.apply(ctx, observation{state: over})
	case err != nil && now.Sub(r.lastRead) > unreachableTimeout:
		return r.report(ctx, new(errorStep(Unclear, "The flip can no longer be followed. ", err)))
	case err != nil:
		return r.reportUnreachable(ctx, err)
	}
	r.lastRead = now
	if r.unreachable {
		r.unreachable = false
		r.report(ctx, &r.reachable)
	}
	return r.apply(ctx, classify(parties, r.call.PartyID, r.before))
}

// reportUnreachable reports once that the session cannot be read.
func (r *flipRun) reportUnreachable(ctx context.Context, err error) bool {
	if r.unreachable {
		return true
	}
	r.unreachable, r.reachable = true, r.last
	s := r.last
	s.Words, s.Err = "RingCentral cannot be reached. The flip continues there. "+s.Words, err
	return r.report(ctx, &s)
}

// apply reports the step that seen stands for, if it is a new one. It reports
// whether the flip goes on.
func (r *flipRun) apply(ctx context.Context, seen observation) bool {
	if seen.party == "" && r.newParty != "" && (seen.state == unchanged || seen.state == held) { // no longer listed
		seen = observation{state: failed, party: r.newParty}
	}
	r.newParty = seen.party
	switch seen.state {
	case moved:
		return r.report(ctx, &Step{Stage: Done, Words: "The call is on the other phone."})
	case over:
		return r.report(ctx, &Step{Stage: Over, Words: r.overText()})
	case failed:
		return r.report(ctx, new(r.failure(seen.reason)))
	}
	if r.ending != "" && time.Since(r.endSent) < endTimeout {
		return true
	}
	switch seen.state {
	case answered:
		return r.answered(ctx)
	case unchanged, held:
		return r.unseen(ctx, seen.state)
	}
	return r.ringing(ctx, seen.state)
}

func (r *flipRun) overText() string {
	switch r.last.Stage {
	case Asking:
		return "The call ended before it was flipped."
	case Phoning:
		return "The call ended while the other phone rang."
	case Ending:
		return "The call ended with the leg."
	}
	return "The call ended after the other phone had answered."
}

// failure returns the step for a new party that has ended.
func (r *flipRun) failure(reason string) Step {
	if r.ending != "" && r.ending == r.newParty {
		return Step{Stage: Returned, Words: "The call is back here. The other phone has stopped ringing."}
	}
	if r.last.Stage == Answered || r.last.Stage == Undecided {
		return Step{Stage: Returned, Words: "The other phone hung up. The call is back here."}
	}
	words := map[string]string{
		"NoAnswer": "The other phone was not answered.", "Timeout": "The other phone was not answered.", "Rejected": "The other phone declined the call.",
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

// ringing reports that the other phone rings, and again when Step.Back or
// Step.NoBack changes.
func (r *flipRun) ringing(ctx context.Context, state flipState) bool {
	s := Step{Stage: Phoning, Words: "The other phone is ringing."}
	switch {
	case state == ringingAlone:
		s.Words, s.NoBack = "The old leg has ended. The other phone is still ringing.", "There is no old leg to return to."
	default:
		s.Back, s.Leg = backWords, r.newParty
	}
	if r.ending != "" {
		r.ending, s.Words = "", "rcfwd asked RingCentral to end a leg. "+s.Words
	}
	if r.last.Stage == Phoning && r.last.Back == s.Back && r.last.NoBack == s.NoBack && r.last.Err == nil {
		return true
	}
	return r.report(ctx, &s)
}

// answered reports that the other phone was answered, and asks the user to decide
// about the old party when RingCentral does not end it by itself.
func (r *flipRun) answered(ctx context.Context) bool {
	r.ending = ""
	switch r.last.Stage {
	case Undecided:
		return true
	case Answered:
		if time.Since(r.stageSince) < settleTimeout {
			return true
		}
		return r.report(ctx, &Step{
			Stage: Undecided, Words: "The other phone answered, but RingCentral has not ended the old leg. Hanging up the old phone, or ending its leg here, should complete the flip.",
			End: endWords, Leg: r.call.PartyID,
		})
	case Ending:
		return r.report(ctx, &Step{Stage: Undecided, Words: "The old leg is still there.", Do: "Hang up the old phone.", End: endWords, Leg: r.call.PartyID})
	}
	return r.report(ctx, &Step{Stage: Answered, Words: "The other phone answered. RingCentral should move the call to it now."})
}
