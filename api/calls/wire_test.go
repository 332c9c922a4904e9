package calls

import (
	"encoding/json"
	"testing"
	"time"

	"rcfwd/api/jsonobj"
)

func TestPresence_decodesCalls(t *testing.T) {
	for _, tt := range []struct {
		name, body, want string
		more             int
		ok               bool
	}{
		{"idle", `{"telephonyStatus":"NoCall"}`, "", 0, true},
		{"null", `{"telephonyStatus":"NoCall","activeCalls":null}`, "", 0, true},
		{"no list", `{"telephonyStatus":"Ringing"}`, "", 0, false},
		{"list of another type", `{"telephonyStatus":"Ringing","activeCalls":{}}`, "", 0, false},
		{"nothing", `{}`, "", 0, false},
		{"states", `{"activeCalls":[{"id":1,"telephonyStatus":"Ringing"},{"id":"2","direction":"Outbound","telephonyStatus":"Ringing"},
			{"id":"3","telephonyStatus":"CallConnected"},{"id":"4","telephonyStatus":"OnHold"},{"id":"5","telephonyStatus":"ParkedCall"},
			{"id":"6","telephonyStatus":"Levitating"},{"id":"7","telephonyStatus":"NoCall","terminationType":"final"},null,{}]}`,
			"ringing calling connected on hold parked in progress ", 0, true},
		{"one that cannot be read", `{"activeCalls":[7,{"id":"1","telephonyStatus":"OnHold"},{"id":"2","telephonyStatus":"OnHold","from":{"a":1},"queueCall":[]}]}`, "on hold on hold ", 1, true},
		{"none that can be read", `{"activeCalls":[7,"x"]}`, "", 0, false},
		{"more", `{"activeCalls":[{"id":"1","telephonyStatus":"OnHold"}],"totalActiveCalls":9}`, "on hold ", 8, true},
		{"total of another type", `{"activeCalls":[],"totalActiveCalls":"many"}`, "", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w wirePresence
			if err := json.Unmarshal([]byte(tt.body), &w); err != nil {
				t.Fatal(err)
			}
			got, ok := w.decode()
			words := ""
			for _, c := range got.calls {
				words += c.State.String() + " "
			}
			if ok != tt.ok || words != tt.want || got.more != tt.more {
				t.Errorf("%q, %d more, %v", words, got.more, ok)
			}
		})
	}
}

func TestPresence_cleansTexts(t *testing.T) {
	w := wireCall{ID: "1", Direction: "Inbound", FromName: "Bo\x1b]0;x\a\u202e", From: "+1\n2", Status: "Ringing\x1b"}
	c := w.decode()
	if c.Peer != (Peer{"Bo", "+1 2"}) || c.State != Unknown || c.Direction != Inbound {
		t.Errorf("%+v", c)
	}
}

func TestParseTime_readsBothForms(t *testing.T) {
	want := time.Date(2026, 5, 14, 16, 2, 11, 480e6, time.UTC)
	for _, s := range []string{"2026-05-14T16:02:11.480Z", "2026-05-14T16:02:11.480+0000", " 2026-05-14T18:02:11.48+02:00"} {
		if got := parseTime(jsonobj.FlexString(s)); !got.Equal(want) {
			t.Errorf("%s is %v", s, got)
		}
	}
	if !parseTime("soon").IsZero() {
		t.Error("parseTime accepts \"soon\"")
	}
}

func TestPartyState_knowsCodesOfSchema(t *testing.T) {
	for code, want := range map[string]State{
		"Setup": Ringing, "Proceeding": Ringing, "Answered": Connected, "Hold": Held, "Parked": Parked, "VoiceMail": Voicemail,
		"VoiceMailScreening": Screening, "FaxReceive": Fax, "Disconnected": Ended, "Gone": Ended, "Tds": Unknown, "": Unknown,
	} {
		if got := partyState(code, Inbound); got != want {
			t.Errorf("%s is %v", code, got)
		}
	}
	if partyState("Setup", Outbound) != Calling {
		t.Error("an outbound call in setup is not Calling")
	}
}
