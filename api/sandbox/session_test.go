package sandbox

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"
)

func (c *client) refresh(token string) answer {
	c.t.Helper()
	return c.grant(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
}

// signIn makes a JWT grant with extra parameters.
func (c *client) signIn(extra url.Values) answer {
	c.t.Helper()
	form := url.Values{"grant_type": {jwtGrant}, "assertion": {c.s.JWT("104")}}
	for name, values := range extra {
		form[name] = values
	}
	return c.grant(form)
}

func (c *client) with(token string) *client {
	return &client{t: c.t, s: c.s, token: token}
}

func TestAccessToken_expiresAfterAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := as(t, unlimited(t), "104")
		time.Sleep(time.Hour - time.Second)
		c.do("GET", myNumbers, "").want(t, 200, "")
		time.Sleep(time.Second)
		a := c.do("GET", myNumbers, "")
		a.want(t, 401, "OAU-128")
		if a.str("message") != "Access token expired." {
			t.Errorf("message %q", a.str("message"))
		}
	})
}

func TestRefreshToken_expiresAfterAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		early, late := c.signIn(nil), c.signIn(nil)
		time.Sleep(7*24*time.Hour - time.Second)
		c.refresh(early.str("refresh_token")).want(t, 200, "")
		time.Sleep(time.Second)
		c.refresh(late.str("refresh_token")).want(t, 400, "OAU-213")
	})
}

func TestLifetimes_areClamped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		for _, tt := range []struct {
			access, refresh         string
			wantAccess, wantRefresh any
		}{
			{"", "", 3600.0, 604800.0},
			{"5", "60", 600.0, 60.0},
			{"900", "604800", 900.0, 604800.0},
			{"7200", "2592000", 3600.0, 604800.0},
			{"900", "0", 900.0, nil},
		} {
			a := c.signIn(url.Values{"access_token_ttl": {tt.access}, "refresh_token_ttl": {tt.refresh}})
			a.want(t, 200, "")
			if a.body["expires_in"] != tt.wantAccess || a.body["refresh_token_expires_in"] != tt.wantRefresh {
				t.Errorf("%q and %q gave %s", tt.access, tt.refresh, a.text)
			}
			if _, found := a.body["refresh_token"]; found != (tt.wantRefresh != nil) {
				t.Errorf("refresh_token: %s", a.text)
			}
		}
		c.signIn(url.Values{"access_token_ttl": {"soon"}}).want(t, 400, "CMN-101")
	})
}

func TestRefresh_replacesBothTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		old := c.signIn(nil)
		c.with(old.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
		fresh := c.refresh(old.str("refresh_token"))
		fresh.want(t, 200, "")
		if fresh.str("refresh_token") == old.str("refresh_token") || fresh.str("session_id") != old.str("session_id") {
			t.Errorf("%s became %s", old.text, fresh.text)
		}
		c.with(old.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-213")
		c.with(fresh.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
	})
}

func TestRefresh_hasAGracePeriodAfterUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		old := c.signIn(nil)
		fresh := c.refresh(old.str("refresh_token"))
		time.Sleep(59 * time.Minute)
		again := c.refresh(old.str("refresh_token"))
		if again.str("access_token") != fresh.str("access_token") || again.str("refresh_token") != fresh.str("refresh_token") {
			t.Fatalf("%s, then %s", fresh.text, again.text)
		}
		c.with(fresh.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
		time.Sleep(10*time.Second - time.Nanosecond)
		c.refresh(old.str("refresh_token")).want(t, 200, "")
		time.Sleep(time.Nanosecond)
		c.refresh(old.str("refresh_token")).want(t, 400, "OAU-213")
		c.refresh(fresh.str("refresh_token")).want(t, 200, "")
	})
}

func TestRefresh_hasALongerGracePeriodWithoutUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		old := c.signIn(nil)
		c.refresh(old.str("refresh_token")).want(t, 200, "")
		time.Sleep(60 * time.Minute)
		c.refresh(old.str("refresh_token")).want(t, 400, "OAU-213")
	})
}

func TestSessions_endTheOldestOfSix(t *testing.T) {
	s := unlimited(t)
	bystander, first, second := as(t, s, "103"), as(t, s, "104"), as(t, s, "104")
	for range 3 {
		as(t, s, "104")
	}
	first.do("GET", myNumbers, "").want(t, 200, "")
	as(t, s, "104")
	first.do("GET", myNumbers, "").want(t, 401, "OAU-213")
	second.do("GET", myNumbers, "").want(t, 200, "")
	bystander.do("GET", myNumbers, "").want(t, 200, "")
}

func TestRevoke_endsTheSession(t *testing.T) {
	for _, kind := range []string{"access_token", "refresh_token"} {
		t.Run(kind, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			a := c.signIn(nil)
			c.form(revokePath, url.Values{"token": {a.str(kind)}}).want(t, 200, "")
			c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-213")
			c.refresh(a.str("refresh_token")).want(t, 400, "OAU-213")
		})
	}
}

