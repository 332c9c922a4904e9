package calls

import (
	"slices"
	"time"
)

// state is the known state of the calls. The tracker's lock guards it.
type state struct {
	presence
	known     bool
	read      time.Time // when the service last reported the calls
	changed   time.Time // when the report last differed from the one before
	version   int       // number of events applied
	order     sequencer
	firstSeen map[callKey]time.Time
	details   map[callKey]detail
}

func newState() *state {
	return &state{firstSeen: map[callKey]time.Time{}, details: map[callKey]detail{}}
}

// applyEvent applies an event, unless it is older than the newest one, and reports
// whether it did.
func (s *state) applyEvent(p presence, sequence int64, numbered bool, now time.Time) bool {
	if numbered && !s.order.accept(sequence) {
		return false
	}
	s.version++
	s.apply(p, now)
	return true
}

// applyAnswer applies the answer to a request that was sent at the given version.
// An event that came in between is newer than the answer.
func (s *state) applyAnswer(p presence, version int, now time.Time) {
	s.order.clear()
	if s.version == version {
		if len(p.calls) > 0 && p.more == 0 { // only events count the calls that are not listed
			p.more = s.more
		}
		s.apply(p, now)
	}
}

func (s *state) apply(p presence, now time.Time) {
	if !slices.Equal(p.calls, s.calls) || p.more != s.more || !s.known {
		s.changed = now
	}
	s.presence, s.known, s.read = p, true, now
	firstSeen, details := map[callKey]time.Time{}, map[callKey]detail{}
	for _, c := range p.calls {
		k := c.key()
		firstSeen[k] = now
		if seen, ok := s.firstSeen[k]; ok {
			firstSeen[k] = seen
		}
		if d, ok := s.details[k]; ok {
			details[k] = d
		}
	}
	s.firstSeen, s.details = firstSeen, details
}

func (s *state) live() bool { return len(s.calls) > 0 || s.more > 0 }
