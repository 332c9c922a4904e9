package sandbox

import (
	"net/http"
	"net/url"
	"time"
)

const (
	// codeLife is how long a code can be exchanged (G: 60 seconds in the
	// samples).
	codeLife = time.Minute
	// codeRetention is how long an expired code stays recognizable as expired.
	// Guess: any time that is long enough for tests.
	codeRetention = time.Hour
)

// authCode is an authorization code with everything that it is bound to.
type authCode struct {
	value    string
	app      string // client ID
	owner    string // extension ID
	redirect string // as sent; "" if absent
	pkce     challenge
	expires  time.Time
	session  string // ID of the session that it was exchanged for; "" until then
}

// codes holds the codes in the order in which they were issued.
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

// newCode issues a code for a user who has signed in on the page.
func (c *call) newCode(a *authorization, owner *Extension) *authCode {
	code := &authCode{
		value: "U0pD" + b64(c.ids.bytes(24)), // prefix as in the guide's sample
		app:   a.app.ClientID, owner: owner.ID, redirect: a.params.Get("redirect_uri"), pkce: a.pkce,
		expires: time.Now().Add(codeLife),
	}
	c.codes.issue(code)
	return code
}

// grantCode exchanges a code for tokens (G). Guess: a refusal does not use up
// the code, so a client can correct its request while the code is valid.
func (c *call) grantCode(form url.Values) (result, error) {
	code, err := c.redeemable(form)
	if err != nil {
		return result{}, err
	}
	owner := c.company.keepByID(code.owner)
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

// redeemable returns the code, or the reason why this app cannot exchange it.
// Codes and statuses: G. Guess: their order, and OAU-106 for a verifier that is
// missing, wrong or not expected; RFC 7636 (4.6) says invalid_grant, and
// OAU-106 is the guide's code for a code that cannot be used.
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

// matchesRedirect compares redirect_uri with that of the authorize call: it
// must be the same (G). RFC 6749 (4.1.3): it may be absent only if it was
// absent there.
func (code *authCode) matchesRedirect(form url.Values) bool {
	return form.Get("redirect_uri") == code.redirect
}

// reused ends the session that a used code was exchanged for, since one of the
// two clients has stolen the code (RFC 6749, 4.1.2). Guess: that RingCentral
// does so, and the error code.
func (c *call) reused(code *authCode) error {
	c.sessions.list = without(c.sessions.list, func(s *session) bool { return s.id == code.session })
	return badCode("OAU-106", "Invalid authorization code")
}

// badCode is a code that cannot be exchanged (G). The error word is from RFC
// 6749 (5.2).
func badCode(code, message string) *problem {
	return oauthProblem(http.StatusForbidden, "invalid_grant", code, message)
}
