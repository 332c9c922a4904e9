package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// wireNumber is a forwarding number in a reply.
type wireNumber struct {
	ID         jsonobj.FlexString   `json:"id"`
	URI        jsonobj.FlexString   `json:"uri"`
	Phone      jsonobj.FlexString   `json:"phoneNumber"`
	Label      jsonobj.FlexString   `json:"label"`
	Type       jsonobj.FlexString   `json:"type"`
	Features   []jsonobj.FlexString `json:"features"`
	FlipNumber jsonobj.FlexString   `json:"flipNumber"`
	Device     wireDeviceRef        `json:"device"`
	Extension  *wireExtRef          `json:"extension"`
}

type wireDeviceRef struct {
	ID jsonobj.FlexString `json:"id"`
}

type wireExtRef struct {
	ID     jsonobj.FlexString `json:"id"`
	Name   jsonobj.FlexString `json:"name"`
	Number jsonobj.FlexString `json:"extensionNumber"`
}

func (w *wireExtRef) ref() ExtensionRef {
	if w == nil {
		return ExtensionRef{}
	}
	return ExtensionRef{ID: rest.Clean(w.ID), Name: rest.Clean(w.Name), Number: rest.Clean(w.Number)}
}

// numberFields are the fields of a record that a Number has; a dot precedes the fields of
// an object inside of it.
var numberFields = map[string]bool{
	"id": true, "uri": true, "phoneNumber": true, "label": true, "type": true, "features": true,
	"flipNumber": true, "device.id": true, "extension.id": true, "extension.name": true,
	"extension.extensionNumber": true,
}

// readNumber reads a number and cleans its texts. A record without an id is an error:
// no request could name it.
func readNumber(raw json.RawMessage) (Number, error) {
	var w wireNumber
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return Number{}, rest.ErrShape
	}
	n := Number{
		ID:       rest.Clean(w.ID),
		URI:      rest.Clean(w.URI),
		Phone:    rest.Clean(w.Phone),
		Label:    rest.Clean(w.Label),
		Type:     Type(rest.Clean(w.Type)),
		Flip:     rest.Clean(w.FlipNumber),
		DeviceID: rest.Clean(w.Device.ID),
		raw:      slices.Clone(raw),
	}
	n.readUnknown(raw)
	if w.Features != nil {
		n.Features = []Feature{}
	}
	for _, f := range w.Features {
		if f != "" {
			n.Features = append(n.Features, Feature(rest.Clean(f)))
		}
	}
	if w.Extension != nil {
		ref := w.Extension.ref()
		n.Apps = &ref
	}
	return n, nil
}

// readLegacyNumber reads a forwarding number of v1.
func readLegacyNumber(raw json.RawMessage) (Number, error) {
	n, err := readNumber(raw)
	n.CallHandling = V1
	return n, err
}

// readUnknown sets the fields of a record that n does not have, sorted by name, and the
// names of those that it should have and that are of another type.
func (n *Number) readUnknown(raw json.RawMessage) {
	for name, value := range members(raw) {
		switch {
		case !readable(name, value):
			n.Unread = append(n.Unread, name)
			n.Unknown = appendUnknown(n.Unknown, name, value)
		case name == "device" || name == "extension":
			for inner, v := range members(value) {
				if full := name + "." + inner; !numberFields[full] {
					n.Unknown = appendUnknown(n.Unknown, full, v)
				}
			}
		case !numberFields[name]:
			n.Unknown = appendUnknown(n.Unknown, name, value)
		}
	}
	slices.Sort(n.Unread)
	sort.SliceStable(n.Unknown, func(i, j int) bool { return n.Unknown[i].Name < n.Unknown[j].Name })
}

// readable reports whether the value of a field is null or of the type that the field
// has in a Number.
func readable(name string, value json.RawMessage) bool {
	start := value[0]
	switch {
	case start == 'n':
		return true
	case name == "features":
		return start == '['
	case name == "device" || name == "extension":
		return start == '{'
	}
	return !numberFields[name] || start != '[' && start != '{'
}

func members(raw json.RawMessage) map[string]json.RawMessage {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	return all
}

func appendUnknown(to []UnknownField, name string, value json.RawMessage) []UnknownField {
	var line bytes.Buffer
	if json.Compact(&line, value) != nil {
		return to
	}
	return append(to, UnknownField{Name: rest.Clean(name), Value: rest.Clean(line.String())})
}

// newNumberBody is the body of a create request. The digit is an integer here and a
// string everywhere else. The type is always sent: without it the label may decide the
// type (dossier section 7.1).
type newNumberBody struct {
	Type   Type       `json:"type"`
	Phone  string     `json:"phoneNumber,omitempty"`
	Label  string     `json:"label,omitempty"`
	Device *deviceRef `json:"device,omitempty"`
	Flip   int        `json:"flipNumber,omitempty"`
}

type deviceRef struct {
	ID string `json:"id"`
}

func (n NewNumber) body() newNumberBody {
	b := newNumberBody{Type: n.Type, Phone: n.Phone, Flip: n.Flip}
	if b.Type == "" {
		b.Type = Other
	}
	if !b.Type.Predefined() && b.Type != PhoneLine {
		b.Label = n.Label
	}
	if n.DeviceID != "" {
		b.Device = &deviceRef{n.DeviceID}
	}
	return b
}

// removalBody is the body of a removal of several numbers.
type removalBody struct {
	Records []removalRecord `json:"records"`
}

type removalRecord struct {
	ID string `json:"forwardingNumberId"`
}
