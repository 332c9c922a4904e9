package calls

import (
	"time"

	"rcfwd/api"
)

// Call is a live call, as one party of the extension takes part in it. Its texts
// are clean; its ids are opaque.
type Call struct {
	ID         string // in presence; tells calls apart whose party is not named, and is else empty
	SessionID  string
	PartyID    string // of the extension's own party in the session
	Direction  Direction
	Peer       Peer // the other side
	State      State
	Since      time.Time // when the call began, by RingCentral's clock; if RingCentral does not say, when it was first seen
	DeviceID   string    // of the device that the own party is on; empty when unknown
	DeviceName string    // empty when unknown
	Phone      string    // number of the own party, as RingCentral reports it: of an outside phone, or one of the extension's own
	Queue      bool      // the call came through a call queue

	exactName   string // Peer.Name as the service sent it
	exactDevice string // DeviceName, likewise

	// WhyNot is the reason, in a sentence, that the call cannot be flipped now. It is
	// empty when no reason is known.
	WhyNot string
}

// ExactName is the name of the other side as the service sent it, not cleaned: for output
// that escapes what could control a terminal.
func (c *Call) ExactName() string { return c.exactName }

// ExactDevice is DeviceName as the service sent it, likewise.
func (c Call) ExactDevice() string { return c.exactDevice }

// Flippable reports whether a flip of the call may be tried.
func (c *Call) Flippable() bool { return c.WhyNot == "" }

// Peer is the other side of a call. Either field may be empty.
type Peer struct {
	Name   string
	Number string // E.164 or a short number, as RingCentral reports it
}

// Direction is the direction of a call, seen from the extension.
type Direction string

// The directions of the public schema.
const (
	Inbound  Direction = "Inbound"
	Outbound Direction = "Outbound"
)

// String returns "in" or "out", or the service's word for another direction.
func (d Direction) String() string {
	switch d {
	case Inbound:
		return "in"
	case Outbound:
		return "out"
	}
	return string(d)
}

// State is the state of a call or of one of its parties.
type State int

// The states. Unknown is one that this version does not know.
const (
	Unknown State = iota
	Ringing       // the extension's phones ring
	Calling       // the extension called, and the other side's phone rings
	Connected
	Held
	Parked
	Voicemail // the caller leaves a message
	Screening // the caller leaves a message, which can be listened to and picked up
	Fax
	Ended
)

var stateWords = map[State]string{
	Unknown: "in progress", Ringing: "ringing", Calling: "calling", Connected: "connected", Held: "on hold",
	Parked: "parked", Voicemail: "voicemail", Screening: "voicemail, screened", Fax: "fax", Ended: "ended",
}

// String returns the state in a word or two.
func (s State) String() string { return stateWords[s] }

// whyNot returns the reason that a call in this state cannot be flipped, or "".
func (s State) whyNot() string {
	switch s {
	case Ringing, Calling:
		return "The call is not answered yet. Answer it to flip it."
	case Parked:
		return "The call is parked; pick it up first."
	case Voicemail, Screening:
		return "The call is in voicemail."
	case Fax:
		return "A fax cannot be flipped."
	case Ended:
		return "The call has ended."
	}
	return ""
}

// WhyNoTarget returns the reason, in a sentence, that calls cannot be flipped to
// n, or "" when they can.
func WhyNoTarget(n *api.Number) string {
	switch {
	case n.Flip == "":
		return "It has no flip digit."
	case n.Features != nil && !n.Has(api.CallFlip):
		return "RingCentral does not flip calls to it."
	}
	return ""
}
