package calls

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestACallAsItHappens(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.want(r.after(time.Second), Events, "")
		began := time.Now()
		id := r.start(sandbox.CallPlan{Rings: 4 * time.Second, Lasts: 10 * time.Second})
		s := r.after(time.Second)
		r.want(s, Events, "ringing")
		if c := s.Calls[0]; c.SessionID != id || c.PartyID == "" || c.Direction != Inbound || c.Flippable() ||
			c.Peer != (Peer{"Riley Moss", "+12125550187"}) || !c.Since.Equal(began.Truncate(time.Millisecond)) {
			t.Errorf("%+v", c)
		}
		s = r.after(5 * time.Second)
		r.want(s, Events, "connected")
		if c := s.Calls[0]; !c.Flippable() || c.DeviceID == "" || c.DeviceName == "" {
			t.Errorf("%+v", c)
		}
		r.want(r.after(10*time.Second), Events, "")
	})
}

func TestAnOutboundCall(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.start(sandbox.CallPlan{Outbound: true, Rings: 5 * time.Second, Number: "+14155550177", Name: "Bo\x1b[31m"})
		s := r.after(2 * time.Second)
		r.want(s, Events, "calling")
		if c := s.Calls[0]; c.Direction != Outbound || c.Peer != (Peer{"Bo", "+14155550177"}) {
			t.Errorf("%+v", c)
		}
	})
}

func TestACallThatWasThereBefore(t *testing.T) {
	watched(t, sandbox.Options{Calls: []sandbox.CallPlan{{}}}, func(r *rig) {
		r.want(r.after(time.Second), Events, "connected")
	})
}

func TestNothingIsAskedWhileEventsCome(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		r.after(time.Second)
		r.net.count("", "")
		r.after(50 * time.Minute) // after an hour the sign-in is another
		if n := r.net.count("GET", "/presence"); n > 10 {
			t.Errorf("presence was read %d times in most of an hour without a call", n)
		}
		if r.Sockets() != 1 || r.net.count("POST", "/wstoken") != 0 {
			t.Error("the socket did not last through silence")
		}
		r.line.SetForeground(false)
		r.after(time.Second)
		r.net.count("GET", "/presence")
		r.after(2 * time.Hour)
		if n := r.net.count("GET", "/presence"); n > 3 || r.Sockets() != 1 {
			t.Errorf("presence was read %d times while nobody looked, by %d sockets", n, r.Sockets())
		}
	})
}

func TestOneSocketHoweverManyWatch(t *testing.T) {
	watched(t, sandbox.Options{}, func(r *rig) {
		first := r.stop
		before := r.watch
		r.open()
		r.after(time.Second)
		if r.Sockets() != 1 {
			t.Errorf("%d sockets", r.Sockets())
		}
		first()
		for range before {
		}
		r.start(sandbox.CallPlan{})
		r.want(r.after(time.Second), Events, "connected")
		r.close()
		r.open() // at once again
		s := r.after(time.Second)
		r.want(s, Events, "connected")
	})
}

func TestTheSocketMayNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.open()
		s := r.after(time.Second)
		r.want(s, Polling, "")
		if !strings.Contains(s.Why, "permission WebSocket") || !strings.Contains(s.Do, "developer console") || s.Every != pollSoon {
			t.Errorf("%+v", s.Health)
		}
		r.after(10 * time.Minute)
		if n := r.net.count("POST", "/wstoken"); n != 1 {
			t.Errorf("a token that is refused was asked for %d times", n)
		}
		r.start(sandbox.CallPlan{})
		s = r.after(pollIdle + time.Second)
		r.want(s, Polling, "connected")
		if s.Every != pollLive {
			t.Errorf("every %v", s.Every)
		}
		r.Change(func(c *sandbox.Company) { c.Grant("WebSocket") })
		r.line.Reload()
		r.want(r.after(time.Second), Events, "connected")
		r.close()
	})
}

func TestPollingKeepsToTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Limits: sandbox.DefaultLimits()})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.start(sandbox.CallPlan{})
		r.open()
		for minute := range 10 {
			r.after(time.Minute)
			if n := r.net.count("GET", ""); n > 35 {
				t.Errorf("%d reads in minute %d", n, minute)
			}
		}
		for _, q := range r.Requests() {
			if q.Status == 429 {
				t.Fatalf("%+v", q)
			}
		}
		r.EndCall(r.Calls()[0].ID)
		r.after(5 * time.Minute)
		r.net.count("GET", "/presence")
		r.after(time.Minute)
		if n := r.net.count("GET", "/presence"); n != 4 {
			t.Errorf("%d reads a minute when nothing happens", n)
		}
		r.line.SetForeground(false)
		r.after(time.Second)
		r.net.count("GET", "/presence")
		if s := r.after(time.Hour); r.net.count("GET", "/presence") != 0 || s.Every != 0 || s.Health.String() != "paused" {
			t.Errorf("asked while nobody looked: %+v", s.Health)
		}
		r.line.SetForeground(true)
		r.start(sandbox.CallPlan{})
		r.want(r.after(time.Second), Polling, "connected")
		r.close()
	})
}

func TestPresenceMayNotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{})
		r.Change(func(c *sandbox.Company) { c.Revoke("ReadPresence") })
		r.open()
		s := r.after(time.Minute)
		if s.Source != NoSource || s.Known || !strings.Contains(s.Why, "permission ReadPresence") || s.Do == "" {
			t.Errorf("%+v", s)
		}
		if n := r.net.count("GET", "/presence"); n > 2 {
			t.Errorf("asked %d times", n)
		}
		r.close()
	})
}

func TestNoCallControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Calls: []sandbox.CallPlan{{}}})
		r.Change(func(c *sandbox.Company) { c.Revoke("CallControl") })
		r.open()
		s := r.after(time.Minute)
		r.want(s, Events, "connected")
		if c := s.Calls[0]; !strings.Contains(c.WhyNot, "CallControl") || !strings.Contains(s.NoControlDo, "on request") {
			t.Errorf("%+v %+v", c, s.Health)
		}
		if n := r.net.count("GET", r.Calls()[0].ID); n != 1 {
			t.Errorf("the session was asked for %d times", n)
		}
		r.close()
	})
}
