package api

import (
	"encoding/json"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// ringing is the rule of work hours with a group for each target.
func ringing(targets ...string) string {
	var actions []string
	for _, t := range targets {
		actions = append(actions, `{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[`+t+`]}`)
	}
	return `{"id":"work-hours","displayName":"Work Hours","dispatching":{"type":"RingInOrder","actions":[` + strings.Join(actions, ",") + `]}}`
}

func TestReadRingTarget_namesByWhatTellsApart(t *testing.T) {
	for target, want := range map[string]string{
		`{"type":"CoworkerRingTarget","extension":{"id":"801"}}`:                                                        "extension 801",
		`{"type":"CoworkerRingTarget"}`:                                                                                 "co-worker",
		`{"type":"CoworkerAppsRingTarget","extension":{"id":"801"}}`:                                                    "apps of extension 801",
		`{"type":"AllDesktopRingTarget","extension":{"id":"801"}}`:                                                      "desktop apps of extension 801",
		`{"type":"AllMobileRingTarget","extension":{"id":"801"}}`:                                                       "mobile apps of extension 801",
		`{"type":"DeviceRingTarget","device":{"id":"802"}}`:                                                             "device 802",
		`{"type":"DeviceRingTarget","device":{"id":"802","phoneNumber":"+16505550142"}}`:                                "+16505550142",
		`{"type":"DeviceRingTarget","name":"Desk","device":{"id":"802"}}`:                                               "Desk",
		`{"type":"HotdeskRingTarget","device":{"id":"802"}}`:                                                            "hot desk 802",
		`{"type":"IntegrationRingTarget","integration":{"type":"MsTeamsDirectRouting","phoneNumber":"+16505550142"}}`:   "integration MsTeamsDirectRouting +16505550142",
		`{"type":"CloudConnectorRingTarget","destination":{"integrationId":"9","extensionNumber":"104"}}`:               "cloud connector 9 104",
		`{"type":"ImsPhoneNumberRingTarget","destination":{"phoneNumber":"+16505550142"}}`:                              "mobile line +16505550142",
		`{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+16505550142"}}`:                                 "+16505550142",
		`{"type":"MoonRingTarget","moon":{"id":"3"}}`:                                                                   "MoonRingTarget 3",
		`{"type":"IntegrationRingTarget","name":"Teams","integration":{"type":"FmcLite","phoneNumber":"+16505550142"}}`: "Teams",
	} {
		if got := readRingTarget([]byte(target)); got.Name != want {
			t.Errorf("%s: %q", target, got.Name)
		}
	}
}

// No two targets of a rule look alike, whatever they are called.
func TestLabel_tellsTargetsApart(t *testing.T) {
	r, err := readStateRule([]byte(ringing(
		`{"type":"CoworkerRingTarget","name":"Ida","extension":{"id":"801"}}`, `{"type":"CoworkerRingTarget","name":"Ida","extension":{"id":"802"}}`,
		`{"type":"AllDesktopRingTarget","name":"Max","extension":{"id":"803"}}`, `{"type":"AllMobileRingTarget","name":"Max","extension":{"id":"803"}}`,
		`{"type":"DeviceRingTarget","name":"Desk","device":{"id":"804"}}`, `{"type":"DeviceRingTarget","name":"Desk","device":{"id":"805"}}`,
		`{"type":"PhoneNumberRingTarget","name":"Mum","destination":{"phoneNumber":"+16505550142"}}`, `{"type":"PhoneNumberRingTarget","name":"Mum","destination":{"phoneNumber":"+16505550143"}}`,
		`{"type":"IntegrationRingTarget","name":"Teams","integration":{"type":"FmcLite","phoneNumber":"+16505550144"}}`, `{"type":"IntegrationRingTarget","name":"Teams","integration":{"type":"MsTeamsDirectRouting"}}`,
		`{"type":"MoonRingTarget","moon":{"id":"3"}}`, `{"type":"MoonRingTarget","moon":{"id":"4"}}`,
		`{"type":"CoworkerRingTarget","name":"Alone","extension":{"id":"806"}}`,
	)))
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, s := range r.Steps {
		labels = append(labels, r.Label(&s.Targets[0]))
	}
	want := []string{"Ida (801)", "Ida (802)", "Max (desktop apps of extension 803)", "Max (mobile apps of extension 803)", "Desk (804)", "Desk (805)",
		"Mum (+16505550142)", "Mum (+16505550143)", "Teams (FmcLite)", "Teams (MsTeamsDirectRouting)", "MoonRingTarget 3", "MoonRingTarget 4", "Alone"}
	if !slices.Equal(labels, want) {
		t.Errorf("%q", labels)
	}
}

// Persons and devices are looked up once, after the rules; the records stay as they came.
func TestReadNames_looksUpByID(t *testing.T) {
	rule := ringing(`{"type":"CoworkerRingTarget","extension":{"id":"801"}}`, `{"type":"DeviceRingTarget","device":{"id":"1"}}`,
		`{"type":"DeviceRingTarget","device":{"id":"2"},"extension":{"id":"801"}}`, `{"type":"AllMobileRingTarget","extension":{"id":"801"}}`,
		`{"type":"CoworkerRingTarget","extension":{"id":"802"}}`, `{"type":"DeviceRingTarget","name":"Named","device":{"id":"3"}}`)
	var mu sync.Mutex
	var asked []string
	c := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) {
		last := path.Base(r.URL.Path)
		switch dir := path.Base(path.Dir(r.URL.Path)); {
		case last == "state-rules":
			return answer(200, records(rule)), nil
		case last == "device":
			last = "devices"
		case dir == "voice" || last == "call-flip-numbers":
			return answer(200, records()), nil
		}
		mu.Lock()
		asked = append(asked, last)
		mu.Unlock()
		switch last {
		case "devices":
			return answer(200, records(`{"id":"1","name":"Desk"}`)), nil
		case "2":
			return answer(200, `{"id":"2","name":"Kitchen"}`), nil
		case "801":
			return answer(200, `{"id":"801","name":"Ida Example"}`), nil
		}
		return answer(403, `{"errorCode":"CMN-408"}`), nil
	})
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if err != nil || len(asked) > 0 || !c.Nameless(&s) {
		t.Fatalf("asked for %q, %v", asked, err)
	}
	show := func(s Snapshot) string {
		var all []string
		for _, step := range s.Rules[0].Steps {
			all = append(all, step.Targets[0].Name)
		}
		for _, n := range s.Numbers {
			all = append(all, n.Label)
		}
		return strings.Join(all, "; ")
	}
	if got := show(s); got != "extension 801; device 1; device 2; mobile apps of extension 801; extension 802; Named; device 1; Named" {
		t.Error(got)
	}
	c.ReadNames(t.Context(), &s)
	slices.Sort(asked)
	if want := []string{"2", "801", "802", "devices"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
	named := c.Named(s)
	if got := show(named); got != "Ida Example; Desk; Kitchen; mobile apps of Ida Example; extension 802; Named; Desk; Named" {
		t.Error(got)
	}
	if c.Nameless(&named) || c.Nameless(&s) {
		t.Error("what was looked up would be looked up again")
	}
	if string(named.Rules[0].Record()) != string(s.Rules[0].Record()) || !json.Valid(named.Rules[0].Record()) {
		t.Errorf("%s", named.Rules[0].Record())
	}
}

// Devices that would look alike as rows are told apart.
func TestRead_tellsDevicesApart(t *testing.T) {
	s := Snapshot{CallHandling: V2, flips: flipList{records: []json.RawMessage{}}}
	r, err := readStateRule([]byte(ringing(`{"type":"DeviceRingTarget","name":"Desk","device":{"id":"1"}}`, `{"type":"DeviceRingTarget","name":"Desk","device":{"id":"2"}}`)))
	if err != nil {
		t.Fatal(err)
	}
	s.Rules = []Rule{r}
	if n := (&v2{}).merged(&s).Numbers; len(n) != 2 || n[0].Label != "Desk (1)" || n[1].Label != "Desk (2)" {
		t.Errorf("%+v", n)
	}
}
