package api

import (
	"cmp"
	"encoding/json"
	"slices"

	"rcfwd/api/rest"
)

// Type is the kind of phone that a forwarding number reaches. The service may answer
// with a type that is not listed here; it is shown and kept as it is.
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

// The types that only the service can set (public schema of August 2026).
const (
	Outage              Type = "Outage"
	BusinessMobilePhone Type = "BusinessMobilePhone"
	ExtensionApps       Type = "ExtensionApps"
)

// Known reports whether this version knows the type.
func (t Type) Known() bool {
	return slices.Contains([]Type{PhoneLine, Home, Mobile, Work, Other, Outage, BusinessMobilePhone, ExtensionApps}, t)
}

// Predefined reports whether an extension can have only one number of type t, whose
// label is the name of the type (FPN-119, FPN-122).
func (t Type) Predefined() bool { return t == Home || t == Mobile || t == Work }

// Feature is a use that the service makes of a forwarding number. No request sets it.
// Unknown ones are shown as they are.
type Feature string

// The features of the public schema.
const (
	CallForwarding Feature = "CallForwarding" // answering rules may ring it
	CallFlip       Feature = "CallFlip"       // a live call may be moved to it
)

// Number is a forwarding number as the service last described it. Its texts are clean
// (see rest.Clean), so they are only for reading: an update sends what a person edited,
// never the texts of a Number.
type Number struct {
	ID       string // opaque digits
	URI      string // canonical address, with the real account and extension
	Phone    string // E.164; empty when the service names none
	Label    string
	Type     Type
	Features []Feature // nil when the service does not say; empty for none
	Flip     string    // flip digit as the service sends it; empty for none
	DeviceID string    // only for PhoneLine

	// Apps is the extension whose apps ring; only for ExtensionApps.
	Apps *ExtensionRef

	// CallHandling is the call handling from which the number was read; may be empty.
	CallHandling CallHandling

	// Rings are the rules that ring it. nil means that they are not known, as on V1,
	// where only the rules themselves tell.
	Rings []RuleRef

	// Unknown are the fields of the record that this version does not know, sorted by
	// name, so that nothing in the record is hidden.
	Unknown []UnknownField

	// Unread are the names of fields that are not in the Number, or only in part, because
	// the service sent something of another type. They are in Unknown as they came.
	Unread []string

	raw json.RawMessage
}

// unreadParts are what could not be read of numbers. It is not inlined: its copies would make
// the program larger.
//
//go:noinline
func unreadParts(all []Number) []Unread {
	var unread []Unread
	for _, n := range all {
		if len(n.Unread) > 0 {
			unread = append(unread, Unread{Name: cmp.Or(n.Label, n.Phone, n.ID), Fields: n.Unread})
		}
	}
	return unread
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
	Off  bool   // the step with the number is switched off
	Step int    // the first step with the number, from 1
	As   string // the name that the rule gives it
}

// UnknownField is a field of a record that this version does not know: its
// name, and its JSON on one clean line.
type UnknownField struct{ Name, Value string }

// Has reports whether the service uses n for f. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (n Number) Has(f Feature) bool { return slices.Contains(n.Features, f) }

// JSON returns the whole record as the service sent it, indented. What rest.Clean would
// drop is escaped, so the text is safe for a terminal and for the clipboard and still
// reads back to the same values.
func (n *Number) JSON() string { return rest.CleanJSON(n.raw) }

// Stored is the whole record as the service sent it.
func (n *Number) Stored() json.RawMessage { return slices.Clone(n.raw) }

// NewNumber is a forwarding number that a person wants to add. Which fields go
// with which type is CheckNew's business.
type NewNumber struct {
	Type     Type   // empty means Other
	Phone    string // E.164; not for a PhoneLine that names its device
	Label    string // only for Other
	DeviceID string // only for PhoneLine
	Flip     int    // flip digit; 0 lets the service choose one
	NoDigit  bool   // it should have no digit; then Flip is 0

	// CallHandling is that of the account, if it is known; CheckNew depends on it.
	CallHandling CallHandling

	// Rules are the ids of the rules that should ring the number, as their last step;
	// V2 only.
	Rules []string
}

// Change is what a person edited in a number. A nil field stays as it is and is not sent.
// The type and the device of a number never change (FPN-125, FPN-124).
type Change struct {
	Phone *string // E.164
	Label *string
	Flip  *string // flip digit; empty removes it
}

// Empty reports whether c changes nothing.
func (c Change) Empty() bool { return c.Phone == nil && c.Label == nil && c.Flip == nil }

// Of returns n with c applied to it. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (c Change) Of(was *Number) Number {
	n := *was
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
