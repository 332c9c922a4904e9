package signin

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"rcfwd/api/rest"
)

// The limit of the Auth group until the service names another (dossier section
// 5).
const (
	authLimit  = 5
	authWindow = time.Minute
)

// clockMargin keeps a call from coming early by the service's clock.
const clockMargin = 100 * time.Millisecond

// callLog is what the processes share: when they called, and what the service
// answered about its limit.
type callLog struct {
	Version      int           `json:"version"` // callLogVersion when it is written
	Calls        []time.Time   `json:"calls"`   // the oldest first
	Limit        int           `json:"limit"`
	Window       time.Duration `json:"window"`
	PenaltyFrom  time.Time     `json:"noted,omitzero"` // when the answer came
	PenaltyUntil time.Time     `json:"until,omitzero"` // zero without a penalty
}

// reserve logs a call and returns 0, or returns how long to wait. A call in the
// future means that the clock was set back; it does not count.
func (l *callLog) reserve(now time.Time) time.Duration {
	recent := l.Calls[:0]
	for _, at := range l.Calls {
		if now.Sub(at) < l.Window && !at.After(now) {
			recent = append(recent, at)
		}
	}
	l.Calls = recent
	if wait := l.penalty(now); wait > 0 {
		return wait
	}
	if len(l.Calls) >= l.Limit {
		return l.Calls[len(l.Calls)-l.Limit].Add(l.Window + clockMargin).Sub(now)
	}
	l.Calls = append(l.Calls, now)
	return 0
}

// cancel removes the call that was logged at a time.
func (l *callLog) cancel(at time.Time) {
	if i := slices.IndexFunc(l.Calls, at.Equal); i >= 0 {
		l.Calls = slices.Delete(l.Calls, i, i+1)
	}
}

// penalty returns what remains of the penalty. After the clock was set back, all of
// it remains.
func (l *callLog) penalty(now time.Time) time.Duration {
	whole := l.PenaltyUntil.Sub(l.PenaltyFrom)
	if now.Before(l.PenaltyFrom) {
		l.PenaltyFrom, l.PenaltyUntil = now, now.Add(whole)
	}
	return max(l.PenaltyUntil.Sub(now), 0)
}

// observe notes the limit and the penalty in an answer. after is its Retry-After,
// or 0.
func (l *callLog) observe(now time.Time, status int, h http.Header, after time.Duration) {
	if n := headerNumber(h, "X-Rate-Limit-Limit"); n > 0 {
		l.Limit = n
	}
	if n := headerNumber(h, "X-Rate-Limit-Window"); n > 0 && n <= 3600 {
		l.Window = time.Duration(n) * time.Second
	}
	if status != http.StatusTooManyRequests {
		return
	}
	if after == 0 {
		after = rest.DefaultPenalty
	}
	l.PenaltyFrom, l.PenaltyUntil = now, now.Add(after+clockMargin)
}

// headerNumber returns the number in a header, or 0.
func headerNumber(h http.Header, name string) int {
	n, err := strconv.Atoi(h.Get(name))
	if err != nil {
		return 0
	}
	return n
}
