package sandbox

import "rcfwd/api/jsonobj"

// addSwitchboard adds the queue, menus, sites and rules of the company. The
// two menus are extensions beside the people. Only a company of more than a
// hundred people has sites.
func (c *Company) addSwitchboard(people int) {
	c.WorkHours = shifts("07:00", "19:00", workdays...)
	c.Rules = []*CompanyRule{
		{ID: businessHours, Type: "BusinessHours", Enabled: true, Action: "Operator", ExtensionID: c.ID},
		{ID: afterHours, Type: "AfterHours", Enabled: true, Action: "Operator", ExtensionID: c.ID},
	}
	if people > 0 && people < sizeOfDozen {
		return
	}
	c.addMenus()
	c.addQueue(c.Extension("109"))
	if people > sitesFrom {
		c.addSites()
	}
}

// addMenus adds two menus. Each has a key that leads outside.
func (c *Company) addMenus() {
	main, counter := c.addGroup(121, "Main menu", menuType), c.addGroup(122, "Counter menu", menuType)
	queueID := extensionID(109)
	c.Menus = []*Menu{
		{ExtensionID: main.ID, Repeat: 3, Prompt: "For a repair press 1, for the trade counter press 2.", Keys: []MenuKey{
			{Input: "1", Action: "Connect", ExtensionID: queueID},
			{Input: "2", Action: "Connect", ExtensionID: counter.ID},
			{Input: "9", Action: "Transfer", Phone: "+14155550188"},
			{Input: "0", Action: "ConnectToOperator"},
			{Input: "NoInput", Action: "Voicemail", ExtensionID: c.ID},
		}},
		{ExtensionID: counter.ID, Repeat: 2, Prompt: "For the warehouse abroad press 1.", Keys: []MenuKey{
			{Input: "1", Action: "Transfer", Phone: "+442079460958"},
			{Input: "Star", Action: "ReturnToPrevious"},
			{Input: "NoInput", Action: "Disconnect"},
		}},
	}
	c.Rules[0].Action, c.Rules[0].ExtensionID = "Bypass", main.ID
	c.Rules = append(c.Rules, &CompanyRule{
		ID: "807000101004", Type: "Custom", Name: "Trade line", Enabled: true, Action: "Bypass", ExtensionID: counter.ID,
		Callers: []string{"+14155550160"}, Hours: shifts("06:00", "07:00", workdays...),
	})
	c.CompanyForwardAll = CompanyForwardAll{Action: "Operator", ExtensionID: c.ID}
}

// addGroup adds an extension that is not a person's, with the features of a
// queue. The numbers from 113 to 200 belong to no one else.
func (c *Company) addGroup(number int, name, kind string) *Extension {
	p := user(number, name, "", "")
	p.Type = kind
	p.TurnOff("CallForwarding", "ExtensionTypeLimitation")
	c.Extensions = append(c.Extensions, &p.Extension)
	return &p.Extension
}

// addQueue adds two members to the queue and three ways out: to an answering
// service when a caller has waited too long and after hours, and to the
// administrator when it is full.
func (c *Company) addQueue(e *Extension) {
	e.Hours = c.WorkHours
	q := &Queue{ExtensionID: e.ID, Members: []string{extensionID(105), extensionID(108)}}
	c.Queues = append(c.Queues, q)
	work := groupRule(e, businessHours, "BusinessHours").With("callHandlingAction", "AgentQueue").With("queue", q.settings().
		With("holdTimeExpirationAction", "UnconditionalForwarding").
		With("unconditionalForwarding", []jsonobj.Object{jsonobj.New("phoneNumber", answeringService, "action", "HoldTimeExpiration")}).
		With("maxCallersAction", "TransferToExtension").
		With("transfer", []jsonobj.Object{jsonobj.New("extension", jsonobj.New("id", c.ID), "action", "MaxCallers")}))
	off := groupRule(e, afterHours, "AfterHours").With("callHandlingAction", "UnconditionalForwarding").
		With("unconditionalForwarding", jsonobj.New("phoneNumber", answeringService))
	e.AnsweringRules = []*Rule{{ID: businessHours, body: work}, {ID: afterHours, body: off}}
}

// answeringService is outside the company.
const answeringService = "+14155550189"

// sitesFrom is the number of people that a company without sites has at most.
// Those beyond it belong to the second site, one of three.
const (
	sitesFrom   = 100
	perthNumber = 131
	perthName   = "Perth"
)

// addSites adds a second site, whose calls leave the company after hours.
func (c *Company) addSites() {
	perth := c.addGroup(perthNumber, perthName, siteType)
	perth.SiteID, perth.SiteName = perth.ID, perthName
	perth.Hours = shifts("08:00", "17:00", workdays...)
	c.Sites = []*Site{
		{Name: "Main Site", OperatorID: c.ID, City: "Redwood City", State: "CA"},
		{ExtensionID: perth.ID, Name: perthName, OperatorID: danaID, City: "Perth", State: "ND"},
	}
	rules := []*Rule{
		{ID: businessHours, body: groupRule(perth, businessHours, "BusinessHours").With("callHandlingAction", "TransferToExtension").
			With("transfer", jsonobj.New("extension", jsonobj.New("id", danaID)))},
		{ID: afterHours, body: groupRule(perth, afterHours, "AfterHours").With("callHandlingAction", "UnconditionalForwarding").
			With("unconditionalForwarding", jsonobj.New("phoneNumber", "+17015550147"))},
	}
	perth.AnsweringRules = rules
}
