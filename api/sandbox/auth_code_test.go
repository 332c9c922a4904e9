package sandbox

import (
	"maps"
	"net/url"
	"testing"
	"testing/synctest"
	"time"
)

// exchange exchanges a code for tokens: a public app sends its client_id, a
// confidential one its secret.
func (c *client) exchange(app, code string, changes url.Values) answer {
	c.t.Helper()
	form := url.Values{
		"grant_type": {codeGrant}, "code": {code}, "redirect_uri": {testRedirect}, "client_id": {app}, "code_verifier": {testVerifier},
	}
	maps.Copy(form, changes)
	for name, values := range form {
		if values[0] == "" {
			form.Del(name)
		}
	}
	return c.formAs(app, tokenPath, form)
}

func (c *client) formAs(app, path string, form url.Values) answer {
	c.t.Helper()
	if app != publicClientID {
		return c.form(path, form)
	}
	form.Set("client_id", app)
	req := c.request("POST", path, form.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(req)
}

func TestAuthCode_isExchangedForTokens(t *testing.T) {
	for _, app := range []string{clientID, publicClientID} {
		t.Run(app, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { exchangeCode(&client{t: t, s: unlimited(t)}, app) })
		})
	}
}

func exchangeCode(c *client, app string) {
	c.t.Helper()
	code := c.code(authorizeRequest(app, nil))
	a := c.exchange(app, code, url.Values{"access_token_ttl": {"900"}, "refresh_token_ttl": {"1000"}, "endpoint_id": {"laptop"}})
	a.want(c.t, 200, "")
	if a.str("owner_id") != danaID || a.str("endpoint_id") != "laptop" || a.body["expires_in"] != 900.0 || a.body["refresh_token_expires_in"] != 1000.0 {
		c.t.Errorf("got %s", a.text)
	}
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(c.t, 200, "")
	fresh := c.formAs(app, tokenPath, url.Values{"grant_type": {refreshGrant}, "refresh_token": {a.str("refresh_token")}})
	fresh.want(c.t, 200, "")
	c.formAs(app, revokePath, url.Values{"token": {fresh.str("refresh_token")}}).want(c.t, 200, "")
	c.with(fresh.str("access_token")).do("GET", myNumbers, "").want(c.t, 401, "OAU-213")
}

func TestAuthCode_checksTheChallenge(t *testing.T) {
	const other = "another-verifier-that-is-long-enough-for-RFC7636"
	for name, tt := range map[string]struct {
		app             string
		asked, redeemed url.Values
		code            string // "" if it succeeds
	}{
		"plain":                 {publicClientID, url.Values{"code_challenge": {testVerifier}, "code_challenge_method": {"plain"}}, nil, ""},
		"plain by default":      {publicClientID, url.Values{"code_challenge": {testVerifier}, "code_challenge_method": {""}}, nil, ""},
		"plain, wrong":          {publicClientID, url.Values{"code_challenge": {other}, "code_challenge_method": {""}}, nil, "OAU-106"},
		"S256, wrong":           {publicClientID, nil, url.Values{"code_verifier": {other}}, "OAU-106"},
		"challenge as verifier": {publicClientID, nil, url.Values{"code_verifier": {testS256}}, "OAU-106"},
		"S256, missing":         {publicClientID, nil, url.Values{"code_verifier": {""}}, "OAU-106"},
		"no PKCE with a secret": {clientID, nil, url.Values{"code_verifier": {""}}, "OAU-106"},
		"no PKCE":               {clientID, url.Values{"code_challenge": {""}, "code_challenge_method": {""}}, url.Values{"code_verifier": {""}}, ""},
		"challenge removed":     {clientID, url.Values{"code_challenge": {""}}, nil, "OAU-106"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			a := c.exchange(tt.app, c.code(authorizeRequest(tt.app, tt.asked)), tt.redeemed)
			if tt.code == "" {
				a.want(t, 200, "")
				return
			}
			a.want(t, 403, tt.code)
			if a.str("error") != "invalid_grant" {
				t.Error(a.text)
			}
		})
	}
}

