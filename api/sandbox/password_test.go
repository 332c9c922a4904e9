package sandbox

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// password makes a password grant for an extension; "" means the right
// password.
func (c *client) password(extension, password string) answer {
	c.t.Helper()
	if password == "" {
		password = c.s.keys.password(c.s.company.Extension(extension).ID)
	}
	return c.grant(url.Values{
		"grant_type": {passwordGrant}, "username": {mainNumber}, "extension": {extension}, "password": {password},
	})
}

func TestPassword_locksOutAfterFiveFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: newServer(t, Options{})} // with the documented limits
		for range 4 {
			c.password("104", "guess").want(t, 401, "OAU-140")
		}
		c.password("104", "guess").want(t, 400, "OAU-147")
		c.password("103", "").want(t, 200, "")
		time.Sleep(30*time.Minute - time.Second)
		a := c.password("104", "")
		a.want(t, 400, "OAU-147")
		if !strings.Contains(a.text, "locked out") {
			t.Error(a.text)
		}
		c.signIn(nil).want(t, 200, "") // the lock-out does not affect a JWT
		time.Sleep(time.Second)
		c.password("104", "").want(t, 200, "")
	})
}

func TestPassword_forgetsFailures(t *testing.T) {
	for name, forget := range map[string]func(*client){
		"by the right password": func(c *client) { c.password("104", "").want(c.t, 200, "") },
		"by time":               func(*client) { time.Sleep(30 * time.Minute) },
		"by the administrator":  func(c *client) { c.s.Change(func(co *Company) { co.Extension("104").Unlock() }) },
		"not by another's good": nil,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &client{t: t, s: unlimited(t)}
				for range 4 {
					c.password("104", "guess").want(t, 401, "OAU-140")
				}
				if forget == nil {
					c.password("103", "").want(t, 200, "")
					c.password("104", "guess").want(t, 400, "OAU-147")
					return
				}
				forget(c)
				c.password("104", "guess").want(t, 401, "OAU-140")
			})
		})
	}
}

func TestUnlock_endsALockOut(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	for range 5 {
		c.password("104", "guess")
	}
	c.password("104", "").want(t, 400, "OAU-147")
	c.s.Change(func(co *Company) { co.Extension("104").Unlock() })
	c.password("104", "").want(t, 200, "")
}

func TestLogin_refusesByState(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Company, *Extension)
		status int
		code   string
	}{
		"MFA":            {func(_ *Company, e *Extension) { e.MFA = true }, 401, "OAU-168"},
		"SSO":            {func(_ *Company, e *Extension) { e.SSO = true }, 401, "OAU-168"},
		"disabled":       {func(_ *Company, e *Extension) { e.Status = "Disabled" }, 401, "OAU-141"},
		"not activated":  {func(_ *Company, e *Extension) { e.Status = "NotActivated" }, 401, "OAU-141"},
		"account":        {func(co *Company, _ *Extension) { co.Status = "Disabled" }, 401, "OAU-142"},
		"a meeting room": {func(_ *Company, e *Extension) { e.Type = "Room" }, 403, "OAU-105"},
		"enabled":        {func(*Company, *Extension) {}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			c.s.Change(func(co *Company) { tt.change(co, co.Extension("104")) })
			c.password("104", "").want(t, tt.status, tt.code)
		})
	}
}

func TestPassword_hasItsOwnLockOutForSingleSignOn(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.s.Change(func(co *Company) { co.Extension("104").SSO = true })
	for range 4 {
		c.password("104", "guess").want(t, 401, "OAU-140")
	}
	c.password("104", "guess").want(t, 400, "OAU-148")
}

func TestDemo_hasAUserWithMFA(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.password("111", "").want(t, 401, "OAU-168")
	as(t, c.s, "111").do("GET", myNumbers, "").want(t, 200, "")
}
