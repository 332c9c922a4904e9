package calls

import (
	"cmp"
	"slices"
	"time"
)

// state is what is known of the calls. It has no lock of its own.
type state struct {
	presence
	known     bool
	read      time.Time // when the service last told of calls
	changed   time.Time // when what it told was last something else
	version   int       // counts what events told
	order     sequencer
	firstSeen map[callKey]time.Time // when a call was first told of
	details   map[callKey]detail
}

func newState() *state {
	return &state{firstSeen: map[callKey]time.Time{}, details: map[callKey]detail{}}
}

// applyEvent takes in an event, unless it is older than one before it.
func (b *state) applyEvent(t presence, sequence int64, numbered bool, now time.Time) bool {
	if numbered && !b.order.accept(sequence) {
		return false
	}
	b.version++
	b.apply(t, now)
	return true
}

// applyAnswer takes in what was read when the version was since. An event that came
// meanwhile knows better.
func (b *state) applyAnswer(t presence, since int, now time.Time) {
	b.order.clear()
	if b.version == since {
		if len(t.calls) > 0 && t.more == 0 { // only events count those not told of
			t.more = b.more
		}
		b.apply(t, now)
	}
}

func (b *state) apply(t presence, now time.Time) {
	if !slices.Equal(t.calls, b.calls) || t.more != b.more || !b.known {
		b.changed = now
	}
	b.presence, b.known, b.read = t, true, now
	first, details := map[callKey]time.Time{}, map[callKey]detail{}
	for _, c := range t.calls {
		k := c.key()
		first[k] = now
		if seen, ok := b.firstSeen[k]; ok {
			first[k] = seen
		}
		if d, ok := b.details[k]; ok {
			details[k] = d
		}
	}
	b.firstSeen, b.details = first, details
}

func (b *state) live() bool { return len(b.calls) > 0 || b.more > 0 }

// snapshot is the calls as they are shown, the oldest first. names are those of
// devices, and noControl is why none can be flipped.
func (b *state) snapshot(names map[string]string, noControl string) Snapshot {
	s := Snapshot{More: b.more, Known: b.known, Read: b.read}
	for _, c := range b.calls {
		s.Calls = append(s.Calls, b.callAsShown(c, names, noControl))
	}
	slices.SortStableFunc(s.Calls, func(x, y Call) int {
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.SessionID, y.SessionID), cmp.Compare(x.PartyID, y.PartyID))
	})
	return s
}

func (b *state) callAsShown(t activeCall, names map[string]string, noControl string) Call {
	c, d := t.Call, b.details[t.key()]
	if c.Since.IsZero() {
		c.Since = b.firstSeen[t.key()]
	}
	if d.status == t.status && d.state != Unknown {
		c.State = d.state
	}
	if c.State != Ringing { // it rings everywhere
		c.DeviceID, c.DeviceName = d.device, names[d.device]
	}
	c.WhyNot = cmp.Or(c.State.whyNot(), noControl)
	if c.WhyNot == "" && (c.SessionID == "" || c.PartyID == "") {
		c.WhyNot = "RingCentral does not say which leg of the call is yours."
	}
	return c
}
