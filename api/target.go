package api

import (
	"cmp"
	"encoding/json"
	"strings"

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
	Name  string // never empty; for a person or device without a name, the id in words
	Phone string // E.164, or for a person or app a short number; may be empty
	Type  string // as the service sends it, such as PhoneNumberRingTarget or Mobile
	Owner string // id of the coworker who owns the device, else empty

	mark     string          // the id inside of an OtherTarget that is neither a person nor a device; may be empty
	nameless bool            // the service sent no name; Name is made of the id
	raw      json.RawMessage // nil for a target that was added here
}

// The ring targets of v2 that this version knows (dossier section 11.3).
const (
	ringNumber   = "PhoneNumberRingTarget"
	ringDevice   = "DeviceRingTarget"
	ringDesktop  = "AllDesktopRingTarget"
	ringMobile   = "AllMobileRingTarget"
	ringCoworker = "CoworkerRingTarget"
	ringApps     = "CoworkerAppsRingTarget"
	ringHotdesk  = "HotdeskRingTarget"
)

// otherNames are the names of targets that come without one.
var otherNames = map[string]string{
	ringDevice:                 "device",
	ringCoworker:               "co-worker",
	ringApps:                   "co-worker's apps",
	ringHotdesk:                "hot desk",
	"ImsPhoneNumberRingTarget": "mobile line",
	"FmcPhoneNumberRingTarget": "mobile line",
	"IntegrationRingTarget":    "integration",
	"CloudConnectorRingTarget": "cloud connector",
}

// readRingTarget reads a target of v2 and cleans its texts.
func readRingTarget(raw json.RawMessage) Target {
	w, _ := jsonobj.Read(raw)
	owner, device := rest.Clean(w.Object("extension").Text("id")), w.Object("device")
	t := Target{Kind: OtherTarget, Type: rest.Clean(w.Text("type")), Name: rest.Clean(w.Text("name")), raw: raw}
	t.Phone = rest.Clean(w.Object("destination").Text("phoneNumber"))
	switch {
	case t.Type == ringNumber:
		t.Kind = NumberTarget
	case t.Type == ringDevice || t.Type == ringHotdesk:
		t.ID, t.Phone, t.Owner = rest.Clean(device.Text("id")), rest.Clean(device.Text("phoneNumber")), owner
		t.Name = cmp.Or(t.Name, rest.Clean(device.Text("name")))
		if t.Type == ringDevice {
			t.Kind = DeviceTarget
		}
	case (t.Type == ringDesktop || t.Type == ringMobile) && owner != "":
		t.Kind, t.ID = CoworkerApps, owner
	case t.Type == ringDesktop:
		t.Kind, t.Name = OwnDesktop, cmp.Or(t.Name, "own desktop apps")
	case t.Type == ringMobile:
		t.Kind, t.Name = OwnMobile, cmp.Or(t.Name, "own mobile apps")
	case t.Type == ringCoworker:
		t.Kind, t.ID = Coworker, owner
	case t.Type == ringApps:
		t.ID = owner
	default:
		t.readOther(w)
	}
	t.nameless = t.Name == ""
	t.Name = cmp.Or(t.Name, t.namedAs(""))
	return t
}

// readOther reads what else may tell a target of another kind apart.
func (t *Target) readOther(w jsonobj.Object) {
	cloud, integration := w.Object("destination"), w.Object("integration")
	id := cmp.Or(cloud.Text("integrationId"), integration.Text("type"), w.Text("id"))
	for _, m := range w {
		id = cmp.Or(id, w.Object(m.Name).Text("id"))
	}
	t.mark = rest.Clean(id)
	t.Phone = cmp.Or(t.Phone, rest.Clean(integration.Text("phoneNumber")), rest.Clean(cloud.Text("extensionNumber")))
}

// ringTarget returns t for a request of v2. Devices and apps have no name there.
func (t *Target) ringTarget() json.RawMessage {
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
	t.Name = cmp.Or(t.Name, t.Phone, t.ID, t.Type, "unknown")
	return t
}

// forwardingEntry returns t for a request of v1, where the id is enough.
func (t *Target) forwardingEntry() json.RawMessage {
	if t.raw != nil {
		return t.raw
	}
	return jsonobj.New("id", t.ID).Raw()
}

// key identifies a target. It does not depend on the name of a known kind.
func (t *Target) key() string {
	switch {
	case t.Kind == OtherTarget:
		return strings.Join([]string{"other", t.Type, cmp.Or(t.mark+t.ID+t.Phone, t.Name)}, " ")
	case t.Kind == CoworkerApps:
		return string(t.Kind) + " " + t.Type + " " + t.ID
	case t.Kind == NumberTarget && t.ID == "":
		return "number " + t.Phone
	}
	return string(t.Kind) + " " + t.ID
}

// apps reports whether t is one kind of the extension's own apps.
func (t *Target) apps() bool { return t.Kind == OwnMobile || t.Kind == OwnDesktop }
