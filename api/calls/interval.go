package calls

import (
	"context"
	"strings"
	"time"
)

// How often the calls are read. RingCentral allows fifty requests of the Light
// group a minute by default, which the rest of the program needs too.
const (
	pollLive      = 2 * time.Second // during a call, in the first half minute after a change
	pollLiveQuiet = 4 * time.Second // later in a call; also while a flip reads the session
	pollSoon      = 4 * time.Second // without a call, in the first half minute after a change
	pollLater     = 8 * time.Second
	pollIdle      = 15 * time.Second

	// While events come, a read only makes sure that none was lost.
	checkLive = time.Minute
	checkIdle = 5 * time.Minute
)

// interval returns the time between two reads; 0 means no read until something
// happens. The lock is held.
func (t *tracker) interval(now time.Time) time.Duration {
	live, background := t.state.live(), t.monitor.background.Load()
	switch {
	case t.link.up && live:
		return checkLive
	case background && !live:
		return 0
	case t.link.up:
		return checkIdle
	}
	every := pollInterval(live, now.Sub(t.state.changed))
	if t.monitor.flips.Load() > 0 {
		every = max(every, pollLiveQuiet)
	}
	return t.monitor.withinLimit(every)
}

// pollInterval returns the time between two reads when the last change was quiet
// ago.
func pollInterval(live bool, quiet time.Duration) time.Duration {
	switch {
	case live && quiet < 30*time.Second:
		return pollLive
	case live:
		return pollLiveQuiet
	case quiet < 30*time.Second:
		return pollSoon
	case quiet < 2*time.Minute:
		return pollLater
	}
	return pollIdle
}

// waitForLimit waits until a subscription may be requested, because that is the
// first thing a new socket does. A request during a penalty would restart it.
func (m *Monitor) waitForLimit(ctx context.Context) {
	var until time.Time
	for _, g := range m.client.REST().Limits().Groups() {
		ours := strings.EqualFold(g.Name, opSubscribe.Group) || g.Name == "everything"
		if ours && g.Until.After(until) {
			until = g.Until
		}
	}
	sleep(ctx, time.Until(until))
}

// withinLimit returns every, or more when at most a third of the service's limit
// is left: that third is for the rest of the program.
func (m *Monitor) withinLimit(every time.Duration) time.Duration {
	for _, g := range m.client.REST().Limits().Groups() {
		if strings.EqualFold(g.Name, opPresence.Group) && g.Limit > 0 && g.Remaining*3 <= g.Limit {
			return max(every, pollIdle)
		}
	}
	return every
}
