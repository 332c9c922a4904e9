package sandbox

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// authenticateApp checks who the application is. A confidential one proves it
// with Basic client_id:client_secret, and the official SDK repeats client_id in
// the form; a public one only names itself in the form (S, G).
//
// Guess: a public app that sends a Basic header after all, with an empty
// secret, is refused like a wrong secret. Some services let that pass, but this
// one is documented to want no header.
func (c *call) authenticateApp(form url.Values) error {
	header := c.r.Header.Get("Authorization")
	id, secret, err := basic(header)
	if err != nil {
		return err
	}
	other := form.Get("client_id")
	if id == "" {
		id = other
	}
	if c.app == nil || other != "" && other != id {
		return invalidClient(form, id)
	}
	if secret != c.app.Secret || c.app.public() && header != "" {
		return oauthProblem(http.StatusUnauthorized, "invalid_client", "OAU-146", "Invalid client credentials") // G
	}
	return nil
}

// namedApp is the app that an OAuth call says it comes from, proven or not; nil
// if there is no such app. It is what the rate limit counts by.
func (c *call) namedApp(form url.Values) *App {
	id, _, _ := basic(c.r.Header.Get("Authorization"))
	if id == "" {
		id = form.Get("client_id")
	}
	return c.company.App(id)
}

// basic reads an Authorization header, which may be absent. OAuth escapes both
// parts first (RFC 6749, 2.3.1); ours look the same either way.
func basic(header string) (id, secret string, err error) {
	if header == "" {
		return "", "", nil
	}
	scheme, encoded, _ := strings.Cut(header, " ")
	raw, decodeErr := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	id, secret, found := strings.Cut(string(raw), ":")
	if !strings.EqualFold(scheme, "Basic") || decodeErr != nil || !found {
		return "", "", oauthProblem(http.StatusUnauthorized, "invalid_client", "OAU-134", "Invalid Authorization header.") // G
	}
	return id, secret, nil
}

// invalidClient is OAU-153 with its list of parameters (F, V).
func invalidClient(form url.Values, id string) *problem {
	p := oauthProblem(http.StatusBadRequest, "invalid_client", "OAU-153", "Invalid client")
	if form.Has("client_id") {
		id = form.Get("client_id")
	}
	p.parameter, p.value = "client_id", id
	return p
}

// checkGrant refuses a grant that the app is not registered for. Three codes
// are documented for that: OAU-251 has been seen (F), OAU-112 stands among the
// guide's refusals of codes and OAU-125 among those of logins. Guess: which one
// is for which grant.
func (c *call) checkGrant(grant string) error {
	switch {
	case c.app.allowsGrant(grant):
		return nil
	case grant == codeGrant:
		return oauthProblem(http.StatusForbidden, "unauthorized_client", "OAU-112",
			"The client is unauthorized for the required grant type: ["+grant+"]")
	case grant == refreshGrant:
		return oauthProblem(http.StatusUnauthorized, "unauthorized_client", "OAU-125", "Grant type is not allowed for application.")
	}
	return oauthProblem(http.StatusBadRequest, "unauthorized_client", "OAU-251", "Unauthorized for this grant type")
}
