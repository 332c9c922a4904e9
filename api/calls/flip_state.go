package calls

// flipState is the state of a flip, as the parties of its session show it.
type flipState int

const (
	unchanged    flipState = iota // the session shows no flip
	ringing                       // the new party rings, and the old one is in the call
	ringingAlone                  // the new party rings, and the old one has ended
	held                          // a party is held that was not, and there is no new party
	answered                      // the new party has answered, and the old one is in the call
	moved                         // the old party has ended because of the flip
	failed                        // the new party has ended, and the old one is in the call
	over                          // the call has ended for both
)

// observation is a flip as one read of its session shows it.
type observation struct {
	state  flipState
	party  string // id of the new party; empty when there is none
	reason string // why the new party has ended
}

// classify returns what the parties of a session show of the flip of the party with
// the id old. before are the parties before the flip.
func classify(all []party, old string, before []party) observation {
	o, found := findParty(all, old)
	n, made := newParty(all, before, o.extension)
	seen := observation{party: n.id, reason: n.reason}
	switch present := found && o.live(); {
	case present && !made:
		seen.state = withoutNewParty(all, before)
	case present && n.talking():
		seen.state = answered
	case present && n.live():
		seen.state = ringing
	case present:
		seen.state = failed
	case made && n.talking():
		seen.state = moved
	case made && n.live():
		seen.state = ringingAlone
	case !made && o.reason == "CallFlip":
		seen.state = moved
	default:
		seen.state = over
	}
	return seen
}

// newParty returns the party that a flip made, and whether there is one. A live
// party goes before one that has ended, then one of the extension before another,
// then the later before the earlier.
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
		if r >= rank { // the later of two equal ones
			best, rank = p, r
		}
	}
	return best, rank > 0
}

// withoutNewParty returns the state of a flip that has not made a party: held when a
// party is held that was not, otherwise unchanged.
func withoutNewParty(all, before []party) flipState {
	for _, p := range all {
		was, _ := findParty(before, p.id)
		if p.state == Held && was.state != Held {
			return held
		}
	}
	return unchanged
}
