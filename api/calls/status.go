package calls

import (
	"errors"
	"net/http"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// health puts into words how good what is known is. The lock is held.
func (r *tracker) health() Health {
	h := Health{Source: Polling}
	if r.control != nil {
		h.NoControl, h.NoControlDo = r.control.What, r.control.Do
	}
	switch {
	case r.link.up:
		h.Source = Events
	case r.reads.persistent():
		a := api.Explain(r.reads.err)
		h.Source, h.Why, h.Do, h.UnreachableSince = NoSource, a.What, a.Do, r.reads.unreachableSince
	default:
		h.Every = r.interval(time.Now())
		h.Why, h.Do = r.link.why, r.link.do
	}
	return h
}

// persistent says whether a failure is more than a moment's.
func (d *readState) persistent() bool {
	if d.err == nil || isStatus(d.err, http.StatusTooManyRequests) {
		return false
	}
	return d.failed > 1 || permanent(d.err) || errors.Is(d.err, rest.ErrSlow)
}
