package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// FlipPlan says how flips of live calls go. No source says how they do (dossier
// 15.11), so each way that is possible can be had. The zero value: the other
// phone rings for five seconds and is answered, whereupon the call has moved.
type FlipPlan struct {
	Rings time.Duration // until the other phone answers, or until nobody did; 0 is 5 s, and 30 s when nobody does
	// Unanswered means that nobody answers the other phone, and the call goes on
	// where it was.
	Unanswered bool
	// HangUp means that the call has moved only when the old party is ended by
	// DELETE, as hanging up completes the flip of a desk phone (V).
	HangUp bool
	// BareDigit takes "2" for "*2", and refuses what the guide shows.
	BareDigit bool
	// EitherDigit takes both.
	EitherDigit bool
}

// Flips chooses how flips go from now on.
func (s *Server) Flips(plan FlipPlan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flips = plan
}

func (f FlipPlan) ringTime() time.Duration {
	switch {
	case f.Rings > 0:
		return f.Rings
	case f.Unanswered:
		return 30 * time.Second
	}
	return 5 * time.Second
}

// flip is one that is under way.
type flip struct {
	old, target *party
	hangUp      bool
}

// flipCall moves a live call to another phone. The reply has no body (G).
func (c *call) flipCall() (result, error) {
	phone, p, err := c.ownParty()
	if err != nil {
		return result{}, err
	}
	sent, err := c.payload()
	if err != nil {
		return result{}, err
	}
	id, err := sent.text("callFlipId")
	if err != nil {
		return result{}, err
	}
	digit, ok := c.flips.digit(id)
	if !ok {
		return result{}, invalid("callFlipId")
	}
	if p.code != answered || phone.flip != nil {
		return result{}, conflict("Call is not connected, or is being flipped already")
	}
	number := phone.owner.flipTarget(digit)
	if number == nil {
		return result{}, notFound("callFlipId") // Guess: the code
	}
	c.startFlip(phone, *number, time.Now())
	return success(nil), nil
}

// digit reads callFlipId: an asterisk and the digit (G). Guess: without the
// asterisk it is CMN-101, unless the plan has it otherwise.
func (f FlipPlan) digit(id string) (int, bool) {
	bare, star := strings.CutPrefix(id, "*")
	if len(bare) != 1 || bare < "1" || bare > "9" {
		return 0, false
	}
	return int(bare[0] - '0'), f.EitherDigit || star != f.BareDigit
}

// flipTarget is the number with a digit that can take a flipped call; nil if
// there is none.
func (e *Extension) flipTarget(digit int) *Number {
	i := slices.IndexFunc(e.Numbers, func(n Number) bool { return n.Flip == digit && n.canFlip() })
	if i < 0 {
		return nil
	}
	return &e.Numbers[i]
}

// conflict is S's conflict of call control. Guess: the code.
func conflict(why string) *problem {
	return refuse(http.StatusConflict, "TAS-102", "%s", why)
}

// startFlip holds the other side and rings the target (G). Guess: the new party
// is the extension's own, and its caller is the other side.
func (s *Server) startFlip(c *phoneCall, n Number, at time.Time) {
	other := partyInfo{PhoneNumber: c.plan.Number, Name: c.plan.Name}
	target := partyInfo{PhoneNumber: n.PhoneNumber, Name: n.Label, ExtensionID: c.owner.ID, DeviceID: n.DeviceID}
	from, to := other, target
	if c.plan.Outbound {
		from, to = target, other
	}
	f := &flip{old: c.own, target: c.join(c.owner.ID, c.own.direction, from, to), hangUp: s.flips.HangUp}
	c.flip = f
	c.other.code = onHold
	s.notifyCallChange(c, at, c.other, f.target)
	rings := s.flips.ringTime()
	c.schedule(at.Add(min(setupDuration, rings/2)), func(at time.Time) { s.setFlipCode(c, f, at, proceeding) })
	if s.flips.Unanswered {
		c.schedule(at.Add(rings), func(at time.Time) { s.cancelFlip(c, f, at, "NoAnswer") })
	} else {
		c.schedule(at.Add(rings), func(at time.Time) { s.answerFlip(c, f, at) })
	}
}

// flipActive guards steps that were planned for a flip which is over.
func (c *phoneCall) flipActive(f *flip) bool { return c.flip == f && !f.target.isOver() }

func (s *Server) setFlipCode(c *phoneCall, f *flip, at time.Time, code string) {
	if c.flipActive(f) {
		f.target.code = code
		s.notifyCallChange(c, at, f.target)
	}
}

// answerFlip is the other phone's answering.
func (s *Server) answerFlip(c *phoneCall, f *flip, at time.Time) {
	if !c.flipActive(f) {
		return
	}
	f.target.code = answered
	if f.hangUp {
		s.notifyCallChange(c, at, f.target) // the other side hears music until somebody hangs up
		return
	}
	s.completeFlip(c, f, at)
}

// completeFlip ends the old party with reason CallFlip (G), and from now on the
// call is on the new one.
func (s *Server) completeFlip(c *phoneCall, f *flip, at time.Time) {
	f.old.disconnect("CallFlip")
	c.other.code = answered
	c.own, c.flip = f.target, nil
	c.history = append(c.history, partySpan{at, c.own})
	s.notifyCallChange(c, at, f.target, c.other, f.old)
}

// cancelFlip goes back to where the call was.
func (s *Server) cancelFlip(c *phoneCall, f *flip, at time.Time, reason string) {
	if !c.flipActive(f) {
		return
	}
	f.target.disconnect(reason)
	c.other.code, c.flip = answered, nil
	s.notifyCallChange(c, at, f.target, c.other)
}
