package sandbox

import (
	"net/url"
	"testing"
)

func TestMatchesRedirect_acceptsRegisteredURIs(t *testing.T) {
	for _, tt := range []struct {
		registered, uri string
		want            bool
	}{
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback", true},
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback/", false},
		{"http://localhost:5000/oauth2callback", "http://localhost:5001/oauth2callback", false},
		{"http://localhost:5000/oauth2callback", "http://localhost:5000/oauth2callback?x=1", false},
		{"rcapp://callback", "rcapp://callback", true},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:49152/any/where?x=1", true},
		{"http://127.0.0.1:*/*", "http://127.0.0.1/", true},
		{"http://127.0.0.1:*/*", "https://127.0.0.1:49152/", false},
		{"http://127.0.0.1:*/*", "http://localhost:49152/", false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1.evil.test:1/", false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:1@evil.test/", false},
		{"http://127.0.0.1:*/*", "http://evil.test/http://127.0.0.1:1/", false},
		{"http://127.0.0.1:*/*", `http://127.0.0.1:1\@evil.test/`, false},
		{"http://127.0.0.1:*/*", "http://127.0.0.1:1/#fragment", false},
		{"http://127.0.0.1:*/*", "", false},
		{"http://[::1]:*/*", "http://[::1]:8080/cb", true},
		{"http://localhost:*/cb", "http://localhost:8080/cb", true},
		{"http://localhost:*/cb", "http://localhost:8080/cb/..", false},
	} {
		if got := matchesRedirect(tt.registered, tt.uri); got != tt.want {
			t.Errorf("%s fits %s: %v", tt.uri, tt.registered, got)
		}
	}
}

func TestPublicApp_sendsOnlyItsClientID(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	code := c.code(authorizeRequest(publicClientID, nil))
	form := url.Values{"grant_type": {codeGrant}, "code": {code}, "redirect_uri": {testRedirect}, "code_verifier": {testVerifier}}
	for _, secret := range []string{"", c.s.Credentials().ClientSecret} {
		req := c.request("POST", tokenPath, form.Encode())
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.SetBasicAuth(publicClientID, secret)
		c.send(req).want(t, 401, "OAU-146")
	}
	c.exchange(publicClientID, code, nil).want(t, 200, "")
}

func TestConfidentialApp_needsItsSecret(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	code, tokens := c.code(authorizeRequest(clientID, nil)), c.signIn(nil)
	for _, form := range []url.Values{
		{"grant_type": {codeGrant}, "code": {code}, "redirect_uri": {testRedirect}, "code_verifier": {testVerifier}},
		{"grant_type": {refreshGrant}, "refresh_token": {tokens.str("refresh_token")}},
	} {
		form.Set("client_id", clientID)
		req := c.request("POST", tokenPath, form.Encode())
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		c.send(req).want(t, 401, "OAU-146")
	}
}

func TestPublicApp_hasTwoGrants(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	form := c.credentials("104")
	form.Set("grant_type", passwordGrant)
	c.formAs(publicClientID, tokenPath, form).want(t, 400, "OAU-251")
	c.formAs(publicClientID, tokenPath, url.Values{"grant_type": {jwtGrant}, "assertion": {c.s.JWT("104")}}).want(t, 400, "OAU-251")
	c.formAs(publicClientID, tokenPath, url.Values{"grant_type": {refreshGrant}, "refresh_token": {"x"}}).want(t, 400, "OAU-213")
}

func TestApp_losesGrants(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	code, tokens := c.code(authorizeRequest(clientID, nil)), c.signIn(nil)
	c.s.Change(func(co *Company) { co.App(clientID).Grants = []string{jwtGrant} })
	c.exchange(clientID, code, nil).want(t, 403, "OAU-112")
	c.refresh(tokens.str("refresh_token")).want(t, 401, "OAU-125")
	c.password("104", "").want(t, 400, "OAU-251")
	a := c.signIn(nil)
	a.want(t, 200, "")
	if a.str("refresh_token") != "" {
		t.Errorf("an app without refresh tokens got one: %s", a.text)
	}
	c.s.Change(func(co *Company) { co.App(clientID).Grants = []string{codeGrant, partnerGrant} })
	c.signIn(nil).want(t, 400, "OAU-251")
	c.grant(url.Values{"grant_type": {partnerGrant}, "assertion": {c.s.JWT("104")}}).want(t, 401, "OAU-140")
	c.exchange(clientID, code, nil).want(t, 200, "")
}

func TestApp_losesRedirectURIs(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	code := c.code(authorizeRequest(publicClientID, nil))
	c.s.Change(func(co *Company) { co.App(publicClientID).RedirectURIs = nil })
	c.exchange(publicClientID, code, nil).want(t, 403, "OAU-113")
}

func TestApp_limitsScopes(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.s.Change(func(co *Company) { co.App(publicClientID).Scopes = []string{"ReadAccounts"} })
	a := c.exchange(publicClientID, c.code(authorizeRequest(publicClientID, nil)), nil)
	if a.str("scope") != "ReadAccounts" {
		t.Errorf("got %s", a.text)
	}
	narrow := c.with(a.str("access_token"))
	narrow.do("GET", myNumbers, "").want(t, 200, "")
	narrow.do("POST", myNumbers, "{}").want(t, 403, "CMN-401")
	c.with(c.signIn(nil).str("access_token")).do("POST", myNumbers, "{}").want(t, 400, "FPN-110")
	c.s.Change(func(co *Company) { co.Apps = co.Apps[:1] })
	narrow.do("GET", myNumbers, "").want(t, 403, "CMN-401")
}

func TestApps_keepSessionsApart(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	a := c.exchange(publicClientID, c.code(authorizeRequest(publicClientID, nil)), nil)
	for range parallelSessions + 1 {
		as(t, c.s, "104")
	}
	c.refresh(a.str("refresh_token")).want(t, 400, "OAU-213")
	c.form(revokePath, url.Values{"token": {a.str("refresh_token")}}).want(t, 200, "")
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
}

func TestApps_keepLimitsApart(t *testing.T) {
	c := &client{t: t, s: newServer(t, Options{Limits: Limits{Light: 1}})}
	a := c.exchange(publicClientID, c.code(authorizeRequest(publicClientID, nil)), nil)
	b := as(t, c.s, "104")
	b.do("GET", myNumbers, "").want(t, 200, "")
	b.do("GET", myNumbers, "").want(t, 429, "CMN-301")
	c.with(a.str("access_token")).do("GET", myNumbers, "").want(t, 200, "")
}
