package api

import (
	"cmp"
	"encoding/json"
)

// RuleKind is what a rule is for.
type RuleKind string

// The kinds on either call handling; ForwardAll, DoNotDisturb and Agent exist on V2 only.
const (
	WorkHours    RuleKind = "work hours"
	AfterHours   RuleKind = "after hours"
	Custom       RuleKind = "custom"
	ForwardAll   RuleKind = "forward all calls"
	DoNotDisturb RuleKind = "do not disturb"
	Agent        RuleKind = "agent" // calls of a queue
	OtherRule    RuleKind = "other"
)

// RingMode is how the steps of a rule ring.
type RingMode string

// The modes. A rule in any other mode is shown as it is and is Fixed.
const (
	InOrder   RingMode = "in order"
	AtOnce    RingMode = "at once"
	NoRinging RingMode = "elsewhere" // nothing rings: see Rule.Destination
)

// RingUnit is the unit of the lengths in a rule.
type RingUnit string

// The units: rings on V1, seconds on V2.
const (
	InRings   RingUnit = "rings"
	InSeconds RingUnit = "seconds"
)

// RingSeconds is how long one ring is (dossier section 9).
const RingSeconds = 5

// Rule is what happens to the calls of one state: who rings, in which order and for how
// long, and where calls go after that. Its texts are clean. The methods that edit it
// return a new value and leave the receiver as it is; Client.PutRule writes the
// difference. A rule keeps what this version does not understand, and sends it back as
// it came.
type Rule struct {
	ID           string
	Name         string
	Kind         RuleKind
	CallHandling CallHandling

	// Enabled reports whether the rule, or on V2 its state, is switched on.
	// Client.PutState changes it.
	Enabled bool

	When  string // state and schedule in words, such as "Mon-Fri 09:00-17:00"
	Mode  RingMode
	Unit  RingUnit // of every length in the rule
	Steps []Step   // in the order in which they ring, including those that are switched off
	Apps  Apps

	NoAnswer    Fallback // where calls go that no one answers; zero for nowhere
	Destination Fallback // where calls go at once in the mode NoRinging, else zero

	// Fixed is a sentence with the reason why the rule cannot be changed here; empty
	// when it can.
	Fixed string

	raw   json.RawMessage // the record as the service sent it
	hours json.RawMessage // of the rule of work hours of V1: the work hours; nil where they were not read
	flags Features        // what the extension may do with rules
}

// Step is a part of the ring order whose targets ring together.
type Step struct {
	Targets []Target
	On      bool // false for a step that is kept and does not ring
	Length  int  // in the unit of the rule

	raw json.RawMessage // nil for a step that was added here
}

// Apps are the extension's own desktop and mobile apps, where they ring apart from the
// steps. On V1 they always do. On V2 each kind of app is either a step or one of Targets
// here; then it rings from the first second to the last.
type Apps struct {
	Targets   []Target // the apps that ring apart from the steps; empty for none
	On        bool
	Always    bool // they ring to the end, and HeadStart has no effect
	HeadStart int  // how long they ring before the steps, in the rule's unit; V1 only
	Last      bool // they ring after the steps instead of before them; V1 only
}

// Seconds converts a length of the rule to seconds.
func (r *Rule) Seconds(length int) int {
	if r.Unit == InRings {
		return length * RingSeconds
	}
	return length
}

// Rings converts a length of the rule to rings, rounded up.
func (r *Rule) Rings(length int) int {
	if r.Unit == InRings {
		return length
	}
	return (length + RingSeconds - 1) / RingSeconds
}

// usualLength is how long a step rings that does not say how long: four rings
// (reference of 2021; on V2 an inference).
func (r *Rule) usualLength() int {
	if r.Unit == InRings {
		return usualRings
	}
	return usualRings * RingSeconds
}

const usualRings = 4

// lacks reports whether the extension is known to lack a feature, and the reason.
func (r *Rule) lacks(id string) (reason string, lacking bool) {
	s, lacking := r.flags.Lacks(id)
	return cmp.Or(s.Reason, s.ReasonCode), lacking
}
