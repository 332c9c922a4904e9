package rest

import (
	"strings"
	"time"
)

// group is one rate limit. When in doubt it sends nothing, because a request too many
// costs a minute.
//
// Answers may overtake each other, so one Remaining alone says little. The lowest one
// reported since nothing was under way counts every request answered since, and may or
// may not count those under way. So the number that is certainly free is the lowest
// less those under way.
type group struct {
	name       string
	limit      int
	lowest     int // lowest Remaining reported since fresh; the guide's limit until reported
	inFlight   int // requests under way
	window     time.Duration
	until      time.Time // no request is sent before
	reportedAt time.Time // when lowest was last updated
	reported   bool      // an answer has named this limit
	fresh      bool      // nothing was under way, so the next Remaining replaces lowest
}

// The groups of the developer guide, "Rate limits" (dossier section 5). The service may
// rename them: the name in an answer replaces these.
const (
	GroupLight  = "Light"
	GroupMedium = "Medium"
	GroupHeavy  = "Heavy"
	GroupAuth   = "Auth" // the calls of the sign-in
)

// documentedLimits are the limits per minute of the developer guide, "Rate limits". They
// hold until the first answer.
var documentedLimits = map[string]int{GroupLight: 50, GroupMedium: 40, GroupHeavy: 10, GroupAuth: 5}

func newGroup(name string) *group {
	limit, ok := documentedLimits[name]
	if !ok {
		limit = documentedLimits[GroupHeavy]
	}
	return &group{name: name, limit: limit, lowest: limit, window: time.Minute}
}

// hasCapacity reports whether one more request certainly fits. After a hold only a
// single one does; its answer says how many are free by then.
func (g *group) hasCapacity(now time.Time) bool {
	if g.reported && !g.reportedAt.IsZero() && now.Sub(g.reportedAt) >= g.window && now.Sub(g.until) >= g.window {
		g.lowest = g.limit // the window has moved past everything that was counted
	}
	if g.inFlight == 0 {
		return true
	}
	return g.lowest-g.inFlight > 0
}

func (g *group) begin() {
	g.fresh = g.fresh || g.inFlight == 0
	g.inFlight++
}

func (g *group) end() { g.inFlight-- }

// observe updates the group from the header of an answer.
func (g *group) observe(got rate, now time.Time) {
	if got.window > 0 {
		g.window = got.window
	}
	if got.limit > 0 {
		g.limit = got.limit
	}
	if got.remaining < 0 {
		g.countUnreported()
		return
	}
	if g.fresh || !g.reported || got.remaining < g.lowest {
		g.lowest = got.remaining
	}
	g.reported, g.fresh, g.reportedAt = true, false, now
}

// holdIfEmpty holds requests for a window once none is free.
func (g *group) holdIfEmpty(now time.Time) {
	if g.reported && g.lowest <= 0 {
		g.holdUntil(now.Add(g.window + clockSkew))
	}
}

// countUnreported counts a request whose answer did not mention the limit. Where other
// answers do, the request has probably used up a place.
func (g *group) countUnreported() {
	if g.reported {
		g.lowest--
		g.fresh = false
	}
}

func (g *group) holdUntil(t time.Time) {
	g.until = later(g.until, t)
	g.lowest = 1
}

func (g *group) snapshot() Group {
	return Group{Name: g.name, Limit: g.limit, Remaining: max(0, g.lowest-g.inFlight), Window: g.window, Until: g.until, At: g.reportedAt}
}

// known is a snapshot whose name tells groups apart, however the service writes it, and
// whose Remaining includes requests that are under way.
func (g *group) known() Group {
	known := g.snapshot()
	known.Name, known.Remaining = strings.ToLower(g.name), max(0, g.lowest)
	return known
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
