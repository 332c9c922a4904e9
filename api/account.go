package api

import "slices"

// Extension is a person, a queue or anything else in an account that has a short number.
type Extension struct {
	ID        string
	Number    string // the short number people dial, such as "104"
	Name      string
	Type      string // User, Department, ...; as the service sends it
	Status    string
	Company   string
	AccountID string
	Country   string // ISO 3166 code of the home country; may be empty
	Zone      Zone   // in which its schedules are meant
	Admin     bool

	// International reports whether the extension may call abroad; FPN-108 depends on
	// it. It is true when the service does not say: then the service decides.
	International bool
}

// Account is the company.
type Account struct {
	ID         string
	MainNumber string // E.164
	Company    string
	Plan       string
	Country    string // ISO 3166 code; may be empty
	Status     string
}

// OwnNumber is a phone number of the account itself. A forwarding number may
// not be one of them (FPN-105).
type OwnNumber struct {
	Phone     string // E.164
	Usage     string // MainCompanyNumber, DirectNumber, ...
	Extension ExtensionRef
}

// Device is a phone of the extension: desk phone, app or anything else that
// RingCentral rings directly.
type Device struct {
	ID      string
	Name    string
	Type    string // HardPhone, SoftPhone, OtherPhone, ...
	Model   string
	Serial  string
	Status  string // Online, Offline, or empty
	Pooling string // Host, Guest, None, or empty
	Lines   []DeviceLine
	Owner   ExtensionRef

	sent *wireDevice // what it was read from; nil for one that was made up
}

// DeviceLine is a line of a device.
type DeviceLine struct {
	Phone string // E.164
	Type  string // Standalone, StandaloneFree, BlaPrimary, BlaSecondary, Unknown
}

// NoForwarding returns the reason why d cannot become a forwarding number, as far as its
// record tells; empty for none. That the lines of a shared lines group are those of
// bridged appearances (Bla) is an inference.
func (d *Device) NoForwarding() string {
	for _, l := range d.Lines {
		switch l.Type {
		case "BlaPrimary", "BlaSecondary":
			return "it belongs to a shared lines group (FPN-115)"
		case "StandaloneFree":
			return "it is a free softphone without a line (FPN-121)"
		}
	}
	return ""
}

// FeatureState is one feature flag of an extension.
type FeatureState struct {
	ID         string
	Available  bool
	ReasonCode string // ServicePlanLimitation, AccountLimitation, ...
	Reason     string
	Params     map[string]string
}

// Features are the feature flags that were asked for.
type Features []FeatureState

// The feature flags that decide what may be done with forwarding numbers and rules
// (public schema of August 2026; dossier section 6).
const (
	FeatureExternalForwarding     = "ExternalForwarding"
	FeatureEditExternalForwarding = "EditExternalForwarding"
	FeatureCallFlip               = "CallFlip"
	FeatureEditCallFlip           = "EditCallFlip"

	FeatureRingGroups              = "RingGroups"
	FeatureSimultaneousRinging     = "SimultaneousRingingMode"
	FeatureEditSimultaneousRinging = "EditSimultaneousRingingMode"
	FeatureCoworkers               = "CoworkerLineAndAppsForwarding"
	FeatureEditRules               = "EditExtensionAnsweringRules"
)

// Lacks returns the flag with this id when the service said that it is not available. A
// flag that it did not mention counts as available.
func (f Features) Lacks(id string) (FeatureState, bool) {
	i := slices.IndexFunc(f, func(s FeatureState) bool { return s.ID == id })
	if i < 0 || f[i].Available {
		return FeatureState{}, false
	}
	return f[i], true
}

// The user permissions that are needed to change forwarding numbers and rules, by their
// current names. For reading, the service's own refusal is enough.
const (
	PermissionEditNumbers = "EditUserForwardingFlipNumbers"
	PermissionEditRules   = "EditUserAnsweringRules"

	PermissionReadNumbers = "ReadUserForwardingFlipNumbers"
	PermissionReadRules   = "ReadUserAnsweringRules"
)

// Permissions are the user permissions for one target extension: from the id of a
// permission to the scopes it is granted with (Self, AllExtensions, ...).
type Permissions map[string][]string

// Allows reports whether permission id is granted: for the user's own extension or, with
// other set, for that of another user, for which the scope Self is not enough (CMN-419).
func (p Permissions) Allows(id string, other bool) bool {
	scopes, granted := p[id]
	if !granted || !other {
		return granted
	}
	return slices.ContainsFunc(scopes, func(s string) bool { return s != "Self" })
}
