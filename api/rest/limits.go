package rest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Limits keeps the rate limits of one app and user, which RingCentral counts
// per group over all their requests. All clients of a process and its sign-in
// share one, or they would run into each other's penalties: a request that is
// sent during a penalty restarts it (developer guide, "Rate limits").
type Limits struct {
	mu      sync.Mutex
	groups  map[string]*group // by their names in lower case
	learnt  map[string]string // which group the service counts an operation in
	until   time.Time         // nothing at all may be sent before
	changed chan struct{}     // closed and replaced when a hold may have ended or grown
	waits   *waits
}

// NewLimits gives limits that know only what the developer guide says.
func NewLimits() *Limits {
	return &Limits{
		groups:  map[string]*group{},
		learnt:  map[string]string{},
		changed: make(chan struct{}),
		waits:   newWaits(),
	}
}

// Waiting is what requests wait for right now, the first to end first. Requests
// that wait only for the answers of others are not among them.
func (l *Limits) Waiting() []Wait { return l.waits.list() }

// WaitingChanged tells one listener that Waits may give something else now. The
// channel holds one notice however many changes there were.
func (l *Limits) WaitingChanged() <-chan struct{} { return l.waits.changed }

// Pause waits for d, visibly, or until ctx ends: then it gives ctx's error.
func (l *Limits) Pause(ctx context.Context, op Operation, reason string, d time.Duration) error {
	return l.waits.pause(ctx, Wait{Op: op.What, Reason: reason, Until: time.Now().Add(d)}, nil)
}

// Acquire waits until a request of op may be sent and reserves its place in the
// limit. The caller sends it at once and then calls Leave, whatever happened.
// The error is ctx's.
func (l *Limits) Acquire(ctx context.Context, op Operation) (*Reservation, error) {
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		pass, hold, wake := l.try(op, time.Now())
		if pass != nil {
			return pass, nil
		}
		if err := l.hold(ctx, hold, wake); err != nil {
			return nil, err
		}
	}
}

// try reserves a place, or says what to wait for; a Wait without a time is one
// for the answers to requests under way.
func (l *Limits) try(op Operation, now time.Time) (*Reservation, Wait, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.until) {
		return nil, Wait{op.What, "RingCentral's limit for everything", l.until}, l.changed
	}
	g := l.groupOf(op)
	switch {
	case now.Before(g.until):
		return nil, Wait{op.What, "RingCentral's " + g.name + " limit", g.until}, l.changed
	case !g.hasCapacity(now):
		return nil, Wait{}, l.changed
	}
	g.enter()
	return &Reservation{limits: l, op: op, group: g}, Wait{}, nil
}

func (l *Limits) hold(ctx context.Context, hold Wait, wake <-chan struct{}) error {
	if !hold.Until.IsZero() {
		return l.waits.pause(ctx, hold, wake)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wake:
		return nil
	}
}

func (l *Limits) groupOf(op Operation) *group {
	if name, ok := l.learnt[op.What]; ok {
		return l.group(name)
	}
	return l.group(op.Group)
}

func (l *Limits) group(name string) *group {
	key := strings.ToLower(name)
	g, ok := l.groups[key]
	if !ok {
		g = newGroup(name)
		l.groups[key] = g
	}
	return g
}

// Reservation is a place in a limit that one request holds while it is under way.
type Reservation struct {
	limits *Limits
	op     Operation
	group  *group
}

// Release gives the place back and learns from the answer. No answer is status 0.
func (p *Reservation) Release(status int, h http.Header) {
	l := p.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	now, said := time.Now(), readRate(h)
	counted := p.group
	if said.group != "" {
		l.learnt[p.op.What] = said.group
		counted = l.group(said.group)
		counted.name = said.group
	}
	p.group.leave()
	counted.learn(said, now)
	switch {
	case status != http.StatusTooManyRequests:
		counted.rest(now)
	case said.any:
		counted.holdUntil(now.Add(penalty(h) + clockSkew))
	default: // another kind of limit: of the account, the address, the service
		l.until = later(l.until, now.Add(penalty(h)+clockSkew))
	}
	close(l.changed)
	l.changed = make(chan struct{})
}

// Group is what is known of one rate limit, for showing it.
type Group struct {
	Name      string
	Limit     int // requests in Window
	Remaining int // of them, still free
	Window    time.Duration
	Until     time.Time // nothing is sent before; zero or past when it is free
}

// Groups is what the service has said of its limits, by name. A hold on
// everything has the name "everything".
func (l *Limits) Groups() []Group {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Group
	for _, g := range l.groups {
		if g.said || !g.until.IsZero() {
			all = append(all, g.snapshot())
		}
	}
	if time.Now().Before(l.until) {
		all = append(all, Group{Name: "everything", Until: l.until})
	}
	slices.SortFunc(all, func(a, b Group) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
