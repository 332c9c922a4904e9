package calls

import (
	"context"
	"net/http"
	"strings"

	"rcfwd/api/rest"
)

// Flip is a flip under way.
type Flip struct {
	steps     chan Step
	decisions chan decision
}

// decision is what the person said of a flip.
type decision int

const (
	decideBack decision = iota
	decideEnd
	decideLeave
)

// Flip asks RingCentral to move call to the phone with the flip digit, such as
// "2", and follows what becomes of it. The step that comes last says how it ended,
// also when call or digit cannot be; then nothing is sent.
//
// Ending ctx ends the following and nothing else; what was sent is heard out.
func (l *Monitor) Flip(ctx context.Context, call Call, digit string) *Flip {
	f := &Flip{steps: make(chan Step, 16), decisions: make(chan decision, 1)}
	go l.guarded(func() {
		defer close(f.steps)
		l.flips.Add(1)
		defer l.flips.Add(-1)
		m := &flipRun{monitor: l, flip: f, call: call, digit: digit}
		m.run(ctx)
		notify(l.readNow)
	})()
	return f
}

// Steps are what happens, in order, until the last one; then, or when the flip's
// context ends, the channel is closed.
func (f *Flip) Steps() <-chan Step { return f.steps }

// Back does what Step.Back says: while the other phone rings, it ends that. It
// does nothing when there is no way back.
func (f *Flip) Back() { f.decide(decideBack) }

// End does what Step.End says: it ends the old leg of a call that the other phone
// has answered. It does nothing before it is asked for.
func (f *Flip) End() { f.decide(decideEnd) }

// Leave leaves the old leg as it is, which ends the following.
func (f *Flip) Leave() { f.decide(decideLeave) }

func (f *Flip) decide(a decision) {
	select {
	case f.decisions <- a:
	default: // the last word is not heard yet
	}
}

const phoneParam = "callFlipId"

// flipBody is what asks for a flip.
type flipBody struct {
	To string `json:"callFlipId"`
}

// requestFlip asks RingCentral for a flip once.
func (l *Monitor) requestFlip(ctx context.Context, call Call, to string) error {
	return control(l.client.REST().Do(ctx, rest.Request{
		Op: opFlip, Method: http.MethodPost, Body: flipBody{to}, NoRetry: true,
		Path: l.client.AccountPath("telephony", "sessions", call.SessionID, "parties", call.PartyID, "flip"),
	}, nil))
}

// endParty asks RingCentral once to end a leg. One that is not there has ended, and
// so has, most likely, one whose state does not allow it.
func (l *Monitor) endParty(ctx context.Context, session, party string) error {
	err := l.client.REST().Do(ctx, rest.Request{
		Op: opEndParty, Method: http.MethodDelete, NoRetry: true,
		Path: l.client.AccountPath("telephony", "sessions", session, "parties", party),
	}, nil)
	if isStatus(err, http.StatusNotFound, http.StatusConflict) {
		return nil
	}
	return control(err)
}

// phoneRejected says whether err is the refusal of what a phone was named by.
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

// isDigit says whether a phone may be named by digit; which ones there are is for
// the service to say.
func isDigit(digit string) bool {
	return digit != "" && len(digit) <= 2 && strings.Trim(digit, "0123456789") == ""
}
