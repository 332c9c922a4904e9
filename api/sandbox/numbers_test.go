package sandbox

import "testing"

func TestNumbers_listTheGuidesNumbers(t *testing.T) {
	c := as(t, unlimited(t), "104")
	a := c.do("GET", myNumbers, "")
	a.want(t, 200, "")
	first := a.records()[0]
	for field, want := range map[string]any{
		"uri": testBase + "/restapi/v1.0/account/801200300004/extension/801200400004/forwarding-number/592178004",
		"id":  "592178004", "phoneNumber": "+14134294674", "label": "RingCentral for Desktop",
		"type": "PhoneLine", "flipNumber": "1",
	} {
		if first[field] != want {
			t.Errorf("%s is %v, want %v", field, first[field], want)
		}
	}
	if got := len(a.records()); got != 6 {
		t.Errorf("%d numbers, want 6", got)
	}
}

func TestNumbers_createReadUpdateDelete(t *testing.T) {
	c := as(t, unlimited(t), "104")
	a := c.do("POST", myNumbers, `{"phoneNumber":"11234567890","type":"Other","label":"My ATT number"}`)
	a.want(t, 200, "")
	if a.str("phoneNumber") != "+11234567890" || a.str("flipNumber") != "7" {
		t.Fatalf("created %s", a.text)
	}
	uri := a.str("uri")
	c.do("GET", uri, "").want(t, 200, "")
	if a := c.do("PUT", uri, `{"label":"Mine","flipNumber":"8"}`); a.str("label") != "Mine" || a.str("flipNumber") != "8" {
		t.Fatalf("updated %s", a.text)
	}
	c.do("DELETE", uri, "").want(t, 204, "")
	c.do("GET", uri, "").want(t, 404, "CMN-102")
	c.do("DELETE", uri, "").want(t, 404, "CMN-102")
}
