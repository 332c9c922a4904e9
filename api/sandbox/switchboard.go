package sandbox

import "slices"

// Switchboard is what a company has besides its people: where calls to the
// company, to its sites, queues and menus go.
type Switchboard struct {
	Queues []*Queue
	Menus  []*Menu
	// Sites are those of an account with several; the first is the main site.
	Sites []*Site
	// Rules are those of the company itself, which stay v1's on new call
	// handling too (F).
	Rules []*CompanyRule
	// WorkHours are the company's; empty means around the clock.
	WorkHours []Shift
	// CompanyForwardAll forwards all calls of the company.
	CompanyForwardAll CompanyForwardAll
	// OpenQueueRules serves the rules of queues and sites on new call handling
	// too, instead of CMN-468.
	OpenQueueRules bool
}

// Queue is what a call queue has besides its extension, which has the type
// Department. Its rules are those of the extension: see Extension.SetRule.
type Queue struct {
	ExtensionID string
	Members     []string // IDs of extensions
	Overflow    []string // IDs of the queues that help; empty means that none does
}

// Menu is what an IVR menu has besides its extension, which has the type
// IvrMenu.
type Menu struct {
	ExtensionID string
	Prompt      string // text that is read to the caller
	Repeat      int    // how often, before the key NoInput counts
	Keys        []MenuKey
}

// MenuKey is what a key of a menu does.
type MenuKey struct {
	Input       string // 0 to 9, Hash, Star or NoInput
	Action      string // Connect, Voicemail, Transfer, ConnectToOperator, Repeat, ...
	ExtensionID string // of Connect and Voicemail
	Phone       string // of Transfer, which leads outside
}

// Site is what a site has besides its extension, which has the type Site. The
// main site has no extension; its calls follow the company's rules.
type Site struct {
	ExtensionID string // "" for the main site
	Name        string
	OperatorID  string // extension ID
	City, State string
}

// CompanyRule is a rule of the company.
type CompanyRule struct {
	ID      string // business-hours-rule, after-hours-rule, or digits
	Type    string // BusinessHours, AfterHours or Custom
	Name    string
	Enabled bool
	Action  string // Operator, Disconnect or Bypass
	// ExtensionID is where Bypass leads, and the operator's.
	ExtensionID string
	Called      []string // own numbers that were dialled; empty means all
	Callers     []string // empty means all
	Hours       []Shift  // of a custom rule
}

// CompanyForwardAll is the company's own setting (V: the
// SDK). Action "" means that it was never set up in the portal, and then no
// client can enable it.
type CompanyForwardAll struct {
	Enabled     bool
	Action      string // Operator, Disconnect or Bypass
	ExtensionID string
	// From and To limit it to a span, such as 2026-05-14T08:00:00; "" means
	// until it is switched off.
	From, To string
}

// mainSite is the ID of the main site (V).
const mainSite = "main-site"

// Queue returns the queue with a short number, which the caller may change; nil
// if there is none.
func (c *Company) Queue(number string) *Queue {
	e := c.Extension(number)
	if e == nil || e.Type != queueType {
		return nil
	}
	q := c.queueOf(e)
	if !slices.Contains(c.Queues, q) {
		c.Queues = append(c.Queues, q)
	}
	return q
}

// Menu returns the IVR menu with a short number, which the caller may change;
// nil if there is none.
func (c *Company) Menu(number string) *Menu {
	e := c.Extension(number)
	if e == nil || e.Type != menuType {
		return nil
	}
	m := c.menuOf(e)
	if !slices.Contains(c.Menus, m) {
		c.Menus = append(c.Menus, m)
	}
	return m
}

