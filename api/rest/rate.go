package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// DefaultPenalty is how long a penalty lasts when the answer does not say
	// (developer guide, "Rate limits").
	DefaultPenalty = 30 * time.Second

	// clockSkew is added to every hold: a request at the very moment at which a hold
	// ends may be too early by the service's clock.
	clockSkew = 100 * time.Millisecond

	// maxRetryAfter is the longest Retry-After that is believed.
	maxRetryAfter = 24 * time.Hour
)

// rate is what the header of an answer says about its rate limit.
type rate struct {
	reported  bool // it says something
	group     string
	limit     int // 0 for none
	remaining int // -1 for none
	window    time.Duration
}

func readRate(h http.Header) rate {
	r := rate{
		group:     Clean(h.Get("X-Rate-Limit-Group")),
		limit:     headerInt(h, "X-Rate-Limit-Limit", 0),
		remaining: headerInt(h, "X-Rate-Limit-Remaining", -1),
		window:    min(time.Duration(headerInt(h, "X-Rate-Limit-Window", 0))*time.Second, maxRetryAfter),
	}
	r.reported = r.group != "" || r.limit > 0 || r.remaining >= 0 || r.window > 0
	return r
}

// headerInt reads a number from 0 to a million; otherwise stands for anything else.
func headerInt(h http.Header, name string, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get(name)))
	if err != nil || n < 0 || n > 1_000_000 {
		return otherwise
	}
	return n
}

// retryAfter returns how long an answer asks to wait, in seconds or as a date. It is at
// least a second, so that a zero does not lead to a burst of requests.
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

// penalty returns how long an answer 429 forbids requests.
func penalty(h http.Header) time.Duration {
	if d, said := retryAfter(h); said {
		return d
	}
	return DefaultPenalty
}
