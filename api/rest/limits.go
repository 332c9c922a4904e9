package rest

import (
	"context"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"
)

// Limits keeps the rate limits of one app and user, which RingCentral counts per group
// over all their requests. All clients of a process and its sign-in share one Limits,
// or one would run into the penalty of another: a request that is sent during a penalty
// restarts it (developer guide, "Rate limits"). A Limits may be used from many
// goroutines at once.
type Limits struct {
	mu      sync.Mutex
	groups  map[string]*group // by their names in lower case
	learned map[string]string // the group in which the service counts an operation
	until   time.Time         // nothing at all may be sent before
	changed chan struct{}     // closed and replaced when a wait may have become shorter or longer
	waits   *waits
	clock   clock
	ledger  *sharedLedger // nil when nothing is shared with other processes
	notices Notices

	saidElsewhere bool // Notices.Elsewhere was called
}

// NewLimits returns limits that know only what the developer guide says. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func NewLimits() *Limits {
	return &Limits{
		groups:  map[string]*group{},
		learned: map[string]string{},
		changed: make(chan struct{}),
		waits:   newWaits(),
	}
}

// Waiting returns what requests wait for now, the first to end first. It leaves out
// requests that wait only for the answers of others.
func (l *Limits) Waiting() []Wait { return l.waits.list() }

// WaitingChanged has a signal for one listener whenever Waiting may have changed, or the
// Groups of which less than a quarter is left. The channel holds one signal, however many
// changes there were.
func (l *Limits) WaitingChanged() <-chan struct{} { return l.waits.changed }

// OnLongWait calls say when a request has waited for two seconds and goes on waiting, once
// for all requests that wait for the same. It replaces an earlier OnLongWait. say is
// called from the goroutine of a request, and not at the same time as itself.
func (l *Limits) OnLongWait(say func(Wait)) {
	l.waits.mu.Lock()
	defer l.waits.mu.Unlock()
	l.waits.long = say
}

// Pause waits for d, shown by Waiting. When ctx ends first it returns ctx's error.
func (l *Limits) Pause(ctx context.Context, op Operation, reason string, d time.Duration) error {
	return l.waits.pause(ctx, Wait{Op: op.What, Reason: reason, Until: time.Now().Add(d)}, nil)
}

// Acquire waits until a request of op may be sent and reserves its place in the limit.
// The caller sends the request at once and then calls Release, whatever happened. The
// error is ctx's. With a context of WithPace no more requests are under way than that
// allows.
func (l *Limits) Acquire(ctx context.Context, op Operation) (*Reservation, error) {
	reservation, err := l.acquire(ctx, op)
	pace := paceOf(ctx)
	if err != nil || pace == nil || isAuth(op.Group) {
		return reservation, err
	}
	if err := pace.fly(ctx); err != nil {
		reservation.Cancel()
		return nil, err
	}
	reservation.pace = pace
	return reservation, nil
}

func (l *Limits) acquire(ctx context.Context, op Operation) (*Reservation, error) {
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		reservation, wait, wake := l.reserveBoth(ctx, op)
		if reservation != nil {
			return reservation, nil
		}
		if err := l.waitFor(ctx, wait, wake); err != nil {
			return nil, err
		}
	}
}

// reserveBoth reserves a place in the ledger of all processes and in this process. The
// ledger comes second where this process has no place, since it costs the use of a file.
func (l *Limits) reserveBoth(ctx context.Context, op Operation) (*Reservation, Wait, <-chan struct{}) {
	wait, wake, blocked := l.blocked(op, time.Now())
	if blocked {
		return nil, wait, wake
	}
	place, wait, ok := l.shared().reserve(ctx, op)
	if !ok {
		return nil, wait, wake
	}
	reservation, wait, wake := l.reserve(op, time.Now())
	if reservation == nil {
		place.cancel()
		return nil, wait, wake
	}
	reservation.shared = place
	return reservation, Wait{}, nil
}

// reserve reserves a place in this process, or returns what blocked returns.
func (l *Limits) reserve(op Operation, now time.Time) (*Reservation, Wait, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait, wake, blocked := l.blockedLocked(op, now); blocked {
		return nil, wait, wake
	}
	g := l.groupOf(op)
	g.begin()
	return &Reservation{limits: l, op: op, group: g}, Wait{}, nil
}

// blocked reports whether a request of op has no place in this process, and returns what
// it waits for and a channel that is closed when that may have changed. A Wait without a
// time is for the answers to requests under way.
func (l *Limits) blocked(op Operation, now time.Time) (wait Wait, wake <-chan struct{}, blocked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.blockedLocked(op, now)
}

