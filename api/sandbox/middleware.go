package sandbox

import (
	"net/http"
	"strings"
)

// authenticate finds the session of the bearer token.
func (c *call) authenticate() error {
	token, err := bearer(c.r)
	if err != nil {
		return err
	}
	c.session, err = c.sessions.byAccess(c.keys, token)
	if err != nil {
		return err
	}
	c.user = c.company.keepByID(c.session.owner)
	if c.user == nil || c.user.Status != "Enabled" {
		// R21: CMN-405. Guess: it means an owner who may no longer log in.
		return refuse(http.StatusUnauthorized, "CMN-405", "Login to extension required")
	}
	if c.hasFault(Expire) {
		c.session.expireAccess()
		return tokenExpired()
	}
	return nil
}

// bearer reads the access token from the header, or from the query, which works
// but is discouraged (G).
func bearer(r *http.Request) (string, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		if token := r.URL.Query().Get("access_token"); token != "" {
			return token, nil
		}
		return "", refuse(http.StatusUnauthorized, "AGW-401", "Authorization header is not specified") // F
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", refuse(http.StatusUnauthorized, "OAU-151", "Authorization method not supported") // R21
	}
	return strings.TrimSpace(token), nil
}

// checkScope checks the app permission: CMN-401 (R21).
func (c *call) checkScope() error {
	if c.op.scope == "" || c.session.allows(c.op.scope, c.company.scopes(c.session.app)) {
		return nil
	}
	return appLacksScope(c.op.scope)
}

// resolve finds the account and the extension that the path names; ~ stands for
// those of the token (G).
//
// Guess: an account other than the caller's is as unknown as one that does not
// exist; the sandbox has only one.
func (c *call) resolve() error {
	if id := c.r.PathValue("accountId"); id != "~" && id != c.company.ID && strings.Contains(c.op.path, "{accountId}") {
		return notFound("accountId") // R21
	}
	id, named := c.r.PathValue("extensionId"), strings.Contains(c.op.path, "{extensionId}")
	switch {
	case !named:
	case id == "~":
		c.target = c.user
	case c.op.method == http.MethodGet:
		c.target = c.company.byID(id)
	default:
		c.target = c.company.keepByID(id)
	}
	if named && c.target == nil {
		return notFound("extensionId") // R21
	}
	if c.target != nil {
		c.target.ensureRules()
	}
	return nil
}

// checkUserPermission checks the user permission: CMN-408 or, where the user
// has it but not for this extension, CMN-419 (R21).
func (c *call) checkUserPermission() error {
	if c.op.permission == "" {
		return nil
	}
	p := c.user.permission(c.op.permission)
	switch {
	case p == nil:
		return userLacksPermission(c.op.permission)
	case !p.reaches(c.user, c.target):
		return selfOnly(c.op.permission)
	}
	return nil
}

// checkFeature checks the feature flag of the operation (S) on the extension
// that the call is about. An extension that does not list the flag has the
// feature, so only a flag that was turned off refuses the call.
//
// The table of errors has CMN-109, "feature not available" (403). Guess: the
// message, and that this is the case it is for.
func (c *call) checkFeature() error {
	about := c.target
	if about == nil {
		about = c.user
	}
	for _, f := range about.Features {
		if f.ID == c.op.feature && !f.Available {
			return refuse(http.StatusForbidden, "CMN-109", "Feature [%s] is not available", f.ID)
		}
	}
	return nil
}
