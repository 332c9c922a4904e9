package calls

import (
	"errors"
	"net/http"
	"time"

	"rcfwd/api"
)

// health puts into words how good what is known is. The lock is held.
func (r *loop) health() Health {
	h := Health{Source: Polling}
	if r.control != nil {
		h.NoControl, h.NoControlDo = r.control.What, r.control.Do
	}
	switch {
	case r.link.up:
		h.Source = Events
	case r.reading.lasting():
		a := api.Explain(r.reading.err)
		h.Source, h.Why, h.Do, h.Gone = Nothing, a.What, a.Do, r.reading.gone
	default:
		h.Every = r.pace(time.Now())
		h.Why, h.Do = r.link.why, r.link.do
	}
	return h
}

// lasting says whether a failure is more than a moment's.
func (d *reading) lasting() bool {
	if d.err == nil || isStatus(d.err, http.StatusTooManyRequests) {
		return false
	}
	return d.failed > 1 || forGood(d.err) || errors.Is(d.err, api.ErrSlow)
}
