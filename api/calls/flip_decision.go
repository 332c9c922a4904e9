package calls

import (
	"context"
	"errors"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// wait waits until the session is to be read again, and carries out what the user
// decides before. It reports whether the flip goes on.
func (r *flipRun) wait(ctx context.Context) bool {
	every := sessionInterval
	if r.last.Stage == Undecided {
		every = undecidedInterval
	}
	began, changes := time.Now(), r.monitor.hub.changes()
	t := time.NewTimer(every)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-changes:
		sleep(ctx, sessionMinInterval-time.Since(began))
	case d := <-r.flip.decisions:
		return r.carryOut(ctx, d)
	}
	return true
}

// carryOut carries out a decision, if the last step still offers it.
func (r *flipRun) carryOut(ctx context.Context, d decision) bool {
	switch {
	case d == decideBack && r.last.Back != "":
		return r.endParty(ctx, ringing, r.newParty, "Ending the ringing of the other phone.")
	case d == decideEnd && r.last.End != "":
		return r.endParty(ctx, answered, r.call.PartyID, "Ending the old leg.")
	case d == decideLeave && (r.last.Stage == Answered || r.last.Stage == Undecided):
		return r.report(ctx, &Step{
			Stage: Left, Words: "The call is on the other phone. The old leg was left connected.", Do: "Hang up the old phone when you are done.",
		})
	}
	return true
}

// endParty ends a party if the state of the flip is still while, which is what the
// user saw. A party that rang then may be the only one now.
func (r *flipRun) endParty(ctx context.Context, while flipState, id, words string) bool {
	parties, err := r.monitor.readSession(ctx, r.call.SessionID)
	if err != nil {
		return r.endFailed(ctx, err)
	}
	if o := classify(parties, r.call.PartyID, r.before); o.state != while {
		return r.apply(ctx, o)
	}
	before := r.last
	r.ending, r.endSent = id, time.Now()
	r.report(ctx, &Step{Stage: Ending, Words: words})
	err = r.monitor.endParty(ctx, &r.call, id)
	switch {
	case err == nil:
		return true
	case errors.Is(err, rest.ErrLost): // the next reads of the session show whether it ended
		return r.report(ctx, &Step{Stage: Ending, Words: "RingCentral's answer was lost. Checking the call.", Err: err})
	}
	r.ending, r.last = "", before
	return r.endFailed(ctx, err)
}

// endFailed repeats the last step with the reason that the party was not ended.
func (r *flipRun) endFailed(ctx context.Context, err error) bool {
	a := api.Explain(err)
	s := r.last
	s.Words, s.Do, s.Err = "The leg was not ended. "+a.What, a.Do, err
	return r.report(ctx, &s)
}
