package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const (
	myPresence    = myExtension + "/presence?detailedTelephonyState=true"
	myActiveCalls = myExtension + "/active-calls"
	mySessions    = "/restapi/v1.0/account/~/telephony/sessions/"
)

func mustStart(t *testing.T, s *Server, plan CallPlan) string {
	t.Helper()
	id, err := s.StartCall(plan)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// calls summarizes a presence reply.
func calls(a answer) string {
	list, _ := a.body["activeCalls"].([]any)
	text := a.str("telephonyStatus")
	for _, x := range list {
		call, _ := x.(map[string]any)
		text += " " + fields(call, "direction", "from", "to", "telephonyStatus")
	}
	return text
}

// parties summarizes a session, such as "Answered Disconnected:CallFlip".
func parties(s *Server, id string) string {
	var list []string
	for _, c := range s.Calls() {
		for _, p := range c.Parties {
			if c.ID == id {
				list = append(list, strings.TrimSuffix(p.Code+":"+p.Reason, ":"))
			}
		}
	}
	return strings.Join(list, " ")
}

func TestCall_looksTheSameInEveryAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		id := mustStart(t, s, CallPlan{Rings: 4 * time.Second, Lasts: time.Minute})
		if got := calls(c.do("GET", myPresence, "")); got != "Ringing Inbound +12125550187 +16505550104 Ringing" {
			t.Error(got)
		}
		time.Sleep(4 * time.Second)
		a := c.do("GET", myPresence, "")
		if got := calls(a); got != "CallConnected Inbound +12125550187 +16505550104 CallConnected" || a.str("presenceStatus") != "Busy" {
			t.Error(got)
		}
		call, _ := a.body["activeCalls"].([]any)[0].(map[string]any)
		if n := len(c.do("GET", myActiveCalls, "").records()); n != 0 {
			t.Errorf("the log has %d calls at once", n)
		}
		time.Sleep(5 * time.Second)
		record := c.do("GET", myActiveCalls, "").records()[0]
		for _, name := range []string{"telephonySessionId", "partyId", "sessionId"} {
			if call[name] != record[name] || call[name] == nil {
				t.Errorf("%s: %v and %v", name, call[name], record[name])
			}
		}
		b := c.do("GET", mySessions+id, "")
		if !strings.Contains(b.text, `{"id":"`+fmt.Sprint(call["partyId"])+`","direction":"Inbound"`) || !strings.Contains(b.text, `"deviceId":"802300400004"`) || b.str("id") != call["telephonySessionId"] {
			t.Error(b.text)
		}
		c.do("GET", mySessions+id+"/parties/"+fmt.Sprint(call["partyId"]), "").want(t, 200, "")
	})
}

func TestActiveCalls_lagsAndKeepsEndedCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		mustStart(t, s, CallPlan{Outbound: true, Lasts: 20 * time.Second})
		mustStart(t, s, CallPlan{Unanswered: true})
		result := func(query string) string {
			var list []string
			for _, r := range c.do("GET", myActiveCalls+query, "").records() {
				list = append(list, fields(r, "direction", "result"))
			}
			return strings.Join(list, "|")
		}
		for _, tt := range []struct {
			wait  time.Duration
			query string
			want  string
		}{
			{4 * time.Second, "", ""}, {2 * time.Second, "", "Outbound In Progress"}, {0, "?direction=Inbound", ""},
			{0, "?direction=Outbound&view=Detailed&type=Voice&perPage=max", "Outbound In Progress"}, {0, "?conferenceType=Meetings", ""},
			{0, "?page=2", ""}, {18 * time.Second, "", "Outbound In Progress"}, {2 * time.Second, "", "Outbound Call connected"},
			{118 * time.Second, "", "Outbound Call connected"}, {2 * time.Second, "", ""},
		} {
			time.Sleep(tt.wait)
			if got := result(tt.query); got != tt.want {
				t.Errorf("after %v more, %s: %q, want %q", tt.wait, tt.query, got, tt.want)
			}
		}
		if list := s.Calls(); len(list) != 1 || list[0].Ended.IsZero() {
			t.Errorf("calls %+v", list)
		}
		c.do("GET", myActiveCalls+"?direction=Up", "").want(t, 400, "CMN-101")
		c.do("GET", myActiveCalls+"?perPage=most", "").want(t, 400, "CMN-101")
	})
}

