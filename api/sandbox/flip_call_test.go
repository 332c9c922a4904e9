package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// connectedCall starts and answers a call of Dana's, and returns its session
// and her party.
func connectedCall(t *testing.T, o Options) (s *Server, c *client, id, party string) {
	t.Helper()
	s, c = unlimitedAs104(t, o)
	id = mustStart(t, s, CallPlan{})
	return s, c, id, mySessions + id + "/parties/p" + id[1:] + "-2"
}

const toTwo = `{"callFlipId":"*2"}`

func TestFlip_movesTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c, id, party := connectedCall(t, Options{})
		if a := c.do("POST", party+"/flip", toTwo); a.status != 200 || a.str("id") != party[strings.LastIndexByte(party, '/')+1:] {
			t.Fatal(a.status, a.text)
		}
		for _, tt := range []struct {
			wait           time.Duration
			parties, calls string
		}{
			{0, "Hold Answered Setup", "OnHold Inbound +12125550187 +16505550104 OnHold"},
			{time.Second, "Hold Answered Proceeding", "OnHold Inbound +12125550187 +16505550104 OnHold"},
			{4 * time.Second, "Answered Disconnected:CallFlip Answered", "CallConnected Inbound +12125550187 +16505130930 CallConnected"},
		} {
			time.Sleep(tt.wait)
			if got, presence := parties(s, id), calls(c.do("GET", myPresence, "")); got != tt.parties || presence != tt.calls {
				t.Errorf("got %s, %s; want %s, %s", got, presence, tt.parties, tt.calls)
			}
		}
		time.Sleep(callLogLag)
		r := c.do("GET", myActiveCalls+"?view=Detailed", "").records()[0]
		if !strings.HasSuffix(fmt.Sprint(r["partyId"]), "-3") || len(r["legs"].([]any)) != 2 {
			t.Error(r)
		}
		// The call moves on to the next phone.
		c.do("POST", party+"/flip", toTwo).want(t, 409, "TAS-102")
		c.do("POST", strings.TrimSuffix(party, "2")+"3/flip", `{"callFlipId":"*1"}`).want(t, 200, "")
		time.Sleep(6 * time.Second)
		if got := parties(s, id); got != "Answered Disconnected:CallFlip Disconnected:CallFlip Answered" {
			t.Error(got)
		}
	})
}

func TestFlip_refuses(t *testing.T) {
	s, c, id, party := connectedCall(t, Options{})
	ringing := mustStart(t, s, CallPlan{Unanswered: true})
	ofMarcus := mustStart(t, s, CallPlan{Extension: "105"})
	for name, tt := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"bare digit":        {party, `{"callFlipId":"2"}`, 400, "CMN-101"},
		"no digit":          {party, `{"callFlipId":"*"}`, 400, "CMN-101"},
		"two digits":        {party, `{"callFlipId":"*12"}`, 400, "CMN-101"},
		"zero":              {party, `{"callFlipId":"*0"}`, 400, "CMN-101"},
		"digit as a number": {party, `{"callFlipId":2}`, 400, "CMN-101"},
		"empty":             {party, `{}`, 400, "CMN-101"},
		"invalid JSON":      {party, `*2`, 400, "CMN-103"},
		"no such target":    {party, `{"callFlipId":"*8"}`, 404, "CMN-102"},
		"other side":        {strings.TrimSuffix(party, "2") + "1", toTwo, 403, "TAS-106"},
		"no such party":     {strings.TrimSuffix(party, "2") + "9", toTwo, 404, "CMN-102"},
		"no such session":   {mySessions + "s-1/parties/p-1-2", toTwo, 404, "CMN-102"},
		"another user's":    {mySessions + ofMarcus + "/parties/p" + ofMarcus[1:] + "-2", toTwo, 404, "CMN-102"},
		"not answered yet":  {mySessions + ringing + "/parties/p" + ringing[1:] + "-2", toTwo, 409, "TAS-102"},
	} {
		t.Run(name, func(t *testing.T) { c.do("POST", tt.path+"/flip", tt.body).want(t, tt.status, tt.code) })
	}
	as(t, s, "101").do("POST", party+"/flip", toTwo).want(t, 403, "TAS-106") // an administrator may only read
	as(t, s, "101").do("GET", mySessions+id, "").want(t, 200, "")
	as(t, s, "105").do("GET", mySessions+id, "").want(t, 404, "CMN-102")
	c.do("POST", party+"/flip", toTwo).want(t, 200, "")
	c.do("POST", party+"/flip", `{"callFlipId":"*3"}`).want(t, 409, "TAS-102")
	s.Change(func(co *Company) { co.Revoke("CallControl") })
	for _, path := range []string{party + "/flip", mySessions + id} {
		method := map[bool]string{true: "POST", false: "GET"}[strings.HasSuffix(path, "flip")]
		c.do(method, path, "").want(t, 403, "CMN-401")
	}
}

