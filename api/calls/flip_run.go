package calls

import (
	"context"
	"errors"
	"net/http"
	"time"

	"rcfwd/api/rest"
)

const (
	sessionInterval    = 2 * time.Second        // between two reads of the session
	undecidedInterval  = 5 * time.Second        // the same while the user decides
	sessionMinInterval = 500 * time.Millisecond // the same when an event came
	settleTimeout      = 5 * time.Second        // for RingCentral to end the old party by itself
	showTimeout        = 30 * time.Second       // for another phone to ring after RingCentral accepted a flip
	endTimeout         = 15 * time.Second       // for a party to end after the request
	unreachableTimeout = 2 * time.Minute        // for RingCentral to be reachable again
	lookupAttempts     = 3                      // reads of the session after a lost answer
)

// flipRun is the state of a flip's goroutine.
type flipRun struct {
	monitor *Monitor
	flip    *Flip
	call    Call
	digit   string

	before      []party   // the parties before the flip
	last        Step      // the last step that was reported
	stageSince  time.Time // when its stage began
	accepted    time.Time // when RingCentral accepted the flip, or showed it after a lost answer
	lastRead    time.Time // when the session was last read
	newParty    string    // id of the party that the flip made; empty while there is none
	ending      string    // id of the party that was asked to end; empty for none
	endSent     time.Time // when it was
	unreachable bool      // the session cannot be read
	reachable   Step      // the last step before that
}

func (r *flipRun) run(ctx context.Context) {
	if !r.prepare(ctx) || !r.request(ctx) {
		return
	}
	r.accepted, r.lastRead = time.Now(), time.Now()
	for r.poll(ctx) && r.wait(ctx) {
	}
}

// report sends a step, and reports whether the flip goes on.
func (r *flipRun) report(ctx context.Context, was *Step) bool {
	s := *was
	s.At = time.Now()
	if s.Stage != r.last.Stage {
		r.stageSince = s.At
	}
	r.last = s
	select {
	case r.flip.steps <- s:
	case <-ctx.Done():
		return false
	}
	return !s.Stage.Last()
}

// prepare reads the session before the flip, to recognize the new party later. It
// reports whether the call can be flipped.
func (r *flipRun) prepare(ctx context.Context) bool {
	switch {
	case !isDigit(r.digit):
		return r.report(ctx, &Step{Stage: Failed, Words: "The number has no flip digit. " + notMoved})
	case r.call.SessionID == "" || r.call.PartyID == "":
		return r.report(ctx, &Step{Stage: Failed, Words: "RingCentral does not say which leg of the call is yours. " + notMoved})
	}
	r.report(ctx, &Step{Stage: Asking, Words: "Asking RingCentral to flip the call to the phone with digit " + r.digit + "."})
	parties, err := r.monitor.readSession(ctx, r.call.SessionID)
	own, found := findParty(parties, r.call.PartyID)
	switch {
	case isStatus(err, http.StatusNotFound):
		return r.report(ctx, &Step{Stage: Over, Words: "The call ended before it was flipped.", Err: err})
	case err != nil:
		return r.report(ctx, new(errorStep(Failed, "", err)))
	case !found || !own.live():
		return r.report(ctx, &Step{Stage: Over, Words: "The call ended before it was flipped."})
	case own.state.whyNot() != "":
		return r.report(ctx, &Step{Stage: Failed, Words: own.state.whyNot()})
	}
	r.before = parties
	return true
}

// request asks for the flip, and reports whether the flip goes on. It names the
// phone in the form that the developer guide shows and, if that is refused, by the
// digit alone.
func (r *flipRun) request(ctx context.Context) bool {
	err := r.monitor.requestFlip(ctx, &r.call, "*"+r.digit)
	if phoneRejected(err) {
		r.report(ctx, &Step{Stage: Asking, Words: "RingCentral does not accept *" + r.digit + ". Trying " + r.digit + "."})
		if err = r.monitor.requestFlip(ctx, &r.call, r.digit); phoneRejected(err) {
			return r.report(ctx, &Step{
				Stage: Failed, Words: "RingCentral has no phone for *" + r.digit + " or " + r.digit + ". " + notMoved,
				Do: "Reload the numbers: the digit may no longer be in use.", Err: err,
			})
		}
	}
	switch {
	case err == nil:
		return r.report(ctx, &Step{Stage: Phoning, Words: "RingCentral accepted the flip.", NoBack: noBack})
	case errors.Is(err, rest.ErrLost):
		return r.lookUp(ctx, err)
	}
	return r.refused(ctx, err)
}

// refused reports why RingCentral did not flip the call. A call that has ended may
// be refused with any of these codes.
func (r *flipRun) refused(ctx context.Context, err error) bool {
	switch {
	case isStatus(err, http.StatusForbidden, http.StatusNotFound, http.StatusConflict) && r.hasEnded(ctx):
		return r.report(ctx, &Step{Stage: Over, Words: "The call ended before RingCentral could flip it.", Err: err})
	case isStatus(err, http.StatusConflict):
		return r.report(ctx, &Step{
			Stage: Failed, Words: "RingCentral cannot flip the call now. Another phone may already be ringing for it, or it is being moved or parked.",
			Do: "Wait a moment, then try again.", Err: err,
		})
	case rest.Is(err, "TAS-106"):
		return r.report(ctx, &Step{
			Stage: Failed, Words: "RingCentral does not allow this flip (TAS-106).",
			Do: "Check that the number is a flip number and that the call is your own.", Err: err,
		})
	}
	return r.report(ctx, new(errorStep(Failed, "", err)))
}

// hasEnded reports whether the session shows that the call has ended.
func (r *flipRun) hasEnded(ctx context.Context) bool {
	parties, err := r.monitor.readSession(ctx, r.call.SessionID)
	return isStatus(err, http.StatusNotFound) || err == nil && classify(parties, r.call.PartyID, r.before).state == over
}

// lookUp finds out whether RingCentral flips a call although its answer was lost.
// It does not repeat the request.
func (r *flipRun) lookUp(ctx context.Context, err error) bool {
	r.report(ctx, &Step{Stage: Asking, Words: "RingCentral's answer was lost. Checking the call.", Err: err})
	for range lookupAttempts {
		sleep(ctx, sessionInterval)
		parties, failed := r.monitor.readSession(ctx, r.call.SessionID)
		if ctx.Err() != nil {
			return false
		}
		if isStatus(failed, http.StatusNotFound) || failed == nil && classify(parties, r.call.PartyID, r.before).state != unchanged {
			return true
		}
	}
	return r.report(ctx, &Step{
		Stage: Unclear, Words: "RingCentral's answer was lost, and the call shows no flip.",
		Do: "If the other phone does not ring, flip the call again.", Err: err,
	})
}
