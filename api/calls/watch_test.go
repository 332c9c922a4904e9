package calls

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestWatch_followsInboundCall(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.expect(new(r.advance(time.Second)), Events, "")
		began := time.Now()
		id := r.start(sandbox.CallPlan{Rings: 4 * time.Second, Lasts: 10 * time.Second})
		s := r.advance(time.Second)
		r.expect(&s, Events, "ringing")
		if c := s.Calls[0]; c.SessionID != id || c.PartyID == "" || c.Direction != Inbound || c.Flippable() ||
			c.Peer != (Peer{"Riley Moss", "+12125550187"}) || !c.Since.Equal(began.Truncate(time.Millisecond)) {
			t.Errorf("%+v", c)
		}
		s = r.advance(5 * time.Second)
		r.expect(&s, Events, "connected")
		if c := s.Calls[0]; !c.Flippable() || c.DeviceID == "" || c.DeviceName == "" {
			t.Errorf("%+v", c)
		}
		r.expect(new(r.advance(10*time.Second)), Events, "")
	})
}

func TestWatch_followsOutboundCall(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.start(sandbox.CallPlan{Outbound: true, Rings: 5 * time.Second, Number: "+14155550177", Name: "Bo\x1b[31m"})
		s := r.advance(2 * time.Second)
		r.expect(&s, Events, "calling")
		if c := s.Calls[0]; c.Direction != Outbound || c.Peer != (Peer{"Bo", "+14155550177"}) {
			t.Errorf("%+v", c)
		}
	})
}

func TestWatch_showsCallThatBeganBefore(t *testing.T) {
	withSandbox(t, sandbox.Options{Calls: []sandbox.CallPlan{{}}}, func(r *rig) {
		r.expect(new(r.advance(time.Second)), Events, "connected")
	})
}

func TestWatch_sharesOneSocket(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		first := r.stop
		before := r.watch
		r.open()
		r.advance(time.Second)
		if r.Sockets() != 1 {
			t.Errorf("%d sockets", r.Sockets())
		}
		first()
		for range before {
		}
		r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(time.Second)), Events, "connected")
		r.closeAll()
		r.open() // watching again works at once
		r.expect(new(r.advance(time.Second)), Events, "connected")
	})
}

func TestWatch_explainsMissingPresencePermission(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{})
		r.Change(func(c *sandbox.Company) { c.Revoke("ReadPresence") })
		r.open()
		s := r.advance(time.Minute)
		if s.Source != NoSource || s.Known || !strings.Contains(s.Why, "permission ReadPresence") || s.Do == "" {
			t.Errorf("%+v", s)
		}
		if n := r.net.count("GET", "/presence"); n > 2 {
			t.Errorf("presence was read %d times", n)
		}
		r.closeAll()
	})
}

func TestWatch_explainsMissingCallControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Calls: []sandbox.CallPlan{{}}})
		r.Change(func(c *sandbox.Company) { c.Revoke("CallControl") })
		r.open()
		s := r.advance(time.Minute)
		r.expect(&s, Events, "connected")
		if c := s.Calls[0]; !strings.Contains(c.WhyNot, "CallControl") || !strings.Contains(s.NoControlDo, "on request") {
			t.Errorf("%+v %+v", c, s.Health)
		}
		if n := r.net.count("GET", r.Calls()[0].ID); n != 1 {
			t.Errorf("the session was read %d times", n)
		}
		r.closeAll()
	})
}