func TestPresence_showsCallsAndDoNotDisturb(t *testing.T) {
	s, c := unlimitedAs104(t, Options{})
	for range 9 {
		mustStart(t, s, CallPlan{})
	}
	a := c.do("GET", myPresence, "")
	if n := len(a.body["activeCalls"].([]any)); n != presenceCalls {
		t.Errorf("%d calls", n)
	}
	if a := c.do("GET", myExtension+"/presence", ""); a.body["activeCalls"] != nil || a.str("telephonyStatus") != "CallConnected" {
		t.Error(a.text)
	}
	c.do("GET", myExtension+"/presence?detailedTelephonyState=1", "").want(t, 400, "CMN-101")
	s.Change(func(co *Company) { co.Extension("104").DoNotDisturb = true })
	if a := c.do("GET", myPresence, ""); fields(a.body, "dndStatus", "dndStatusPersonal") != "DoNotAcceptAnyCalls -" {
		t.Error(a.text)
	}
	s.Change((*Company).MoveToNewCallHandling)
	if a := c.do("GET", myPresence, ""); fields(a.body, "dndStatus", "dndStatusPersonal") != "TakeAllCalls DoNotAcceptAnyCalls" {
		t.Error(a.text)
	}
	c.do("PATCH", myStates+"/dnd", `{"enabled":false}`).want(t, 200, "")
	if a := c.do("GET", myPresence, ""); fields(a.body, "dndStatus", "dndStatusPersonal") != "TakeAllCalls TakeAllCalls" {
		t.Error(a.text)
	}
}

func TestCall_ends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := unlimitedAs104(t, Options{Calls: []CallPlan{{Extension: "105", After: time.Hour}, {Unanswered: true}}})
		rings := mustStart(t, s, CallPlan{Rings: time.Hour, Outbound: true})
		later := mustStart(t, s, CallPlan{After: time.Hour})
		if n := len(s.Calls()); n != 4 {
			t.Fatalf("%d calls", n)
		}
		if !s.AnswerCall(rings) || s.AnswerCall(rings) || parties(s, rings) != "Answered Answered" {
			t.Error(parties(s, rings))
		}
		if !s.EndCall(rings) || s.EndCall(rings) || parties(s, rings) != "Disconnected:CallFinished Gone" {
			t.Error(parties(s, rings))
		}
		if !s.EndCall(later) || s.EndCall("s-1") || s.AnswerCall(later) {
			t.Error("ended what is not there")
		}
		time.Sleep(time.Minute)
		if got := parties(s, s.Calls()[1].ID); got != "Gone Disconnected:Cancelled" {
			t.Error(got)
		}
	})
}

func TestCallsRoute_startsAndEndsCalls(t *testing.T) {
	s, c := unlimitedAs104(t, Options{})
	c.token = ""
	a := c.do("POST", callsPath, `{"direction":"Outbound","number":"(212) 555-0188","name":"Kim","extension":"105"}`)
	a.want(t, 200, "")
	if fields(a.body, "extension", "direction", "number", "state") != "105 Outbound +12125550188 Live" {
		t.Error(a.text)
	}
	c.do("POST", callsPath, `{"after":"1h"}`).want(t, 200, "")
	for _, body := range []string{`{"direction":"Up"}`, `{"after":"soon"}`, `{"number":"x"}`, `{"extension":"9"}`, `{"rings":"-1s"}`} {
		c.do("POST", callsPath, body).want(t, 400, "CMN-101")
	}
	c.do("POST", callsPath, `{"rings":4}`).want(t, 400, "CMN-103")
	id := a.str("telephonySessionId")
	c.do("DELETE", callsPath+"/"+id, "").want(t, 204, "")
	c.do("DELETE", callsPath+"/"+id, "").want(t, 404, "CMN-102")
	list := c.do("GET", callsPath, "").records()
	if len(list) != 2 || list[0]["state"] != "Ended" || list[1]["state"] != "Planned" || len(s.Calls()) != 2 {
		t.Error(list)
	}
}

func TestParseCall_readsAndRefuses(t *testing.T) {
	for spec, want := range map[string]CallPlan{
		"in": {Rings: 4 * time.Second},
		"out, after=5s,rings=0s,number=2125550188,name=Kim": {Outbound: true, After: 5 * time.Second, Number: "+12125550188", Name: "Kim"},
		"in,unanswered,lasts=2m,extension=105":              {Rings: 4 * time.Second, Unanswered: true, Lasts: 2 * time.Minute, Extension: "105"},
	} {
		if got, err := ParseCall(spec); err != nil || got != want {
			t.Errorf("%s: %+v, %v", spec, got, err)
		}
	}
	for _, spec := range []string{"", "up", "in,after", "in,after=x", "in,rings=-1s", "in,number=x", "in,name=Kim", "in,colour=red"} {
		if _, err := ParseCall(spec); err == nil {
			t.Errorf("%q was accepted", spec)
		}
	}
}
