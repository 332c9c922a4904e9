package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// FlipPlan sets how flips of live calls proceed. No source says how they do
// (dossier 15.11), so each possible way can be chosen. With the zero value the
// other phone rings for five seconds and is answered, and then the call has
// moved.
type FlipPlan struct {
	Rings time.Duration // until the other phone answers, or stops ringing unanswered; 0 means 5 s, and 30 s if unanswered
	// Unanswered means that the other phone is not answered, and the call
	// continues on the old phone.
	Unanswered bool
	// HangUp means that the call moves only when the old party is ended by
	// DELETE, as hanging up completes the flip of a desk phone (V).
	HangUp bool
	// BareDigit accepts "2" instead of "*2", and refuses the form that the
	// guide shows.
	BareDigit bool
	// EitherDigit accepts both forms.
	EitherDigit bool
}

// Flips sets how flips proceed from now on.
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

// flip is a flip in progress.
type flip struct {
	old, target *party
	hangUp      bool
}

// flipCall moves a live call to another phone. S documents no body, but two
// programs of the vendor parse one as JSON (V). Guess: it is the party that is
// flipped.
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
	c.startFlip(phone, number, time.Now(), c.flips.ringTime())
	return success(p.show(c.company.ID)), nil
}

// digit reads callFlipId: an asterisk and the digit (G). Guess: without the
// asterisk it is CMN-101, unless the plan says otherwise.
func (f FlipPlan) digit(id string) (int, bool) {
	bare, star := strings.CutPrefix(id, "*")
	if len(bare) != 1 || bare < "1" || bare > "9" {
		return 0, false
	}
	return int(bare[0] - '0'), f.EitherDigit || star != f.BareDigit
}

// flipTarget returns the number that has a digit and can take a flipped call;
// nil if there is none. It is not inlined: its copies would make the program larger.
//
//go:noinline
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

// startFlip puts the other side on hold and rings the target (G). Guess: the
// new party is the extension's own, and its caller is the other side. It rings
// for a time until it is answered, or until it stops.
func (s *Server) startFlip(c *phoneCall, n *Number, at time.Time, rings time.Duration) {
	other := partyInfo{PhoneNumber: c.plan.Number, Name: c.plan.Name}
	target := partyInfo{PhoneNumber: n.PhoneNumber, Name: n.Label, ExtensionID: c.owner.ID, DeviceID: n.DeviceID}
	from, to := other, target
	if c.plan.Outbound {
		from, to = target, other
	}
	f := &flip{old: c.own, target: c.join(c.owner.ID, c.own.direction, from, to), hangUp: s.flips.HangUp || c.plan.Both}
	c.flip = f
	c.other.code = onHold
	s.notifyCallChange(c, at, c.other, f.target)
	if c.plan.Both {
		s.answerFlip(c, f, at)
		return
	}
	c.schedule(at.Add(min(setupDuration, rings/2)), func(at time.Time) { s.setFlipCode(c, f, at, proceeding) })
	if s.flips.Unanswered {
		c.schedule(at.Add(rings), func(at time.Time) { s.cancelFlip(c, f, at, "NoAnswer") })
	} else {
		c.schedule(at.Add(rings), func(at time.Time) { s.answerFlip(c, f, at) })
	}
}

// flipActive reports whether a flip is still in progress. Steps that were
// scheduled for a flip check it first.
func (c *phoneCall) flipActive(f *flip) bool { return c.flip == f && !f.target.isOver() }

func (s *Server) setFlipCode(c *phoneCall, f *flip, at time.Time, code string) {
	if c.flipActive(f) {
		f.target.code = code
		s.notifyCallChange(c, at, f.target)
	}
}

// answerFlip answers the other phone.
func (s *Server) answerFlip(c *phoneCall, f *flip, at time.Time) {
	if !c.flipActive(f) {
		return
	}
	f.target.code = answered
	if f.hangUp {
		s.notifyCallChange(c, at, f.target) // the other side hears music until the old party is ended
		return
	}
	s.completeFlip(c, f, at)
}

// completeFlip ends the old party with reason CallFlip (G). The call is then on
// the new party.
func (s *Server) completeFlip(c *phoneCall, f *flip, at time.Time) {
	f.old.disconnect("CallFlip")
	c.other.code = answered
	c.own, c.flip = f.target, nil
	c.history = append(c.history, partySpan{at, c.own})
	s.notifyCallChange(c, at, f.target, c.other, f.old)
}

// cancelFlip returns the call to the old party.
func (s *Server) cancelFlip(c *phoneCall, f *flip, at time.Time, reason string) {
	if !c.flipActive(f) {
		return
	}
	f.target.disconnect(reason)
	c.other.code, c.flip = answered, nil
	s.notifyCallChange(c, at, f.target, c.other)
}
