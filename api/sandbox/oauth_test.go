package sandbox

import (
	"net/url"
	"strings"
	"testing"
)

func TestPasswordGrant_acceptsDocumentedUsernames(t *testing.T) {
	s := unlimited(t)
	password := func(number string) string { return s.keys.password(s.company.Extension(number).ID) }
	tests := map[string]struct {
		username, extension, password string
		owner                         string // "" if refused
		status                        int
		code                          string
	}{
		"company number and extension": {"+16505550100", "104", password("104"), danaID, 200, ""},
		"without plus":                 {"16505550100", "104", password("104"), danaID, 200, ""},
		"extension embedded":           {"+16505550100*104", "", password("104"), danaID, 200, ""},
		"direct number":                {"+16505550104", "", password("104"), danaID, 200, ""},
		"e-mail":                       {"Dana.Whitfield@example.com", "", password("104"), danaID, 200, ""},
		"main administrator":           {"+16505550100", "", password("101"), accountID, 200, ""},
		"wrong password":               {"+16505550100", "104", "guess", "", 401, "OAU-140"},
		"another user's password":      {"+16505550100", "104", password("101"), "", 401, "OAU-140"},
		"no such extension":            {"+16505550100", "999", password("104"), "", 401, "OAU-140"},
		"no such number":               {"+14155550100", "104", password("104"), "", 401, "OAU-140"},
		"empty":                        {"", "", "", "", 401, "OAU-140"},
		"a queue":                      {"+16505550100", "109", password("109"), "", 403, "OAU-105"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: s}
			a := c.grant(url.Values{
				"grant_type": {"password"}, "username": {tt.username}, "extension": {tt.extension}, "password": {tt.password},
			})
			a.want(t, tt.status, tt.code)
			if a.str("owner_id") != tt.owner {
				t.Errorf("owner %q, want %q", a.str("owner_id"), tt.owner)
			}
		})
	}
}

func TestTokenReply_hasTheDocumentedFields(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	a := c.signIn(url.Values{"endpoint_id": {"my laptop"}, "client_id": {clientID}})
	a.want(t, 200, "")
	if a.str("token_type") != "bearer" || a.str("endpoint_id") != "my laptop" || a.str("session_id") == "" ||
		a.str("owner_id") != danaID || !strings.Contains(a.str("scope"), "EditExtensions") {
		t.Errorf("got %s", a.text)
	}
}

func TestToken_narrowsScopes(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	a := c.signIn(url.Values{"scope": {"ReadAccounts Nonsense"}})
	if a.str("scope") != "ReadAccounts" {
		t.Errorf("scope %q", a.str("scope"))
	}
	narrow := c.with(a.str("access_token"))
	narrow.do("GET", myNumbers, "").want(t, 200, "")
	narrow.do("POST", myNumbers, "{}").want(t, 403, "CMN-401")
}

func TestToken_refuses(t *testing.T) {
	s := unlimited(t)
	secret := s.Credentials().ClientSecret
	jwt := url.Values{"grant_type": {jwtGrant}, "assertion": {s.JWT("104")}}
	with := func(name, value string) url.Values {
		form := url.Values{name: {value}}
		for k, v := range jwt {
			if k != name {
				form[k] = v
			}
		}
		return form
	}
	tests := map[string]struct {
		id, secret string // no header if both are ""
		form       url.Values
		status     int
		code, word string
	}{
		"invalid JWT":                 {clientID, secret, with("assertion", s.JWT("104")+"x"), 401, "OAU-140", "invalid_grant"},
		"no JWT":                      {clientID, secret, url.Values{"grant_type": {jwtGrant}}, 401, "OAU-140", "invalid_grant"},
		"JWT of an unknown extension": {clientID, secret, with("assertion", s.keys.jwt("5")), 401, "OAU-136", "invalid_grant"},
		"unknown refresh token":       {clientID, secret, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}, 400, "OAU-213", "invalid_grant"},
		"authorization code":          {clientID, secret, url.Values{"grant_type": {"authorization_code"}, "code": {"x"}}, 403, "OAU-106", "invalid_grant"},
		"partner's JWT":               {clientID, secret, with("grant_type", "partner_jwt"), 400, "OAU-251", "unauthorized_client"},
		"unknown grant":               {clientID, secret, with("grant_type", "magic"), 400, "OAU-250", "invalid_request"},
		"no grant":                    {clientID, secret, url.Values{}, 400, "OAU-250", "invalid_request"},
		"wrong secret":                {clientID, "x", jwt, 401, "OAU-146", "invalid_client"},
		"unknown client":              {"x", secret, jwt, 400, "OAU-153", "invalid_client"},
		"two clients":                 {clientID, secret, with("client_id", "x"), 400, "OAU-153", "invalid_client"},
		"no secret":                   {"", "", with("client_id", clientID), 401, "OAU-146", "invalid_client"},
		"no client":                   {"", "", jwt, 400, "OAU-153", "invalid_client"},
		"twice":                       {clientID, secret, url.Values{"grant_type": {"password", "password"}}, 400, "OAU-111", "invalid_request"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: s}
			req := c.request("POST", tokenPath, tt.form.Encode())
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if tt.id != "" {
				req.SetBasicAuth(tt.id, tt.secret)
			}
			a := c.send(req)
			a.want(t, tt.status, tt.code)
			if a.str("error") != tt.word || a.str("error_description") == "" {
				t.Errorf("got %s", a.text)
			}
		})
	}
}

func TestToken_readsOnlyForms(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	req := c.request("POST", tokenPath, `{"grant_type":"password"}`)
	req.Header.Set("Content-Type", "application/json")
	c.send(req).want(t, 415, "CMN-104")

	req = c.request("POST", tokenPath, "grant_type=password")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	req.Header.Set("Authorization", "Basic !!!")
	c.send(req).want(t, 401, "OAU-134")
}

func TestInvalidClient_namesTheParameter(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	req := c.request("POST", tokenPath, "grant_type=password&client_id=zzz")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a := c.send(req)
	if want := `"parameters":[{"parameterName":"client_id","parameterValue":"zzz"}]`; !strings.Contains(a.text, want) {
		t.Errorf("got %s", a.text)
	}
}
