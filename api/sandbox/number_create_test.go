package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

// refusal is a request that a rule forbids, and the expected answer.
type refusal struct {
	who       string
	body      string
	status    int
	code      string
	message   string
	parameter string
}

func (r refusal) check(t *testing.T, a answer) {
	t.Helper()
	a.want(t, r.status, r.code)
	if r.message != "" && a.str("message") != r.message {
		t.Errorf("message %q, want %q", a.str("message"), r.message)
	}
	if a.status != 403 && a.str("parameterName") != r.parameter {
		t.Errorf("parameterName %q, want %q", a.str("parameterName"), r.parameter)
	}
}

func TestCreateNumber_refuses(t *testing.T) {
	long := strings.Repeat("é", 61)
	tests := map[string]refusal{
		"fax plan":                    {"106", `{}`, 400, "AWR-180", "Call handling settings not available for Fax tiers", ""},
		"queue":                       {"109", `{}`, 403, "CMN-403", "The feature is not available for this extension type", ""},
		"external forwarding off":     {"107", `{"phoneNumber":"+14155550150","type":"Home"}`, 400, "CMN-427", "Feature [EditExternalForwarding] is not available for the extension [801200403004].", ""},
		"eleventh":                    {"105", `{"phoneNumber":"+14155550150","label":"x"}`, 400, "FPN-103", "Limit of available forwarding numbers (10) exceeded", ""},
		"company number":              {"104", `{"phoneNumber":"6505550100","label":"x"}`, 400, "FPN-105", "Number +16505550100 duplicates with company/extension direct number", ""},
		"direct number":               {"104", `{"phoneNumber":"+16505550111","label":"x"}`, 400, "FPN-105", "Number +16505550111 duplicates with company/extension direct number", ""},
		"international number":        {"104", `{"phoneNumber":"+442079460958","label":"x"}`, 400, "FPN-108", "International calling is currently disabled", ""},
		"line without device":         {"104", `{"type":"PhoneLine"}`, 400, "FPN-109", "Either [phoneNumber] or [device] should be specified for [PhoneLine] forwarding phone number type", ""},
		"line, empty device":          {"104", `{"type":"PhoneLine","device":{}}`, 400, "FPN-109", "", ""},
		"no number":                   {"104", `{"type":"Home"}`, 400, "FPN-110", "[phoneNumber] should be specified for [Home] forwarding phone number type", ""},
		"no number, other":            {"104", `{"label":"x"}`, 400, "FPN-110", "[phoneNumber] should be specified for [Other] forwarding phone number type", ""},
		"home with device":            {"104", `{"type":"Home","phoneNumber":"+14155550150","device":{"id":"1"}}`, 400, "FPN-111", "[device] parameter is not supported for [Home] forwarding phone number type", ""},
		"line with device and number": {"104", `{"type":"PhoneLine","phoneNumber":"+16505550104","device":{"id":"802300400004"}}`, 400, "FPN-112", "[phoneNumber] and [device] cannot be specified simultaneously", ""},
		"no such device":              {"104", `{"type":"PhoneLine","device":{"id":"1"}}`, 404, "FPN-113", "Device not found for specified [device.id]", ""},
		"spare device":                {"104", `{"type":"PhoneLine","device":{"id":"802300900004"}}`, 400, "FPN-114", "Forwarding to unassigned device is not available", ""},
		"shared line":                 {"104", `{"type":"PhoneLine","device":{"id":"802300402004"}}`, 400, "FPN-115", "Forwarding to shared line group device is not available", ""},
		"no label":                    {"104", `{"phoneNumber":"+14155550150","type":"Other"}`, 400, "FPN-116", "[label] should be specified for [Other] forwarding phone number type", ""},
		"line already listed":         {"104", `{"type":"PhoneLine","device":{"id":"801553370004"}}`, 400, "FPN-118", "Device [801553370004] is already included to the forwarding list", ""},
		"second Work":                 {"104", `{"phoneNumber":"+14155550150","type":"Work"}`, 400, "FPN-119", "Forwarding phone number with type [Work] already exists", ""},
		"second work, by label":       {"104", `{"phoneNumber":"+14155550150","label":"Work"}`, 400, "FPN-119", "", ""},
		"no device has the number":    {"104", `{"type":"PhoneLine","phoneNumber":"+14155550150"}`, 404, "FPN-120", "Device not found for specified [phoneNumber]", ""},
		"free softphone":              {"104", `{"type":"PhoneLine","device":{"id":"802300403004"}}`, 400, "FPN-121", "Forwarding to free Softphone is not available", ""},
		"label taken":                 {"104", `{"phoneNumber":"+14155550150","label":"Cabin"}`, 400, "FPN-102", "Label of number Cabin duplicates with existing forwarding number label", ""},
		"label too long":              {"104", `{"phoneNumber":"+14155550150","label":"` + long + `"}`, 400, "CMN-101", "Parameter [label] value is invalid.", "label"},
		"flip taken":                  {"104", `{"phoneNumber":"+14155550150","label":"x","flipNumber":1}`, 400, "FPN-106", "Flip number 1 is already in use", ""},
		"flip 9":                      {"104", `{"phoneNumber":"+14155550150","label":"x","flipNumber":9}`, 400, "CMN-101", "Parameter [flipNumber] value is invalid.", "flipNumber"},
		"flip 0":                      {"104", `{"phoneNumber":"+14155550150","label":"x","flipNumber":0}`, 400, "CMN-101", "", "flipNumber"},
		"flip 1.5":                    {"104", `{"phoneNumber":"+14155550150","label":"x","flipNumber":1.5}`, 400, "CMN-101", "", "flipNumber"},
		"EditCallFlip off":            {"108", `{"phoneNumber":"+14155550150","label":"x","flipNumber":3}`, 400, "BIL-101", "Feature [EditCallFlip] is not available for current service plan", ""},
		"letters":                     {"104", `{"phoneNumber":"call me","label":"x"}`, 400, "CMN-101", "Parameter [phoneNumber] value is invalid.", "phoneNumber"},
		"too short":                   {"104", `{"phoneNumber":"+123456","label":"x"}`, 400, "CMN-101", "", "phoneNumber"},
		"too long":                    {"104", `{"phoneNumber":"+1234567890123456","label":"x"}`, 400, "CMN-101", "", "phoneNumber"},
		"label as a number":           {"104", `{"phoneNumber":"+14155550150","label":5}`, 400, "CMN-101", "", "label"},
		"number as a number":          {"104", `{"phoneNumber":14155550150,"label":"x"}`, 400, "CMN-101", "", "phoneNumber"},
		"device as a string":          {"104", `{"type":"PhoneLine","device":"802300400004"}`, 400, "CMN-101", "", "device"},
		"device id as a number":       {"104", `{"type":"PhoneLine","device":{"id":802300400004}}`, 400, "CMN-101", "", "device.id"},
		"outage":                      {"104", `{"phoneNumber":"+14155550150","type":"Outage"}`, 400, "CMN-101", "", "type"},
		"unknown type":                {"104", `{"phoneNumber":"+14155550150","type":"Pigeon"}`, 400, "CMN-101", "", "type"},
		"invalid JSON":                {"104", `{"phoneNumber":`, 400, "CMN-103", "JSON can't be parsed.", ""},
		"not an object":               {"104", `[]`, 400, "CMN-103", "", ""},
		"null":                        {"104", `null`, 400, "CMN-103", "", ""},
		"no body":                     {"104", ``, 400, "CMN-103", "", ""},
	}
	s := unlimited(t)
	for name, r := range tests {
		t.Run(name, func(t *testing.T) {
			c := as(t, s, r.who)
			owner := s.company.Extension(r.who).ID
			was := len(s.Numbers(owner))
			r.check(t, c.do("POST", myNumbers, r.body))
			if len(s.Numbers(owner)) != was {
				t.Error("the list changed although the request was refused")
			}
		})
	}
}

