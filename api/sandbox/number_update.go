package sandbox

import (
	"net/http"
	"slices"
)

// updateNumber changes only what was sent (R21, G). A field with its present
// value is accepted (Guess). If any field is refused, nothing changes.
func (c *call) updateNumber() (result, error) {
	old, err := c.number()
	if err != nil {
		return result{}, err
	}
	p, err := c.payload()
	if err != nil {
		return result{}, err
	}
	n := *old
	for _, change := range []func(payload, *Number) error{
		c.changeType, c.changeDevice, c.changeLabel, c.changePhone, c.changeFlip,
	} {
		if err := change(p, &n); err != nil {
			return result{}, err
		}
	}
	c.target.Numbers = slices.Clone(c.target.Numbers)
	*c.target.NumberByID(n.ID) = n
	return success(c.showNumber(&n)), nil
}

// changeType is FPN-125 (R21), although the schema lists the field.
func (c *call) changeType(p payload, n *Number) error {
	t, err := p.text("type")
	if err != nil {
		return err
	}
	if p.has("type") && t != n.Type {
		return refuse(http.StatusBadRequest, "FPN-125", "Forwarding phone number [type] cannot be changed")
	}
	return nil
}

// changeDevice is FPN-124 (R21).
func (c *call) changeDevice(p payload, n *Number) error {
	id, given, err := p.deviceID()
	if err != nil {
		return err
	}
	if given && id != n.DeviceID {
		problem := refuse(http.StatusBadRequest, "FPN-124",
			"Parameter [device.id] cannot be changed for [%s] forwarding number", n.Type)
		problem.parameter = "device.id"
		return problem
	}
	return nil
}

// changeLabel accepts a new label for Other alone; FPN-122 for the others (R21
// for predefined types; Guess: for all the rest).
func (c *call) changeLabel(p payload, n *Number) error {
	label, err := p.text("label")
	if err != nil || !p.has("label") || label == n.Label {
		return err
	}
	if n.Type != typeOther {
		return refuse(http.StatusBadRequest, "FPN-122", "Label cannot be changed for [%s] forwarding number", n.Type)
	}
	if err := c.checkLabel(label, n.ID); err != nil {
		return err
	}
	n.Label = label
	return nil
}

// changePhone accepts a new number for types that users enter. Guess: it is
// CMN-101 for a device line and for types that the system manages; no source
// says.
func (c *call) changePhone(p payload, n *Number) error {
	number, err := p.phone()
	if err != nil || !p.has("phoneNumber") || number == n.PhoneNumber {
		return err
	}
	if number == "" || n.Type != typeOther && !isPredefined(n.Type) {
		return invalid("phoneNumber")
	}
	if err := c.checkPhone(number); err != nil {
		return err
	}
	n.PhoneNumber = number
	return nil
}

// changeFlip accepts a digit for every type; a digit that another number has is
// FPN-106 (R21), so swapping two digits takes a free one.
func (c *call) changeFlip(p payload, n *Number) error {
	digit, given, err := p.flip()
	if err != nil || !given || digit == n.Flip {
		return err
	}
	if err := c.checkFlip(digit, n.ID); err != nil {
		return err
	}
	n.Flip = digit
	return nil
}
