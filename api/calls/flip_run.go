package calls

import (
	"context"
	"errors"
	"net/http"
	"time"

	"rcfwd/api/rest"
)

const (
	sessionInterval    = 2 * time.Second        // at the session while a flip is under way
	undecidedInterval  = 5 * time.Second        // the same while a person decides
	sessionMinInterval = 500 * time.Millisecond // after the one before, when an event came
	settleTimeout      = 5 * time.Second        // for RingCentral to end the old leg by itself
	showTimeout        = time.Minute            // for a flip that was agreed to to show
	endTimeout         = 15 * time.Second       // for a leg to go that was ended
	unreachableTimeout = 2 * time.Minute        // for RingCentral to be reached again
	lookupAttempts     = 3                      // after a lost answer
)

// flipRun is the goroutine of a flip.
type flipRun struct {
	monitor *Monitor
	flip    *Flip
	call    Call
	digit   string

	before      []party   // the legs before it
	last        Step      // as it was told last
	stageSince  time.Time // when the stage began
	lastRead    time.Time // when the session was last seen
	newParty    string    // the new leg; empty while none is shown
	ending      string    // the leg that was asked to end; empty for none
	endedAt     time.Time // when it was
	unreachable bool      // the session cannot be read
	reachable   Step      // what was told before that
}

func (m *flipRun) run(ctx context.Context) {
	if !m.prepare(ctx) || !m.request(ctx) {
		return
	}
	m.lastRead = time.Now()
	for m.poll(ctx) && m.wait(ctx) {
	}
}

// report tells a step, and says whether others follow.
func (m *flipRun) report(ctx context.Context, s Step) bool {
	s.At = time.Now()
	if s.Stage != m.last.Stage {
		m.stageSince = s.At
	}
	m.last = s
	select {
	case m.flip.steps <- s:
	case <-ctx.Done():
		return false
	}
	return !s.Stage.Last()
}

// prepare looks at the call before anything is asked for: what there is now tells
// later what is new.
func (m *flipRun) prepare(ctx context.Context) bool {
	switch {
	case !isDigit(m.digit):
		return m.report(ctx, Step{Stage: Failed, Words: "The number has no flip digit. " + notMoved})
	case m.call.SessionID == "" || m.call.PartyID == "":
		return m.report(ctx, Step{Stage: Failed, Words: "RingCentral does not say which leg of the call is yours. " + notMoved})
	}
	m.report(ctx, Step{Stage: Asking, Words: "RingCentral is asked to flip the call to the phone with digit " + m.digit + "."})
	legs, err := m.monitor.readSession(ctx, m.call.SessionID)
	own, found := findParty(legs, m.call.PartyID)
	switch {
	case isStatus(err, http.StatusNotFound):
		return m.report(ctx, Step{Stage: Over, Words: "The call ended before it was flipped.", Err: err})
	case err != nil:
		return m.report(ctx, errorStep(Failed, "", err))
	case !found || !own.live():
		return m.report(ctx, Step{Stage: Over, Words: "The call ended before it was flipped."})
	case own.state.whyNot() != "":
		return m.report(ctx, Step{Stage: Failed, Words: own.state.whyNot()})
	}
	m.before = legs
	return true
}

// request asks for the flip, in the form that the developer guide shows and, when that
// is refused, in the one that the digit alone would be.
func (m *flipRun) request(ctx context.Context) bool {
	err := m.monitor.requestFlip(ctx, m.call, "*"+m.digit)
	if phoneRejected(err) {
		m.report(ctx, Step{Stage: Asking, Words: "RingCentral does not take *" + m.digit + " for the phone, so " + m.digit + " is tried."})
		if err = m.monitor.requestFlip(ctx, m.call, m.digit); phoneRejected(err) {
			return m.report(ctx, Step{
				Stage: Failed, Words: "RingCentral knows no phone to flip to by *" + m.digit + " or " + m.digit + ". " + notMoved,
				Do: "Reload the numbers: the digit may be nobody's now.", Err: err,
			})
		}
	}
	switch {
	case err == nil:
		return m.report(ctx, Step{Stage: Phoning, Words: "RingCentral holds the other side and calls the other phone.", NoBack: noBack})
	case errors.Is(err, rest.ErrLost):
		return m.lookUp(ctx, err)
	}
	return m.refused(ctx, err)
}

// refused says why RingCentral did not flip the call. That it has ended meanwhile
// is among the reasons, whatever the code.
func (m *flipRun) refused(ctx context.Context, err error) bool {
	switch {
	case isStatus(err, http.StatusForbidden, http.StatusNotFound, http.StatusConflict) && m.hasEnded(ctx):
		return m.report(ctx, Step{Stage: Over, Words: "The call ended before RingCentral could flip it.", Err: err})
	case isStatus(err, http.StatusConflict):
		return m.report(ctx, Step{
			Stage: Failed, Words: "RingCentral cannot flip the call as it is now: another phone may ring for it already, or it is being moved or parked.",
			Do: "Wait a moment, then try again.", Err: err,
		})
	case rest.Is(err, "TAS-106"):
		return m.report(ctx, Step{
			Stage: Failed, Words: "RingCentral does not allow this call to be flipped there (TAS-106).",
			Do: "Check that the number is one to flip to, and that the call is your own.", Err: err,
		})
	}
	return m.report(ctx, errorStep(Failed, "", err))
}

// hasEnded says whether the call surely has.
func (m *flipRun) hasEnded(ctx context.Context) bool {
	legs, err := m.monitor.readSession(ctx, m.call.SessionID)
	return isStatus(err, http.StatusNotFound) || err == nil && classify(legs, m.call.PartyID, m.before).flipState == over
}

// lookUp finds out whether RingCentral flips a call although its answer was lost.
// It is not asked a second time.
func (m *flipRun) lookUp(ctx context.Context, err error) bool {
	m.report(ctx, Step{Stage: Asking, Words: "RingCentral's answer was lost, so the call is looked at.", Err: err})
	for range lookupAttempts {
		sleep(ctx, sessionInterval)
		legs, failed := m.monitor.readSession(ctx, m.call.SessionID)
		if ctx.Err() != nil {
			return false
		}
		if isStatus(failed, http.StatusNotFound) || failed == nil && classify(legs, m.call.PartyID, m.before).flipState != unchanged {
			return true
		}
	}
	return m.report(ctx, Step{
		Stage: Unclear, Words: "RingCentral's answer was lost, and nothing shows that the call is being flipped.",
		Do: "If the other phone does not ring, flip the call again.", Err: err,
	})
}
