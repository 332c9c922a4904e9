package calls

import (
	"fmt"
	"time"
)

// Snapshot is what is known of the calls at one moment.
type Snapshot struct {
	Calls []Call    // the oldest first
	More  int       // live calls that RingCentral counts but does not tell of: it tells of seven
	Known bool      // Calls is what the service said; false before it first answered
	Read  time.Time // when it last said so
	Health
}

// Live says whether there is a call.
func (s Snapshot) Live() bool { return len(s.Calls) > 0 || s.More > 0 }

// Source is how the calls are known.
type Source int

// The sources, from the worst to the best.
const (
	NoSource Source = iota // they are not known, or no longer
	Polling                // they are asked for every Every
	Events                 // RingCentral says when something changes
)

// Health is how good what is known of the calls is.
type Health struct {
	Source Source
	Every  time.Duration // between two questions while Polling; 0 when nobody looks, and none is asked

	// Why says in sentences why it is not better, and Do what to do about it. They
	// are empty when nothing is wrong.
	Why, Do string

	// UnreachableSince is since when RingCentral cannot be reached; zero while it can.
	UnreachableSince time.Time

	// NoControl says why no call can be flipped, and NoControlDo what to do about
	// it; empty when nothing is known against it.
	NoControl, NoControlDo string
}

// String is the health in a few words.
func (h Health) String() string {
	switch {
	case h.Source == Events:
		return "live"
	case h.Source == Polling && h.Every > 0:
		return fmt.Sprintf("every %v", h.Every)
	case h.Source == Polling:
		return "paused"
	}
	return "not known"
}
