package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/rest"
)

// Type is what kind of phone a forwarding number reaches. The service may
// answer with a type that is not listed here: it is shown and kept as it is.
type Type string

// The types that a create request may name (developer guide, "Phone types";
// api reference 1.0.46).
const (
	PhoneLine Type = "PhoneLine" // a RingCentral device; takes a device instead of a number
	Home      Type = "Home"
	Mobile    Type = "Mobile"
	Work      Type = "Work"
	Other     Type = "Other" // any other phone; the only type with a label of its own
)

// The types that only the service hands out (public schema of August 2026).
const (
	Outage              Type = "Outage"
	BusinessMobilePhone Type = "BusinessMobilePhone"
	ExtensionApps       Type = "ExtensionApps"
)

// Predefined says whether an extension holds at most one number of type t,
// labelled with the name of its type (FPN-119, FPN-122).
func (t Type) Predefined() bool { return t == Home || t == Mobile || t == Work }

// Feature is a use the service makes of a forwarding number. No request sets
// it; unknown ones are shown as they are.
type Feature string

// The features of the public schema.
const (
	CallForwarding Feature = "CallForwarding" // answering rules may ring it
	CallFlip       Feature = "CallFlip"       // a live call may be moved to it
)

// Number is a forwarding number as the service last described it. Its texts
// are clean (see Clean), so they are for eyes: an update sends only what a
// person edited, never a Number read back.
type Number struct {
	ID       string // opaque digits
	URI      string // canonical address, with the real account and extension
	Phone    string // E.164; empty when the service names none
	Label    string
	Type     Type
	Features []Feature
	Flip     string // flip digit as the service words it; empty for none
	DeviceID string // only for PhoneLine

	// Apps is the extension whose apps ring; only for ExtensionApps.
	Apps *ExtensionRef

	// CallHandling is the one that the number was read from; empty when unsaid.
	CallHandling CallHandling

	// Rings are the rules that ring it. nil means that it is not known, as on
	// legacy accounts, where only the rules themselves tell.
	Rings []RuleRef

	// Unknown holds the fields of the record that this version does not know,
	// in the order of their names, so that nothing the service says is hidden.
	Unknown []UnknownField

	raw json.RawMessage
}

// ExtensionRef names an extension inside another record.
type ExtensionRef struct {
	ID     string
	Name   string
	Number string // the short number people dial, such as "104"
}

// RuleRef names a rule that rings a number.
type RuleRef struct {
	ID   string
	Name string
	Off  bool   // the rule has the number in a step that is switched off
	Step int    // the first one that rings it, from 1
	As   string // what the rule calls it there
}

// UnknownField is a field of a record that this version does not know: its
// name, and its JSON on one clean line.
type UnknownField struct{ Name, Value string }

// Has says whether the service uses n for f.
func (n Number) Has(f Feature) bool { return slices.Contains(n.Features, f) }

// JSON is the whole record as the service sent it, known fields and unknown,
// indented. Whatever Clean would drop is escaped, so that the text is safe for
// a terminal and for the clipboard and still reads back to the same values.
func (n Number) JSON() string { return rest.CleanJSON(n.raw) }

// NewNumber is a forwarding number that a person wants to add. Which fields go
// with which type is CheckNew's business.
type NewNumber struct {
	Type     Type   // empty means Other, which is always said to the service
	Phone    string // E.164; not for a PhoneLine that names its device
	Label    string // only for Other
	DeviceID string // only for PhoneLine
	Flip     int    // flip digit; 0 lets the service choose one

	// CallHandling is the one that the number is for, as far as that is known; it
	// decides what CheckNew finds.
	CallHandling CallHandling

	// Rules are the ids of the rules that should ring the number, as their last
	// step. Only on new accounts.
	Rules []string
}

// Change is what a person edited in a number. A nil field stays as it is and is
// not sent; the type and the device of a number never change (FPN-125, FPN-124).
type Change struct {
	Phone *string // E.164
	Label *string
	Flip  *string // flip digit; empty takes the digit away
}

// Empty says whether c changes nothing.
func (c Change) Empty() bool { return c.Phone == nil && c.Label == nil && c.Flip == nil }

// Of gives n as it should read once c is applied to it.
func (c Change) Of(n Number) Number {
	if c.Phone != nil {
		n.Phone = *c.Phone
	}
	if c.Label != nil {
		n.Label = *c.Label
	}
	if c.Flip != nil {
		n.Flip = *c.Flip
	}
	return n
}
