package sandbox

import (
	"net/http"
	"slices"
)

// draft is the parsed body of a create request.
type draft struct {
	numberType string
	phone      string // normalized; "" if none
	label      string
	deviceID   string
	hasDevice  bool
	flip       int // 0 means that the server chooses
}

// createNumber adds a forwarding number. The order of its checks is a Guess:
// the extension, the request, what the request refers to, the limits, and
// conflicts with other numbers.
func (c *call) createNumber() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	if c.target.FaxOnly {
		return result{}, refuse(http.StatusBadRequest, "AWR-180", "Call handling settings not available for Fax tiers") // R21
	}
	d, err := c.readDraft()
	if err != nil {
		return result{}, err
	}
	n, err := c.build(d)
	if err != nil {
		return result{}, err
	}
	n.ID = c.company.NewID()
	c.target.Numbers = append(slices.Clone(c.target.Numbers), n)
	return success(c.showNumber(&n)), nil // 200, not 201 (S, R21)
}

func (c *call) readDraft() (draft, error) {
	p, err := c.payload()
	if err != nil {
		return draft{}, err
	}
	var d draft
	if d.label, err = p.text("label"); err != nil {
		return draft{}, err
	}
	if d.numberType, err = p.numberType(d.label); err != nil {
		return draft{}, err
	}
	if d.deviceID, d.hasDevice, err = p.deviceID(); err != nil {
		return draft{}, err
	}
	if d.phone, err = p.phone(); err != nil {
		return draft{}, err
	}
	if d.flip, _, err = p.flip(); err != nil {
		return draft{}, err
	}
	if d.flip == 0 && p.has("flipNumber") {
		return draft{}, invalid("flipNumber") // a new number has no digit to clear
	}
	return d, d.checkFields()
}

// numberType reads the type. S: Other is the default. R21's own example posts
// the label Work without a type and gets a Work number back. Guess: the same
// holds for all three predefined names. R21 has five types on create, S allows
// all that replies have. Guess: the rest is CMN-101, since no source says what
// they need.
func (p payload) numberType(label string) (string, error) {
	t, err := p.text("type")
	if err != nil {
		return "", err
	}
	switch {
	case p.has("type") && (t == typeOther || t == typePhoneLine || isPredefined(t)):
		return t, nil
	case p.has("type"):
		return "", invalid("type")
	case isPredefined(label):
		return label, nil
	}
	return typeOther, nil
}

// phone reads and normalizes phoneNumber; "" if it is absent. R21: CMN-101 for
// an invalid one.
func (p payload) phone() (string, error) {
	text, err := p.text("phoneNumber")
	if err != nil || text == "" {
		return "", err
	}
	number := normalize(text)
	if number == "" {
		return "", invalid("phoneNumber")
	}
	return number, nil
}

// checkFields checks which fields the type takes (R21, G; table 7.1).
func (d draft) checkFields() error {
	bad := func(code, format string, args ...any) error {
		return refuse(http.StatusBadRequest, code, format, args...)
	}
	switch {
	case d.numberType == typePhoneLine && d.phone != "" && d.hasDevice:
		return bad("FPN-112", "[phoneNumber] and [device] cannot be specified simultaneously")
	case d.numberType == typePhoneLine && d.phone == "" && d.deviceID == "":
		return bad("FPN-109", "Either [phoneNumber] or [device] should be specified for [PhoneLine] forwarding phone number type")
	case d.numberType == typePhoneLine:
		return nil
	case d.hasDevice:
		return bad("FPN-111", "[device] parameter is not supported for [%s] forwarding phone number type", d.numberType)
	case d.phone == "":
		return bad("FPN-110", "[phoneNumber] should be specified for [%s] forwarding phone number type", d.numberType)
	case d.numberType == typeOther && d.label == "":
		return bad("FPN-116", "[label] should be specified for [Other] forwarding phone number type")
	}
	return nil
}

// build returns the number that a draft describes, or the reason why it is
// refused.
func (c *call) build(d draft) (Number, error) {
	var n Number
	var err error
	if d.numberType == typePhoneLine {
		n, err = c.buildLine(d)
	} else {
		n, err = c.buildExternal(d)
	}
	if err != nil {
		return Number{}, err
	}
	n.Flip = freeFlip(c.target.Numbers)
	if d.flip != 0 {
		if err := c.checkFlip(d.flip, ""); err != nil {
			return Number{}, err
		}
		n.Flip = d.flip
	}
	return n, nil
}

// checkRoom is FPN-103 (R21).
func (c *call) checkRoom() error {
	if len(c.target.Numbers) >= maxNumbers {
		return refuse(http.StatusBadRequest, "FPN-103", "Limit of available forwarding numbers (%d) exceeded", maxNumbers)
	}
	return nil
}

// buildExternal returns a number outside the company. Rules can ring such
// numbers, and they can take flipped calls (R21).
func (c *call) buildExternal(d draft) (Number, error) {
	if !c.target.has("EditExternalForwarding") {
		return Number{}, refuse(http.StatusBadRequest, "CMN-427",
			"Feature [EditExternalForwarding] is not available for the extension [%s].", c.target.ID) // R21
	}
	if err := c.checkRoom(); err != nil {
		return Number{}, err
	}
	if err := c.checkKind(&d); err != nil {
		return Number{}, err
	}
	if err := c.checkPhone(d.phone); err != nil {
		return Number{}, err
	}
	return Number{
		PhoneNumber: d.phone, Label: d.label, Type: d.numberType, Features: []string{"CallFlip", "CallForwarding"},
	}, nil
}

// checkKind checks the limit of each type: FPN-119 for a predefined one (R21,
// known for Work; Guess: Home and Mobile alike), FPN-104 for custom labels
// (R21). The label of a predefined type is its name, whatever was sent.
func (c *call) checkKind(d *draft) error {
	same := without(c.target.Numbers, func(n Number) bool { return n.Type != d.numberType })
	if d.numberType != typeOther {
		d.label = d.numberType
		if len(same) > 0 {
			return refuse(http.StatusBadRequest, "FPN-119", "Forwarding phone number with type [%s] already exists", d.numberType)
		}
		return c.checkLabel(d.label, "")
	}
	if len(same) >= maxCustom {
		return refuse(http.StatusBadRequest, "FPN-104",
			"Limit of available custom labeled forwarding numbers (%d) exceeded", maxCustom)
	}
	return c.checkLabel(d.label, "")
}
