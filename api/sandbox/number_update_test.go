package sandbox

import (
	"fmt"
	"testing"
)

func TestUpdateNumber_refuses(t *testing.T) {
	const desktop, mobile, cabin = "/592178004", "/711909004", "/803000005004"
	tests := map[string]struct {
		path string
		refusal
	}{
		"unknown":              {"/1", refusal{"104", `{}`, 404, "CMN-102", "Resource for parameter [forwardingNumberId] is not found", "forwardingNumberId"}},
		"another user's":       {"/803000010204", refusal{"104", `{}`, 404, "CMN-102", "", "forwardingNumberId"}},
		"type":                 {cabin, refusal{"104", `{"type":"Home"}`, 400, "FPN-125", "Forwarding phone number [type] cannot be changed", ""}},
		"device":               {mobile, refusal{"104", `{"device":{"id":"801553370004"}}`, 400, "FPN-124", "Parameter [device.id] cannot be changed for [Mobile] forwarding number", "device.id"}},
		"device of line":       {desktop, refusal{"104", `{"device":{"id":"802300400004"}}`, 400, "FPN-124", "", "device.id"}},
		"predefined label":     {mobile, refusal{"104", `{"label":"Pocket"}`, 400, "FPN-122", "Label cannot be changed for [Mobile] forwarding number", ""}},
		"line's label":         {desktop, refusal{"104", `{"label":"Desk"}`, 400, "FPN-122", "", ""}},
		"line's number":        {desktop, refusal{"104", `{"phoneNumber":"+14155550150"}`, 400, "CMN-101", "", "phoneNumber"}},
		"label taken":          {cabin, refusal{"104", `{"label":"Home"}`, 400, "FPN-102", "Label of number Home duplicates with existing forwarding number label", ""}},
		"empty label":          {cabin, refusal{"104", `{"label":""}`, 400, "CMN-101", "", "label"}},
		"empty number":         {cabin, refusal{"104", `{"phoneNumber":""}`, 400, "CMN-101", "", "phoneNumber"}},
		"company number":       {cabin, refusal{"104", `{"phoneNumber":"+16505550101"}`, 400, "FPN-105", "", ""}},
		"international number": {cabin, refusal{"104", `{"phoneNumber":"+819012345678"}`, 400, "FPN-108", "", ""}},
		"flip taken":           {cabin, refusal{"104", `{"flipNumber":"1"}`, 400, "FPN-106", "Flip number 1 is already in use", ""}},
		"flip 9":               {cabin, refusal{"104", `{"flipNumber":"9"}`, 400, "CMN-101", "", "flipNumber"}},
		"flip as a letter":     {cabin, refusal{"104", `{"flipNumber":"x"}`, 400, "CMN-101", "", "flipNumber"}},
		"flip as a boolean":    {cabin, refusal{"104", `{"flipNumber":true}`, 400, "CMN-101", "", "flipNumber"}},
		"EditCallFlip off":     {"/803000010804", refusal{"108", `{"flipNumber":"2"}`, 400, "BIL-101", "", ""}},
		"not allowed":          {"/803000010204", refusal{"102", `{"flipNumber":"2"}`, 403, "CMN-408", "In order to call this API endpoint, user needs to have [EditUserForwardingFlipNumbers] permission.", ""}},
		"refused as a whole":   {cabin, refusal{"104", `{"label":"Lake","flipNumber":"1"}`, 400, "FPN-106", "", ""}},
		"invalid JSON":         {cabin, refusal{"104", `label`, 400, "CMN-103", "", ""}},
	}
	s := unlimited(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			owner := s.company.Extension(tt.who).ID
			was := fmt.Sprint(s.Numbers(owner))
			tt.check(t, as(t, s, tt.who).do("PUT", myNumbers+tt.path, tt.body))
			if now := fmt.Sprint(s.Numbers(owner)); now != was {
				t.Errorf("changed to %s", now)
			}
		})
	}
}

