package calls

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Source is how the calls are known.
type Source int

// The sources, from the worst to the best.
const (
	NoSource Source = iota // the calls are not known, or no longer
	Polling                // they are read at intervals; see Health.Every
	Events                 // RingCentral reports every change
)

// Health describes how well the calls are known.
type Health struct {
	Source Source
	Every  time.Duration // between two reads while Polling; 0 while paused, see Monitor.SetForeground

	// Why is the reason, in sentences, that Source is not better, and Do what the
	// user can do about it. Both are empty when nothing is wrong.
	Why, Do string

	// Err is the error while the calls are not known, with NoSource.
	Err error

	// UnreachableSince is zero while RingCentral can be reached.
	UnreachableSince time.Time

	// NoControl is the reason that no call can be flipped, and NoControlDo what the
	// user can do about it. Both are empty when no reason is known.
	NoControl, NoControlDo string
}

// String returns the health in a few words.
func (h Health) String() string {
	switch {
	case h.Source == Events:
		return "live"
	case h.Source == Polling && h.Every > 0:
		return fmt.Sprintf("every %v", h.Every)
	case h.Source == Polling:
		return "paused"
	}
	return "not known"
}

// health returns the health now. The lock is held.
func (t *tracker) health() Health {
	h := Health{Source: Polling}
	if t.control != nil {
		h.NoControl, h.NoControlDo = t.control.What, t.control.Do
	}
	switch {
	case t.link.up && (t.state.known || !t.reads.persistent()): // events tell changes, not what there was before
		h.Source = Events
	case t.reads.persistent():
		a := api.Explain(t.reads.err)
		h.Source, h.Why, h.Do, h.UnreachableSince, h.Err = NoSource, a.What, a.Do, t.reads.unreachableSince, t.reads.err
	default:
		h.Every = t.interval(time.Now())
		h.Why, h.Do = t.link.why, t.link.do
	}
	return h
}

// persistent reports whether reading fails for longer than a moment.
func (r *readState) persistent() bool {
	if r.err == nil || isStatus(r.err, http.StatusTooManyRequests) {
		return false
	}
	return r.failed > 1 || permanent(r.err) || errors.Is(r.err, rest.ErrSlow)
}
