package sandbox

import (
	"slices"
	"time"

	"rcfwd/api/jsonobj"
)

// Company is all state that the API shows and changes. Server.Change passes it
// to a test, which can act as the administrator or as another client.
type Company struct {
	ID         string // account ID
	Name       string
	MainNumber string
	Status     string // Confirmed, Disabled, ...
	Apps       []*App // registered applications
	// Extensions are the dozen and what a test adds. The people of a larger
	// company are not among them: see All, Extension and Remove.
	Extensions  []*Extension
	Devices     []*Device // assigned and unassigned, without those of the people beyond the dozen
	Phones      []Phone   // the company's own numbers, without those of the people beyond the dozen
	Switchboard           // queues, menus, sites and rules of the company
	// NewCallHandling reports that the account has moved; set it with
	// MoveToNewCallHandling.
	NewCallHandling bool
	// CloseForwardingNumbers makes the v1 forwarding-number calls answer CMN-468
	// on new call handling.
	CloseForwardingNumbers bool
	// PlaysForwardAll serves the unpublished setting that forwards all calls on
	// legacy call handling; see Extension.SetForwardAll.
	PlaysForwardAll bool

	ids     map[string]*Extension // of Extensions
	crowd   crowd
	lastID  int64
	unknown bool // Faults.Unknown
	watched watched
	// expireTokens and endSessions are set by ExpireTokens and EndSessions.
	// Change acts on them after the edit.
	expireTokens, endSessions bool
}

// Extension is a person, a queue or any other holder of a short number.
type Extension struct {
	ID        string // digits; an administrator's may equal the account's
	Number    string // short number
	FirstName string
	LastName  string
	Email     string
	Type      string // User, Department, FaxUser, ...
	Status    string // Enabled, Disabled, NotActivated, ...
	// SiteID and SiteName are the site, in an account that has several.
	SiteID, SiteName string
	Admin            bool
	// MFA and SSO mean that signing in takes more than a password: OAU-168 for
	// the password grant. The sign-in page takes the password alone.
	MFA, SSO bool
	// FaxOnly means that the plan has no call handling (AWR-180).
	FaxOnly bool
	// InternationalCalling allows numbers outside the home country (FPN-108).
	InternationalCalling bool
	Permissions          []Permission
	Features             []Feature
	Numbers              []Number // forwarding numbers, in the order of the list
	// Hours are the work hours. No hours means around the clock; then there is
	// no rule for after hours.
	Hours []Shift
	// QueueMember means that new call handling has an agent rule for the
	// extension.
	QueueMember bool
	// AgentHours are those of the agent rule; empty means that it follows
	// Hours.
	AgentHours []Shift
	// AnsweringRules are the rules of legacy call handling, StateRules those of
	// the new, and InteractionRules the custom rules of the new. They are
	// created on first use: see Extension.Rule.
	AnsweringRules, StateRules, InteractionRules []*Rule
	// ForwardAllCalls and DoNotDisturb are the states that a user can switch.
	ForwardAllCalls, DoNotDisturb bool
	// ForwardAllFrom and ForwardAllTo limit forward-all to one span, such as
	// 2026-05-14T08:00:00 to 2026-05-15T20:00:00; "" means every day.
	ForwardAllFrom, ForwardAllTo string
	// ForwardAllStart and ForwardAllEnd limit forward-all to hours of every
	// day, such as 08:00:00 to 17:00:00; "" means around the clock.
	ForwardAllStart, ForwardAllEnd string

	forwardAll  jsonobj.Object // where the setting of legacy call handling sends calls
	company     *Company
	failedTries int       // wrong passwords in a row
	lastFailure time.Time // time of the last of them
	lockedUntil time.Time
}

// Permission is one user permission and how far it reaches: Self,
// AllExtensions, Account, ...
type Permission struct {
	ID     string
	Scopes []string
}

// Feature is a feature flag. Reason is a reason code such as
// ServicePlanLimitation; it counts only while the feature is not available.
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
	Flip        int    // flip digit, 1 to 8; 0 means none
	DeviceID    string // only for PhoneLine
	ExtensionID string // only for ExtensionApps
	// Extra holds fields outside the schema, as a newer version of the service
	// might send.
	Extra map[string]any
}

// Device is a desk phone, a softphone or another endpoint.
type Device struct {
	ID      string
	Name    string
	Type    string // HardPhone, SoftPhone, OtherPhone, ...
	Status  string // Online, Offline
	Model   string
	OwnerID string // extension ID; "" means unassigned
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

// Extension returns the extension with a short number, which the caller may
// change; nil if there is none.
func (c *Company) Extension(number string) *Extension {
	for _, e := range c.Extensions {
		if e.Number == number {
			c.watched.note(e)
			return e
		}
	}
	if i, ok := c.crowd.indexOf(number); ok {
		e := c.keep(i)
		c.watched.note(e)
		return e
	}
	return nil
}

// Device returns the device with an ID; nil if there is none. Those of the
// people beyond the dozen cannot be changed.
func (c *Company) Device(id string) *Device {
	for _, d := range c.Devices {
		if d.ID == id {
			return d
		}
	}
	return c.crowdDevice(id)
}

// NewID returns an unused ID for an object that a test adds.
func (c *Company) NewID() string {
	c.lastID += 1000
	return decimal(c.lastID)
}

// ExpireTokens expires every access token at once. Refresh tokens stay valid.
func (c *Company) ExpireTokens() { c.expireTokens = true }

// EndSessions ends every session, as an administrator does by resetting
// passwords: from then on access and refresh tokens are unknown (OAU-213), and
// so are authorization codes (OAU-106). Clients have to sign in again.
func (c *Company) EndSessions() { c.endSessions = true }

// App returns the application with a client ID; nil if there is none.
func (c *Company) App(clientID string) *App {
	for _, a := range c.Apps {
		if a.ClientID == clientID {
			return a
		}
	}
	return nil
}

// Grant adds a scope such as EditExtensions to every application.
func (c *Company) Grant(scope string) {
	for _, a := range c.Apps {
		if !slices.Contains(a.Scopes, scope) {
			a.Scopes = append(a.Scopes, scope)
		}
	}
}

// Revoke removes a scope from every application.
func (c *Company) Revoke(scope string) {
	for _, a := range c.Apps {
		a.Scopes = without(a.Scopes, func(s string) bool { return s == scope })
	}
}

// scopes returns the scopes of an app; nil if the app is gone.
func (c *Company) scopes(clientID string) []string {
	if a := c.App(clientID); a != nil {
		return a.Scopes
	}
	return nil
}

// owns reports whether a number is one of the company's own.
func (c *Company) owns(number string) bool {
	_, ok := c.phone(number)
	return ok
}

// index rebuilds the lookup by ID after a change of Extensions. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (c *Company) index() {
	c.ids = make(map[string]*Extension, len(c.Extensions))
	for _, e := range c.Extensions {
		c.ids[e.ID], e.company = e, c
	}
}

// without is slices.DeleteFunc on a copy, since replies and snapshots may share
// the original.
func without[T any](list []T, unwanted func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), unwanted)
}
