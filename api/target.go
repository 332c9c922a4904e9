package api

import (
	"cmp"
	"encoding/json"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// TargetKind is the kind of a target.
type TargetKind string

// The kinds. What this version does not know is an OtherTarget. It can be moved, switched
// and removed, and is otherwise sent back as it came.
const (
	NumberTarget TargetKind = "number"
	DeviceTarget TargetKind = "device"
	OwnMobile    TargetKind = "own mobile apps"
	OwnDesktop   TargetKind = "own desktop apps"
	Coworker     TargetKind = "coworker"
	CoworkerApps TargetKind = "coworker's apps"
	OtherTarget  TargetKind = "other"
)

// Target is a person or a device that rings.
type Target struct {
	Kind TargetKind

	// ID is the id of the device, of the coworker, or on V1 of the forwarding number. On
	// V2 a number has no id, only Phone.
	ID    string
	Name  string // never empty
	Phone string // E.164; may be empty
	Type  string // as the service sends it, such as PhoneNumberRingTarget or Mobile
	Owner string // id of the coworker who owns the device, else empty

	raw json.RawMessage // nil for a target that was added here
}

// The ring targets of v2 that this version knows (dossier section 11.3).
const (
	ringNumber   = "PhoneNumberRingTarget"
	ringDevice   = "DeviceRingTarget"
	ringDesktop  = "AllDesktopRingTarget"
	ringMobile   = "AllMobileRingTarget"
	ringCoworker = "CoworkerRingTarget"
)

// otherNames are the names of targets that come without one.
var otherNames = map[string]string{
	"CoworkerAppsRingTarget":   "a coworker's apps",
	"HotdeskRingTarget":        "the hot desk",
	"ImsPhoneNumberRingTarget": "a mobile line",
	"FmcPhoneNumberRingTarget": "a mobile line",
	"IntegrationRingTarget":    "an integration",
	"CloudConnectorRingTarget": "a cloud connector",
}

// readRingTarget reads a target of v2 and cleans its texts.
func readRingTarget(raw json.RawMessage) Target {
	w, _ := jsonobj.Read(raw)
	owner := rest.Clean(w.Object("extension").Text("id"))
	t := Target{Kind: OtherTarget, Type: rest.Clean(w.Text("type")), Name: rest.Clean(w.Text("name")), raw: raw}
	t.Phone = rest.Clean(w.Object("destination").Text("phoneNumber"))
	switch {
	case t.Type == ringNumber:
		t.Kind = NumberTarget
	case t.Type == ringDevice:
		device := w.Object("device")
		t.Kind, t.ID, t.Phone, t.Owner = DeviceTarget, rest.Clean(device.Text("id")), rest.Clean(device.Text("phoneNumber")), owner
		t.Name = cmp.Or(t.Name, rest.Clean(device.Text("name")))
	case (t.Type == ringDesktop || t.Type == ringMobile) && owner != "":
		t.Kind, t.ID = CoworkerApps, owner
	case t.Type == ringDesktop:
		t.Kind, t.Name = OwnDesktop, cmp.Or(t.Name, "own desktop apps")
	case t.Type == ringMobile:
		t.Kind, t.Name = OwnMobile, cmp.Or(t.Name, "own mobile apps")
	case t.Type == ringCoworker:
		t.Kind, t.ID = Coworker, owner
	}
	t.Name = cmp.Or(cmp.Or(cmp.Or(t.Name, t.Phone), otherNames[t.Type]), cmp.Or(t.Type, "unknown"))
	return t
}

// ringTarget returns t for a request of v2. Devices and apps have no name there.
func (t Target) ringTarget() json.RawMessage {
	if t.raw != nil {
		return t.raw
	}
	extension := jsonobj.New("id", t.ID)
	switch t.Kind {
	case NumberTarget:
		return jsonobj.New("type", ringNumber, "name", t.Name, "destination", jsonobj.New("phoneNumber", t.Phone)).Raw()
	case DeviceTarget:
		device := jsonobj.New("type", ringDevice, "device", jsonobj.New("id", t.ID))
		if t.Owner != "" {
			device = device.With("extension", jsonobj.New("id", t.Owner))
		}
		return device.Raw()
	case OwnDesktop:
		return jsonobj.New("type", ringDesktop).Raw()
	case OwnMobile:
		return jsonobj.New("type", ringMobile).Raw()
	case CoworkerApps:
		return jsonobj.New("type", cmp.Or(t.Type, ringMobile), "extension", extension).Raw()
	default:
		return jsonobj.New("type", ringCoworker, "extension", extension).Raw()
	}
}

// readForwardingEntry reads a number of a step of v1.
func readForwardingEntry(raw json.RawMessage) Target {
	w, _ := jsonobj.Read(raw)
	t := Target{
		Kind: NumberTarget, ID: rest.Clean(w.Text("id")), Name: rest.Clean(w.Text("label")), Phone: rest.Clean(w.Text("phoneNumber")),
		Type: rest.Clean(w.Text("type")), raw: raw,
	}
	if t.ID == "" && t.Phone == "" {
		t.Kind = OtherTarget
	}
	t.Name = cmp.Or(cmp.Or(t.Name, t.Phone), cmp.Or(t.Type, "unknown"))
	return t
}

// forwardingEntry returns t for a request of v1, where the id is enough.
func (t Target) forwardingEntry() json.RawMessage {
	if t.raw != nil {
		return t.raw
	}
	return jsonobj.New("id", t.ID).Raw()
}

// key identifies a target. It does not depend on the name of a known kind.
func (t Target) key() string {
	switch {
	case t.Kind == OtherTarget:
		return "other " + t.Type + " " + t.Name
	case t.Kind == CoworkerApps:
		return string(t.Kind) + " " + t.Type + " " + t.ID
	case t.Kind == NumberTarget && t.ID == "":
		return "number " + t.Phone
	}
	return string(t.Kind) + " " + t.ID
}

// apps reports whether t is one kind of the extension's own apps.
func (t Target) apps() bool { return t.Kind == OwnMobile || t.Kind == OwnDesktop }
