package calls

import (
	"context"
	"strings"
	"time"
)

// How often the calls are asked for. RingCentral allows fifty requests of the
// Light group a minute by default, and the rest of the program needs some too.
const (
	pollLive      = 2 * time.Second // in the first half minute after something happened
	pollLiveQuiet = 4 * time.Second // later in a call, and while a flip looks at it as well
	pollSoon      = 4 * time.Second // without a call
	pollLater     = 8 * time.Second
	pollIdle      = 15 * time.Second

	// Events say all; now and then it is made sure that none went missing.
	checkLive = time.Minute
	checkIdle = 5 * time.Minute
)

// interval is the time between two readings; 0 means none until something happens.
// The lock is held.
func (r *tracker) interval(now time.Time) time.Duration {
	live, idle := r.state.live(), r.monitor.background.Load()
	switch {
	case r.link.up && live:
		return checkLive
	case idle && !live:
		return 0
	case r.link.up:
		return checkIdle
	}
	every := pollInterval(live, now.Sub(r.state.changed))
	if r.monitor.flips.Load() > 0 {
		every = max(every, pollLiveQuiet)
	}
	return r.monitor.withinLimit(every)
}

// pollInterval is how often to ask when nothing has changed for quiet.
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

// waitForLimit waits while nothing may be subscribed to, for a socket is opened for that: asked
// during a penalty, the service would begin it anew.
func (l *Monitor) waitForLimit(ctx context.Context) {
	var until time.Time
	for _, g := range l.client.REST().Limits().Groups() {
		ours := strings.EqualFold(g.Name, opSubscribe.Group) || g.Name == "everything"
		if ours && g.Until.After(until) {
			until = g.Until
		}
	}
	sleep(ctx, time.Until(until))
}

// withinLimit leaves the last third of what the service allows to the rest of the
// program.
func (l *Monitor) withinLimit(every time.Duration) time.Duration {
	for _, g := range l.client.REST().Limits().Groups() {
		if strings.EqualFold(g.Name, opPresence.Group) && g.Limit > 0 && g.Remaining*3 <= g.Limit {
			return max(every, pollIdle)
		}
	}
	return every
}
