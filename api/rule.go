package api

import (
	"cmp"
	"encoding/json"
)

// RuleKind is what a rule is for.
type RuleKind string

// The kinds of both backends; the last three but OtherRule exist on new ones only.
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

// The modes. Anything else is shown as it is and is Fixed.
const (
	InOrder   RingMode = "in order"
	AtOnce    RingMode = "at once"
	NoRinging RingMode = "elsewhere" // nothing rings: see Rule.Immediately
)

// RingUnit is what lengths are counted in.
type RingUnit string

// The units: rings on legacy accounts, seconds on new ones.
const (
	InRings   RingUnit = "rings"
	InSeconds RingUnit = "seconds"
)

// RingSeconds is how long one ring is (dossier section 9).
const RingSeconds = 5

// Rule is what happens to the calls of one state: who rings, in which order and
// for how long, and what comes after. Its texts are clean. The methods that edit
// it give a new value and leave the old one as it was; SaveRule writes the
// difference. What this version does not understand is kept inside and sent back
// as it came.
type Rule struct {
	ID           string
	Name         string
	Kind         RuleKind
	CallHandling CallHandling

	// Enabled says whether the rule, or on new accounts its state, is switched
	// on. SwitchState changes it.
	Enabled bool

	When  string // state and schedule in words, such as "Mon-Fri 09:00-17:00"
	Mode  RingMode
	Unit  RingUnit // of every length in the rule
	Steps []Step   // in the order in which they ring, those switched off among them
	Apps  Apps

	NoAnswer    Fallback // zero where the rule has none
	Destination Fallback // what happens at once in mode Elsewhere, else zero

	// Fixed says in a sentence why nothing of the rule may be changed here;
	// empty when it may.
	Fixed string

	raw   json.RawMessage // the record as the service sent it
	flags Features        // what the extension may do with rules
}

// Step is a part of a ring order: its targets ring together.
type Step struct {
	Targets []Target
	On      bool // false keeps the step without ringing it
	Length  int  // in the unit of the rule

	raw json.RawMessage // nil when a person added it
}

// Apps are the extension's own desktop and mobile apps as far as they ring apart
// from the steps. On legacy accounts they always do; on new ones each kind of app
// is either a step or one of Targets here, which then ring from the first second
// to the last.
type Apps struct {
	Targets   []Target // whose ringing is described here; empty for none
	On        bool
	Always    bool // they ring to the end, and HeadStart does not count
	HeadStart int  // how long they ring before the steps, in the rule's unit; legacy only
	Last      bool // they ring after the steps rather than before them; legacy only
}

// Seconds is a length of the rule in seconds.
func (r Rule) Seconds(length int) int {
	if r.Unit == InRings {
		return length * RingSeconds
	}
	return length
}

// Rings is a length of the rule in rings, of which a part counts as one.
func (r Rule) Rings(length int) int {
	if r.Unit == InRings {
		return length
	}
	return (length + RingSeconds - 1) / RingSeconds
}

// usualLength is what a step rings that does not say how long: four rings
// (reference of 2021; on new accounts an inference).
func (r Rule) usualLength() int {
	if r.Unit == InRings {
		return usualRings
	}
	return usualRings * RingSeconds
}

const usualRings = 4

// feature says whether the extension lacks a flag, as far as it is known, and why.
func (r Rule) lacks(id string) (why string, lacking bool) {
	s, lacking := r.flags.Lacks(id)
	return cmp.Or(s.Reason, s.ReasonCode), lacking
}
