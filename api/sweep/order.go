package sweep

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rcfwd/api/index"
)

// The order in which extensions are read: what was never read, what is known to have
// changed, what led outside when it was last read, and then the oldest.
const (
	neverRead = iota
	changed
	ledOutside
	oldest
)

// due is an extension to be read.
type due struct {
	at     int32 // its place in the list
	rank   int8
	readAt int64 // Unix milliseconds; 0 for never
}

// wanted reports whether the options ask for an extension at all.
func (o *Options) wanted(l *listed) bool {
	if l.class == Other || !o.Scope.Has(l.class) {
		return false
	}
	if o.Filter == nil {
		return true
	}
	r := l.reading()
	return o.Filter(&r)
}

// order returns what is to be read now, in order. heads are by id; readings older than
// since are due.
func (o *Options) order(all []listed, heads map[string]*index.Head, since time.Time) []due {
	first := map[string]bool{}
	for _, id := range o.Changed {
		first[id] = true
	}
	var queue []due
	for i := range all {
		h := heads[all[i].id]
		if !o.wanted(&all[i]) || h != nil && !o.isDue(h, since) {
			continue
		}
		queue = append(queue, due{at: int32(i), rank: rank(h, first[all[i].id]), readAt: readAt(h)})
	}
	slices.SortStableFunc(queue, func(a, b due) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.readAt, b.readAt)) })
	return queue
}

func readAt(h *index.Head) int64 {
	if h == nil || h.ReadAt.IsZero() {
		return 0
	}
	return h.ReadAt.UnixMilli()
}

func rank(h *index.Head, isChanged bool) int8 {
	switch {
	case readAt(h) == 0:
		return neverRead
	case isChanged:
		return changed
	case h.Outside > 0:
		return ledOutside
	}
	return oldest
}

// isDue reports whether an extension that is in the index is to be read again.
func (o *Options) isDue(h *index.Head, since time.Time) bool {
	return o.Fresh || h.Gone || h.ReadAt.Before(since) || slices.ContainsFunc(h.Gaps, mayPass)
}

// mayPass reports whether a gap may be none the next time: the service had failed.
func mayPass(g index.Gap) bool { return strings.HasPrefix(g.Code, "5") || g.Code == CodeUnreadable }
