package sandbox

import (
	"encoding/json"
	"strings"

	"rcfwd/api/jsonobj"
)

// This file holds what no schema has and a newer version of the service might
// send: types, enum values and fields. Only Faults.Unknown adds it.

// rawNumber is a number in an unusual notation, which reveals a client that
// parses and rewrites it.
func rawNumber(text string) json.RawMessage { return json.RawMessage(text) }

// invent adds a field outside the schema to a part of a rule, if the company has
// such fields.
func (c *Company) invent(part jsonobj.Object, name string, value any) jsonobj.Object {
	if !c.unknown {
		return part
	}
	return part.With(name, value)
}

// withoutInvented removes the fields outside the schema from danaRules.
var withoutInvented = strings.NewReplacer(
	`,"loudness":1.50`, "", `"wakeUp":{"after":1e1,"how":"gently"},`, "", `,"cadence":"2-4"`, "", `,"volume":0.80`, "",
	`,"whisper":{"to":["caller"],"level":3.0}`, "",
)

// satelliteNumber is a forwarding number of an unknown type.
func satelliteNumber() Number {
	return Number{
		ID: "803000011304", PhoneNumber: "+14155550193", Label: "Satellite", Type: "SatellitePhone",
		Features: []string{"CallForwarding", "CallBeam", "CallFlip"}, Flip: 4,
		Extra: map[string]any{"orbit": map[string]any{"name": "low", "delayMs": 40}, "ringTone": "bell"},
	}
}

// satelliteTarget is a ring target of an unknown type.
func satelliteTarget(id string) jsonobj.Object {
	return jsonobj.New("type", "SatelliteRingTarget", "name", "Satellite phone",
		"satellite", jsonobj.New("id", id, "orbit", rawNumber("3.50e2"), "beams", []int{7, 11}))
}

// addUnknownTargets adds targets of an unknown type: for Dana one in a group of
// its own and one beside known targets, for Kenji one beside known targets. One
// flip number gets an unknown field.
func addUnknownTargets(c *Company) {
	if kenji := c.Extension("110"); kenji != nil {
		kenji.addToGroup(workHours, 0, satelliteTarget("kenji-1"))
	}
	dana := c.Extension("104")
	if dana == nil {
		return
	}
	dana.addToGroup(workHours, 1, satelliteTarget("dana-1"))
	dana.addGroup(offHours, ringGroup(false, 4, satelliteTarget("dana-2")))
	if cabin := dana.NumberByID("803000005004"); cabin != nil {
		cabin.Extra = map[string]any{"ringTone": json.RawMessage(`{"name":"bell","gain":1.50}`)}
	}
}
