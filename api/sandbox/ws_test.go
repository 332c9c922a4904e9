package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestEvents_followPresenceInACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		if l.first.meta.Type != "ConnectionDetails" || l.first.meta.WSC.Sequence != 1 || l.first.body["recoveryTimeout"] != 180.0 || l.first.body["recoveryState"] != nil {
			t.Fatal(l.first.raw)
		}
		sub := l.subscribe(presenceFilter)
		if sub.meta.Status != 200 || !strings.Contains(sub.raw, `"eventFilters":["/restapi/v1.0/account/801200300004/extension/801200400004/presence?detailedTelephonyState=true"]`) {
			t.Fatal(sub.raw)
		}
		id, err := s.StartCall(CallPlan{Rings: 4 * time.Second, Lasts: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, f := range l.during(time.Minute) {
			body := f.event()
			calls, _ := body["activeCalls"].([]any)
			call, _ := calls[0].(map[string]any)
			if call["telephonySessionId"] != id || f.body["subscriptionId"] != sub.body["id"] || body["sequence"] != float64(i+1) || f.meta.WSC.Sequence != i+2 {
				t.Error(f.raw)
			}
			got = append(got, fmt.Sprintf("%v/%v/%v", body["telephonyStatus"], call["telephonyStatus"], body["totalActiveCalls"]))
		}
		if want := "Ringing/Ringing/1 Ringing/Ringing/1 CallConnected/CallConnected/1 NoCall/NoCall/0"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}

func TestTicket_opensOneWebSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		uri, token := c.ticket()
		if uri != "wss://sandbox.test/sandbox/ws" {
			t.Error(uri)
		}
		dial(t, s, uri+"?access_token="+token).close()
		_, late := c.ticket()
		time.Sleep(ticketLife)
		for _, bad := range []string{token, late, "", c.token} {
			l := dial(t, s, uri+"?access_token="+bad)
			if l.first.meta.Type != "Error" || l.first.body["errorCode"] != "WSG-401" || l.frame().raw != "" {
				t.Errorf("%q: %s", bad, l.first.raw)
			}
			l.close()
		}
		s.Change(func(co *Company) { co.Revoke("WebSocket") })
		c.do("POST", ticketPath, "").want(t, 403, "CMN-401")
		c.token = "x"
		c.do("POST", ticketPath, "").want(t, 401, "OAU-149")
	})
}

func TestTicket_countsInTheAuthGroup(t *testing.T) {
	c := as(t, newServer(t, Options{}), "104")
	for range 4 {
		c.do("POST", ticketPath, "").want(t, 200, "")
	}
	if a := c.do("POST", ticketPath, ""); a.status != 429 || a.header.Get("X-Rate-Limit-Group") != "auth" {
		t.Error(a.status, a.header)
	}
}

func TestSubscription_isCreatedChangedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		for name, filters := range map[string]string{
			"unknown":         `"/restapi/v1.0/account/~/extension/~/message-store"`,
			"of the account":  `"/restapi/v1.0/account/~/presence"`,
			"other account":   `"/restapi/v1.0/account/5/extension/~/presence"`,
			"other extension": `"/restapi/v1.0/account/~/extension/5/presence"`,
			"one of two":      presenceFilter + `,"/x"`, "none": ``, "no text": `5`,
		} {
			if f := l.subscribe(filters); f.meta.Status != 400 || !strings.Contains(f.raw, `"parameterName":"eventFilters"`) ||
				strings.Contains(f.raw, "SUB-508") != strings.Contains(filters, "/") {
				t.Errorf("%s: %s", name, f.raw)
			}
		}
		first := l.subscribe(settingsFilter)
		second := l.subscribe(presenceFilter, callFilter)
		s.Hint("104", "Features")
		if list := l.during(time.Second); len(list) != 0 {
			t.Errorf("heard %s of the subscription that was replaced", list[0].raw)
		}
		path := "/restapi/v1.0/subscription/" + fmt.Sprint(first.body["id"])
		if f := l.request("GET", path, ""); f.meta.Status != 404 {
			t.Error(f.raw)
		}
		path = "/restapi/v1.0/subscription/" + fmt.Sprint(second.body["id"])
		if f := l.request("PUT", path, `{"eventFilters":[`+settingsFilter+`],"deliveryMode":{"transportType":"WebSocket"}}`); f.meta.Status != 200 || f.body["id"] != second.body["id"] {
			t.Error(f.raw)
		}
		s.Hint("104", "Features")
		if f := l.frame(); f.event()["hints"] == nil || f.body["event"] != "/restapi/v1.0/account/801200300004/extension/801200400004" {
			t.Error(f.raw)
		}
		if f := l.request("DELETE", path, ""); f.meta.Status != 204 {
			t.Error(f.raw)
		}
		mustStart(t, s, CallPlan{})
		if list := l.during(time.Second); len(list) != 0 {
			t.Errorf("heard %s with no subscription", list[0].raw)
		}
		c.do("POST", subscribePath, `{"eventFilters":[`+settingsFilter+`],"deliveryMode":{"transportType":"WebSocket"}}`).want(t, 400, "CMN-101")
	})
}

