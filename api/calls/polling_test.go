package calls

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
)

func TestPolling_leavesThirdOfLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limits := sandbox.DefaultLimits()
		limits.Light = 20
		r := newRig(t, sandbox.Options{Limits: limits, Calls: []sandbox.CallPlan{{}}})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.open()
		least := limits.Light
		for range 300 {
			r.advance(time.Second)
			for _, g := range r.monitor.client.REST().Limits().Groups() {
				if strings.EqualFold(g.Name, "Light") {
					least = min(least, g.Remaining)
				}
			}
		}
		if n := r.net.count("GET", "/presence"); n < 5*4 || least < 4 {
			t.Errorf("%d reads in five minutes, and at least %d of %d requests left for others", n, least, limits.Light)
		}
		r.closeAll()
	})
}

func TestRead_replacesRefusedToken(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.FailNext("GET", "/presence", sandbox.Fault{Kind: sandbox.Expire})
		r.monitor.Reload()
		r.expect(new(r.advance(10*time.Second)), Events, "")
		r.start(sandbox.CallPlan{})
		r.expect(new(r.advance(10*time.Second)), Events, "connected")
	})
}

func TestPolling_restsWhileEventsCome(t *testing.T) {
	withSandbox(t, sandbox.Options{}, func(r *rig) {
		r.advance(time.Second)
		r.net.count("", "")
		r.advance(50 * time.Minute) // the access token lasts an hour
		if n := r.net.count("GET", "/presence"); n > 10 {
			t.Errorf("presence was read %d times in 50 minutes without a call", n)
		}
		if r.Sockets() != 1 || r.net.count("POST", "/wstoken") != 0 {
			t.Error("the socket did not survive 50 minutes of silence")
		}
		r.monitor.SetForeground(false)
		r.advance(time.Second)
		r.net.count("GET", "/presence")
		r.advance(2 * time.Hour)
		if n := r.net.count("GET", "/presence"); n > 3 || r.Sockets() != 1 {
			t.Errorf("presence was read %d times in the background, with %d sockets", n, r.Sockets())
		}
	})
}

func TestPolling_replacesEventsThatAreNotAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.open()
		s := r.advance(time.Second)
		r.expect(&s, Polling, "")
		if !strings.Contains(s.Why, "permission WebSocket") || !strings.Contains(s.Do, "developer console") || s.Every != pollSoon {
			t.Errorf("%+v", s.Health)
		}
		r.advance(10 * time.Minute)
		if n := r.net.count("POST", "/wstoken"); n != 1 {
			t.Errorf("a token that was refused was requested %d times", n)
		}
		r.start(sandbox.CallPlan{})
		s = r.advance(pollIdle + time.Second)
		r.expect(&s, Polling, "connected")
		if s.Every != pollLive {
			t.Errorf("every %v", s.Every)
		}
		r.Change(func(c *sandbox.Company) { c.Grant("WebSocket") })
		r.monitor.Reload()
		r.expect(new(r.advance(time.Second)), Events, "connected")
		r.closeAll()
	})
}

func TestPolling_staysWithinLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, sandbox.Options{Limits: sandbox.DefaultLimits()})
		r.Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
		r.start(sandbox.CallPlan{})
		r.open()
		for minute := range 10 {
			r.advance(time.Minute)
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
		r.advance(5 * time.Minute)
		r.net.count("GET", "/presence")
		r.advance(time.Minute)
		if n := r.net.count("GET", "/presence"); n != 4 {
			t.Errorf("%d reads in a minute without a change", n)
		}
		r.monitor.SetForeground(false)
		r.advance(time.Second)
		r.net.count("GET", "/presence")
		if s := r.advance(time.Hour); r.net.count("GET", "/presence") != 0 || s.Every != 0 || s.Health.String() != "paused" {
			t.Errorf("presence was read in the background: %+v", s.Health)
		}
		r.start(sandbox.CallPlan{}) // before the first reading, or that may see no call
		r.monitor.SetForeground(true)
		r.expect(new(r.advance(time.Second)), Polling, "connected")
		r.closeAll()
	})
}
