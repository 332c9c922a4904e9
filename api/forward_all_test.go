package api

import (
	"net/http"
	"path"
	"strings"
	"testing"
	"testing/synctest"
)

func TestReadForwardAll_saysWhereAllCallsGo(t *testing.T) {
	for body, want := range map[string]string{
		`{"enabled":true,"callHandlingAction":"UnconditionalForwarding","externalNumber":{"phoneNumber":"+16505550142"}}`:                 "on: forwarded to +16505550142; until it is switched off",
		`{"enabled":true,"externalNumber":{"phoneNumber":"+16505550142"}}`:                                                                "on: forwarded to +16505550142; until it is switched off",
		`{"enabled":true,"callHandlingAction":"TransferToExtension","extension":{"id":801,"name":"Ida","extensionNumber":"105"}}`:         "on: to extension Ida; until it is switched off",
		`{"enabled":true,"callHandlingAction":"TakeMessagesOnly","ranges":[{"from":"2126-05-14T08:00:00Z","to":"2126-05-14T09:00:00Z"}]}`: "on: voicemail; 2126-05-14 08:00 to 2126-05-14 09:00",
		`{"enabled":true,"callHandlingAction":"TakeMessagesOnly","ranges":[{"from":"2016-05-14T08:00:00Z","to":"2016-05-14T09:00:00Z"}]}`: "on: voicemail; 2016-05-14 08:00 to 2016-05-14 09:00, which is over",
		`{"enabled":true,"callHandlingAction":"Levitate"}`:                                                                                "on: Levitate; until it is switched off",
		`{"enabled":false,"reason":{"code":"ExtensionLimitation"}}`:                                                                       "off: a destination that RingCentral does not name; ",
		`{}`:                "none",
		`{"enabled":"yes"}`: "none",
		`[]`:                "none",
	} {
		got := "none"
		if r := readForwardAll([]byte(body)); r != nil {
			got = "off: "
			if r.Enabled {
				got = "on: "
			}
			got += r.Destination.Words() + "; " + r.When
			if r.MaySwitch() == nil || r.Fixed == "" || r.Kind != ForwardAll {
				t.Errorf("%s: %+v", body, r)
			}
		}
		if got != want {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// The setting is the first of the rules, whichever was read first; a service that does not
// have it is asked once.
func TestRead_readsWhetherAllCallsAreForwarded(t *testing.T) {
	synctest.Test(t, testForwardAll)
}

func testForwardAll(t *testing.T) {
	status, body, asked := 200, `{"enabled":true,"callHandlingAction":"TakeMessagesOnly"}`, 0
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		switch path.Base(r.URL.Path) {
		case "forward-all-calls":
			asked++
			return answer(status, body), nil
		case "answering-rule":
			return answer(200, records(`{"id":"business-hours-rule","type":"BusinessHours"}`)), nil
		}
		return answer(200, records(home)), nil
	})
	read := func(s Snapshot, need Need) Snapshot {
		t.Helper()
		s, err := c.Read(t.Context(), &s, need)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	numbers := read(Snapshot{}, Need{Numbers: true})
	setting := read(numbers, Need{ForwardAll: true})
	if setting.ForwardAll == nil || setting.Rules != nil || len(setting.Numbers) != 1 || !setting.At.Equal(numbers.At) || asked != 1 {
		t.Errorf("%+v after %d requests", setting, asked)
	}
	for _, s := range []Snapshot{read(setting, Need{Rules: true}), read(numbers, Need{Rules: true, ForwardAll: true})} {
		if len(s.Rules) != 2 || s.Rules[0].Kind != ForwardAll || !s.Rules[0].Enabled || len(s.Draft().Edits()) > 0 {
			t.Errorf("%+v", s.Rules)
		}
	}
	status, body = 503, ``
	if s := read(numbers, Need{Rules: true, ForwardAll: true}); len(s.Rules) != 1 || !strings.Contains(s.ShownRules()[1].Fixed, `state of "Forward all calls"`) {
		t.Errorf("%+v", s.ShownRules())
	}
	status, asked = 404, 0
	for range 2 {
		if s := read(numbers, Need{Rules: true, ForwardAll: true}); len(s.ShownRules()) != 1 {
			t.Errorf("%+v", s.ShownRules())
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}
