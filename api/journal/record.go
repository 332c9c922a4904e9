package journal

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Record is a number in a journal.
type Record struct {
	ID       string        `json:"id,omitempty"`
	URI      string        `json:"uri,omitempty"`
	Type     api.Type      `json:"type,omitempty"`
	Phone    string        `json:"phoneNumber,omitempty"`
	Label    string        `json:"label,omitempty"`
	RawLabel string        `json:"rawLabel,omitempty"` // as the service holds it, if that cannot be shown
	Flip     string        `json:"flipNumber,omitempty"`
	DeviceID string        `json:"deviceId,omitempty"`
	Features []api.Feature `json:"features,omitempty"`
	Apps     *AppsRecord   `json:"extension,omitempty"`

	// CallHandling is set on new call handling only. There, Features has CallFlip if the
	// number is in the flip list, and Rings is the rules that ring it; nil is not known.
	CallHandling api.CallHandling `json:"backend,omitempty"`
	Rings        []PlaceRecord    `json:"rings,omitzero"`

	// Stored is the record in the flip list that OpRemove takes away.
	Stored json.RawMessage `json:"stored,omitempty"`

	// Was is the id that the number had before, if a change gave it another one.
	Was string `json:"was,omitempty"`
}

// AppsRecord is the extension whose apps a number rings.
type AppsRecord struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Number string `json:"extensionNumber,omitempty"`
}

// RecordOf also keeps the label as the service holds it, so that a removed number can be
// restored with it.
func RecordOf(n *api.Number) Record {
	r := Record{
		ID: n.ID, URI: n.URI, Type: n.Type, Phone: n.Phone, Label: n.Label,
		Flip: n.Flip, DeviceID: n.DeviceID, Features: slices.Clone(n.Features),
	}
	var raw struct {
		Label string `json:"label"`
	}
	if json.Unmarshal([]byte(n.JSON()), &raw) == nil && raw.Label != n.Label && rest.Clean(raw.Label) == n.Label {
		r.RawLabel = raw.Label
	}
	if n.Apps != nil {
		r.Apps = &AppsRecord{n.Apps.ID, n.Apps.Name, n.Apps.Number}
	}
	if n.CallHandling.Capabilities().PartRemoval {
		r.CallHandling, r.Rings = n.CallHandling, placeRecords(n.Rings)
	}
	return r
}

// RecordsOf returns numbers as records. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func RecordsOf(numbers []api.Number) []Record {
	all := make([]Record, 0, len(numbers))
	for _, n := range numbers {
		all = append(all, RecordOf(&n))
	}
	return all
}

// Number returns r in the form that package api uses.
func (r *Record) Number() api.Number {
	n := api.Number{
		ID: r.ID, URI: r.URI, Type: r.Type, Phone: r.Phone, Label: r.Label,
		Flip: r.Flip, DeviceID: r.DeviceID, Features: slices.Clone(r.Features),
	}
	if r.Apps != nil {
		n.Apps = &api.ExtensionRef{ID: r.Apps.ID, Name: r.Apps.Name, Number: r.Apps.Number}
	}
	n.CallHandling, n.Rings = cmp.Or(r.CallHandling, api.V1), placeRefs(r.Rings)
	return n
}

// fields are the fields of a number that are compared, in the order of forms.
var fields = []api.Field{api.FieldType, api.FieldPhone, api.FieldLabel, api.FieldDevice, api.FieldFlip}

// Value returns the text of a field; empty for none.
func (r *Record) Value(f api.Field) string {
	switch f {
	case api.FieldType:
		return string(r.Type)
	case api.FieldPhone:
		return r.Phone
	case api.FieldLabel:
		return r.Label
	case api.FieldDevice:
		return r.DeviceID
	case api.FieldFlip:
		return r.Flip
	case api.FieldUses:
		return r.uses()
	case api.FieldRules:
		return r.rules()
	}
	return ""
}

// Differing returns the fields in which two records differ.
func Differing(a, b *Record) []api.Field {
	var found []api.Field
	for _, f := range fields {
		if a.Value(f) != b.Value(f) {
			found = append(found, f)
		}
	}
	return found
}

// ByID finds a number by the id that it has or, failing that, by the one that it had.
func ByID(all []Record, id string) (Record, bool) {
	i := slices.IndexFunc(all, func(r Record) bool { return r.ID == id })
	if i < 0 {
		i = slices.IndexFunc(all, func(r Record) bool { return r.Was == id })
	}
	if i < 0 || id == "" {
		return Record{}, false
	}
	return all[i], true
}

// With returns r as it should read once c is applied to it.
func (was *Record) With(c api.Change) Record {
	r := *was
	if c.Phone != nil {
		r.Phone = *c.Phone
	}
	if c.Label != nil {
		r.setLabel(*c.Label)
	}
	if c.Flip != nil {
		r.Flip = *c.Flip
	}
	return r
}

// WithValue returns r with a field that people can change as another record has it.
func (was *Record) WithValue(f api.Field, of *Record) Record {
	r := *was
	switch f {
	case api.FieldPhone:
		r.Phone = of.Phone
	case api.FieldLabel:
		r.Label, r.RawLabel = of.Label, of.RawLabel
	case api.FieldFlip:
		r.Flip = of.Flip
	}
	return r
}

// setLabel sets the label to one in the form that is sent.
func (r *Record) setLabel(label string) {
	r.Label, r.RawLabel = rest.Clean(label), ""
	if r.Label != label {
		r.RawLabel = label
	}
}

// SentLabel returns the label in the form that is sent.
func (r *Record) SentLabel() string {
	if r.RawLabel != "" {
		return r.RawLabel
	}
	return r.Label
}

// RecordOfRequest returns what a new number should be, as far as the request says.
func RecordOfRequest(n *api.NewNumber) Record {
	r := Record{Type: n.Type, Phone: n.Phone, DeviceID: n.DeviceID}
	if r.Type == "" {
		r.Type = api.Other
	}
	if r.Type == api.Other {
		r.setLabel(n.Label)
	}
	if n.Flip != 0 {
		r.Flip = strconv.Itoa(n.Flip)
	}
	return r
}
