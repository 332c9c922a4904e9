package calls

// flipState is what the legs of a session show of a flip.
type flipState int

const (
	unchanged    flipState = iota // nothing of it
	ringing                       // a new leg rings
	ringingAlone                  // the same, and the old leg has gone already
	held                          // our side or the other is held, but no new leg is shown
	answered                      // somebody is on the new leg, and the old one is there
	moved                         // the old leg has gone, and the flip is why
	failed                        // the new leg has gone, and the old one is there
	over                          // both have gone, or the only one
)

// observation is a flip as its session shows it.
type observation struct {
	flipState
	party  string // the new leg; empty when none is shown
	reason string // why it has gone
}

// classify looks for a flip of the leg old among all legs; before are those that were
// there before it.
func classify(all []party, old string, before []party) observation {
	o, found := findParty(all, old)
	n, made := newParty(all, before, o.extension)
	f := observation{party: n.id, reason: n.reason}
	switch there := found && o.live(); {
	case there && !made:
		f.flipState = withoutNewParty(all, before)
	case there && n.talking():
		f.flipState = answered
	case there && n.live():
		f.flipState = ringing
	case there:
		f.flipState = failed
	case made && n.talking():
		f.flipState = moved
	case made && n.live():
		f.flipState = ringingAlone
	case !made && o.reason == "CallFlip":
		f.flipState = moved
	default:
		f.flipState = over
	}
	return f
}

// newParty is the leg that a flip made: the extension's own if there is one, and
// one that lives rather than one that does not.
func newParty(all, before []party, extension string) (party, bool) {
	var best party
	rank := 0
	for _, p := range all {
		if _, known := findParty(before, p.id); known {
			continue
		}
		r := 1
		if p.extension != "" && p.extension == extension {
			r += 1
		}
		if p.live() {
			r += 2
		}
		if r >= rank { // the later of two alike
			best, rank = p, r
		}
	}
	return best, rank > 0
}

// withoutNewParty is what can be told while no new leg is shown: whether somebody is held
// who was not.
func withoutNewParty(all, before []party) flipState {
	for _, p := range all {
		was, _ := findParty(before, p.id)
		if p.state == Held && was.state != Held {
			return held
		}
	}
	return unchanged
}
