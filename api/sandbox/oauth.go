package sandbox

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// oauthProblem is a refusal with a body in OAuth's shape. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func oauthProblem(status int, word, code, message string) *problem {
	p := refuse(status, code, "%s", message)
	p.oauth = word
	return p
}

// form reads the body of an OAuth call. S: 415 for another content type; G:
// OAU-111 for a duplicate parameter.
func (c *call) form() (url.Values, error) {
	media, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if media != "application/x-www-form-urlencoded" && len(c.body) > 0 {
		return nil, wrongContentType()
	}
	return parseOnce(string(c.body))
}

// parseOnce reads parameters and refuses duplicates.
func parseOnce(text string) (url.Values, error) {
	form, err := url.ParseQuery(text)
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
		Scope: s.scope(c.company.scopes(s.app)), OwnerID: s.owner, EndpointID: s.endpoint, SessionID: s.id,
	}
	if s.refresh.value != "" {
		reply.RefreshToken = s.refresh.value
		reply.RefreshIn = wholeSeconds(s.refresh.expires.Sub(now))
	}
	return reply
}

func wholeSeconds(d time.Duration) int { return max(int(d/time.Second), 0) }

// hour and week are the default and the maximum lifetimes of access and refresh
// tokens, in seconds (S, G).
const hour, week = 3600, 7 * 24 * 3600

// maxTokenLife returns the maximum lifetime of access tokens: wanted, or the
// documented hour.
func maxTokenLife(wanted time.Duration) time.Duration {
	if wanted <= 0 || wanted > hour*time.Second {
		return hour * time.Second
	}
	return wanted
}

// lifetimes reads the lifetimes that the client asks for. S, G: access 600 to
// 3600 seconds, clamped; refresh at most a week, more falls back to that, V: 0
// suppresses it. Guess: a negative one falls back as well.
func (c *call) lifetimes(form url.Values) (access, refresh time.Duration, err error) {
	a, err := ttlParam(form, "access_token_ttl", hour)
	if err != nil {
		return 0, 0, err
	}
	r, err := ttlParam(form, "refresh_token_ttl", week)
	if err != nil {
		return 0, 0, err
	}
	if r < 0 || r > week {
		r = week
	}
	access = time.Duration(min(max(a, 600), hour)) * time.Second
	return min(access, c.maxTokenLife), time.Duration(r) * time.Second, nil
}

func ttlParam(form url.Values, name string, fallback int) (int, error) {
	text := form.Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-101", "Parameter ["+name+"] value is invalid")
	}
	return n, nil
}

// revoke ends the whole session of a token (G, V), which is in the form or in
// the query. The app authenticates as for the token call (V). Guess: an unknown
// token is no error, as RFC 7009 says, and neither is a token of another app,
// which stays valid.
func (c *call) revoke() (result, error) {
	form, err := c.form()
	if err != nil {
		return result{}, err
	}
	value := form.Get("token")
	if value == "" {
		value = c.r.URL.Query().Get("token")
	}
	c.app = c.namedApp(form)
	if err := c.countUser(c.ownerOf(value)); err != nil {
		return result{}, err
	}
	if err := c.authenticateApp(form); err != nil {
		return result{}, err
	}
	if value == "" {
		// The only message of CMN-101 without a full stop (changelog).
		return result{}, oauthProblem(http.StatusBadRequest, "invalid_request", "CMN-101", "Parameter [token] value is invalid")
	}
	c.sessions.end(c.app.ClientID, value)
	return success(nil), nil
}

// ownerOf returns the user that a token's call counts against; "" if there is
// none.
func (c *call) ownerOf(value string) string {
	for _, s := range c.sessions.list {
		if value != "" && (value == s.access.value || value == s.refresh.value || value == s.previous) {
			return s.owner
		}
	}
	return ""
}
