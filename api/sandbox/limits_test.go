package sandbox

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"
)

func limited(t *testing.T, l Limits) *Server { return newServer(t, Options{Limits: l}) }

func TestLimits_areInTheHeaders(t *testing.T) {
	c := as(t, limited(t, Limits{}), "104")
	for path, want := range map[string]string{
		myNumbers: "light 50 49 60", account + "/extension": "medium 40 39 60", account + "/phone-number": "heavy 10 9 60",
	} {
		h := c.do("GET", path, "").header
		got := h.Get("X-Rate-Limit-Group") + " " + h.Get("X-Rate-Limit-Limit") + " " +
			h.Get("X-Rate-Limit-Remaining") + " " + h.Get("X-Rate-Limit-Window")
		if got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if h.Get("RCRequestId") == "" || h.Get("Content-Language") != "en-US" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestLimits_restartThePenaltyWithEveryRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := limited(t, Limits{})
		c, other := as(t, s, "104"), as(t, s, "103")
		for range 10 {
			c.do("GET", account+"/phone-number", "").want(t, 200, "")
		}
		a := c.do("GET", account+"/phone-number", "")
		a.want(t, 429, "CMN-301")
		if a.header.Get("Retry-After") != "60" || a.header.Get("X-Rate-Limit-Remaining") != "0" ||
			a.str("message") != "Request rate exceeded" {
			t.Errorf("%v %s", a.header, a.text)
		}
		time.Sleep(59 * time.Second)
		c.do("GET", account+"/phone-number", "").want(t, 429, "CMN-301")
		time.Sleep(59 * time.Second)
		c.do("GET", account+"/phone-number", "").want(t, 429, "CMN-301")
		c.do("GET", myNumbers, "").want(t, 200, "")
		other.do("GET", account+"/phone-number", "").want(t, 200, "")
		time.Sleep(60 * time.Second)
		c.do("GET", account+"/phone-number", "").want(t, 200, "")

		penalized := 0
		for _, r := range s.Requests() {
			if r.Penalized {
				penalized++
			}
		}
		if penalized != 2 {
			t.Errorf("%d requests were sent during the penalty, want 2", penalized)
		}
	})
}

func TestLimits_useASlidingWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := as(t, limited(t, Limits{Light: 3}), "104")
		for range 3 {
			c.do("GET", myNumbers, "").want(t, 200, "")
			time.Sleep(25 * time.Second)
		}
		c.do("GET", myNumbers, "").want(t, 200, "")
		c.do("GET", myNumbers, "").want(t, 429, "CMN-301")
	})
}

func TestLimits_countSignInsPerUser(t *testing.T) {
	c := &client{t: t, s: limited(t, Limits{})}
	for range 5 {
		c.signIn(nil).want(t, 200, "")
	}
	a := c.signIn(nil)
	a.want(t, 429, "CMN-301")
	if a.header.Get("X-Rate-Limit-Group") != "auth" {
		t.Errorf("headers %v", a.header)
	}
	c.grant(url.Values{"grant_type": {jwtGrant}, "assertion": {c.s.JWT("103")}}).want(t, 200, "")
}

func TestLimits_followTheOptions(t *testing.T) {
	for name, tt := range map[string]struct {
		faults string
		limits Limits
		want   string
	}{
		"default":          {"", Limits{}, "50"},
		"generous":         {"", GenerousLimits(), "6000"},
		"on over generous": {"limits=on", GenerousLimits(), "50"},
		"off":              {"limits=off", Limits{}, ""},
		"one of them":      {"", Limits{Light: 7}, "7"},
	} {
		t.Run(name, func(t *testing.T) {
			faults, err := ParseFaults(tt.faults)
			if err != nil {
				t.Fatal(err)
			}
			c := as(t, newServer(t, Options{Faults: faults, Limits: tt.limits}), "104")
			if got := c.do("GET", myNumbers, "").header.Get("X-Rate-Limit-Limit"); got != tt.want {
				t.Errorf("limit %q, want %q", got, tt.want)
			}
		})
	}
}
