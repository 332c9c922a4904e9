package calls

import (
	"time"

	"rcfwd/api"
)

// Call is a live call as it is for one leg of the extension. Its texts are clean;
// the ids are opaque.
type Call struct {
	SessionID  string
	PartyID    string // the extension's own leg in the session
	Direction  Direction
	Peer       Peer // the other side
	State      State
	Since      time.Time // when the call began, by RingCentral's clock; when it was first seen where that is unsaid
	DeviceID   string    // device of our leg; empty when unknown
	DeviceName string    // its name, or what else is known of where the call is; may be empty
	Queue      bool      // it came by way of a call queue

	// WhyNot says in a sentence why the call cannot be flipped now. It is empty
	// when nothing is known against it.
	WhyNot string
}

// Flippable says whether a flip of the call may be tried.
func (c Call) Flippable() bool { return c.WhyNot == "" }

// Peer is somebody in a call. Either may be empty.
type Peer struct {
	Name   string
	Number string // E.164 or a short number, as RingCentral has it
}

// Direction is which side began the call.
type Direction string

// The directions of the public schema.
const (
	Inbound  Direction = "Inbound"
	Outbound Direction = "Outbound"
)

// String is "in" or "out", or what the service calls it.
func (d Direction) String() string {
	switch d {
	case Inbound:
		return "in"
	case Outbound:
		return "out"
	}
	return string(d)
}

// State is what a call is doing.
type State int

// The states. Unknown is one that this version has no name for.
const (
	Unknown State = iota
	Ringing       // it rings here
	Calling       // we called, and it rings there
	Connected
	Held
	Parked
	Voicemail // the caller leaves a message
	Screening // the caller leaves a message that can be heard and picked up
	Fax
	Ended
)

var stateWords = map[State]string{
	Unknown: "in progress", Ringing: "ringing", Calling: "calling", Connected: "connected", Held: "on hold",
	Parked: "parked", Voicemail: "voicemail", Screening: "voicemail, screened", Fax: "fax", Ended: "ended",
}

// String is the state in a word or two.
func (s State) String() string { return stateWords[s] }

// whyNot says why a call in this state cannot be flipped.
func (s State) whyNot() string {
	switch s {
	case Ringing, Calling:
		return "The call is not answered yet; one that is can be flipped."
	case Parked:
		return "The call is parked; pick it up first."
	case Voicemail, Screening:
		return "The caller is with the voicemail."
	case Fax:
		return "A fax cannot be flipped."
	case Ended:
		return "The call has ended."
	}
	return ""
}

// WhyNoTarget says in a sentence why calls cannot be flipped to a number, and is
// empty when they can.
func WhyNoTarget(n api.Number) string {
	switch {
	case n.Flip == "":
		return "It has no flip digit."
	case len(n.Features) > 0 && !n.Has(api.CallFlip):
		return "RingCentral does not flip calls to it."
	}
	return ""
}
