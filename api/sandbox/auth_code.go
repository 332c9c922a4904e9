package sandbox

import (
	"net/http"
	"net/url"
	"time"
)

const (
	// codeLife is how long a code can be exchanged (G: 60 in the samples).
	codeLife = time.Minute
	// codeRetention is how long a code is known to have been one. Guess: any time
	// after which nobody asks.
	codeRetention = time.Hour
)

// authCode is an authorization code, bound to all that was asked for.
type authCode struct {
	value    string
	app      string // client ID
	owner    string // extension ID
	redirect string // as sent; "" if it was left out
	pkce     challenge
	expires  time.Time
	session  string // ID of the session it was traded for; "" until then
}

// codes are in the order in which they were issued.
type codes struct{ list []*authCode }

func (cs *codes) issue(code *authCode) {
	cs.list = append(without(cs.list, func(x *authCode) bool { return time.Since(x.expires) > codeRetention }), code)
}

func (cs *codes) find(value string) *authCode {
	for _, x := range cs.list {
		if x.value == value {
			return x
		}
	}
	return nil
}

// newCode makes a code for somebody who signed in on the page.
func (c *call) newCode(a *authorization, owner *Extension) *authCode {
	code := &authCode{
		value: "U0pD" + b64(c.ids.bytes(24)), // the beginning is that of the guide's sample
		app:   a.app.ClientID, owner: owner.ID, redirect: a.params.Get("redirect_uri"), pkce: a.pkce,
		expires: time.Now().Add(codeLife),
	}
	c.codes.issue(code)
	return code
}

// grantCode trades a code for tokens (G). Guess: a refusal does not use the
// code up, so that a client may correct itself while the code lives.
func (c *call) grantCode(form url.Values) (result, error) {
	code, err := c.redeemable(form)
	if err != nil {
		return result{}, err
	}
	owner := c.company.byID(code.owner)
	if owner == nil {
		return result{}, oauthProblem(http.StatusUnauthorized, "invalid_grant", "OAU-136", "Extension not found.") // G
	}
	s, err := c.begin(owner, form)
	if err != nil {
		return result{}, err
	}
	code.session = s.id
	return success(c.tokenInfo(s)), nil
}

// redeemable finds the code, or says why it is none for this app. Codes and
// statuses: G. Guess: their order, and OAU-106 for a verifier that is missing,
// wrong or not asked for; RFC 7636 (4.6) has invalid_grant, and this is the
// guide's code for a code that cannot be used.
func (c *call) redeemable(form url.Values) (*authCode, error) {
	if len(c.app.RedirectURIs) == 0 {
		return nil, noRedirect()
	}
	code := c.codes.find(form.Get("code"))
	if code == nil {
		return nil, badCode("OAU-106", "Invalid authorization code")
	}
	switch {
	case code.app != c.app.ClientID:
		return nil, badCode("OAU-110", "Authorization code was not issued for this application")
	case code.session != "":
		return nil, c.reused(code)
	case !time.Now().Before(code.expires):
		return nil, badCode("OAU-108", "Authorization code is expired")
	case !code.matchesRedirect(form):
		return nil, wrongRedirect("invalid_grant")
	case !code.pkce.verify(form.Get("code_verifier")):
		return nil, badCode("OAU-106", "Invalid authorization code")
	}
	return code, nil
}

// matchesRedirect compares redirect_uri with that of the authorize call: the same (G).
// RFC 6749 (4.1.3): it may be left out only if it was left out there.
func (code *authCode) matchesRedirect(form url.Values) bool {
	return form.Get("redirect_uri") == code.redirect
}

// reused ends the session that a used code was traded for, since one of its two
// bearers has stolen it (RFC 6749, 4.1.2). Guess: that RingCentral does so, and
// the code.
func (c *call) reused(code *authCode) error {
	c.sessions.list = without(c.sessions.list, func(s *session) bool { return s.id == code.session })
	return badCode("OAU-106", "Invalid authorization code")
}

// badCode is a code that cannot be exchanged (G). The word is RFC 6749's (5.2).
func badCode(code, message string) *problem {
	return oauthProblem(http.StatusForbidden, "invalid_grant", code, message)
}
