package journal

import (
	"slices"

	"rcfwd/api"
)

// Where numbers of a new account stand after a change that was done in part.

// stillIn names where a number is that a removal was to take away altogether.
func (r Record) stillIn() string {
	switch rules := r.rules(); {
	case r.has(api.CallFlip) && r.has(api.CallForwarding):
		return "is as it was"
	case r.has(api.CallFlip) && r.Flip != "":
		return "rings in no rule any more, and is still in the flip list with digit " + r.Flip
	case r.has(api.CallFlip):
		return "rings in no rule any more, and is still in the flip list"
	case rules != "":
		return "is out of the flip list, and still rings in " + rules
	}
	return "is out of the flip list, and rules still ring it"
}

// appliedPlaces says where a number of a new account stands after a change in part; ok is
// false where its places do not tell.
func (c Comparison) appliedPlaces(e Entry) (text string, ok bool) {
	switch {
	case c.After == nil || !c.After.isV2():
		return "", false
	case e.Op == OpRemove:
		return quote(c.After.Label) + " " + c.After.stillIn(), true
	case e.Op == OpCreate:
		return e.appliedCreate(*c.After), true
	case c.Before == nil:
		return "the number " + c.After.Phone + " of before still rings in " + c.After.rules(), true
	}
	return "", false
}

// appliedCreate says which of the places of a new number it is in.
func (e Entry) appliedCreate(is Record) string {
	text := quote(is.Label) + " is"
	if !is.has(api.CallFlip) {
		text += " not"
	}
	text += " in the flip list"
	if names := is.rules(); names != "" {
		text += ", rings in " + names
	}
	missing := slices.DeleteFunc(slices.Clone(e.Want[0].Rings), func(p PlaceRecord) bool {
		_, there := is.place(p.ID)
		return there
	})
	if len(missing) > 0 {
		text += ", and does not ring in " + Record{Rings: missing}.rules()
	}
	return text
}
