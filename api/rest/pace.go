package rest

import (
	"context"
	"math"
	"sync"
	"time"
)

// Pace keeps the requests of a task within a share of each rate limit, spread over the
// window, so that the rest of the limit is free for others at any time, and no request
// comes close to a penalty. It is for reading much; without it a task sends as fast as the
// limits allow, and then waits for a whole window.
type Pace struct {
	share  float64
	flying chan struct{} // has a token for each request that may be under way

	mu     sync.Mutex
	groups map[string]*turns // by name
}

// turns are the turns of the requests of one group. One request at a time waits for its
// turn, so that each follows from what is known of the limit by then.
type turns struct {
	first chan struct{} // has a token for the request that waits
	next  time.Time     // when the next request has its turn
	last  time.Time     // when the last one had it
	every time.Duration // as it was then
}

// NewPace returns a pace that uses a share of each limit, more than 0 and at most 1, and
// has at most so many requests under way at once.
func NewPace(share float64, atOnce int) *Pace {
	return &Pace{share: min(max(share, 0.01), 1), flying: make(chan struct{}, atOnce), groups: map[string]*turns{}}
}

type paceKey struct{}

// WithPace returns a context whose requests keep a pace.
func WithPace(ctx context.Context, p *Pace) context.Context {
	return context.WithValue(ctx, paceKey{}, p)
}

func paceOf(ctx context.Context) *Pace {
	p, _ := ctx.Value(paceKey{}).(*Pace)
	return p
}

// wholeShare is the largest share that is used: the answer that says that no request is
// left holds all of them for a window.
const wholeShare = 0.95

// PerWindow is how many requests of a group the pace allows in its window.
func (p *Pace) PerWindow(g Group) float64 {
	return max(0.5, min(p.share*float64(g.Limit), wholeShare*float64(g.Limit), float64(g.Limit-1)))
}

// Every is the time from one request of a group to the next. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (p *Pace) Every(g Group) time.Duration {
	return time.Duration(float64(g.Window) / p.PerWindow(g))
}

// burst is how many requests may follow each other at once after a pause.
func (p *Pace) burst(g Group) float64 {
	n := p.PerWindow(g)
	return max(1, math.Floor(min(n/10, (float64(g.Limit)-n)/4)))
}

// slower is how much slower the pace is while others use the limit, too.
const slower = 4

// group returns the turns of a group.
func (p *Pace) group(name string) *turns {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.groups[name] == nil {
		p.groups[name] = &turns{first: make(chan struct{}, 1)}
	}
	return p.groups[name]
}

// turn returns when the next request of a group is to be sent, and takes that turn.
func (p *Pace) turn(t *turns, g Group, now time.Time) time.Time {
	every := p.Every(g)
	if every != t.every {
		t.next = t.last.Add(every) // what was known of the limit then no longer holds
	}
	at := later(t.next, now.Add(-time.Duration((p.burst(g)-1)*float64(every))))
	if p.crowded(g, now) {
		at = later(at, now.Add(slower*every))
	}
	t.next, t.last, t.every = at.Add(every), at, every
	return at
}

// crowded reports whether less is left than the pace alone would leave: a quarter of the
// share of others.
func (p *Pace) crowded(g Group, now time.Time) bool {
	return float64(g.Left(now)) < (1-p.share)*float64(g.Limit)/4
}

// wait waits for the turn of a request, without being shown among the waits for a limit; a
// nil pace does not wait. The error is ctx's.
func (p *Pace) wait(ctx context.Context, l *Limits, op Operation) error {
	if p == nil {
		return nil
	}
	t := p.group(l.Group(op).Name)
	if err := take(ctx, t.first); err != nil {
		return err
	}
	defer func() { <-t.first }()
	now := time.Now()
	timer := time.NewTimer(p.turn(t, l.Group(op), now).Sub(now))
	defer timer.Stop()
	return waitUnlisted(ctx, nil, timer.C)
}

// take puts a token into a channel once there is room. The error is ctx's.
func take(ctx context.Context, tokens chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case tokens <- struct{}{}:
		return nil
	}
}

// fly waits until fewer requests of the pace than allowed are under way. The caller calls
// land once its own is not any longer.
func (p *Pace) fly(ctx context.Context) error { return take(ctx, p.flying) }

func (p *Pace) land() { <-p.flying }

// Group is what is known of the limit in which an operation counts. Its name is in lower
// case, and Remaining includes requests that are under way.
func (l *Limits) Group(op Operation) Group {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.groupOf(op).known()
}
