package sandbox

import (
	"strings"
	"testing"
)

const (
	serviceQueue = account + "/call-queues/801200405004"
	mainMenu     = account + "/ivr-menus/801200417004"
	perthSite    = "801200427004"
)

// accountReads are the reads of a whole account, each with its operation ID.
var accountReads = map[string][]string{
	"listCallQueues": {account + "/call-queues", account + "/call-queues?perPage=1&page=2", account + "/call-queues?memberExtensionId=801200401004",
		account + "/call-queues?perPage=0"},
	"readCallQueueInfo":            {serviceQueue, account + "/call-queues/801200401004", account + "/call-queues/5"},
	"listCallQueueMembers":         {serviceQueue + "/members", serviceQueue + "/members?perPage=1", account + "/call-queues/5/members"},
	"getCallQueueOverflowSettings": {ofService + "/overflow-settings", ofMarcus + "/overflow-settings"},
	"readIVRMenuList":              {account + "/ivr-menus"},
	"readIVRMenu":                  {mainMenu, account + "/ivr-menus/801200418004", account + "/ivr-menus/801200405004"},
	"listSites":                    {account + "/sites"},
	"readSite":                     {account + "/sites/main-site", account + "/sites/" + perthSite, account + "/sites/5"},
	"listCompanyAnsweringRules": {account + "/answering-rule", account + "/answering-rule?type=Custom&perPage=1", account + "/answering-rule?type=x",
		account + "/answering-rule?page=0"},
	"readCompanyAnsweringRule": {account + "/answering-rule/business-hours-rule", account + "/answering-rule/after-hours-rule",
		account + "/answering-rule/807000101004", account + "/answering-rule/5"},
	"readCompanyBusinessHours":  {account + "/business-hours"},
	"getForwardAllCompanyCalls": {account + "/forward-all-calls"},
	"readAccountPresence": {account + "/presence", account + "/presence?detailedTelephonyState=true&sipData=false&page=2&perPage=5",
		account + "/presence?detailedTelephonyState=x"},
	"listAnsweringRules": {ofService + "/answering-rule?view=Detailed", ofService + "/answering-rule",
		account + "/extension/" + perthSite + "/answering-rule?view=Detailed"},
	"listExtensions": {account + "/extension?perPage=1000", account + "/extension?type=IvrMenu&type=Site"},
}

func TestContract_coversReadsOfAnAccount(t *testing.T) {
	k := newContract(t, nil)
	for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
		s := newServer(t, Options{People: 120, CallHandling: handling, OpenQueueRules: true, Limits: Limits{Off: true}})
		s.Change(func(co *Company) { co.Queue("109").Overflow = []string{co.Extension("109").ID} })
		k.inner = s
		for _, who := range []string{"101", "104", "109"} {
			c := as(t, s, who)
			c.via = k
			for _, paths := range accountReads {
				for _, path := range paths {
					c.do("GET", path, "")
				}
			}
			for _, body := range []string{`{"enabled":true}`, `{"enabled":"x"}`, `{}`, `{`} {
				c.do("PATCH", account+"/forward-all-calls", body)
			}
			walkAudit(c)
		}
	}
	for id := range accountReads {
		if !k.seen[id] {
			t.Errorf("operation %s was never called", id)
		}
	}
	for _, id := range []string{"updateForwardAllCompanyCalls", "auditTrailSearch"} {
		if !k.seen[id] {
			t.Errorf("operation %s was never called", id)
		}
	}
}

// walkAudit searches the audit trail with every filter.
func walkAudit(c *client) {
	c.do("DELETE", myNumbers+"/711909004", "")
	for _, body := range []string{
		`{}`, `{"page":1,"perPage":1}`, `{"page":0}`, `{"targetIds":["801200400004"],"initiatorIds":["801200400004"]}`, `{"targetIds":5}`,
		`{"actionIds":["CHANGE_CALL_FORWARDING"],"searchString":"dana"}`, `{"excludeActionIds":["CHANGE_CALL_FORWARDING"],"siteId":"1"}`,
		`{"eventTimeFrom":"2020-01-01T00:00:00Z","eventTimeTo":"2020-01-02T00:00:00Z"}`, `{"eventTimeFrom":"yesterday"}`, `{`,
	} {
		c.do("POST", account+"/audit-trail/search", body)
	}
}

// Every call on the account has the limits and permissions of the dossier,
// section 16.
func TestAccountReads_needTheirPermissions(t *testing.T) {
	for _, tt := range []struct{ method, path, group, scope, permission string }{
		{"GET", account + "/call-queues", "medium", "ReadAccounts", "ReadExtensions"},
		{"GET", serviceQueue, "light", "ReadAccounts", "ReadExtensions"},
		{"GET", serviceQueue + "/members", "light", "ReadAccounts", "ReadExtensions"},
		{"GET", ofService + "/answering-rule?view=Detailed", "medium", "ReadAccounts", "ReadUserAnsweringRules"},
		{"GET", account + "/ivr-menus", "medium", "ReadAccounts", ""},
		{"GET", mainMenu, "medium", "ReadAccounts", "AutoReceptionist"},
		{"GET", account + "/sites", "light", "ReadAccounts", "ReadExtensions"},
		{"GET", account + "/answering-rule", "medium", "ReadAccounts", "ReadCompanyAnsweringRules"},
		{"GET", account + "/answering-rule/business-hours-rule", "light", "ReadAccounts", "ReadCompanyAnsweringRules"},
		{"GET", account + "/business-hours", "light", "ReadAccounts", "ReadCompanyAnsweringRules"},
		{"GET", account + "/forward-all-calls", "light", "ReadAccounts", "ReadCompanyAnsweringRules"},
		{"PATCH", account + "/forward-all-calls", "medium", "EditAccounts", "EditCompanyAnsweringRules"},
		{"GET", account + "/presence", "heavy", "ReadPresence", "ReadPresenceStatus"},
		{"POST", account + "/audit-trail/search", "heavy", "ReadAuditTrail", ""},
	} {
		s := newServer(t, Options{Limits: GenerousLimits()})
		c := as(t, s, "101")
		ask := func() answer { return c.do(tt.method, tt.path, `{"enabled":false}`) }
		if a := ask(); a.status != 200 || a.header.Get("X-Rate-Limit-Group") != tt.group {
			t.Errorf("%s: %d, group %s", tt.path, a.status, a.header.Get("X-Rate-Limit-Group"))
		}
		s.Change(func(co *Company) { co.Revoke(tt.scope) })
		if a := ask(); a.status != 403 || a.code() != "CMN-401" || a.str("permissionName") != tt.scope {
			t.Errorf("%s without the scope: %d %s", tt.path, a.status, a.text)
		}
		s.Change(func(co *Company) { co.Grant(tt.scope); co.Extension("101").Revoke(tt.permission) })
		if a := ask(); tt.permission != "" && (a.status != 403 || a.code() != "CMN-408" || a.str("permissionName") != tt.permission) ||
			tt.permission == "" && a.status != 200 {
			t.Errorf("%s without the permission: %d %s", tt.path, a.status, a.text)
		}
	}
}

// The rules of a queue need an extended scope.
func TestQueueRules_needExtendedScope(t *testing.T) {
	s := unlimited(t)
	s.Change(func(co *Company) { co.Extension("101").Grant("ReadUserAnsweringRules") })
	a := as(t, s, "101").do("GET", ofService+"/answering-rule?view=Detailed", "")
	a.want(t, 403, "CMN-419")
	if !strings.Contains(a.text, `"permissionName":"ReadUserAnsweringRules"`) {
		t.Error(a.text)
	}
}
