package sandbox

import "time"

const (
	// setupDuration is how long a party is in Setup before it rings (Guess).
	setupDuration = 200 * time.Millisecond
	// maxRinging is how long a caller waits for an answer (Guess).
	maxRinging = time.Minute
)

// begin adds the two parties. The caller is the first (S: the callee of the
// example is number 2). Guess: the session shows the outside party as well, so
// clients can see that it is on hold.
func (s *Server) begin(c *phoneCall, at time.Time) {
	c.started = at
	outside := partyInfo{PhoneNumber: c.plan.Number, Name: c.plan.Name}
	inside := partyInfo{PhoneNumber: directNumber(c.owner.Number), Name: c.owner.Name(), ExtensionID: c.owner.ID}
	if c.plan.Outbound {
		inside.DeviceID = s.company.deskPhone(c.owner)
		c.own = c.join(c.owner.ID, "Outbound", inside, outside)
		c.other = c.join("", "Outbound", inside, outside)
	} else {
		c.other = c.join("", "Inbound", outside, inside)
		c.own = c.join(c.owner.ID, "Inbound", outside, inside)
	}
	c.history = []partySpan{{at, c.own}}
	if c.plan.Rings == 0 && !c.plan.Unanswered {
		s.answer(c, at)
		return
	}
	s.notifyCallChange(c, at, c.other, c.own)
	rings := c.plan.Rings
	if rings == 0 {
		rings = maxRinging
	}
	c.schedule(at.Add(min(setupDuration, rings/2)), func(at time.Time) { s.ring(c, at) })
	if c.plan.Unanswered {
		c.schedule(at.Add(rings), func(at time.Time) { s.end(c, at) })
	} else {
		c.schedule(at.Add(rings), func(at time.Time) { s.answer(c, at) })
	}
}

func (s *Server) ring(c *phoneCall, at time.Time) {
	c.own.code, c.other.code = proceeding, proceeding
	s.notifyCallChange(c, at, c.other, c.own)
}

// answer connects the parties. The inside party is then on the desk phone, if
// there is one (S: deviceId of the example).
func (s *Server) answer(c *phoneCall, at time.Time) {
	c.answered = at
	c.own.code, c.other.code = answered, answered
	if !c.plan.Outbound {
		c.own.to.DeviceID = s.company.deskPhone(c.owner)
	}
	s.notifyCallChange(c, at, c.other, c.own)
	if c.plan.Lasts > 0 {
		c.schedule(at.Add(c.plan.Lasts), func(at time.Time) { s.end(c, at) })
	}
	if n := c.owner.flipTarget(c.plan.Flip); n != nil {
		s.startFlip(c, n, at, plannedFlipRings)
	}
}

// plannedFlipRings is how long the other phone of CallPlan.Flip rings: long enough to do
// something about it.
const plannedFlipRings = 30 * time.Second

// end disconnects all parties. Guess: the inside parties are Disconnected and
// the outside one is Gone.
func (s *Server) end(c *phoneCall, at time.Time) {
	reason := "CallFinished"
	if c.answered.IsZero() {
		reason = "Cancelled"
	}
	c.ended, c.due, c.flip = at, nil, nil
	var left []*party
	for _, p := range c.parties {
		if !p.isOver() {
			p.disconnect(reason)
			left = append(left, p)
		}
	}
	if c.other != nil {
		c.other.code, c.other.reason = "Gone", ""
		s.notifyCallChange(c, at, left...)
	}
}

// ringing reports whether the call can still be answered.
func (c *phoneCall) ringing() bool {
	return c.own != nil && c.answered.IsZero() && c.ended.IsZero()
}

// deskPhone returns the device that an extension talks on: its first desk phone
// that is online, else its first device that is; "" if none is.
func (c *Company) deskPhone(e *Extension) string {
	found := ""
	for _, d := range c.devicesOf(e.ID) {
		if d.Status != "Online" {
			continue
		}
		if d.Type == "HardPhone" {
			return d.ID
		}
		if found == "" {
			found = d.ID
		}
	}
	return found
}
