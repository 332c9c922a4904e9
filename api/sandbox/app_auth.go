package sandbox

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// authenticateApp checks the identity of the application. A confidential app
// authenticates with Basic client_id:client_secret, and the official SDK
// repeats client_id in the form; a public app only sends client_id in the form
// (S, G).
//
// Guess: a public app that sends a Basic header with an empty secret is refused
// as if the secret were wrong. Some services accept that, but this one is
// documented to want no header.
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

// namedApp returns the app that an OAuth call claims to come from,
// authenticated or not; nil if there is no such app. The rate limit counts by
// it.
func (c *call) namedApp(form url.Values) *App {
	id, _, _ := basic(c.r.Header.Get("Authorization"))
	if id == "" {
		id = form.Get("client_id")
	}
	return c.company.App(id)
}

// basic reads an Authorization header, which may be absent. OAuth escapes both
// parts first (RFC 6749, 2.3.1); the sandbox's are the same either way.
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
// are documented: OAU-251 has been seen (F), the guide lists OAU-112 with
// refusals of codes and OAU-125 with refusals of logins. Guess: which code
// belongs to which grant.
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
