package calls

import (
	"context"
	"net/http"
	"strings"

	"rcfwd/api/rest"
)

// Flip is a flip of one call, under way or finished. See Monitor.Flip.
type Flip struct {
	steps     chan Step
	decisions chan decision
}

// decision is what the user decided while a flip is under way.
type decision int

const (
	decideBack decision = iota
	decideEnd
	decideLeave
)

// Flip asks RingCentral to move call to the phone with the flip digit, such as
// "2", and follows the flip. The last step says how it ended. If the call cannot be
// flipped or the digit is not one, there is only that step, and nothing is sent.
//
// The end of ctx ends the following, not the flip: a request that was sent always
// waits for its answer.
func (m *Monitor) Flip(ctx context.Context, call *Call, digit string) *Flip {
	return m.flip(ctx, &flipRun{monitor: m, call: *call, digit: digit}, (*flipRun).run)
}

// Follow follows a flip of call that another program, or an earlier run, began. If the
// call shows no flip, the only step says so.
func (m *Monitor) Follow(ctx context.Context, call *Call) *Flip {
	return m.flip(ctx, &flipRun{monitor: m, call: *call}, (*flipRun).resume)
}

// flip starts a run in a goroutine.
func (m *Monitor) flip(ctx context.Context, r *flipRun, run func(*flipRun, context.Context)) *Flip {
	f := &Flip{steps: make(chan Step, 16), decisions: make(chan decision, 1)}
	r.flip = f
	go m.guarded(func() {
		defer close(f.steps)
		m.flips.Add(1)
		defer m.flips.Add(-1)
		run(r, ctx)
		notify(m.readNow)
	})()
	return f
}

// Steps returns the steps of the flip, in order. The channel is closed after the
// last one, or when the context of the flip ends.
func (f *Flip) Steps() <-chan Step { return f.steps }

// Back does what Step.Back says: it ends the call to the other phone while that
// rings. It does nothing when Step.Back is empty.
func (f *Flip) Back() { f.decide(decideBack) }

// End does what Step.End says: it ends the old party of a call that the other phone
// has answered. It does nothing when Step.End is empty.
func (f *Flip) End() { f.decide(decideEnd) }

// Leave keeps the old party in the call that the other phone has answered, and ends
// the following.
func (f *Flip) Leave() { f.decide(decideLeave) }

func (f *Flip) decide(d decision) {
	select {
	case f.decisions <- d:
	default: // the last decision was not read yet
	}
}

const phoneParam = "callFlipId"

// flipBody is the body of a request for a flip.
type flipBody struct {
	To string `json:"callFlipId"`
}

// FlipRequest returns the request that Flip sends first.
func (m *Monitor) FlipRequest(call *Call, digit string) rest.Request {
	return m.flipTo(call, "*"+digit)
}

// flipTo returns the request for a flip to the phone that to names.
func (m *Monitor) flipTo(call *Call, to string) rest.Request {
	return rest.Request{
		Op: opFlip, Method: http.MethodPost, Body: flipBody{to}, NoRetry: true,
		Path: m.client.AccountPath("telephony", "sessions", call.SessionID, "parties", call.PartyID, "flip"),
	}
}

// EndRequest returns the request that ends a leg of a call, such as Step.Leg.
func (m *Monitor) EndRequest(call *Call, leg string) rest.Request {
	return rest.Request{
		Op: opEndParty, Method: http.MethodDelete, NoRetry: true,
		Path: m.client.AccountPath("telephony", "sessions", call.SessionID, "parties", leg),
	}
}

// requestFlip sends one request for a flip to the phone that to names.
func (m *Monitor) requestFlip(ctx context.Context, call *Call, to string) error {
	return control(m.client.REST().Do(ctx, new(m.flipTo(call, to)), nil))
}

// endParty sends one request to end a party. A party that is not found has ended;
// so has, most likely, one whose state does not allow it.
func (m *Monitor) endParty(ctx context.Context, call *Call, party string) error {
	err := m.client.REST().Do(ctx, new(m.EndRequest(call, party)), nil)
	if isStatus(err, http.StatusNotFound, http.StatusConflict) {
		return nil
	}
	return control(err)
}

// phoneRejected reports whether err refuses the name of the phone.
func phoneRejected(err error) bool {
	e, ok := asError(err)
	switch {
	case !ok:
		return false
	case e.Status == http.StatusBadRequest:
		return e.Param == phoneParam || e.Param == "" && rest.Is(err, "CMN-101")
	}
	return e.Status == http.StatusNotFound && e.Param == phoneParam
}

// isDigit reports whether digit can be a flip digit. The service knows which ones
// exist.
func isDigit(digit string) bool {
	return digit != "" && len(digit) <= 2 && strings.Trim(digit, "0123456789") == ""
}
