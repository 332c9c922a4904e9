package sandbox

import (
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// oauthProblem is a refusal in OAuth's body shape.
func oauthProblem(status int, word, code, message string) *problem {
	p := refuse(status, code, "%s", message)
	p.oauth = word
	return p
}

// form reads the body of an OAuth call. S: 415 for another content type; G:
// OAU-111 for a parameter given twice.
func (c *call) form() (url.Values, error) {
	media, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if media != "application/x-www-form-urlencoded" && len(c.body) > 0 {
		return nil, wrongMedia()
	}
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return nil, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-104", "Request can't be parsed")
	}
	for _, values := range form {
		if len(values) > 1 {
			return nil, oauthProblem(http.StatusBadRequest, "invalid_request", "OAU-111",
				"Request parameter duplication detected")
		}
	}
	return form, nil
}

// authenticateClient checks who the application is. It is a confidential one:
// Basic client_id:client_secret (G). A client_id in the form as well is what
// the official SDK sends.
func (c *call) authenticateClient(form url.Values) error {
	id, secret, err := basic(c.r.Header.Get("Authorization"))
	if err != nil {
		return err
	}
	if id == "" {
		id = form.Get("client_id")
	}
	if other := form.Get("client_id"); id != clientID || other != "" && other != clientID {
		return invalidClient(form, id)
	}
	if secret != c.keys.clientSecret() {
		return oauthProblem(http.StatusUnauthorized, "invalid_client", "OAU-146", "Invalid client credentials") // G
	}
	return nil
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

// tokenReply is TokenInfo (S).
type tokenReply struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitempty"`
	RefreshIn    int    `json:"refresh_token_expires_in,omitempty"`
	Scope        string `json:"scope"`
	OwnerID      string `json:"owner_id"`
	EndpointID   string `json:"endpoint_id"`
	SessionID    string `json:"session_id"`
}

func (c *call) tokenInfo(s *session) tokenReply {
	now := time.Now()
	reply := tokenReply{
		AccessToken: s.access.value, TokenType: "bearer", ExpiresIn: wholeSeconds(s.access.expires.Sub(now)),
		Scope: s.scope(c.company.Scopes), OwnerID: s.owner, EndpointID: s.endpoint, SessionID: s.id,
	}
	if s.refresh.value != "" {
		reply.RefreshToken = s.refresh.value
		reply.RefreshIn = wholeSeconds(s.refresh.expires.Sub(now))
	}
	return reply
}

func wholeSeconds(d time.Duration) int { return max(int(d/time.Second), 0) }

// lifetimes reads the two wishes of a client. S, G: access 600 to 3600 seconds,
// clamped; refresh a week, more falls back to that, V: 0 suppresses it. Guess:
// a negative one falls back as well.
func lifetimes(form url.Values) (access, refresh time.Duration, err error) {
	const hour, week = 3600, 7 * 24 * 3600
	a, err := wish(form, "access_token_ttl", hour)
	if err != nil {
		return 0, 0, err
	}
	r, err := wish(form, "refresh_token_ttl", week)
	if err != nil {
		return 0, 0, err
	}
	if r < 0 || r > week {
		r = week
	}
	return time.Duration(min(max(a, 600), hour)) * time.Second, time.Duration(r) * time.Second, nil
}

func wish(form url.Values, name string, otherwise int) (int, error) {
	text := form.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-101", "Parameter ["+name+"] value is invalid")
	}
	return n, nil
}

// revoke ends the whole session of a token (G, V), which comes in the form or
// in the query. Guess: a token that nobody knows is no error, as RFC 7009 says;
// knowing the client_id is enough, since the token is the stronger secret.
func (c *call) revoke() (result, error) {
	form, err := c.form()
	if err != nil {
		return result{}, err
	}
	value := form.Get("token")
	if value == "" {
		value = c.r.URL.Query().Get("token")
	}
	if err := c.countFor(c.ownerOf(value)); err != nil {
		return result{}, err
	}
	if err := c.checkRevoker(form); err != nil {
		return result{}, err
	}
	if value == "" {
		// The one message of CMN-101 that has no full stop (changelog).
		return result{}, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-101", "Parameter [token] value is invalid")
	}
	c.sessions.end(value)
	return success(nil), nil
}

func (c *call) checkRevoker(form url.Values) error {
	if c.r.Header.Get("Authorization") == "" && form.Get("client_id") == clientID {
		return nil
	}
	return c.authenticateClient(form)
}

// ownerOf says whom a token's call counts for; "" if nobody.
func (c *call) ownerOf(value string) string {
	for _, s := range c.sessions.list {
		if value != "" && (value == s.access.value || value == s.refresh.value || value == s.previous) {
			return s.owner
		}
	}
	return ""
}
