package calls

// maxMissing is how many events a gap may lack to be waited for one by one.
const maxMissing = 64

// sequencer puts events right by their sequence. Each holds the whole state, so the
// newest counts and an older one that comes late is of no use; yet a gap may be
// more than lateness, and is worth a look.
type sequencer struct {
	started  bool
	last     int64
	missing  map[int64]bool // those skipped that may still come
	overflow bool           // more were skipped than are worth counting
}

// accept says whether the event with this number is newer than all before it.
func (o *sequencer) accept(n int64) bool {
	if !o.started {
		o.started, o.last = true, n
		return true
	}
	if n <= o.last {
		delete(o.missing, n)
		return false
	}
	o.skip(o.last+1, n)
	o.last = n
	return true
}

func (o *sequencer) skip(from, to int64) {
	if to-from > maxMissing || len(o.missing) > maxMissing {
		o.overflow = true
		return
	}
	for n := from; n < to; n++ {
		if o.missing == nil {
			o.missing = map[int64]bool{}
		}
		o.missing[n] = true
	}
}

// gap says whether some event is still missing.
func (o *sequencer) gap() bool { return o.overflow || len(o.missing) > 0 }

// clear forgets what is missing, because the calls were read.
func (o *sequencer) clear() { o.missing, o.overflow = nil, false }
