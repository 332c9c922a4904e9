package sandbox

import "time"

// keepEnded is how long an ended call is kept: about two minutes in the call
// log (dossier 12). Guess: the same in the session, which shows how the call
// ended.
const keepEnded = 120 * time.Second

// advance runs the steps that are due, in order of time, drops calls that ended
// long ago, and wakes the WebSockets if any step ran.
func (s *Server) advance() {
	now := time.Now()
	happened := false
	for {
		c := s.nextCall()
		if c == nil || c.due[0].at.After(now) {
			break
		}
		next := c.due[0]
		c.due = c.due[1:]
		next.do(next.at)
		happened = true
	}
	s.phoneCalls = without(s.phoneCalls, func(c *phoneCall) bool {
		return !c.ended.IsZero() && now.Sub(c.ended) > keepEnded+callLogLag
	})
	if happened {
		s.wakeSockets()
	}
}

// nextCall returns the call whose next step is the earliest; nil if no step is
// scheduled.
func (s *Server) nextCall() *phoneCall {
	var first *phoneCall
	for _, c := range s.phoneCalls {
		if len(c.due) > 0 && (first == nil || c.due[0].at.Before(first.due[0].at)) {
			first = c
		}
	}
	return first
}

// nextStepTime returns the time of the next step; the zero time if none is
// scheduled.
func (s *Server) nextStepTime() time.Time {
	if c := s.nextCall(); c != nil {
		return c.due[0].at
	}
	return time.Time{}
}
