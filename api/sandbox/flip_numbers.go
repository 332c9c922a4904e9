package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"rcfwd/api/jsonobj"
)

// Types of call-flip numbers (S).
const (
	flipExternal = "External"
	flipMobile   = "BusinessMobile"
)

// readFlipNumbers returns the whole list; S: there is no paging.
func (c *call) readFlipNumbers() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	return success(c.showFlipNumbers()), nil
}

func (c *call) showFlipNumbers() jsonobj.Object {
	records := []jsonobj.Object{}
	for _, n := range c.target.flipNumbers() {
		records = append(records, showFlipNumber(&n))
	}
	return jsonobj.New("records", records)
}

// flipNumbers returns the numbers that can take a flipped call. Guess: they
// have the IDs and the order of the forwarding numbers.
func (e *Extension) flipNumbers() []Number {
	return without(e.Numbers, func(n Number) bool { return !n.canFlip() })
}

func (n Number) canFlip() bool { return slices.Contains(n.Features, "CallFlip") }

// flipType returns the number's type in v2's terms; G and S have three types.
func (n *Number) flipType() string {
	switch n.Type {
	case typePhoneLine:
		return typePhoneLine
	case "BusinessMobilePhone":
		return flipMobile
	}
	return flipExternal
}

// showFlipNumber is CallFlipNumberResource (S) with the unknown fields.
func showFlipNumber(n *Number) jsonobj.Object {
	o := jsonobj.New("id", n.ID, "phoneNumber", n.PhoneNumber, "type", n.flipType(), "label", n.Label)
	if n.Flip != 0 {
		o = o.With("flipNumber", strconv.Itoa(n.Flip))
	}
	for _, name := range slices.Sorted(maps.Keys(n.Extra)) {
		o = o.With(name, json.RawMessage(encode(n.Extra[name])))
	}
	return o
}
