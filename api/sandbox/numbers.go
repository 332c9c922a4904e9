package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
)

// numberInfo is ForwardingNumberInfo (S).
type numberInfo struct {
	URI         string         `json:"uri"`
	ID          string         `json:"id"`
	PhoneNumber string         `json:"phoneNumber,omitempty"`
	Label       string         `json:"label,omitempty"`
	Type        string         `json:"type"`
	Features    []string       `json:"features"`
	FlipNumber  string         `json:"flipNumber,omitempty"`
	Device      *deviceRef     `json:"device,omitempty"`
	Extension   *numberOwner   `json:"extension,omitempty"`
	extra       map[string]any // added to the fields above, never replacing them
}

type deviceRef struct {
	ID string `json:"id"`
}

// numberOwner is ForwardingNumberExtensionInfo, whose id is a string (S).
type numberOwner struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	ExtensionNumber string `json:"extensionNumber"`
}

// MarshalJSON adds the fields outside the schema.
func (n numberInfo) MarshalJSON() ([]byte, error) {
	type plain numberInfo
	known := encode(plain(n))
	if len(n.extra) == 0 {
		return known, nil
	}
	all := maps.Clone(n.extra)
	if err := json.Unmarshal(known, &all); err != nil {
		return nil, err
	}
	return encode(all), nil
}

func (c *call) showNumber(n *Number) numberInfo {
	info := numberInfo{
		URI: c.extensionURI(c.target) + "/forwarding-number/" + n.ID,
		ID:  n.ID, PhoneNumber: n.PhoneNumber, Label: n.Label, Type: n.Type, Features: n.Features, extra: n.Extra,
	}
	if n.Flip != 0 {
		info.FlipNumber = strconv.Itoa(n.Flip)
	}
	if n.DeviceID != "" {
		info.Device = &deviceRef{n.DeviceID}
	}
	if e := c.company.byID(n.ExtensionID); e != nil {
		info.Extension = &numberOwner{e.ID, e.Name(), e.Number}
	}
	return info
}

// checkForwarding is CMN-403 (R21): queues and similar extensions have no
// forwarding.
func (c *call) checkForwarding() error {
	if !isPerson(c.target.Type) {
		return wrongExtensionType()
	}
	return nil
}

func wrongExtensionType() *problem {
	return refuse(http.StatusForbidden, "CMN-403", "The feature is not available for this extension type")
}

// listNumbers lists the numbers in order of creation. Guess: the order; no
// source names one.
func (c *call) listNumbers() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	return pageOf(c, c.target.Numbers, func(n Number) any { return c.showNumber(&n) })
}

func (c *call) readNumber() (result, error) {
	n, err := c.number()
	if err != nil {
		return result{}, err
	}
	return success(c.showNumber(n)), nil
}

// number returns the number that the path names. R21: CMN-102.
func (c *call) number() (*Number, error) {
	if err := c.checkForwarding(); err != nil {
		return nil, err
	}
	n := c.target.NumberByID(c.r.PathValue("forwardingNumberId"))
	if n == nil {
		return nil, notFound("forwardingNumberId")
	}
	return n, nil
}
