package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// DefaultPenalty is how long a penalty lasts whose answer does not say
	// (developer guide, "Rate limits").
	DefaultPenalty = 30 * time.Second

	// clockSkew keeps a request from arriving on the very tick at which a hold
	// ends, which may be too early by the other clock.
	clockSkew = 100 * time.Millisecond

	// maxRetryAfter is the most that a Retry-After is believed.
	maxRetryAfter = 24 * time.Hour
)

// rate is what an answer says of its rate limit.
type rate struct {
	any       bool // something was said
	group     string
	limit     int // 0 when unsaid
	remaining int // -1 when unsaid
	window    time.Duration
}

func readRate(h http.Header) rate {
	r := rate{
		group:     Clean(h.Get("X-Rate-Limit-Group")),
		limit:     count(h, "X-Rate-Limit-Limit", 0),
		remaining: count(h, "X-Rate-Limit-Remaining", -1),
		window:    min(time.Duration(count(h, "X-Rate-Limit-Window", 0))*time.Second, maxRetryAfter),
	}
	r.any = r.group != "" || r.limit > 0 || r.remaining >= 0 || r.window > 0
	return r
}

// count reads a header that holds a number from 0 to a million.
func count(h http.Header, name string, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get(name)))
	if err != nil || n < 0 || n > 1_000_000 {
		return otherwise
	}
	return n
}

// retryAfter is how long an answer asks to wait, in seconds or as a date; at
// least a second, so that a zero is no invitation to hammer.
func retryAfter(h http.Header) (d time.Duration, said bool) {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(v, 64); err == nil && seconds >= 0 {
		d = time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(v); err == nil {
		d = time.Until(at)
	} else {
		return 0, false
	}
	return min(max(d, time.Second), maxRetryAfter), true
}

// penalty is how long an answer 429 forbids to send.
func penalty(h http.Header) time.Duration {
	if d, said := retryAfter(h); said {
		return d
	}
	return DefaultPenalty
}
