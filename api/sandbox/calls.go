package sandbox

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// CallPlan is a call that somebody starts: the person outside, or for an
// outbound one the extension. The zero value is an inbound call that begins now,
// is answered at once and lasts until somebody ends it.
type CallPlan struct {
	Extension  string // short number; "" is that of Options.As
	Outbound   bool
	Number     string        // of the other side, E.164; "" is a made-up one
	Name       string        // of the other side
	After      time.Duration // until it begins
	Rings      time.Duration // until it is answered
	Unanswered bool          // it rings until somebody gives up, or for Rings if that is set
	Lasts      time.Duration // from the answer to the other side's hanging up; 0 is for ever
}

// Call is one call as it is now.
type Call struct {
	ID        string // telephonySessionId; "" until the call begins
	SessionID string // the legacy one
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
	Extension string // ID of the extension; "" is somebody outside
	Code      string // Setup, Proceeding, Answered, Hold, Disconnected, Gone
	Reason    string // such as CallFlip
}

// phoneCall is a call session: the sides of it, and what is going to happen to
// it.
type phoneCall struct {
	id, legacyID   string
	plan           CallPlan
	owner          *Extension
	started, ended time.Time   // ended is zero while it is live
	answered       time.Time   // zero until it is
	parties        []*party    // in the order in which they joined
	other          *party      // outside
	own            *party      // whom presence shows
	history        []partySpan // of own, for the call log, which lags
	flip           *flip       // under way; nil if none
	events         int         // sent about this session
	due            []timedStep // in order of time
}

// partySpan is since when the extension has been on the call with a party.
type partySpan struct {
	from  time.Time
	party *party
}

// timedStep is something that happens at a time. Nothing runs meanwhile: whoever
// looks lets happen what is due.
type timedStep struct {
	at time.Time
	do func(at time.Time)
}

// StartCall lets a call begin, by a test or by the sandbox's own route. It fails
// if nobody has the extension, or the number is none. The ID is that of the
// session, which exists from now on unless the plan says After; then it is the
// ID that the call will have.
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

// AnswerCall lets whoever is called answer. It reports whether the call was
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

// EndCall lets the other side hang up, or takes back a call that has not begun.
// It reports whether there was one to end.
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

// Calls returns the calls that are live, and those that ended not long ago, in
// the order in which they were planned.
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

// planCall puts a call into the book.
func (s *Server) planCall(plan CallPlan, now time.Time) (*phoneCall, error) {
	owner := s.self
	if plan.Extension != "" {
		owner = s.company.Extension(plan.Extension)
	}
	if owner == nil {
		return nil, fmt.Errorf("sandbox: nobody has extension %q", plan.Extension)
	}
	if plan.Number == "" {
		plan.Number, plan.Name = "+12125550187", "Riley Moss" // of the vendor's example
	}
	if plan.Number = normalize(plan.Number); plan.Number == "" {
		return nil, fmt.Errorf("sandbox: a call needs a phone number")
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

// phoneCall finds a call; nil if there is none, or not any more.
func (s *Server) phoneCall(id string) *phoneCall {
	i := slices.IndexFunc(s.phoneCalls, func(c *phoneCall) bool { return c.id == id })
	if i < 0 {
		return nil
	}
	return s.phoneCalls[i]
}

func (c *phoneCall) schedule(at time.Time, do func(time.Time)) {
	i := len(c.due)
	for i > 0 && at.Before(c.due[i-1].at) {
		i--
	}
	c.due = slices.Insert(c.due, i, timedStep{at, do})
}
