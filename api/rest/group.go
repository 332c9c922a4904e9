package rest

import "time"

// group is one rate limit. Its arithmetic errs on the side of silence, for a
// request too many costs a minute.
//
// Answers may overtake each other, so a Remaining says little alone. The lowest
// one said since nothing was under way counts every request answered since, and
// those under way may or may not be counted in it: what is surely free is the
// lowest less those under way.
type group struct {
	name     string
	limit    int
	low      int // lowest Remaining said since fresh; until said, the guide's limit
	inFlight int // requests under way
	window   time.Duration
	until    time.Time // no request before
	heard    time.Time // when low was last said
	said     bool      // the service speaks of this limit
	fresh    bool      // nothing was under way, so the next Remaining replaces low
}

// The groups of the developer guide, "Rate limits" (dossier section 5). The service
// may rename them, so these are only where learning starts.
const (
	GroupLight  = "Light"
	GroupMedium = "Medium"
	GroupHeavy  = "Heavy"
	GroupAuth   = "Auth" // the calls of the sign-in
)

// guesses are the limits per minute of the developer guide ("Rate limits"), for
// the requests before the first answer.
var guesses = map[string]int{GroupLight: 50, GroupMedium: 40, GroupHeavy: 10, GroupAuth: 5}

func newGroup(name string) *group {
	limit, ok := guesses[name]
	if !ok {
		limit = guesses[GroupHeavy]
	}
	return &group{name: name, limit: limit, low: limit, window: time.Minute}
}

// hasCapacity says whether one more request surely fits. After a hold it is a single
// one, whose answer says how much is free by then.
func (g *group) hasCapacity(now time.Time) bool {
	if g.said && !g.heard.IsZero() && now.Sub(g.heard) >= g.window && now.Sub(g.until) >= g.window {
		g.low = g.limit // the window has slid over all that was counted
	}
	if g.inFlight == 0 {
		return true
	}
	return g.low-g.inFlight > 0
}

func (g *group) enter() {
	g.fresh = g.fresh || g.inFlight == 0
	g.inFlight++
}

func (g *group) leave() { g.inFlight-- }

// learn takes in what an answer said.
func (g *group) learn(said rate, now time.Time) {
	if said.window > 0 {
		g.window = said.window
	}
	if said.limit > 0 {
		g.limit = said.limit
	}
	if said.remaining < 0 {
		g.unsaid()
		return
	}
	if g.fresh || !g.said || said.remaining < g.low {
		g.low = said.remaining
	}
	g.said, g.fresh, g.heard = true, false, now
}

// rest keeps silent for a window once nothing is free.
func (g *group) rest(now time.Time) {
	if g.said && g.low <= 0 {
		g.holdUntil(now.Add(g.window + clockSkew))
	}
}

// unsaid counts a request that the service said nothing about: in a limit that
// it does speak of, the request has probably used up a place.
func (g *group) unsaid() {
	if g.said {
		g.low--
		g.fresh = false
	}
}

func (g *group) holdUntil(t time.Time) {
	g.until = later(g.until, t)
	g.low = 1
}

func (g *group) snapshot() Group {
	return Group{Name: g.name, Limit: g.limit, Remaining: max(0, g.low-g.inFlight), Window: g.window, Until: g.until}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
