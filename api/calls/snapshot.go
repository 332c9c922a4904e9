package calls

import (
	"cmp"
	"sort"
	"time"

	"rcfwd/api/rest"
)

// Snapshot is what is known of the calls at one moment.
type Snapshot struct {
	Calls []Call    // the oldest first
	More  int       // live calls that RingCentral counts but does not list: it lists seven
	Known bool      // Calls is what the service reported; false before its first answer
	Read  time.Time // when the service last reported it
	Health
}

// Live reports whether there is a call.
func (s Snapshot) Live() bool { return len(s.Calls) > 0 || s.More > 0 }

// snapshot returns the calls as they are shown, without their health. names are
// the names of devices by id, as the service sent them; noControl is the reason that no call can be flipped.
func (s *state) snapshot(names map[string]string, noControl string) Snapshot {
	snap := Snapshot{More: s.more, Known: s.known, Read: s.read}
	for _, c := range s.calls {
		snap.Calls = append(snap.Calls, s.callAsShown(&c, names, noControl))
	}
	sort.SliceStable(snap.Calls, func(i, j int) bool {
		x, y := &snap.Calls[i], &snap.Calls[j]
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.SessionID, y.SessionID), cmp.Compare(x.PartyID, y.PartyID)) < 0
	})
	return snap
}

func (s *state) callAsShown(a *activeCall, names map[string]string, noControl string) Call {
	c, d := a.Call, s.details[a.key()]
	if c.Since.IsZero() {
		c.Since = s.firstSeen[a.key()]
	}
	if d.status == a.status && d.state != Unknown {
		c.State = d.state
	}
	if c.State != Ringing { // a ringing call is on no device yet
		c.DeviceID, c.DeviceName, c.exactDevice, c.Phone = d.device, rest.Clean(names[d.device]), names[d.device], d.phone
	}
	c.WhyNot = cmp.Or(c.State.whyNot(), noControl)
	if c.WhyNot == "" && (c.SessionID == "" || c.PartyID == "") {
		c.WhyNot = "RingCentral does not say which leg of the call is yours."
	}
	return c
}
