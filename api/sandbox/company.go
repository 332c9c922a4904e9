package sandbox

import (
	"slices"
	"time"
)

// Company is the whole state that the API shows and changes. Server.Change
// hands it out, so that a test can be the administrator or the third party.
type Company struct {
	ID         string // account ID
	Name       string
	MainNumber string
	Status     string // Confirmed, Disabled, ...
	Apps       []*App // registered applications
	Extensions []*Extension
	Devices    []*Device // of everybody, and of nobody
	Phones     []Phone   // the company's own numbers
	// NewCallHandling says that the account has moved; set it with
	// MoveToNewCallHandling.
	NewCallHandling bool
	// CloseForwardingNumbers makes the v1 forwarding-number calls answer CMN-468
	// on new call handling.
	CloseForwardingNumbers bool

	ids    map[string]*Extension
	lastID int64
	// expireTokens and end are set by ExpireTokens and EndSessions, and acted on when
	// Change returns.
	expireTokens, endSessions bool
}

// Extension is a person, a queue or whatever else has a short number.
type Extension struct {
	ID        string // digits; an administrator's may equal the account's
	Number    string // short number
	FirstName string
	LastName  string
	Email     string
	Type      string // User, Department, FaxUser, ...
	Status    string // Enabled, Disabled, NotActivated, ...
	Admin     bool
	// MFA and SSO say that signing in takes more than a password: OAU-168 for
	// the password grant. The sign-in page takes the password alone.
	MFA, SSO bool
	// FaxOnly says that the plan has no call handling (AWR-180).
	FaxOnly bool
	// InternationalCalling allows numbers outside the home country (FPN-108).
	InternationalCalling bool
	Permissions          []Permission
	Features             []Feature
	Numbers              []Number // forwarding numbers, in the order of the list
	// Hours are the work hours; none is around the clock, and then no rule for
	// after hours exists.
	Hours []Shift
	// QueueMember says that there is an agent rule on new call handling.
	QueueMember bool
	// AgentHours are those of the agent rule; none follows Hours.
	AgentHours []Shift
	// AnsweringRules are the rules of legacy call handling, StateRules those of
	// the new, and InteractionRules what custom rules are called there. They are
	// made when somebody first asks for them: see Rule.
	AnsweringRules, StateRules, InteractionRules []*Rule
	// ForwardAllCalls and DoNotDisturb are the states that a user switches.
	ForwardAllCalls, DoNotDisturb bool
	// ForwardAllFrom and ForwardAllTo are the only span in which all calls are
	// forwarded, as 2026-05-14T08:00:00; "" is every day.
	ForwardAllFrom, ForwardAllTo string
	// ForwardAllStart and ForwardAllEnd are the hours of every day in which all
	// calls are forwarded, as 08:00:00; "" is around the clock.
	ForwardAllStart, ForwardAllEnd string

	company     *Company
	failedTries int       // passwords tried one after another
	lastFailure time.Time // of the last of them
	lockedUntil time.Time
}

// Permission is one user permission and how far it reaches: Self,
// AllExtensions, Account, ...
type Permission struct {
	ID     string
	Scopes []string
}

// Feature is a feature flag. Reason is a reason code such as
// ServicePlanLimitation and counts only while the feature is not available.
type Feature struct {
	ID        string
	Available bool
	Reason    string
	Params    map[string]string
}

// Number is a forwarding number.
type Number struct {
	ID          string
	PhoneNumber string // E.164 with plus
	Label       string
	Type        string
	Features    []string
	Flip        int    // 1 to 8; 0 is none
	DeviceID    string // only for PhoneLine
	ExtensionID string // only for ExtensionApps
	// Extra holds fields that no schema knows, as a newer service might send.
	Extra map[string]any
}

// Device is a desk phone, a softphone or another endpoint.
type Device struct {
	ID      string
	Name    string
	Type    string // HardPhone, SoftPhone, OtherPhone, ...
	Status  string // Online, Offline
	Model   string
	OwnerID string // extension ID; "" is a device that belongs to nobody
	Pooling string // Host, Guest, None
	Lines   []Line
}

// Line is a phone line of a device. Phone is "" for a free softphone.
type Line struct {
	ID    string
	Type  string // Standalone, StandaloneFree, BlaPrimary, BlaSecondary
	Phone string
}

// Phone is a number that belongs to the company. OwnerID is "" for company
// numbers.
type Phone struct {
	ID        int64
	Number    string
	UsageType string // MainCompanyNumber, CompanyNumber, DirectNumber, ...
	OwnerID   string
	Primary   bool
}

// Extension finds an extension by its short number; nil if there is none.
func (c *Company) Extension(number string) *Extension {
	for _, e := range c.Extensions {
		if e.Number == number {
			return e
		}
	}
	return nil
}

// Device finds a device by its ID; nil if there is none.
func (c *Company) Device(id string) *Device {
	for _, d := range c.Devices {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// NewID makes an ID that nothing has yet, for things a test adds.
func (c *Company) NewID() string {
	c.lastID += 1000
	return decimal(c.lastID)
}

// ExpireTokens makes every access token expired, as a clock would. Refresh
// tokens live on.
func (c *Company) ExpireTokens() { c.expireTokens = true }

// EndSessions signs everybody out for good, as when an administrator resets
// passwords: access and refresh tokens are unknown from then on (OAU-213), and
// so are authorization codes (OAU-106). Only signing in again helps.
func (c *Company) EndSessions() { c.endSessions = true }

// App finds an application by its client ID; nil if there is none.
func (c *Company) App(clientID string) *App {
	for _, a := range c.Apps {
		if a.ClientID == clientID {
			return a
		}
	}
	return nil
}

// Grant gives every application a scope such as EditExtensions.
func (c *Company) Grant(scope string) {
	for _, a := range c.Apps {
		if !slices.Contains(a.Scopes, scope) {
			a.Scopes = append(a.Scopes, scope)
		}
	}
}

// Revoke takes a scope from every application.
func (c *Company) Revoke(scope string) {
	for _, a := range c.Apps {
		a.Scopes = without(a.Scopes, func(s string) bool { return s == scope })
	}
}

// scopes are those of an app; none if it is gone.
func (c *Company) scopes(clientID string) []string {
	if a := c.App(clientID); a != nil {
		return a.Scopes
	}
	return nil
}

func (c *Company) byID(id string) *Extension { return c.ids[id] }

// owns reports whether a number is one of the company's own.
func (c *Company) owns(number string) bool {
	return slices.ContainsFunc(c.Phones, func(p Phone) bool { return p.Number == number })
}

// index rebuilds the lookup by ID after Extensions changed.
func (c *Company) index() {
	c.ids = make(map[string]*Extension, len(c.Extensions))
	for _, e := range c.Extensions {
		c.ids[e.ID], e.company = e, c
	}
}

// without is slices.DeleteFunc on a copy: replies and snapshots may share the
// original.
func without[T any](list []T, unwanted func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), unwanted)
}