func TestUpdateNumber_changesOnlyWhatWasSent(t *testing.T) {
	const desktop, mobile, cabin = "592178004", "711909004", "803000005004"
	tests := map[string]struct{ id, body, want string }{
		"empty":           {cabin, `{}`, "Cabin +15305550142 5"},
		"nulls":           {cabin, `{"label":null,"phoneNumber":null,"type":null,"device":null}`, "Cabin +15305550142 5"},
		"all":             {cabin, `{"label":"Lake cabin","phoneNumber":"1 530 555 0143","flipNumber":"7"}`, "Lake cabin +15305550143 7"},
		"all unchanged":   {cabin, `{"label":"Cabin","phoneNumber":"+15305550142","flipNumber":5,"type":"Other"}`, "Cabin +15305550142 5"},
		"flip cleared":    {cabin, `{"flipNumber":""}`, "Cabin +15305550142 0"},
		"flip zero":       {cabin, `{"flipNumber":"0"}`, "Cabin +15305550142 0"},
		"flip null":       {cabin, `{"flipNumber":null}`, "Cabin +15305550142 0"},
		"mobile's number": {mobile, `{"phoneNumber":"+16505130931"}`, "Mobile +16505130931 2"},
		"line's digit":    {desktop, `{"flipNumber":"8"}`, "RingCentral for Desktop +14134294674 8"},
		"line unchanged": {desktop, `{"type":"PhoneLine","label":"RingCentral for Desktop","phoneNumber":"+14134294674","device":{"id":"801553370004"}}`,
			"RingCentral for Desktop +14134294674 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := unlimited(t)
			as(t, s, "104").do("PUT", myNumbers+"/"+tt.id, tt.body).want(t, 200, "")
			n := s.company.Extension("104").NumberByID(tt.id)
			if got := fmt.Sprint(n.Label, " ", n.PhoneNumber, " ", n.Flip); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUpdateNumber_swapsDigitsThroughAFreeOne(t *testing.T) {
	c := as(t, unlimited(t), "104")
	for _, step := range []string{"711909004:8", "711910004:2", "711909004:3"} {
		id, digit := step[:9], step[10:]
		c.do("PUT", myNumbers+"/"+id, `{"flipNumber":"`+digit+`"}`).want(t, 200, "")
	}
}

func TestDeleteNumber_removesAndRefuses(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	c.do("DELETE", myNumbers+"/592178004", "").want(t, 403, "FPN-107")
	a := c.do("DELETE", myNumbers+"/711909004", "")
	a.want(t, 204, "")
	if a.text != "" || a.header.Get("Content-Type") != "" {
		t.Errorf("204 came with %q of type %q", a.text, a.header.Get("Content-Type"))
	}
	as(t, s, "102").do("DELETE", myNumbers+"/803000010204", "").want(t, 403, "CMN-408")
}

func TestDeleteNumbers_deletesAllOrNone(t *testing.T) {
	entry := func(id string) string { return `{"forwardingNumberId":"` + id + `"}` }
	body := func(entries string) string { return `{"records":[` + entries + `]}` }
	tests := map[string]struct {
		body   string
		status int
		code   string
		left   int
	}{
		"two":          {body(entry("711909004") + "," + entry("803000005004")), 204, "", 4},
		"twice":        {body(entry("711909004") + "," + entry("711909004")), 204, "", 5},
		"one unknown":  {body(entry("711909004") + "," + entry("1")), 404, "CMN-102", 6},
		"a line":       {body(entry("711909004") + "," + entry("592178004")), 403, "FPN-107", 6},
		"none":         {body(""), 400, "CMN-101", 6},
		"no records":   {`{}`, 400, "CMN-101", 6},
		"no id":        {body(`{}`), 400, "CMN-101", 6},
		"invalid JSON": {`no`, 400, "CMN-103", 6},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := unlimited(t)
			as(t, s, "104").do("DELETE", myNumbers, tt.body).want(t, tt.status, tt.code)
			if left := len(s.Numbers(danaID)); left != tt.left {
				t.Errorf("%d numbers are left, want %d", left, tt.left)
			}
		})
	}
}
