package rest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// LedgerVersion is the version of the ledger, the content of a LedgerStore, that this
// rcfwd writes. A ledger of a later version is read as far as it is known, and not written.
const LedgerVersion = 1

// ledger is what the processes of a machine share about the limits of one app and user:
// the requests that they have sent within the window of each group and those under way.
// Its size does not grow with the number of requests: they are counted per second.
type ledger struct {
	Version int                     `json:"version"`
	Hold    hold                    `json:"hold,omitzero"` // on all requests
	Groups  map[string]*ledgerGroup `json:"groups"`        // by their names in lower case
	Ops     map[string]string       `json:"ops,omitempty"` // the group of an operation, where it is not the expected one
}

// ledgerGroup is one limit. Until the service has named it, it limits only the requests
// under way.
type ledgerGroup struct {
	Limit    int           `json:"limit"`
	Window   time.Duration `json:"window"`
	Reported bool          `json:"reported,omitempty"`
	Hold     hold          `json:"hold,omitzero"`
	Sent     [][2]int64    `json:"sent,omitempty"` // Unix seconds and how many were answered in them, the oldest first
	Pending  []pending     `json:"pending,omitempty"`

	// Dropped counts what dead processes reserved, as Sent does. They may have sent it.
	Dropped [][2]int64 `json:"dropped,omitempty"`
}

// pending is a request under way: its place is reserved and its answer has not come.
type pending struct {
	At   int64  `json:"at"` // in nanoseconds
	PID  int    `json:"pid"`
	Host string `json:"host,omitempty"`
	N    int64  `json:"n"` // counts those of the process
}

// hold is a time in which nothing may be sent. With its beginning it lasts as long when
// the clock is set back.
type hold struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// left returns the end of the hold, or the zero time when there is none at now.
func (h *hold) left(now time.Time) time.Time {
	if now.Before(h.From) {
		h.Until, h.From = now.Add(h.Until.Sub(h.From)), now
	}
	if !now.Before(h.Until) {
		*h = hold{}
	}
	return h.Until
}

func (h *hold) extend(now, until time.Time) {
	if until.After(h.left(now)) {
		*h = hold{now, until}
	}
}

// readLedger reads a ledger. What cannot be read is empty: only the requests of the last
// window are lost. Behind a ledger may be what a killed process left of a longer one.
func readLedger(data []byte) *ledger {
	l := &ledger{}
	if json.NewDecoder(bytes.NewReader(data)).Decode(l) != nil {
		l = &ledger{}
	}
	if l.Groups == nil {
		l.Groups = map[string]*ledgerGroup{}
	}
	if l.Ops == nil {
		l.Ops = map[string]string{}
	}
	maps.DeleteFunc(l.Groups, func(_ string, g *ledgerGroup) bool {
		return g == nil || g.Limit < 1 || g.Window <= 0 || g.Window > maxRetryAfter
	})
	return l
}

// group returns the group of a name.
func (l *ledger) group(name string) *ledgerGroup {
	key := strings.ToLower(name)
	g, ok := l.Groups[key]
	if !ok {
		fresh := newGroup(name)
		g = &ledgerGroup{Limit: fresh.limit, Window: fresh.window}
		l.Groups[key] = g
	}
	return g
}

// groupOf returns the name of the group in which an operation counts.
func (l *ledger) groupOf(op Operation) string {
	if name, ok := l.Ops[op.What]; ok {
		return name
	}
	return op.Group
}

// prune drops what no longer counts: what is older than the window, what lies in the
// future because the clock was set back, and what dead processes reserved.
func (g *ledgerGroup) prune(now time.Time, me pending) {
	over := func(s [2]int64) bool {
		at := time.Unix(s[0], 0)
		return s[1] <= 0 || at.After(now) || !at.Add(g.Window+time.Second).After(now)
	}
	g.Sent, g.Dropped = slices.DeleteFunc(g.Sent, over), slices.DeleteFunc(g.Dropped, over)
	g.Pending = slices.DeleteFunc(g.Pending, func(p pending) bool {
		at := time.Unix(0, p.At)
		if at.After(now.Add(time.Second)) || now.Sub(at) >= max(g.Window, exchangeTime) {
			return true
		}
		dead := p.Host == me.Host && p.PID != me.PID && !isAlive(p.PID)
		if dead {
			g.Dropped = count(g.Dropped, now, 1)
		}
		return dead
	})
}

// count adds n at now to what is counted per second.
func count(all [][2]int64, now time.Time, n int) [][2]int64 {
	second := now.Unix()
	if last := len(all) - 1; last >= 0 && all[last][0] == second {
		all[last][1] += int64(n)
		return all
	}
	return append(all, [2]int64{second, int64(n)})
}

// total returns what is counted.
func total(all [][2]int64) (n int) {
	for _, s := range all {
		n += int(s[1])
	}
	return n
}

// pendingPoll is how long a request waits before it looks again whether the requests of
// other processes have been answered.
const pendingPoll = 25 * time.Millisecond

// firstRequests is how many requests of a group may be under way before the first answer
// names its limit, which may be lower than the guide's.
const firstRequests = 5

// reserve reserves a place in a group for me, or returns when to try again. shown reports
// whether that is a limit, and not the answers to requests under way.
func (g *ledgerGroup) reserve(now time.Time, me pending) (until time.Time, shown bool) {
	g.prune(now, me)
	if until := g.Hold.left(now); !until.IsZero() {
		return until, true
	}
	sent := total(g.Sent)
	if !g.Reported {
		if sent == 0 && len(g.Pending) >= firstRequests {
			return now.Add(pendingPoll), false
		}
		sent = 0
	}
	switch {
	case sent+len(g.Pending) < g.Limit:
		g.Pending = append(g.Pending, me)
		return time.Time{}, false
	case sent >= g.Limit:
		return time.Unix(g.Sent[0][0], 0).Add(g.Window + time.Second + clockSkew), true
	}
	return now.Add(pendingPoll), false
}

// cancel frees the place of me, and reports whether it was still there.
func (g *ledgerGroup) cancel(me pending) bool {
	before := len(g.Pending)
	g.Pending = slices.DeleteFunc(g.Pending, func(p pending) bool { return p == me })
	return len(g.Pending) < before
}

// observe counts an answered request and reads what its answer says about the limit. It
// reports whether the service has counted more requests than were sent from here, which
// it then counts too. Requests under way may or may not be among them.
func (g *ledgerGroup) observe(now time.Time, got rate, me pending) (elsewhere bool) {
	if got.window > 0 {
		g.Window = got.window
	}
	if got.limit > 0 {
		g.Limit, g.Reported = got.limit, true
	}
	g.prune(now, me)
	g.Sent = count(g.Sent, now, 1)
	if got.remaining < 0 || !g.Reported {
		return false
	}
	if more := g.Limit - got.remaining - total(g.Sent) - len(g.Pending); more > 0 {
		g.Sent = count(g.Sent, now, more)
		elsewhere = more > total(g.Dropped)
	}
	if got.remaining == 0 {
		g.Hold.extend(now, now.Add(g.Window+clockSkew)) // developer guide, "Rate limits"
	}
	return elsewhere
}
