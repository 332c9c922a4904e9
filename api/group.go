package api

import "time"

// group is one rate limit. Its arithmetic errs on the side of silence, for a
// request too many costs a minute.
//
// Answers may overtake each other, so a Remaining says little alone. The lowest
// one said since nothing was under way counts every request answered since, and
// those under way may or may not be counted in it: what is surely free is the
// lowest less those under way.
type group struct {
	name   string
	limit  int
	low    int // lowest Remaining said since fresh; until said, the guide's limit
	flying int // requests under way
	window time.Duration
	until  time.Time // no request before
	heard  time.Time // when low was last said
	said   bool      // the service speaks of this limit
	fresh  bool      // nothing was under way, so the next Remaining replaces low
	served time.Time // when a request was last answered that was not over the limit
	sent   time.Time // when the last one left
}

// guesses are the limits per minute of the developer guide ("Rate limits"), for
// the requests before the first answer.
var guesses = map[string]int{groupLight: 50, groupMedium: 40, groupHeavy: 10, GroupAuth: 5}

func newGroup(name string) *group {
	limit, ok := guesses[name]
	if !ok {
		limit = guesses[groupHeavy]
	}
	return &group{name: name, limit: limit, low: limit, window: time.Minute}
}

// room says whether one more request surely fits. After a hold it is a single
// one, whose answer says how much is free by then. So it is where nothing was
// heard for a window: others of the same user may have brought about a penalty
// meanwhile, and of several requests at once all but the first would be sent in it.
// A server that is over its limit says so quickly, so that nobody waits long for an
// answer that does not come.
func (g *group) room(now time.Time) bool {
	if g.said && !g.heard.IsZero() && now.Sub(g.heard) >= g.window && now.Sub(g.until) >= g.window {
		g.low = g.limit // the window has slid over all that was counted
	}
	switch {
	case g.flying == 0:
		return true
	case g.unheard(now) && now.Sub(g.sent) < patience:
		return false
	}
	return g.low-g.flying > 0
}

// patience is how long the answer of a first request is waited for.
const patience = 2 * time.Second

func (g *group) unheard(now time.Time) bool {
	return g.served.IsZero() || now.Sub(g.served) >= g.window
}

func (g *group) enter(now time.Time) {
	g.fresh = g.fresh || g.flying == 0
	g.flying++
	g.sent = now
}

func (g *group) leave() { g.flying-- }

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
		g.holdUntil(now.Add(g.window + margin))
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
	return Group{Name: g.name, Limit: g.limit, Remaining: max(0, g.low-g.flying), Window: g.window, Until: g.until}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
