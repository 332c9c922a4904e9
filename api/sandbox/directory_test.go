package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

// column lists one field of every record.
func (a answer) column(name string) string {
	var values []string
	for _, r := range a.records() {
		values = append(values, fmt.Sprint(r[name]))
	}
	return strings.Join(values, " ")
}

func TestLists_applyFilters(t *testing.T) {
	s := unlimited(t)
	s.Change(func(c *Company) { c.Extension("111").Status = "Disabled" })
	dana, ines := as(t, s, "104"), as(t, s, "101")
	const devices, extensions, phones = myExtension + "/device", account + "/extension", account + "/phone-number"
	tests := []struct {
		c                 *client
		path, field, want string
	}{
		{dana, extensions + "?status=Disabled", "extensionNumber", "111"},
		{dana, extensions + "?type=Department&type=FaxUser", "extensionNumber", "106 109"},
		{dana, extensions + "?extensionNumber=104", "name", "Dana Whitfield"},
		{dana, extensions + "?email=owen.pike@example.com&email=priya.raman@example.com", "extensionNumber", "103 112"},
		{dana, extensions + "?status=&type=Department", "extensionNumber", "109"},
		{dana, devices + "?type=SoftPhone", "id", "801553370004 802300403004"},
		{dana, devices + "?lineType=BlaSecondary", "id", "802300402004"},
		{dana, devices + "?linePooling=Host&type=HardPhone", "id", "802300400004"},
		{dana, devices + "?feature=Intercom", "id", ""},
		{ines, devices, "id", ""},
		{dana, myExtension + "/phone-number?usageType=MainCompanyNumber", "phoneNumber", "+16505550100"},
		{ines, myExtension + "/phone-number", "phoneNumber", "+16505550100 +16505550101"},
		{dana, phones + "?usageType=CompanyFaxNumber", "phoneNumber", "+16505550199"},
		{dana, phones + "?extensionStatus=Disabled", "phoneNumber", "+16505550111"},
		{dana, phones + "?status=Pending", "phoneNumber", ""},
		{dana, phones + "?paymentType=TollFree", "phoneNumber", ""},
	}
	for _, tt := range tests {
		a := tt.c.do("GET", tt.path, "")
		a.want(t, 200, "")
		if got := a.column(tt.field); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.path, got, tt.want)
		}
	}
	for _, path := range []string{
		extensions + "?status=Asleep", extensions + "?type=Robot", devices + "?type=Toaster", devices + "?linePooling=x",
		phones + "?usageType=x", phones + "?extensionStatus=x", myExtension + "/phone-number?status=x",
	} {
		dana.do("GET", path, "").want(t, 400, "CMN-101")
	}
}

func TestIDs_haveTheDocumentedJSONType(t *testing.T) {
	c := as(t, unlimited(t), "104")
	for path, want := range map[string]string{
		account:                                `"id":801200300004,`,
		myExtension:                            `"id":801200400004,`,
		myExtension + "/device?type=HardPhone": `"id":"802300400004",`,
		myExtension + "/phone-number":          `"id":805000`,
		myNumbers:                              `"id":"592178004",`,
		ofDana:                                 `"account":{"id":"801200300004",`,
		myNumbers + "/592178004":               `"device":{"id":"801553370004"}`,
	} {
		if a := c.do("GET", path, ""); !strings.Contains(a.text, want) {
			t.Errorf("%s: no %s in %s", path, want, a.text)
		}
	}
}

func TestExtension_showsFeaturesToItsOwner(t *testing.T) {
	c := as(t, unlimited(t), "104")
	if a := c.do("GET", ofDana, ""); a.body["serviceFeatures"] == nil {
		t.Errorf("own: %s", a.text)
	}
	if a := c.do("GET", ofMarcus, ""); a.body["serviceFeatures"] != nil {
		t.Errorf("another's: %s", a.text)
	}
}

func TestFeatures_listsFlagsAndReasons(t *testing.T) {
	c := as(t, unlimited(t), "108")
	const path = myExtension + "/features"
	a := c.do("GET", path+"?featureId=EditCallFlip&featureId=NewCallHandlingAndForwarding", "")
	if !strings.Contains(a.text, `"reason":{"code":"ServicePlanLimitation"`) ||
		!strings.Contains(a.text, `"params":[{"name":"isNewBackendAvailable","value":"false"}]`) || len(a.records()) != 2 {
		t.Errorf("got %s", a.text)
	}
	if a := c.do("GET", path+"?availableOnly=true", ""); strings.Contains(a.text, "EditCallFlip") {
		t.Errorf("got %s", a.text)
	}
	a = c.do("GET", path+"?featureId=Teleport", "")
	a.want(t, 400, "CMN-101")
	if a.str("parameterName") != "featureId" {
		t.Error(a.text)
	}
	c.do("GET", path+"?availableOnly=maybe", "").want(t, 400, "CMN-101")
}

func TestNumbers_includeUnknownTypesAndFields(t *testing.T) {
	a := as(t, withUnknown(t, LegacyCallHandling), "110").do("GET", myNumbers, "")
	if got := a.column("type"); got != "BusinessMobilePhone ExtensionApps Outage SatellitePhone" {
		t.Errorf("types %s", got)
	}
	for _, want := range []string{
		`"extension":{"id":"801200400004","name":"Dana Whitfield","extensionNumber":"104"}`, `"orbit":{"delayMs":40,"name":"low"}`,
	} {
		if !strings.Contains(a.text, want) {
			t.Errorf("no %s in %s", want, a.text)
		}
	}
}
