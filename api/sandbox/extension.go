package sandbox

import "encoding/json"

// extensionInfo is GetExtensionInfoResponse and, without its last three fields,
// GetExtensionListInfoResponse (S).
type extensionInfo struct {
	URI              string               `json:"uri"`
	ID               json.Number          `json:"id"`
	ExtensionNumber  string               `json:"extensionNumber"`
	Contact          contact              `json:"contact"`
	Name             string               `json:"name"`
	Type             string               `json:"type"`
	Status           string               `json:"status"`
	Permissions      extensionPermissions `json:"permissions"`
	ProfileImage     link                 `json:"profileImage"`
	Hidden           bool                 `json:"hidden"`
	Site             *siteRef             `json:"site,omitempty"`
	Account          *accountRef          `json:"account,omitempty"`
	ServiceFeatures  []serviceFeature     `json:"serviceFeatures,omitempty"`
	RegionalSettings *regionalSettings    `json:"regionalSettings,omitempty"`
	SetupWizardState string               `json:"setupWizardState,omitempty"`
}

type siteRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type contact struct {
	FirstName        string `json:"firstName"`
	LastName         string `json:"lastName,omitempty"`
	Company          string `json:"company"`
	Email            string `json:"email,omitempty"`
	EmailAsLoginName bool   `json:"emailAsLoginName"`
}

type extensionPermissions struct {
	Admin                enabled `json:"admin"`
	InternationalCalling enabled `json:"internationalCalling"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type accountRef struct {
	ID  string `json:"id"`
	URI string `json:"uri"`
}

type serviceFeature struct {
	FeatureName string `json:"featureName"`
	Enabled     bool   `json:"enabled"`
	Reason      string `json:"reason,omitempty"`
}

type regionalSettings struct {
	HomeCountry country  `json:"homeCountry"`
	Timezone    timezone `json:"timezone"`
	TimeFormat  string   `json:"timeFormat"`
}

type timezone struct {
	URI         string `json:"uri"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Bias        string `json:"bias"`
}

// Values of the schema's enums, for the filters of lists.
var (
	extensionStatuses = []string{"Enabled", "Disabled", "Frozen", "NotActivated", "Unassigned"}
	extensionTypes    = []string{
		"User", "Department", "Announcement", "Voicemail", "DigitalUser", "VirtualUser", "FaxUser", "PagingOnly",
		"SharedLinesGroup", "DelegatedLinesGroup", "GroupCallPickup", "IvrMenu", "ApplicationExtension", "ProxyAdmin",
		"RoomConnector", "ParkLocation", "Limited", "Bot", "Site", "Room", "FlexibleUser", "TieLine", "Unknown",
	}
)

// listExtensions lists the extensions by short number. Guess: the order; no
// source names one.
func (c *call) listExtensions() (result, error) {
	filters, err := c.choices(filterSpec{"status", extensionStatuses}, filterSpec{"type", extensionTypes})
	if err != nil {
		return result{}, err
	}
	q := c.r.URL.Query()
	number, emails := nonEmpty(q["extensionNumber"]), nonEmpty(q["email"])
	found := c.company.members()
	if len(filters["status"])+len(filters["type"])+len(number)+len(emails) > 0 {
		found = without(found, func(m member) bool {
			e := c.company.listing(m, len(emails) > 0)
			return !filters["status"].wants(e.status) || !filters["type"].wants(e.kind) ||
				!number.wants(e.number) || !emails.wants(e.email)
		})
	}
	return pageOf(c, found, func(m member) any { return c.showExtension(c.company.read(m)) })
}

// readExtension adds what only a single extension has. The feature flags are
// for the user's own extension alone (S).
func (c *call) readExtension() (result, error) {
	e := c.showExtension(c.target)
	e.Account = &accountRef{c.company.ID, c.accountURI()}
	e.SetupWizardState = "Completed"
	e.RegionalSettings = &regionalSettings{
		HomeCountry: c.homeCountry(), TimeFormat: "12h",
		Timezone: timezone{c.dictionaryURI("timezone/58"), "58", "US/Pacific", "Pacific Time (US & Canada)", "-480"},
	}
	if c.target == c.user {
		e.ServiceFeatures = serviceFeatures(c.target)
	}
	return success(e), nil
}

func (c *call) showExtension(e *Extension) extensionInfo {
	uri := c.extensionURI(e)
	info := extensionInfo{
		URI: uri, ID: json.Number(e.ID), ExtensionNumber: e.Number,
		Contact: contact{
			FirstName: e.FirstName, LastName: e.LastName, Company: c.company.Name,
			Email: e.Email, EmailAsLoginName: e.Email != "",
		},
		Name: e.Name(), Type: e.Type, Status: e.Status,
		Permissions:  extensionPermissions{enabled{e.Admin}, enabled{e.InternationalCalling}},
		ProfileImage: link{uri + "/profile-image"}, Site: c.siteRefOf(e),
	}
	return info
}

func serviceFeatures(e *Extension) []serviceFeature {
	international := serviceFeature{FeatureName: "InternationalCalling", Enabled: e.InternationalCalling}
	if !e.InternationalCalling {
		international.Reason = "ExtensionLimitation"
	}
	return []serviceFeature{
		{FeatureName: "CallForwarding", Enabled: e.has("CallForwarding")},
		{FeatureName: "DND", Enabled: true},
		{FeatureName: "Presence", Enabled: true},
		international,
	}
}