func TestSubscription_disablesForbiddenFilters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		if f := l.subscribe(`"/restapi/v1.0/account/~/extension/801200401004/telephony/sessions"`); f.meta.Status != 403 || !strings.Contains(f.raw, "CMN-419") {
			t.Error(f.raw)
		}
		s.Change(func(co *Company) { co.Revoke("CallControl") })
		if f := l.subscribe(callFilter); f.meta.Status != 403 || !strings.Contains(f.raw, "CMN-401") {
			t.Error(f.raw)
		}
		if f := l.subscribe(callFilter, `"/restapi/v1.0/account/~/extension/801200401004/presence"`); f.meta.Status != 200 || !strings.Contains(f.raw, `"disabledFilters":[{"filter":"/restapi/v1.0/account/801200300004/extension/801200400004/telephony/sessions"`) {
			t.Error(f.raw)
		}
		mustStart(t, s, CallPlan{Extension: "105"})
		if f := l.frame(); f.event()["extensionId"] != "801200401004" || f.event()["activeCalls"] != nil || f.event()["totalActiveCalls"] != nil {
			t.Error(f.raw)
		}
	})
}

func TestEvents_followTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		l.subscribe(callFilter)
		id := mustStart(t, s, CallPlan{})
		c.do("POST", mySessions+id+"/parties/p"+id[1:]+"-2/flip", toTwo).want(t, 200, "")
		var got []string
		for i, f := range l.during(10 * time.Second) {
			e := f.event()
			p, _ := e["parties"].([]any)[0].(map[string]any)
			status, _ := p["status"].(map[string]any)
			got = append(got, strings.TrimPrefix(fmt.Sprint(p["id"]), "p"+id[1:])+fmt.Sprint(status["code"]))
			if e["sequence"] != float64(i+1) || e["telephonySessionId"] != id {
				t.Error(f.raw)
			}
		}
		if want := "-1Answered -2Answered -1Hold -3Setup -3Proceeding -3Answered -1Answered -2Disconnected"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}

func TestEvents_hintAtSettings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{CallHandling: NewCallHandling})
		l := c.listen(t, "")
		defer l.close()
		l.subscribe(settingsFilter, presenceFilter)
		c.do("PATCH", myStates+"/dnd", `{"enabled":true}`).want(t, 200, "")
		if f := l.frame(); f.event()["dndStatusPersonal"] != "DoNotAcceptAnyCalls" {
			t.Error(f.raw)
		}
		if f := l.frame(); fmt.Sprint(f.event()["hints"]) != "[AnsweringRules]" {
			t.Error(f.raw)
		}
		c.do("PUT", myFlips, c.do("GET", myFlips, "").text).want(t, 200, "")
		if list := l.during(time.Second); len(list) != 0 {
			t.Error(list[0].raw)
		}
		_ = s
	})
}

func TestWebSocket_answersRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		l := c.listen(t, "")
		defer l.close()
		if f := l.request("GET", myExtension, ""); f.meta.Status != 200 || f.body["name"] != "Dana Whitfield" || f.meta.Headers["Rcrequestid"] == "" {
			t.Error(f.raw)
		}
		l.send(`[{"type":"ClientRequest","messageId":"q","method":"GET","path":"` + myExtension + `/features","query":{"featureId":["CallFlip","EditCallFlip"]}}]`)
		if f := l.frame(); f.meta.Status != 200 || len(f.body["records"].([]any)) != 2 {
			t.Error(f.raw)
		}
		for path, status := range map[string]int{myExtension + "/nothing": 404, "/restapi/oauth/token": 400, "/sandbox/calls": 400} {
			if f := l.request("POST", path, `{}`); f.meta.Status != status {
				t.Error(f.raw)
			}
		}
		l.send(`[{"type":"Heartbeat","messageId":"hb"}]`)
		if f := l.frame(); f.raw != `[{"type":"Heartbeat","messageId":"hb"}]` {
			t.Error(f.raw)
		}
		for _, text := range []string{`{}`, `[]`, `hello`, `[{"type":"Greeting","messageId":"1"}]`, `[{"type":"ClientRequest"}]`} {
			l.send(text)
			if f := l.frame(); f.meta.Type != "Error" {
				t.Error(f.raw)
			}
		}
		s.FailNext("GET", "/presence", Fault{Status: 503})
		if f := l.request("GET", myPresence, ""); f.meta.Status != 503 {
			t.Error(f.raw)
		}
		release := s.HoldBefore("GET", "/presence")
		for i := range maxActiveRequests + 1 {
			l.send(fmt.Sprintf(`[{"type":"ClientRequest","messageId":"many%d","method":"GET","path":%q}]`, i, myPresence))
		}
		if f := l.frame(); f.meta.Status != 429 || f.meta.MessageID != "many10" {
			t.Error(f.raw)
		}
		release()
		if n := len(l.during(time.Second)); n != maxActiveRequests {
			t.Errorf("%d answers", n)
		}
		s.FailNext("GET", "/presence", Fault{Kind: DropAfter})
		l.send(`[{"type":"ClientRequest","messageId":"d","method":"GET","path":"` + myPresence + `"}]`)
		if f := l.frame(); f.raw != "" || s.Sockets() != 0 {
			t.Errorf("%s, %d sockets", f.raw, s.Sockets())
		}
	})
}
