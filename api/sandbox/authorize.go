package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// authorization is a request of the authorize call that can be answered at its
// redirect URI.
type authorization struct {
	app      *App
	params   url.Values // the request's query
	redirect *url.URL
	pkce     challenge
}

// authorize is GET /restapi/oauth/authorize, which a user's browser calls.
//
// S has it answer 302 to a login page elsewhere. The sandbox returns that page
// directly, which saves a manual client one request.
func (c *call) authorize() (result, error) {
	params, err := parseOnce(c.r.URL.RawQuery)
	if err != nil {
		return result{}, err
	}
	c.app = c.company.App(params.Get("client_id"))
	// Guess: the limit is per user, and all users who are not signed in share
	// one.
	if err := c.countUser(""); err != nil {
		return result{}, err
	}
	if c.authorization, err = c.readAuthorization(params); err != nil {
		return result{}, err
	}
	if word, description := c.authorization.refusal(); word != "" {
		return c.sendBack(url.Values{"error": {word}, "error_description": {description}}), nil
	}
	return success(c.signInPage(nil)), nil
}

// readAuthorization finds the app and its redirect URI. It reports errors in
// either directly, and never to a redirect URI that is not registered (RFC
// 6749, 4.1.2.1). Codes: S, G; OAU-153 is that of the token call.
//
// Guess: OAU-102 for an app without this grant.
func (c *call) readAuthorization(params url.Values) (*authorization, error) {
	app := c.company.App(params.Get("client_id"))
	if app == nil {
		return nil, invalidClient(params, "")
	}
	redirect, err := app.redirect(params.Get("redirect_uri"))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"brand_id", "brandId"} { // S has brand_id, a page of the guide brandId
		if id := params.Get(name); id != "" && id != brandID {
			return nil, oauthProblem(http.StatusForbidden, "invalid_request", "OAU-101", "Parameter [brandId] is invalid")
		}
	}
	if !app.allowsGrant(codeGrant) {
		return nil, oauthProblem(http.StatusForbidden, "unauthorized_client", "OAU-102", "Unable to issue authorization code")
	}
	return &authorization{app: app, params: requestParams(params), redirect: redirect}, nil
}

// redirect returns the URI that the answer goes to. S: it may be absent if only
// one URI is registered. Guess: CMN-101 if there are more.
func (a *App) redirect(uri string) (*url.URL, error) {
	switch {
	case len(a.RedirectURIs) == 0:
		return nil, noRedirect()
	case uri == "" && len(a.RedirectURIs) == 1:
		uri = a.RedirectURIs[0]
	case uri == "":
		return nil, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-101", "Parameter [redirect_uri] value is invalid")
	}
	u, err := url.Parse(uri)
	if err != nil || !a.redirectsTo(uri) {
		return nil, wrongRedirect("invalid_request")
	}
	return u, nil
}

// refusal returns the OAuth error that is sent to the app for the rest of the
// request (RFC 6749, 4.1.2.1); "" if there is none. Guess: that RingCentral
// reports it to the app and not to the user. display, ui_locales, nonce and
// scope (which the guide says is ignored) are not checked.
//
// No user is ever signed in before the page is shown, so prompt=none cannot be
// granted (OpenID Connect Core, 3.1.2.6).
func (a *authorization) refusal() (word, description string) {
	var wrong string
	a.pkce, wrong = readChallenge(a.params, a.app.public())
	switch {
	case a.params.Get("response_type") == "":
		return "invalid_request", "response_type is missing"
	case a.params.Get("response_type") != "code":
		return "unsupported_response_type", "response_type must be code"
	case wrong != "":
		return "invalid_request", wrong
	case slices.Contains(strings.Fields(a.params.Get("prompt")), "none"):
		return "login_required", "nobody is signed in"
	}
	return "", ""
}

// sendBack redirects to the app and returns its state unchanged.
func (c *call) sendBack(answer url.Values) result {
	if state := c.authorization.params.Get("state"); state != "" {
		answer.Set("state", state)
	}
	// A space becomes %20, which every query parser understands. The redirect
	// URI keeps its own query (RFC 6749, 3.1.2).
	added := strings.ReplaceAll(answer.Encode(), "+", "%20")
	to := *c.authorization.redirect
	to.RawQuery = strings.TrimPrefix(to.RawQuery+"&"+added, "&")
	c.header.Set("Location", to.String())
	return result{http.StatusFound, nil}
}

// sendCode redirects with a new code and its lifetime in seconds (G).
func (c *call) sendCode(code *authCode) result {
	return c.sendBack(url.Values{"code": {code.value}, "expires_in": {strconv.Itoa(wholeSeconds(codeLife))}})
}

// wrongRedirect is OAU-109. G lists it under 403, but says elsewhere that the
// authorize call answers 400; S lists 403 for both calls.
func wrongRedirect(word string) *problem {
	return oauthProblem(http.StatusForbidden, word, "OAU-109", "Redirect URIs do not match")
}

// noRedirect is OAU-113 (S, G).
func noRedirect() *problem {
	return oauthProblem(http.StatusForbidden, "invalid_request", "OAU-113", "No redirect uri is registered for the client")
}
