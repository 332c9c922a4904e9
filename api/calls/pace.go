package calls

import (
	"context"
	"strings"
	"time"
)

// How often the calls are asked for. RingCentral allows fifty requests of the
// Light group a minute by default, and the rest of the program needs some too.
const (
	whileLive    = 2 * time.Second // in the first half minute after something happened
	whileTalking = 4 * time.Second // later in a call, and while a flip looks at it as well
	soonAfter    = 4 * time.Second // without a call
	later        = 8 * time.Second
	whileIdle    = 15 * time.Second

	// Events say all; now and then it is made sure that none went missing.
	besidesLive = time.Minute
	besidesIdle = 5 * time.Minute
)

// pace is the time between two readings; 0 means none until something happens.
// The lock is held.
func (r *loop) pace(now time.Time) time.Duration {
	live, idle := r.book.live(), r.line.away.Load()
	switch {
	case r.link.up && live:
		return besidesLive
	case idle && !live:
		return 0
	case r.link.up:
		return besidesIdle
	}
	every := wanted(live, now.Sub(r.book.changed))
	if r.line.flips.Load() > 0 {
		every = max(every, whileTalking)
	}
	return r.line.afford(every)
}

// wanted is how often to ask when nothing has changed for quiet.
func wanted(live bool, quiet time.Duration) time.Duration {
	switch {
	case live && quiet < 30*time.Second:
		return whileLive
	case live:
		return whileTalking
	case quiet < 30*time.Second:
		return soonAfter
	case quiet < 2*time.Minute:
		return later
	}
	return whileIdle
}

// rest waits while nothing may be subscribed to, for a socket is opened for that: asked
// during a penalty, the service would begin it anew.
func (l *Monitor) rest(ctx context.Context) {
	var until time.Time
	for _, g := range l.client.Limits().Groups() {
		ours := strings.EqualFold(g.Name, opSubscribe.Group) || g.Name == "everything"
		if ours && g.Until.After(until) {
			until = g.Until
		}
	}
	sleep(ctx, time.Until(until))
}

// afford leaves the last third of what the service allows to the rest of the
// program.
func (l *Monitor) afford(every time.Duration) time.Duration {
	for _, g := range l.client.Limits().Groups() {
		if strings.EqualFold(g.Name, opPresence.Group) && g.Limit > 0 && g.Remaining*3 <= g.Limit {
			return max(every, whileIdle)
		}
	}
	return every
}