func TestFlip_followsItsPlan(t *testing.T) {
	newParty := func(party string) string { return strings.TrimSuffix(party, "2") + "3" }
	for name, tt := range map[string]struct {
		plan FlipPlan
		id   string
		then func(s *Server, c *client, id, party string)
		want string
	}{
		"unanswered": {FlipPlan{Unanswered: true}, "*2", func(*Server, *client, string, string) { time.Sleep(30 * time.Second) },
			"Answered Answered Disconnected:NoAnswer"},
		"slow": {FlipPlan{Rings: time.Minute}, "*2", func(*Server, *client, string, string) { time.Sleep(59 * time.Second) },
			"Hold Answered Proceeding"},
		"cancelled": {FlipPlan{}, "*2", func(_ *Server, c *client, _, party string) {
			time.Sleep(time.Second)
			c.do("DELETE", newParty(party), "").want(t, 204, "")
			c.do("DELETE", newParty(party), "").want(t, 409, "TAS-102")
			time.Sleep(time.Minute)
		}, "Answered Answered Disconnected:Cancelled"},
		"old party ended too early": {FlipPlan{}, "*2", func(_ *Server, c *client, _, party string) {
			time.Sleep(time.Second)
			c.do("DELETE", party, "").want(t, 204, "")
			time.Sleep(time.Minute)
		}, "Gone Disconnected:CallFinished Disconnected:CallFinished"},
		"waits for the old party": {FlipPlan{HangUp: true}, "*2", func(*Server, *client, string, string) { time.Sleep(time.Minute) },
			"Hold Answered Answered"},
		"old party ended": {FlipPlan{HangUp: true}, "*2", func(_ *Server, c *client, _, party string) {
			time.Sleep(time.Minute)
			c.do("DELETE", party, "").want(t, 204, "")
		}, "Answered Disconnected:CallFlip Answered"},
		"cancelled after the answer": {FlipPlan{HangUp: true}, "*2", func(_ *Server, c *client, _, party string) {
			time.Sleep(time.Minute)
			c.do("DELETE", newParty(party), "").want(t, 204, "")
		}, "Answered Answered Disconnected:Cancelled"},
		"other side hangs up": {FlipPlan{}, "*2", func(s *Server, _ *client, id, _ string) {
			time.Sleep(time.Second)
			s.EndCall(id)
			time.Sleep(time.Minute)
		}, "Gone Disconnected:CallFinished Disconnected:CallFinished"},
		"session deleted": {FlipPlan{}, "*2", func(_ *Server, c *client, id, _ string) {
			c.do("DELETE", mySessions+id, "").want(t, 204, "")
			c.do("DELETE", mySessions+id, "").want(t, 409, "TAS-102")
		}, "Gone Disconnected:CallFinished Disconnected:CallFinished"},
		"bare digit": {FlipPlan{BareDigit: true}, "2", func(_ *Server, c *client, _, party string) {
			c.do("POST", party+"/flip", toTwo).want(t, 400, "CMN-101")
		}, "Hold Answered Setup"},
		"either digit": {FlipPlan{EitherDigit: true}, "2", func(*Server, *client, string, string) {}, "Hold Answered Setup"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c, id, party := connectedCall(t, Options{Flips: tt.plan})
				c.do("POST", party+"/flip", `{"callFlipId":"`+tt.id+`"}`).want(t, 200, "")
				tt.then(s, c, id, party)
				if got := parties(s, id); got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
			})
		})
	}
}

func TestFlip_movesAnOutboundCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		id := mustStart(t, s, CallPlan{Outbound: true, Rings: time.Second})
		party := mySessions + id + "/parties/p" + id[1:] + "-1/flip"
		c.do("POST", party, toTwo).want(t, 409, "TAS-102")
		time.Sleep(time.Second)
		s.Flips(FlipPlan{Rings: time.Second})
		c.do("POST", party, toTwo).want(t, 200, "")
		time.Sleep(time.Second)
		if got := calls(c.do("GET", myPresence, "")); got != "CallConnected Outbound +16505130930 +12125550187 CallConnected" {
			t.Error(got)
		}
	})
}