func TestRevoke_readsFormOrQuery(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	a := c.signIn(nil)
	req := c.request("POST", revokePath+"?token="+a.str("access_token"), "")
	req.SetBasicAuth(c.s.Credentials().ClientID, c.s.Credentials().ClientSecret)
	c.send(req).want(t, 200, "")
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-213")

	empty := c.form(revokePath, url.Values{"token": {""}})
	empty.want(t, 400, "CMN-101")
	if empty.str("error_description") != "Parameter [token] value is invalid" {
		t.Error(empty.text)
	}
	c.form(revokePath, url.Values{"token": {"never seen"}}).want(t, 200, "")
}

func TestRevoke_authenticatesTheApp(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	for client, want := range map[string]struct {
		status int
		code   string
	}{"": {400, "OAU-153"}, "x": {400, "OAU-153"}, clientID: {401, "OAU-146"}, publicClientID: {200, ""}} {
		form := url.Values{"token": {"never seen"}}
		if client != "" {
			form.Set("client_id", client)
		}
		req := c.request("POST", revokePath, form.Encode())
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		c.send(req).want(t, want.status, want.code)
	}
}

func TestAccessToken_refusesBrokenOnes(t *testing.T) {
	s := newServer(t, Options{Limits: GenerousLimits()})
	c := as(t, s, "104")
	corrupted := []byte(c.token)
	corrupted[10] ^= 1
	foreign := newServer(t, Options{Faults: Faults{Seed: 9}})
	for name, tt := range map[string]struct{ token, code, top string }{
		"corrupted":          {string(corrupted), "OAU-129", "OAU-129"},
		"of another sandbox": {as(t, foreign, "104").token, "OAU-129", "OAU-129"},
		"unknown":            {s.keys.token(make([]byte, 30)), "OAU-213", "TokenInvalid"},
		"no token":           {"hello", "OAU-149", "TokenInvalid"},
		"made up":            {"U1BCnonsense", "OAU-149", "TokenInvalid"},
		"the JWT":            {s.JWT("104"), "OAU-149", "TokenInvalid"},
		"refresh token":      {(&client{t: t, s: s}).signIn(nil).str("refresh_token"), "OAU-213", "TokenInvalid"},
	} {
		t.Run(name, func(t *testing.T) {
			a := (&client{t: t, s: s, token: tt.token}).do("GET", myNumbers, "")
			a.want(t, 401, tt.code)
			if a.str("errorCode") != tt.top {
				t.Errorf("top level %q, want %q", a.str("errorCode"), tt.top)
			}
			if tt.code == "OAU-149" && a.str("message") != "OAuth token is invalid" || a.header.Get("X-Rate-Limit-Limit") != "" {
				t.Errorf("message %q, headers %v", a.str("message"), a.header)
			}
		})
	}
}

func TestAuthenticate_readsHeaderOrQuery(t *testing.T) {
	c := as(t, unlimited(t), "104")
	c.send(c.request("GET", myNumbers, "")).want(t, 401, "AGW-401")
	c.send(c.request("GET", myNumbers+"?access_token="+c.token, "")).want(t, 200, "")
	req := c.request("GET", myNumbers, "")
	req.SetBasicAuth("a", "b")
	c.send(req).want(t, 401, "OAU-151")
	req = c.request("GET", myNumbers, "")
	req.Header.Set("Authorization", "bearer "+c.token)
	c.send(req).want(t, 200, "")
}

func TestAuthenticate_refusesAMissingOwner(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) { co.Extension("104").Status = "Disabled" })
	c.do("GET", myNumbers, "").want(t, 401, "CMN-405")
	c.signIn(nil).want(t, 401, "OAU-141")
}

func TestExpireTokens_leavesRefreshTokens(t *testing.T) {
	s := unlimited(t)
	c := &client{t: t, s: s}
	a := c.signIn(nil)
	s.Change(func(co *Company) { co.ExpireTokens() })
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-128")
	c.refresh(a.str("refresh_token")).want(t, 200, "")
}

func TestEndSessions_forgetsEveryToken(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	a, code := c.signIn(nil), c.code(authorizeRequest(clientID, nil))
	c.s.Change(func(co *Company) { co.EndSessions() })
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-213")
	c.refresh(a.str("refresh_token")).want(t, 400, "OAU-213")
	c.exchange(clientID, code, nil).want(t, 403, "OAU-106")
	c.signIn(nil).want(t, 200, "")
}

func TestTokenLifetime_followsTheOptions(t *testing.T) {
	for _, tt := range []struct {
		option time.Duration
		wish   string
		want   float64
	}{
		{20 * time.Second, "", 20}, {20 * time.Second, "600", 20}, {20 * time.Minute, "600", 600},
		{2 * time.Hour, "", 3600}, {-1, "", 3600}, {0, "900", 900},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := &client{t: t, s: newServer(t, Options{TokenLifetime: tt.option})}
			a := c.signIn(url.Values{"access_token_ttl": {tt.wish}})
			if a.body["expires_in"] != tt.want {
				t.Errorf("%v and %q gave %s", tt.option, tt.wish, a.text)
			}
			time.Sleep(time.Duration(tt.want) * time.Second)
			c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-128")
			again := c.grant(url.Values{"grant_type": {refreshGrant}, "refresh_token": {a.str("refresh_token")}, "access_token_ttl": {tt.wish}})
			if again.body["expires_in"] != tt.want {
				t.Errorf("refreshed: %s", again.text)
			}
		})
	}
}
