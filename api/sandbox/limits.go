package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// Limits are the numbers of requests per window, by group, for each user of
// each application. A zero field has its documented default.
type Limits struct {
	Light, Medium, Heavy, Auth int
	Window                     time.Duration // of the sliding window
	Penalty                    time.Duration // after exceeding a limit
	Off                        bool          // no limits, and no headers about them
}

// DefaultLimits returns the documented limits (G): 50, 40, 10 and 5 a minute,
// with a penalty of a minute.
func DefaultLimits() Limits {
	return Limits{Light: 50, Medium: 40, Heavy: 10, Auth: 5, Window: time.Minute, Penalty: time.Minute}
}

// GenerousLimits keeps the documented headers and rules with limits so high
// that interactive use does not reach them.
func GenerousLimits() Limits {
	return Limits{Light: 6000, Medium: 6000, Heavy: 6000, Auth: 600, Window: time.Minute, Penalty: time.Minute}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	fill := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	fill(&l.Light, d.Light)
	fill(&l.Medium, d.Medium)
	fill(&l.Heavy, d.Heavy)
	fill(&l.Auth, d.Auth)
	if l.Window == 0 {
		l.Window = d.Window
	}
	if l.Penalty == 0 {
		l.Penalty = d.Penalty
	}
	return l
}

func (l Limits) of(group string) int {
	switch group {
	case "light":
		return l.Light
	case "medium":
		return l.Medium
	case "heavy":
		return l.Heavy
	}
	return l.Auth
}

// limiter counts requests. Calls of one group count together; groups do not
// affect each other (G).
type limiter struct {
	limits  Limits
	buckets map[bucketKey]*bucket
}

type bucketKey struct{ app, user, group string }

type bucket struct {
	sent    []time.Time // within the window
	penalty time.Time   // end of the penalty
}

func newLimiter(l Limits) limiter {
	return limiter{limits: l, buckets: map[bucketKey]*bucket{}}
}

func (l *limiter) bucket(k bucketKey) *bucket {
	b := l.buckets[k]
	if b == nil {
		b = &bucket{}
		l.buckets[k] = b
	}
	return b
}

// take counts a request. Exceeding the limit starts a penalty; a request during
// the penalty fails and restarts it (G). Guess: refused requests do not also
// count in the window.
func (b *bucket) take(l Limits, limit int, now time.Time) (allowed, penalized bool) {
	for len(b.sent) > 0 && now.Sub(b.sent[0]) >= l.Window {
		b.sent = b.sent[1:]
	}
	penalized = now.Before(b.penalty)
	if penalized || len(b.sent) >= limit {
		b.penalty = now.Add(l.Penalty)
		return false, penalized
	}
	b.sent = append(b.sent, now)
	return true, false
}

// count counts this call for the user of the token.
func (c *call) count() error { return c.countUser(c.user.ID) }

// countUser counts this call for a user and adds the headers of the limit to
// the reply.
func (c *call) countUser(user string) error {
	now := time.Now()
	b := c.limiter.bucket(bucketKey{c.appID(), user, c.op.group})
	if c.hasFault(Throttle) {
		b.penalty = now.Add(c.limiter.limits.Penalty)
		return c.tooMany(b)
	}
	if c.limiter.limits.Off && !now.Before(b.penalty) {
		return nil
	}
	allowed, penalized := b.take(c.limiter.limits, c.limiter.limits.of(c.op.group), now)
	c.entry.Penalized = penalized
	c.limitHeaders(b)
	if !allowed {
		return c.tooMany(b)
	}
	return nil
}

// appID returns the client ID of the app that makes the call; "" if it is
// unknown.
func (c *call) appID() string {
	switch {
	case c.session != nil:
		return c.session.app
	case c.app != nil:
		return c.app.ClientID
	}
	return ""
}

func (c *call) limitHeaders(b *bucket) {
	limit := c.limiter.limits.of(c.op.group)
	remaining := limit - len(b.sent)
	if time.Now().Before(b.penalty) {
		remaining = 0
	}
	c.header.Set("X-Rate-Limit-Group", c.op.group)
	c.header.Set("X-Rate-Limit-Limit", strconv.Itoa(limit))
	c.header.Set("X-Rate-Limit-Remaining", strconv.Itoa(remaining))
	c.header.Set("X-Rate-Limit-Window", ceilSeconds(c.limiter.limits.Window))
}

// tooMany is CMN-301 (R21, G), with the remaining penalty in Retry-After.
func (c *call) tooMany(b *bucket) *problem {
	c.limitHeaders(b)
	p := refuse(http.StatusTooManyRequests, "CMN-301", "Request rate exceeded")
	p.retryAfter = time.Until(b.penalty)
	return p
}
