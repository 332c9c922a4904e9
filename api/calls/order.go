package calls

// mostMissing is how many events a gap may lack to be waited for one by one.
const mostMissing = 64

// order puts events right by their sequence. Each holds the whole state, so the
// newest counts and an older one that comes late is of no use; yet a gap may be
// more than lateness, and is worth a look.
type order struct {
	began   bool
	last    int64
	missing map[int64]bool // those skipped that may still come
	lost    bool           // more were skipped than are worth counting
}

// take says whether the event with this number is newer than all before it.
func (o *order) take(n int64) bool {
	if !o.began {
		o.began, o.last = true, n
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

func (o *order) skip(from, to int64) {
	if to-from > mostMissing || len(o.missing) > mostMissing {
		o.lost = true
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
func (o *order) gap() bool { return o.lost || len(o.missing) > 0 }

// fill forgets what is missing, because the calls were read.
func (o *order) fill() { o.missing, o.lost = nil, false }