func TestCreateNumber_returnsTheNumber(t *testing.T) {
	tests := map[string]struct {
		who, body                                string
		phone, label, numberType, flip, features string
	}{
		"example of the 2019 guide":        {"104", `{"phoneNumber":"11234567890","type":"Other","label":"My ATT number"}`, "+11234567890", "My ATT number", "Other", "7", "[CallFlip CallForwarding]"},
		"sample without plus":              {"104", `{"phoneNumber":"11235557890","label":"x"}`, "+11235557890", "x", "Other", "7", "[CallFlip CallForwarding]"},
		"ten digits":                       {"104", `{"phoneNumber":"(650) 555-0142","label":"x"}`, "+16505550142", "x", "Other", "7", "[CallFlip CallForwarding]"},
		"label ignored":                    {"103", `{"phoneNumber":"+14155550150","type":"Mobile","label":"Pocket"}`, "+14155550150", "Mobile", "Mobile", "1", "[CallFlip CallForwarding]"},
		"type from label":                  {"103", `{"phoneNumber":"+16505550219","label":"Work"}`, "+16505550219", "Work", "Work", "1", "[CallFlip CallForwarding]"},
		"flip as string":                   {"103", `{"phoneNumber":"+14155550150","type":"Home","flipNumber":"4"}`, "+14155550150", "Home", "Home", "4", "[CallFlip CallForwarding]"},
		"flip null":                        {"103", `{"phoneNumber":"+14155550150","type":"Home","flipNumber":null}`, "+14155550150", "Home", "Home", "1", "[CallFlip CallForwarding]"},
		"unknown fields":                   {"103", `{"phoneNumber":"+14155550150","type":"Home","id":"5","color":"red"}`, "+14155550150", "Home", "Home", "1", "[CallFlip CallForwarding]"},
		"international number allowed":     {"103", `{"phoneNumber":"+442079460958","type":"Work"}`, "+442079460958", "Work", "Work", "1", "[CallFlip CallForwarding]"},
		"own line":                         {"104", `{"type":"PhoneLine","device":{"id":"802300400004"}}`, "+16505550104", "Dana Desk Phone", "PhoneLine", "7", "[CallFlip]"},
		"own line by number":               {"104", `{"type":"PhoneLine","phoneNumber":"+16505550191","label":"ignored"}`, "+16505550191", "Cordless in the workshop", "PhoneLine", "7", "[CallFlip]"},
		"another user's line":              {"103", `{"type":"PhoneLine","device":{"id":"802300400004"}}`, "+16505550104", "Dana Desk Phone", "PhoneLine", "1", "[CallFlip CallForwarding]"},
		"line without external forwarding": {"107", `{"type":"PhoneLine","device":{"id":"802300400004"}}`, "+16505550104", "Dana Desk Phone", "PhoneLine", "1", "[CallFlip CallForwarding]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := as(t, unlimited(t), tt.who)
			a := c.do("POST", myNumbers, tt.body)
			a.want(t, 200, "")
			got := fmt.Sprint(a.body["phoneNumber"], a.body["label"], a.body["type"], a.body["flipNumber"], a.body["features"])
			want := fmt.Sprint(tt.phone, tt.label, tt.numberType, tt.flip, tt.features)
			if got != want {
				t.Errorf("made %s, want %s", got, want)
			}
			if read := c.do("GET", a.str("uri"), ""); read.text != a.text {
				t.Errorf("reads back as %s", read.text)
			}
		})
	}
}

