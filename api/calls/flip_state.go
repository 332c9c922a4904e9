package calls

// flipState is what the legs of a session show of a flip.
type flipState int

const (
	unchanged flipState = iota // nothing of it
	phoning                    // a new leg rings
	crossing                   // the same, and the old leg has gone already
	held                       // our side or the other is held, but no new leg is shown
	answered                   // somebody is on the new leg, and the old one is there
	moved                      // the old leg has gone, and the flip is why
	failed                     // the new leg has gone, and the old one is there
	over                       // both have gone, or the only one
)

// flipped is a flip as its session shows it.
type flipped struct {
	flipState
	leg    string // the new leg; empty when none is shown
	reason string // why it has gone
}

// classify looks for a flip of the leg old among all legs; before are those that were
// there before it.
func classify(all []party, old string, before []party) flipped {
	o, found := find(all, old)
	n, made := newLeg(all, before, o.extension)
	f := flipped{leg: n.id, reason: n.reason}
	switch there := found && o.alive(); {
	case there && !made:
		f.flipState = alone(all, before)
	case there && n.talking():
		f.flipState = answered
	case there && n.alive():
		f.flipState = phoning
	case there:
		f.flipState = failed
	case made && n.talking():
		f.flipState = moved
	case made && n.alive():
		f.flipState = crossing
	case !made && o.reason == "CallFlip":
		f.flipState = moved
	default:
		f.flipState = over
	}
	return f
}

// newLeg is the leg that a flip made: the extension's own if there is one, and
// one that lives rather than one that does not.
func newLeg(all, before []party, extension string) (party, bool) {
	var best party
	rank := 0
	for _, p := range all {
		if _, known := find(before, p.id); known {
			continue
		}
		r := 1
		if p.extension != "" && p.extension == extension {
			r += 1
		}
		if p.alive() {
			r += 2
		}
		if r >= rank { // the later of two alike
			best, rank = p, r
		}
	}
	return best, rank > 0
}

// alone is what can be told while no new leg is shown: whether somebody is held
// who was not.
func alone(all, before []party) flipState {
	for _, p := range all {
		was, _ := find(before, p.id)
		if p.state == Held && was.state != Held {
			return held
		}
	}
	return unchanged
}
