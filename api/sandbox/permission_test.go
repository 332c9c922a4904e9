package sandbox

import (
	"strings"
	"testing"
)

const (
	account = "/restapi/v1.0/account/~"
	ofDana  = account + "/extension/801200400004"

	ofMarcus  = account + "/extension/801200401004"
	ofUnknown = account + "/extension/999"
	ofService = account + "/extension/801200405004"
)

func TestPermissions_areChecked(t *testing.T) {
	tests := map[string]struct {
		who, method, path string
		status            int
		code, permission  string
	}{
		"own":                        {"104", "GET", myNumbers, 200, "", ""},
		"own by id":                  {"104", "GET", ofDana + "/forwarding-number", 200, "", ""},
		"own account by id":          {"104", "GET", "/restapi/v1.0/account/801200300004/extension/~/forwarding-number", 200, "", ""},
		"escaped tilde":              {"104", "GET", "/restapi/v1.0/account/%7E/extension/%7e/forwarding-number", 200, "", ""},
		"other account":              {"104", "GET", "/restapi/v1.0/account/5/extension/~/forwarding-number", 404, "CMN-102", ""},
		"unknown extension":          {"104", "GET", ofUnknown + "/forwarding-number", 404, "CMN-102", ""},
		"other, self only":           {"104", "GET", ofMarcus + "/forwarding-number", 403, "CMN-419", "ReadUserForwardingFlipNumbers"},
		"other's write":              {"104", "POST", ofMarcus + "/forwarding-number", 403, "CMN-419", "EditUserForwardingFlipNumbers"},
		"other's device":             {"104", "GET", ofMarcus + "/device", 403, "CMN-419", "ReadUserDevices"},
		"other's phones":             {"104", "GET", ofMarcus + "/phone-number", 403, "CMN-419", "ReadUserPhoneNumbers"},
		"other's info":               {"104", "GET", ofMarcus, 200, "", ""},
		"administrator":              {"101", "GET", ofMarcus + "/forwarding-number", 200, "", ""},
		"administrator on queue":     {"101", "GET", ofService + "/forwarding-number", 403, "CMN-403", ""},
		"administrator on fax":       {"101", "POST", account + "/extension/801200402004/forwarding-number", 400, "AWR-180", ""},
		"read only, read":            {"102", "GET", myNumbers, 200, "", ""},
		"read only, create":          {"102", "POST", myNumbers, 403, "CMN-408", "EditUserForwardingFlipNumbers"},
		"no access":                  {"112", "GET", myNumbers, 403, "CMN-408", "ReadUserForwardingFlipNumbers"},
		"no access, read one":        {"112", "GET", myNumbers + "/803000011704", 403, "CMN-408", "ReadUserForwardingFlipNumbers"},
		"queue":                      {"109", "GET", myNumbers, 403, "CMN-403", ""},
		"queue, bulk":                {"109", "DELETE", myNumbers, 403, "CMN-403", ""},
		"other's profile":            {"104", "GET", ofMarcus + "/authz-profile", 403, "CMN-404", ""},
		"administrator, profile":     {"101", "GET", ofDana + "/authz-profile", 403, "CMN-404", ""},
		"other's check":              {"104", "GET", ofMarcus + "/authz-profile/check?permissionId=x", 403, "CMN-404", ""},
		"unknown extension, profile": {"104", "GET", ofUnknown + "/authz-profile", 404, "CMN-102", ""},
		"unknown route":              {"104", "GET", account + "/teleport", 404, "CMN-120", ""},
		"not played":                 {"104", "GET", account + "/call-log", 501, "CMN-202", ""},
		"method not played":          {"104", "PUT", myExtension + "/presence", 501, "CMN-202", ""},
		"trailing slash":             {"104", "GET", myNumbers + "/", 404, "CMN-120", ""},
		"unclean path":               {"104", "GET", "/restapi//v1.0/account/~", 404, "CMN-120", ""},
		"dots":                       {"104", "GET", account + "/../account/~", 404, "CMN-120", ""},
		"method":                     {"104", "PATCH", myNumbers, 405, "CMN-120", ""},
		"the root":                   {"104", "GET", "/", 404, "CMN-120", ""},
	}
	s := unlimited(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := as(t, s, tt.who).do(tt.method, tt.path, "")
			a.want(t, tt.status, tt.code)
			if a.str("permissionName") != tt.permission {
				t.Errorf("permissionName %q, want %q", a.str("permissionName"), tt.permission)
			}
		})
	}
}

func TestScopes_areChecked(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) { co.Revoke("EditExtensions") })
	c.do("GET", myNumbers, "").want(t, 200, "")
	a := c.do("DELETE", myNumbers+"/711909004", "")
	a.want(t, 403, "CMN-401")
	if a.str("permissionName") != "EditExtensions" ||
		a.str("message") != "In order to call this API endpoint, application needs to have [EditExtensions] permission" {
		t.Errorf("got %s", a.text)
	}
	s.Change(func(co *Company) { co.Grant("EditExtensions") })
	c.do("DELETE", myNumbers+"/711909004", "").want(t, 204, "")
}

func TestFeatures_refuseWritesWhenTurnedOff(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) { co.Extension("104").TurnOff("EditExtensionAnsweringRules", "AccountLimitation") })
	c.do("GET", myNumbers, "").want(t, 200, "")
	c.do("POST", myNumbers, `{}`).want(t, 403, "CMN-109")
	as(t, s, "103").do("POST", myNumbers, `{"type":"Home","phoneNumber":"+14155550150"}`).want(t, 200, "")
}

func TestProfile_listsAndChecksPermissions(t *testing.T) {
	c := as(t, unlimited(t), "104")
	all := c.do("GET", myExtension+"/authz-profile", "")
	reaching := c.do("GET", myExtension+"/authz-profile?targetExtensionId=801200401004", "")
	if !strings.Contains(all.text, `"EditUserForwardingFlipNumbers"`) || !strings.Contains(all.text, `"Self"`) {
		t.Errorf("profile: %s", all.text)
	}
	if strings.Contains(reaching.text, `"EditUserForwardingFlipNumbers"`) || !strings.Contains(reaching.text, `"ReadExtensions"`) {
		t.Errorf("profile for another: %s", reaching.text)
	}
	const check = myExtension + "/authz-profile/check?permissionId="
	for query, want := range map[string]bool{
		"EditUserForwardingFlipNumbers":                                true,
		"EditUserForwardingFlipNumbers&targetExtensionId=801200400004": true,
		"EditUserForwardingFlipNumbers&targetExtensionId=801200401004": false,
		"FlyToTheMoon": false,
	} {
		if a := c.do("GET", check+query, ""); a.body["successful"] != want {
			t.Errorf("%s: %s", query, a.text)
		}
	}
	a := c.do("GET", check+"ReadExtensions&targetExtensionId=5", "")
	a.want(t, 400, "CMN-101")
	if a.str("parameterName") != "targetExtensionId" {
		t.Error(a.text)
	}
	c.do("GET", myExtension+"/authz-profile?targetExtensionId=5", "").want(t, 404, "CMN-102")
	c.do("GET", myExtension+"/authz-profile/check", "").want(t, 400, "CMN-101")
}

func TestServeHTTP_acceptsTunnelledMethods(t *testing.T) {
	c := as(t, unlimited(t), "104")
	c.do("POST", myNumbers+"/711909004?_method=PUT", `{"flipNumber":"8"}`).want(t, 200, "")
	req := c.request("POST", myNumbers+"/711909004", "")
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("X-HTTP-Method-Override", "DELETE")
	c.send(req).want(t, 204, "")
}
