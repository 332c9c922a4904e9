package sandbox

import "time"

// keepEnded is how long an ended call is still there: in the call log about two
// minutes (dossier 12). Guess: in the session as well, where it shows how the
// call ended.
const keepEnded = 120 * time.Second

// advance lets happen what is due, in order of time, and wakes the connections
// that it is of interest to.
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

// nextCall is the one that something happens to next; nil if none.
func (s *Server) nextCall() *phoneCall {
	var first *phoneCall
	for _, c := range s.phoneCalls {
		if len(c.due) > 0 && (first == nil || c.due[0].at.Before(first.due[0].at)) {
			first = c
		}
	}
	return first
}

// nextStepTime is when something happens next; the zero time if nothing is planned.
func (s *Server) nextStepTime() time.Time {
	if c := s.nextCall(); c != nil {
		return c.due[0].at
	}
	return time.Time{}
}
