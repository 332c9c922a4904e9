package calls

import (
	"cmp"
	"slices"
	"time"
)

// state is what is known of the calls. It has no lock of its own.
type state struct {
	presence
	known   bool
	read    time.Time // when the service last told of calls
	changed time.Time // when what it told was last something else
	version int       // counts what events told
	order   order
	first   map[leg]time.Time // when a call was first told of
	details map[leg]detail
}

func newBook() *state { return &state{first: map[leg]time.Time{}, details: map[leg]detail{}} }

// event takes in an event, unless it is older than one before it.
func (b *state) event(t presence, sequence int64, numbered bool, now time.Time) bool {
	if numbered && !b.order.take(sequence) {
		return false
	}
	b.version++
	b.take(t, now)
	return true
}

// answer takes in what was read when the version was since. An event that came
// meanwhile knows better.
func (b *state) answer(t presence, since int, now time.Time) {
	b.order.fill()
	if b.version == since {
		if len(t.calls) > 0 && t.more == 0 { // only events count those not told of
			t.more = b.more
		}
		b.take(t, now)
	}
}

func (b *state) take(t presence, now time.Time) {
	if !slices.Equal(t.calls, b.calls) || t.more != b.more || !b.known {
		b.changed = now
	}
	b.presence, b.known, b.read = t, true, now
	first, details := map[leg]time.Time{}, map[leg]detail{}
	for _, c := range t.calls {
		k := c.leg()
		first[k] = now
		if seen, ok := b.first[k]; ok {
			first[k] = seen
		}
		if d, ok := b.details[k]; ok {
			details[k] = d
		}
	}
	b.first, b.details = first, details
}

func (b *state) live() bool { return len(b.calls) > 0 || b.more > 0 }

// snapshot is the calls as they are shown, the oldest first. names are those of
// devices, and noControl is why none can be flipped.
func (b *state) snapshot(names map[string]string, noControl string) Snapshot {
	s := Snapshot{More: b.more, Known: b.known, Read: b.read}
	for _, c := range b.calls {
		s.Calls = append(s.Calls, b.shown(c, names, noControl))
	}
	slices.SortStableFunc(s.Calls, func(x, y Call) int {
		return cmp.Or(x.Since.Compare(y.Since), cmp.Compare(x.SessionID, y.SessionID), cmp.Compare(x.PartyID, y.PartyID))
	})
	return s
}

func (b *state) shown(t toldCall, names map[string]string, noControl string) Call {
	c, d := t.Call, b.details[t.leg()]
	if c.Since.IsZero() {
		c.Since = b.first[t.leg()]
	}
	if d.of == t.status && d.state != Unknown {
		c.State = d.state
	}
	if c.State != Ringing { // it rings everywhere
		c.DeviceID, c.Where = d.device, names[d.device]
	}
	c.WhyNot = cmp.Or(c.State.whyNot(), noControl)
	if c.WhyNot == "" && (c.SessionID == "" || c.PartyID == "") {
		c.WhyNot = "RingCentral does not say which leg of the call is yours."
	}
	return c
}
