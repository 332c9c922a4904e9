package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// token is POST /restapi/oauth/token, with one method for each grant.
func (c *call) token() (result, error) {
	form, err := c.form()
	if err != nil {
		return result{}, err
	}
	c.app = c.namedApp(form)
	if err := c.countUser(c.applicant(form)); err != nil {
		return result{}, err
	}
	if err := c.authenticateApp(form); err != nil {
		return result{}, err
	}
	return c.grant(form)
}

func (c *call) grant(form url.Values) (result, error) {
	grant := form.Get("grant_type")
	handle := map[string]func(*call, url.Values) (result, error){
		codeGrant: (*call).grantCode, jwtGrant: (*call).grantJWT, passwordGrant: (*call).grantPassword,
		refreshGrant: (*call).grantRefresh, partnerGrant: (*call).grantPartner,
	}[grant]
	if handle == nil {
		return result{}, oauthProblem(http.StatusBadRequest, "invalid_request", "OAU-250", "Unsupported grant type") // F
	}
	if err := c.checkGrant(grant); err != nil {
		return result{}, err
	}
	return handle(c, form)
}

// applicant returns the user that a token call counts against: the group's
// limit is per user and app (G), but the user is not authenticated yet.
func (c *call) applicant(form url.Values) string {
	switch form.Get("grant_type") {
	case jwtGrant:
		id, _ := c.keys.subject(form.Get("assertion"))
		return id
	case codeGrant:
		if code := c.codes.find(form.Get("code")); code != nil {
			return code.owner
		}
	case passwordGrant:
		if e := c.person(form.Get("username"), form.Get("extension")); e != nil {
			return e.ID
		}
		return form.Get("username")
	}
	return c.ownerOf(form.Get("refresh_token"))
}

// grantJWT exchanges the personal credential for tokens (G). Guess: the code
// for a JWT that does not verify; OAU-140 is that of wrong user credentials.
func (c *call) grantJWT(form url.Values) (result, error) {
	id, valid := c.keys.subject(form.Get("assertion"))
	if !valid {
		return result{}, wrongCredentials()
	}
	owner := c.company.keepByID(id)
	if owner == nil {
		return result{}, oauthProblem(http.StatusUnauthorized, "invalid_grant", "OAU-136", "Extension not found.") // G
	}
	return c.login(owner, form)
}

// grantPartner is for assertions of partners (S), none of which verifies here.
func (c *call) grantPartner(url.Values) (result, error) { return result{}, wrongCredentials() }

// grantPassword is the legacy sign-in with name and password (G). It refuses
// users of Single Sign-on or multi-factor authentication: OAU-168 (G). Guess:
// only after their password was right.
func (c *call) grantPassword(form url.Values) (result, error) {
	owner, err := c.logOn(form.Get("username"), form.Get("extension"), form.Get("password"))
	if err != nil {
		return result{}, err
	}
	if owner.MFA || owner.SSO {
		return result{}, oauthProblem(http.StatusUnauthorized, "access_denied", "OAU-168",
			"Password grant is not allowed because MFA is required.")
	}
	return c.login(owner, form)
}

func (c *call) login(owner *Extension, form url.Values) (result, error) {
	s, err := c.begin(owner, form)
	if err != nil {
		return result{}, err
	}
	return success(c.tokenInfo(s)), nil
}

// begin starts a session.
func (c *call) begin(owner *Extension, form url.Values) (*session, error) {
	if err := c.mayLogIn(owner); err != nil {
		return nil, err
	}
	access, refresh, err := c.lifetimes(form)
	if err != nil {
		return nil, err
	}
	if !c.app.allowsGrant(refreshGrant) {
		refresh = 0
	}
	s := &session{
		id: c.ids.uuid(), app: c.app.ClientID, owner: owner.ID, endpoint: form.Get("endpoint_id"),
		accTTL: access, refTTL: refresh,
	}
	if scope := strings.Fields(form.Get("scope")); len(scope) > 0 {
		s.scopes = scope // S: all scopes of the app when left out
	}
	if s.endpoint == "" {
		s.endpoint = b64(c.ids.bytes(16))
	}
	s.renew(c.keys, c.ids, time.Now())
	c.sessions.start(s)
	return s, nil
}

// grantRefresh exchanges a refresh token for a new pair. A token that was
// exchanged already returns the same pair during its grace period (G).
func (c *call) grantRefresh(form url.Values) (result, error) {
	value := form.Get("refresh_token")
	s := c.sessions.byRefresh(c.app.ClientID, value)
	if s == nil {
		return result{}, oauthProblem(http.StatusBadRequest, "invalid_grant", "OAU-213", "Token not found") // F, V
	}
	if s.refresh.value != value {
		return success(c.tokenInfo(s)), nil
	}
	access, refresh, err := c.lifetimes(form)
	if err != nil {
		return result{}, err
	}
	s.accTTL = access
	if refresh > 0 {
		s.refTTL = refresh
	}
	s.renew(c.keys, c.ids, time.Now())
	return success(c.tokenInfo(s)), nil
}