func TestCreateNumber_refusesTheEighthCustomLabel(t *testing.T) {
	c := as(t, unlimited(t), "103")
	for i := range maxCustom {
		c.do("POST", myNumbers, fmt.Sprintf(`{"phoneNumber":"+1415555020%d","label":"Site %d"}`, i, i)).want(t, 200, "")
	}
	a := c.do("POST", myNumbers, `{"phoneNumber":"+14155550209","label":"Site 9"}`)
	a.want(t, 400, "FPN-104")
	if want := "Limit of available custom labeled forwarding numbers (7) exceeded"; a.str("message") != want {
		t.Errorf("message %q, want %q", a.str("message"), want)
	}
}

func TestCreateNumber_runsOutOfDigits(t *testing.T) {
	s := unlimited(t)
	s.Change(func(c *Company) { c.Extension("105").Remove("804000401009") })
	a := as(t, s, "105").do("POST", myNumbers, `{"phoneNumber":"+14155550150","label":"x"}`)
	a.want(t, 200, "")
	if _, found := a.body["flipNumber"]; found {
		t.Errorf("all eight digits are taken, yet it got %v", a.body["flipNumber"])
	}
}

func TestCreateNumber_refusesOtherContentTypes(t *testing.T) {
	c := as(t, unlimited(t), "104")
	for _, media := range []string{"", "text/plain", "application/x-www-form-urlencoded"} {
		req := c.request("POST", myNumbers, `{"phoneNumber":"+14155550150","label":"x"}`)
		req.Header.Set("Authorization", "Bearer "+c.token)
		if media != "" {
			req.Header.Set("Content-Type", media)
		}
		c.send(req).want(t, 415, "CMN-104")
	}
	c.do("POST", myNumbers, strings.Repeat(" ", maxBody+1)).want(t, 413, "CMN-104")
}
