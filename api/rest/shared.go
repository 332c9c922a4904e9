package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// LedgerStore is a file that the processes of a machine share. What it holds is no
// secret, and losing it costs nothing but the knowledge of the last minute.
type LedgerStore interface {
	// Update replaces the content of the file by what edit returns for it, while no other
	// process does; nil leaves it as it is. It reports whether edit was called. When it
	// was not, the process goes on without sharing.
	Update(ctx context.Context, edit func(data []byte) []byte) bool
}

// sharedLedger is the ledger in a store.
type sharedLedger struct {
	store LedgerStore
	host  string
}

// lastReservation is the number of the last reservation of this process.
var lastReservation atomic.Int64

// Share shares the limits with all processes that have the same store, which is one for
// each server, app and user. A request then reserves a place there before it is sent. The
// calls of the Auth group have a file of their own, in package signin: of them the ledger
// knows no more than what holds all requests. A nil store ends the sharing.
func (l *Limits) Share(store LedgerStore) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ledger = nil
	if store != nil {
		host, _ := os.Hostname()
		l.ledger = &sharedLedger{store: store, host: host}
	}
}

func (l *Limits) shared() *sharedLedger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ledger
}

// sharedPlace is the place that a request takes in a ledger.
type sharedPlace struct {
	ledger *sharedLedger // nil without one
	group  string
	me     pending
}

// me returns a new reservation of this process.
func (s *sharedLedger) me() pending {
	return pending{At: time.Now().UnixNano(), PID: os.Getpid(), Host: s.host, N: lastReservation.Add(1)}
}

// reserve reserves a place for a request of op, or returns what to wait for. A ledger
// that cannot be used limits nothing.
func (s *sharedLedger) reserve(ctx context.Context, op Operation) (place sharedPlace, wait Wait, ok bool) {
	if s == nil {
		return sharedPlace{}, Wait{}, true
	}
	place = sharedPlace{group: op.Group, me: s.me()}
	reserved := s.update(ctx, func(l *ledger, now time.Time) {
		if until := l.Hold.left(now); !until.IsZero() {
			wait = Wait{Op: op.What, Reason: everythingLimit, Until: until}
			return
		}
		if isAuth(op.Group) {
			return
		}
		place.group = l.groupOf(op)
		if until, shown := l.group(place.group).reserve(now, place.me); !until.IsZero() {
			wait = Wait{Op: op.What, Until: until}
			if shown {
				wait.Reason = groupLimit(place.group)
			}
		}
	})
	if !reserved {
		return sharedPlace{}, Wait{}, true
	}
	place.ledger = s
	return place, wait, wait.Until.IsZero()
}

func isAuth(group string) bool { return strings.EqualFold(group, GroupAuth) }

// update lets edit change the ledger, and reports whether it was called. Of the processes
// that do so, the later one has the later time.
func (s *sharedLedger) update(ctx context.Context, edit func(*ledger, time.Time)) bool {
	return s.store.Update(ctx, func(data []byte) []byte {
		l := readLedger(data)
		edit(l, time.Now())
		if l.Version > LedgerVersion {
			return nil
		}
		l.Version = LedgerVersion
		text, err := json.Marshal(l)
		if err != nil {
			return nil
		}
		return append(text, '\n')
	})
}

// cancel frees the place of a request that was not sent.
func (p sharedPlace) cancel() {
	if p.ledger == nil || isAuth(p.group) {
		return
	}
	p.ledger.update(context.Background(), func(l *ledger, _ time.Time) { l.group(p.group).cancel(p.me) })
}

// release counts a request whose answer has come, and reports in which group the service
// has counted requests that were sent from elsewhere; "" for none.
func (p sharedPlace) release(op Operation, status int, h http.Header) (elsewhere string) {
	got := readRate(h)
	tooMany := status == http.StatusTooManyRequests
	if p.ledger == nil || isAuth(p.group) && !tooMany {
		return ""
	}
	p.ledger.update(context.Background(), func(l *ledger, now time.Time) {
		switch {
		case tooMany && !got.reported:
			l.Hold.extend(now, now.Add(penalty(h)+clockSkew))
		case isAuth(p.group):
			return
		}
		l.group(p.group).cancel(p.me)
		name := p.group
		if got.group != "" && !strings.EqualFold(got.group, p.group) {
			name, l.Ops[op.What] = got.group, got.group
		}
		g := l.group(name)
		if g.observe(now, got, p.me) && !tooMany {
			elsewhere = name
		}
		if tooMany && got.reported {
			g.Hold.extend(now, now.Add(penalty(h)+clockSkew))
		}
	})
	return elsewhere
}

// releaseShared ends the place of a request in the ledger.
func (l *Limits) releaseShared(p *Reservation, status int, h http.Header) {
	group := p.shared.release(p.op, status, h)
	if group == "" {
		return
	}
	l.mu.Lock()
	say, first := l.notices.Elsewhere, !l.saidElsewhere
	l.saidElsewhere = true
	l.mu.Unlock()
	if say != nil && first {
		say(group)
	}
}