// blockedLocked is blocked for a caller that holds the lock.
func (l *Limits) blockedLocked(op Operation, now time.Time) (wait Wait, wake <-chan struct{}, blocked bool) {
	if now.Before(l.until) {
		return Wait{Op: op.What, Reason: everythingLimit, Until: l.until}, l.changed, true
	}
	g := l.groupOf(op)
	if now.Before(g.until) {
		return Wait{Op: op.What, Reason: groupLimit(g.name), Until: g.until}, l.changed, true
	}
	return Wait{}, l.changed, !g.hasCapacity(now)
}

// everythingLimit is the reason of a wait for a limit on all requests.
const everythingLimit = "RingCentral's limit for everything"

// groupLimit is the reason of a wait for the limit of a group.
func groupLimit(name string) string { return "RingCentral's " + name + " limit" }

func (l *Limits) waitFor(ctx context.Context, wait Wait, wake <-chan struct{}) error {
	switch {
	case wait.Reason != "":
		return l.waits.pause(ctx, wait, wake)
	case !wait.Until.IsZero(): // also for the answers to requests of other processes
		timer := time.NewTimer(time.Until(wait.Until))
		defer timer.Stop()
		return waitUnlisted(ctx, wake, timer.C)
	}
	return waitUnlisted(ctx, wake, nil)
}

// waitUnlisted waits until wake is closed or the timer ends. The error is ctx's.
func waitUnlisted(ctx context.Context, wake <-chan struct{}, timer <-chan time.Time) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wake:
	case <-timer:
	}
	return nil
}

func (l *Limits) groupOf(op Operation) *group {
	if name, ok := l.learned[op.What]; ok {
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

// Reservation is the place in a limit that a request takes while it is under way.
type Reservation struct {
	limits *Limits
	op     Operation
	group  *group
	shared sharedPlace
	pace   *Pace // nil for none
	ended  bool
}

// Cancel ends the reservation of a request that is not sent after all. After Release it
// does nothing.
func (p *Reservation) Cancel() {
	if p.ended {
		return
	}
	p.ended = true
	p.landed()
	p.shared.cancel()
	l := p.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	p.group.end()
	close(l.changed)
	l.changed = make(chan struct{})
}

func (p *Reservation) landed() {
	if p.pace != nil {
		p.pace.land()
	}
}

// Release ends the reservation and learns from the status and the header of the
// answer. The status is 0 when there was no answer.
func (p *Reservation) Release(status int, h http.Header) {
	l := p.limits
	p.ended = true
	p.landed()
	l.observeClock(h)
	l.releaseShared(p, status, h)
	l.mu.Lock()
	defer l.mu.Unlock()
	now, rate := time.Now(), readRate(h)
	counted := p.group
	if rate.group != "" {
		l.learned[p.op.What] = rate.group
		counted = l.group(rate.group)
		counted.name = rate.group
	}
	p.group.end()
	low := counted.snapshot().Low(now)
	counted.observe(rate, now)
	switch {
	case status != http.StatusTooManyRequests:
		counted.holdIfEmpty(now)
	case rate.reported:
		counted.holdUntil(now.Add(penalty(h) + clockSkew))
	default: // another kind of limit: of the account, the address, the service
		l.until = later(l.until, now.Add(penalty(h)+clockSkew))
	}
	if low || counted.snapshot().Low(now) {
		l.waits.signal()
	}
	close(l.changed)
	l.changed = make(chan struct{})
}

// Group is what is known of one rate limit.
type Group struct {
	Name      string
	Limit     int // requests in Window
	Remaining int // how many of them are still free
	Window    time.Duration
	Until     time.Time // no request is sent before; zero or past when requests may be sent
	At        time.Time // when the service last said so
}

// Left is how many requests are free at now, as far as is known: none while requests are
// held, and all of them once a window has passed since the service last said.
func (g Group) Left(now time.Time) int {
	switch {
	case now.Before(g.Until):
		return 0
	case !now.Before(g.Expires()):
		return g.Limit
	}
	return g.Remaining
}

// Low reports whether less than a quarter of the limit is left at now.
func (g Group) Low(now time.Time) bool { return 4*g.Left(now) < g.Limit }

// Expires is when Remaining no longer counts: the window has slid over all requests
// that it is about, or requests are no longer held.
func (g Group) Expires() time.Time { return later(g.At.Add(g.Window), g.Until) }

// Groups returns what the service has said about its limits, sorted by name. A limit on
// all requests has the name "everything".
func (l *Limits) Groups() []Group {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Group
	for _, g := range l.groups {
		if g.reported || !g.until.IsZero() {
			all = append(all, g.snapshot())
		}
	}
	if time.Now().Before(l.until) {
		all = append(all, Group{Name: "everything", Until: l.until})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}
