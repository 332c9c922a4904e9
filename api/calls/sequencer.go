package calls

// maxMissing is the largest gap whose events are tracked one by one.
const maxMissing = 64

// sequencer tracks the sequence numbers of events. Every event holds the whole
// state, so the newest one counts, and an older one that arrives late is dropped.
// A gap may be more than a late event: then the calls must be read.
type sequencer struct {
	started  bool
	last     int64
	missing  map[int64]bool // numbers that were skipped and may still arrive
	overflow bool           // more numbers were skipped than are tracked
}

// accept reports whether the event with number n is newer than all before it.
func (s *sequencer) accept(n int64) bool {
	if !s.started {
		s.started, s.last = true, n
		return true
	}
	if n <= s.last {
		delete(s.missing, n)
		return false
	}
	s.skip(s.last+1, n)
	s.last = n
	return true
}

func (s *sequencer) skip(from, to int64) {
	if to-from > maxMissing || len(s.missing) > maxMissing {
		s.overflow = true
		return
	}
	for n := from; n < to; n++ {
		if s.missing == nil {
			s.missing = map[int64]bool{}
		}
		s.missing[n] = true
	}
}

// gap reports whether an event is still missing.
func (s *sequencer) gap() bool { return s.overflow || len(s.missing) > 0 }

// clear forgets the gap, because the calls were read.
func (s *sequencer) clear() { s.missing, s.overflow = nil, false }
