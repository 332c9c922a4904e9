package sandbox

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// CallPlan describes a call to start: an inbound call from the other side, or
// an outbound call from the extension. The zero value is an inbound call that
// starts now, is answered at once and lasts until it is ended.
type CallPlan struct {
	Extension  string // short number; "" means that of Options.As
	Outbound   bool
	Number     string        // of the other side, E.164; "" means an invented one
	Name       string        // of the other side
	After      time.Duration // delay before it starts
	Rings      time.Duration // until it is answered
	Unanswered bool          // it rings until the caller gives up, or for Rings if that is set
	Flip       int           // digit to whose number it is flipped once it is answered; 0 means none
	Both       bool          // that phone answers at once, and the old leg stays until it is ended
	Lasts      time.Duration // from the answer until the other side hangs up; 0 means no end
}

// Call is a snapshot of one call.
type Call struct {
	ID        string // telephonySessionId
	SessionID string // the legacy sessionId
	Extension string // short number
	Outbound  bool
	Number    string // of the other side
	Name      string
	Started   time.Time
	Ended     time.Time // zero while it is live
	Parties   []Party
}

// Party is one side of a call.
type Party struct {
	ID        string
	Extension string // ID of the extension; "" for the side outside the company
	Code      string // Setup, Proceeding, Answered, Hold, Disconnected, Gone
	Reason    string // such as CallFlip
}

// phoneCall is a call session: its parties, and its scheduled steps.
type phoneCall struct {
	id, legacyID   string
	plan           CallPlan
	owner          *Extension
	started, ended time.Time   // ended is zero while it is live
	answered       time.Time   // zero until then
	parties        []*party    // in the order in which they joined
	other          *party      // the party outside the company
	own            *party      // the extension's current party, which presence shows
	history        []partySpan // of own, for the call log, which is delayed
	flip           *flip       // in progress; nil if none
	events         int         // number sent about this session
	due            []timedStep // in order of time
}

// partySpan is the party that the extension was on from a given time.
type partySpan struct {
	from  time.Time
	party *party
}

// timedStep is a step that is due at a given time. No timer runs it: every
// reader of the state first runs the steps that are due.
type timedStep struct {
	at time.Time
	do func(at time.Time)
}

// StartCall starts a call, for tests and for the sandbox's own route. It fails
// if there is no such extension or the number is not a phone number. The ID is
// that of the session, which exists from now on unless the plan has After; then
// it is the ID that the session will have.
func (s *Server) StartCall(plan CallPlan) (telephonySessionID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.planCall(plan, time.Now())
	if err != nil {
		return "", err
	}
	s.advance()
	s.wakeSockets()
	return c.id, nil
}

// AnswerCall answers a call on the called side. It reports whether the call was
// ringing.
func (s *Server) AnswerCall(telephonySessionID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	c := s.phoneCall(telephonySessionID)
	if c == nil || !c.ringing() {
		return false
	}
	c.due = nil
	s.answer(c, time.Now())
	s.wakeSockets()
	return true
}

// EndCall makes the other side hang up, or cancels a call that has not started.
// It reports whether there was a call to end.
func (s *Server) EndCall(telephonySessionID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	c := s.phoneCall(telephonySessionID)
	if c == nil || !c.ended.IsZero() {
		return false
	}
	s.end(c, time.Now())
	s.wakeSockets()
	return true
}

// Calls returns the calls that are planned or live, and those that ended
// recently, in the order in which they were planned.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	list := []Call{}
	for _, c := range s.phoneCalls {
		list = append(list, c.snapshot())
	}
	return list
}

func (c *phoneCall) snapshot() Call {
	call := Call{
		ID: c.id, SessionID: c.legacyID, Extension: c.owner.Number, Outbound: c.plan.Outbound,
		Number: c.plan.Number, Name: c.plan.Name, Started: c.started, Ended: c.ended,
	}
	for _, p := range c.parties {
		call.Parties = append(call.Parties, Party{p.id, p.extension, p.code, p.reason})
	}
	return call
}

// planCall adds a call that starts at now plus plan.After.
func (s *Server) planCall(plan CallPlan, now time.Time) (*phoneCall, error) {
	owner := s.self
	if plan.Extension != "" {
		owner = s.company.Extension(plan.Extension)
	}
	if owner == nil {
		return nil, fmt.Errorf("sandbox: no one has extension %q", plan.Extension)
	}
	if plan.Number == "" {
		plan.Number, plan.Name = "+12125550187", "Riley Moss" // from the vendor's example
	}
	if plan.Number = normalize(plan.Number); plan.Number == "" {
		return nil, fmt.Errorf("sandbox: a call needs a phone number")
	}
	if plan.Flip != 0 && owner.flipTarget(plan.Flip) == nil {
		return nil, fmt.Errorf("sandbox: no number of extension %s takes a call that is flipped to %d", owner.Number, plan.Flip)
	}
	raw := hex.EncodeToString(s.ids.bytes(16))
	c := &phoneCall{
		id: "s-" + raw, legacyID: decimal(808000001004 + int64(s.callsMade)*1000), plan: plan, owner: owner,
	}
	s.callsMade++
	s.phoneCalls = append(s.phoneCalls, c)
	c.schedule(now.Add(plan.After), func(at time.Time) { s.begin(c, at) })
	return c, nil
}

// phoneCall returns a call; nil if it does not exist or is no longer kept.
func (s *Server) phoneCall(id string) *phoneCall {
	i := slices.IndexFunc(s.phoneCalls, func(c *phoneCall) bool { return c.id == id })
	if i < 0 {
		return nil
	}
	return s.phoneCalls[i]
}

// schedule inserts a step in order of time, after those of the same time.
func (c *phoneCall) schedule(at time.Time, do func(time.Time)) {
	i := len(c.due)
	for i > 0 && at.Before(c.due[i-1].at) {
		i--
	}
	c.due = slices.Insert(c.due, i, timedStep{at, do})
}