// Rule returns the company's rule with an ID; nil if there is none.
func (c *Company) Rule(id string) *CompanyRule {
	for _, r := range c.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// queueOf returns the queue of an extension; a new one without members where
// none was set up.
func (c *Company) queueOf(e *Extension) *Queue {
	for _, q := range c.Queues {
		if q.ExtensionID == e.ID {
			return q
		}
	}
	return &Queue{ExtensionID: e.ID}
}

// menuOf returns the menu of an extension; a new one without keys where none
// was set up.
func (c *Company) menuOf(e *Extension) *Menu {
	for _, m := range c.Menus {
		if m.ExtensionID == e.ID {
			return m
		}
	}
	return &Menu{ExtensionID: e.ID, Repeat: 3}
}

// The types of the extensions of queues, menus and sites (S).
const (
	queueType = "Department"
	menuType  = "IvrMenu"
	siteType  = "Site"
)

// ofType returns the extensions of a type that is not a person's, in the order
// of the directory. No one of the crowd is one, except by a change.
func (c *Company) ofType(kind string) []*Extension {
	var list []*Extension
	for e := range c.keptMembers() {
		if e.Type == kind {
			list = append(list, e)
		}
	}
	return list
}

// named returns the extension of a type that the path names, such as a queue.
// Guess: CMN-102 for any other extension.
func (c *call) named(parameter, kind string) (*Extension, error) {
	e := c.company.byID(c.r.PathValue(parameter))
	if e == nil || e.Type != kind {
		return nil, notFound(parameter)
	}
	return e, nil
}

// siteRefOf is the site that an extension belongs to; nil in an account without
// sites. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *call) siteRefOf(e *Extension) *siteRef {
	switch {
	case e.SiteID != "":
		return &siteRef{e.SiteID, e.SiteName}
	case len(c.company.Sites) > 0:
		return &siteRef{mainSite, c.company.Sites[0].Name}
	}
	return nil
}

// switchboardOperations are the calls of a company's queues, menus, sites and
// own rules, and those that read all of it at once (dossier 16, V: the SDK).
func switchboardOperations() []operation {
	const readCompanyRules, readQueues = "ReadCompanyAnsweringRules", "ReadExtensions"
	return []operation{
		{"GET", queuesPath, "medium", readScope, readQueues, "", (*call).listQueues},
		{"GET", queuePath, "light", readScope, readQueues, "", (*call).readQueue},
		{"GET", queuePath + "/members", "light", readScope, readQueues, "", (*call).listQueueMembers},
		{"GET", extensionPath + "/overflow-settings", "heavy", readScope, "CallQueueToCallQueue", "", (*call).readOverflow},
		{"GET", menusPath, "medium", readScope, "", "", (*call).listMenus},
		{"GET", menusPath + "/{ivrMenuId}", "medium", readScope, "AutoReceptionist", "", (*call).readMenu},
		{"GET", sitesPath, "light", readScope, readQueues, "", (*call).listSites},
		{"GET", sitesPath + "/{siteId}", "light", readScope, readQueues, "", (*call).readSite},
		{"GET", companyRulesPath, "medium", readScope, readCompanyRules, "", (*call).listCompanyRules},
		{"GET", companyRulesPath + "/{ruleId}", "light", readScope, readCompanyRules, "", (*call).readCompanyRule},
		{"GET", accountPath + "/business-hours", "light", readScope, readCompanyRules, "", (*call).readCompanyHours},
		{"GET", companyForwardAllPath, "light", readScope, readCompanyRules, "", (*call).readCompanyForwardAll},
		{"PATCH", companyForwardAllPath, "medium", "EditAccounts", "EditCompanyAnsweringRules", "", (*call).updateCompanyForwardAll},
		{"GET", accountPath + "/presence", "heavy", "ReadPresence", "ReadPresenceStatus", "ReadPresenceStatus", (*call).listPresence},
		{"POST", accountPath + "/audit-trail/search", "heavy", "ReadAuditTrail", "", "", (*call).searchAudit},
	}
}

const (
	queuesPath            = accountPath + "/call-queues"
	queuePath             = queuesPath + "/{groupId}"
	menusPath             = accountPath + "/ivr-menus"
	sitesPath             = accountPath + "/sites"
	companyRulesPath      = accountPath + "/answering-rule"
	companyForwardAllPath = accountPath + "/forward-all-calls"
)