func TestAuthCode_isBoundToAppAndRedirect(t *testing.T) {
	for name, tt := range map[string]struct {
		app     string // that exchanges the code
		changes url.Values
		code    string
	}{
		"another app":      {clientID, nil, "OAU-110"},
		"another redirect": {publicClientID, url.Values{"redirect_uri": {testRedirect + "2"}}, "OAU-109"},
		"no redirect":      {publicClientID, url.Values{"redirect_uri": {""}}, "OAU-109"},
		"no code":          {publicClientID, url.Values{"code": {""}}, "OAU-106"},
		"unknown code":     {publicClientID, url.Values{"code": {"U0pDx"}}, "OAU-106"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			code := c.code(authorizeRequest(publicClientID, nil))
			c.exchange(tt.app, code, tt.changes).want(t, 403, tt.code)
			c.exchange(publicClientID, code, nil).want(t, 200, "")
		})
	}
}

func TestAuthorize_allowsOmittingTheOnlyRedirect(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.s.Change(func(co *Company) { co.App(publicClientID).RedirectURIs = []string{testRedirect} })
	asked := authorizeRequest(publicClientID, url.Values{"redirect_uri": {""}})
	where, with := c.post(c.open(asked, browser), c.credentials("104")).back(t)
	if where != testRedirect {
		t.Errorf("to %s", where)
	}
	c.exchange(publicClientID, with.Get("code"), url.Values{"redirect_uri": {""}}).want(t, 200, "")
}

func TestAuthCode_expiresAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{t: t, s: unlimited(t)}
		early, late := c.code(authorizeRequest(publicClientID, nil)), c.code(authorizeRequest(publicClientID, nil))
		time.Sleep(time.Minute - time.Second)
		c.exchange(publicClientID, early, nil).want(t, 200, "")
		time.Sleep(time.Second)
		c.exchange(publicClientID, late, nil).want(t, 403, "OAU-108")
		time.Sleep(2 * time.Hour)
		c.code(authorizeRequest(publicClientID, nil))
		c.exchange(publicClientID, late, nil).want(t, 403, "OAU-106") // no longer known
	})
}

func TestAuthCode_endsItsSessionWhenReused(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	bystander := as(t, c.s, "104")
	code := c.code(authorizeRequest(publicClientID, nil))
	a := c.exchange(publicClientID, code, nil)
	c.exchange(clientID, code, nil).want(t, 403, "OAU-110")
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
	c.exchange(publicClientID, code, nil).want(t, 403, "OAU-106")
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 401, "OAU-213")
	c.exchange(publicClientID, code, nil).want(t, 403, "OAU-106")
	bystander.do("GET", myNumbers, "").want(t, 200, "")
}

func TestAuthCode_checksItsOwnerAgain(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	code := c.code(authorizeRequest(publicClientID, nil))
	c.s.Change(func(co *Company) { co.Extension("104").Status = "Disabled" })
	c.exchange(publicClientID, code, nil).want(t, 401, "OAU-141")
	c.s.Change(func(co *Company) {
		co.Extensions = without(co.Extensions, func(e *Extension) bool { return e.Number == "104" })
	})
	c.exchange(publicClientID, code, nil).want(t, 401, "OAU-136")
}

func TestAuthCode_countsAgainstItsOwner(t *testing.T) {
	c := &client{t: t, s: newServer(t, Options{})}
	code := c.code(authorizeRequest(publicClientID, nil))
	for range 5 {
		c.exchange(publicClientID, code, url.Values{"code_verifier": {"x"}}).want(t, 403, "OAU-106")
	}
	c.exchange(publicClientID, code, nil).want(t, 429, "CMN-301")
	c.signIn(nil).want(t, 200, "") // for the other app
}
