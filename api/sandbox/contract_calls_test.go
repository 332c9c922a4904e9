package sandbox

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestContract_coversCallReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newContract(t, nil)
		for _, s := range []*Server{unlimited(t), onV2(t)} {
			k.inner = s
			for _, who := range []string{"101", "104", "109", "110", "112"} {
				c := as(t, s, who)
				c.via = k
				walkCalls(c, who)
			}
		}
		for _, id := range []string{"authWsToken", "readUserPresenceStatus", "listExtensionActiveCalls", "readCallSessionStatus", "callFlipParty"} {
			if !k.seen[id] {
				t.Errorf("operation %s was never called", id)
			}
		}
	})
}

// walkCalls makes every call that concerns a live call, from its start to its
// end.
func walkCalls(c *client, who string) {
	c.do("POST", ticketPath, "")
	for _, outbound := range []bool{false, true} {
		id, err := c.s.StartCall(CallPlan{Extension: who, Outbound: outbound, Rings: 4 * time.Second})
		if err != nil {
			c.t.Fatal(err)
		}
		party := mySessions + id + "/parties/p" + id[1:]
		for range 6 {
			readCall(c, id)
			for _, body := range []string{`{"callFlipId":"*1"}`, `{"callFlipId":"2"}`, `{`, `{"callFlipId":"*7"}`} {
				c.do("POST", party+"-1/flip", body)
				c.do("POST", party+"-2/flip", body)
			}
			time.Sleep(4 * time.Second)
		}
		c.s.EndCall(id)
		readCall(c, id)
		time.Sleep(10 * time.Second)
		readCall(c, id)
	}
	c.do("POST", mySessions+"s-1/parties/p-1/flip", `{}`)
	s := c.s
	s.Change(func(co *Company) { co.Revoke("CallControl"); co.Revoke("WebSocket") })
	readCall(c, "s-1")
	c.do("POST", ticketPath, "")
	s.Change(func(co *Company) { co.Grant("CallControl"); co.Grant("WebSocket") })
}

func readCall(c *client, id string) {
	for _, path := range []string{
		myPresence, myExtension + "/presence?sipData=true", mySessions + id, myActiveCalls, myActiveCalls + "?view=Detailed",
		myActiveCalls + "?direction=Inbound&direction=Outbound&transport=PSTN&type=Voice&perPage=max",
	} {
		c.do("GET", path, "")
	}
}
