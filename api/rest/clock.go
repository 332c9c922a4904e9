package rest

import (
	"net/http"
	"sync"
	"time"
)

// maxClockOff is how far our clock may be off before the service's counts: Date has
// whole seconds, and an answer may be under way for half a minute.
const maxClockOff = 2 * time.Minute

// Notices are what a person should know of the limits and the clock. Each function is
// called once at most, from any goroutine; each may be nil.
type Notices struct {
	// ClockOff is called when our clock is off by more than two minutes; ahead is how far
	// the service's is ahead of it, negative when it is behind.
	ClockOff func(ahead time.Duration)

	// Elsewhere is called when the service has counted requests in a group that no rcfwd
	// on this machine has sent.
	Elsewhere func(group string)
}

// Notify sets what is called from now on. What was called before is not called again.
func (l *Limits) Notify(n Notices) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notices = n
}

// clock is what answers have told of the service's clock.
type clock struct {
	mu       sync.Mutex
	off      time.Duration // how far the service is ahead; 0 up to maxClockOff
	measured bool
	said     bool
}

// ClockOff returns how far the service's clock is ahead of ours by the last answer: 0
// unless that is more than two minutes. measured reports whether an answer has come.
func (l *Limits) ClockOff() (off time.Duration, measured bool) {
	l.clock.mu.Lock()
	defer l.clock.mu.Unlock()
	return l.clock.off, l.clock.measured
}

// Now returns the time by the service's clock, if ours is off by more than two minutes,
// and otherwise by ours.
func (l *Limits) Now() time.Time {
	off, _ := l.ClockOff()
	return time.Now().Add(off)
}

// observeClock compares our clock with the Date of an answer.
func (l *Limits) observeClock(h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	if l.clock.observe(time.Until(at)) {
		l.mu.Lock()
		say := l.notices.ClockOff
		l.mu.Unlock()
		if say != nil {
			say(time.Until(at))
		}
	}
}

// observe notes how far the service is ahead, and reports whether a person is to be told.
func (c *clock) observe(ahead time.Duration) (tell bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.measured, c.off = true, 0
	if ahead.Abs() <= maxClockOff {
		return false
	}
	c.off = ahead
	tell, c.said = !c.said, true
	return tell
}
