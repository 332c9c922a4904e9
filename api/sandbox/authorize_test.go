package sandbox

import (
	"maps"
	"net/url"
	"strings"
	"testing"
)

const (
	testRedirect = "http://127.0.0.1:49152/callback"
	testVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636, appendix B
	testS256     = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // its challenge
)

// authorizeRequest returns the parameters of a valid request of an app, with
// changes; "" removes a parameter.
func authorizeRequest(app string, changes url.Values) url.Values {
	asked := url.Values{
		"response_type": {"code"}, "client_id": {app}, "redirect_uri": {testRedirect}, "state": {"st&te =\"1\""},
		"code_challenge": {testS256}, "code_challenge_method": {"S256"},
	}
	maps.Copy(asked, changes)
	for name, values := range asked {
		if values[0] == "" {
			asked.Del(name)
		}
	}
	return asked
}

// open makes the authorize call with the given Accept header.
func (c *client) open(asked url.Values, accept string) answer {
	c.t.Helper()
	req := c.request("GET", authorizePath+"?"+asked.Encode(), "")
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	return c.send(req)
}

func TestAuthorize_refusesUntrustedRequestsDirectly(t *testing.T) {
	for name, tt := range map[string]struct {
		changes url.Values
		app     func(*App)
		status  int
		code    string
	}{
		"unknown app":                     {changes: url.Values{"client_id": {"x"}}, status: 400, code: "OAU-153"},
		"no app":                          {changes: url.Values{"client_id": {""}}, status: 400, code: "OAU-153"},
		"unregistered redirect":           {changes: url.Values{"redirect_uri": {"https://evil.test/"}}, status: 403, code: "OAU-109"},
		"unreadable":                      {changes: url.Values{"redirect_uri": {"http://127.0.0.1:%zz/"}}, status: 403, code: "OAU-109"},
		"other scheme":                    {changes: url.Values{"redirect_uri": {"javascript:alert(1)"}}, status: 403, code: "OAU-109"},
		"paste URI with a suffix":         {changes: url.Values{"redirect_uri": {pasteRedirect + "/"}}, status: 403, code: "OAU-109"},
		"no redirect, several registered": {changes: url.Values{"redirect_uri": {""}}, status: 400, code: "CMN-101"},
		"none registered":                 {app: func(a *App) { a.RedirectURIs = nil }, status: 403, code: "OAU-113"},
		"redirect no longer registered":   {app: func(a *App) { a.RedirectURIs = []string{testRedirect + "2"} }, status: 403, code: "OAU-109"},
		"brand":                           {changes: url.Values{"brand_id": {"9"}}, status: 403, code: "OAU-101"},
		"brand as in the guide":           {changes: url.Values{"brandId": {"9"}}, status: 403, code: "OAU-101"},
		"no such grant":                   {app: func(a *App) { a.Grants = []string{jwtGrant} }, status: 403, code: "OAU-102"},
		"twice":                           {changes: url.Values{"state": {"1", "2"}}, status: 400, code: "OAU-111"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			if tt.app != nil {
				c.s.Change(func(co *Company) { tt.app(co.App(clientID)) })
			}
			for _, accept := range []string{"application/json", ""} {
				c.open(authorizeRequest(clientID, tt.changes), accept).want(t, tt.status, tt.code)
			}
			a := c.open(authorizeRequest(clientID, tt.changes), browser)
			if a.status != tt.status || a.header.Get("Location") != "" || !strings.Contains(a.text, tt.code) || strings.Contains(a.text, "<form") {
				t.Errorf("%d %v %s", a.status, a.header, a.text)
			}
		})
	}
}

func TestAuthorize_reportsOtherErrorsToTheApp(t *testing.T) {
	for name, tt := range map[string]struct {
		changes url.Values
		word    string
	}{
		"no type":                  {url.Values{"response_type": {""}}, "invalid_request"},
		"another type":             {url.Values{"response_type": {"token"}}, "unsupported_response_type"},
		"no challenge":             {url.Values{"code_challenge": {""}}, "invalid_request"},
		"short challenge":          {url.Values{"code_challenge": {"abc"}}, "invalid_request"},
		"padded":                   {url.Values{"code_challenge": {testS256 + "="}}, "invalid_request"},
		"unknown challenge method": {url.Values{"code_challenge_method": {"S512"}}, "invalid_request"},
		"prompt none":              {url.Values{"prompt": {"none"}}, "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, s: unlimited(t)}
			where, with := c.open(authorizeRequest(publicClientID, tt.changes), browser).back(t)
			if where != testRedirect || with.Get("error") != tt.word || with.Get("error_description") == "" || with.Get("state") == "" {
				t.Errorf("to %s with %v", where, with)
			}
		})
	}
}

func TestAuthorize_countsInTheAuthGroup(t *testing.T) {
	c := &client{t: t, s: newServer(t, Options{})}
	for range 5 {
		c.open(authorizeRequest(clientID, nil), browser).want(t, 200, "")
	}
	c.open(authorizeRequest(clientID, nil), "").want(t, 429, "CMN-301")
	a := c.open(authorizeRequest(clientID, nil), browser)
	if a.status != 429 || a.header.Get("Retry-After") == "" || a.header.Get("X-Rate-Limit-Group") != "auth" || !strings.Contains(a.text, "CMN-301") {
		t.Errorf("%d %v %s", a.status, a.header, a.text)
	}
	c.open(authorizeRequest(publicClientID, nil), browser).want(t, 200, "")
	c.signIn(nil).want(t, 200, "") // Dana has made no call yet
}

func TestAuthorize_suffersFaults(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.s.FailNext("GET", authorizePath, Fault{Status: 503, Code: "CMN-201", Message: "Service Temporary Unavailable"})
	if a := c.open(authorizeRequest(clientID, nil), browser); a.status != 503 || !strings.Contains(a.text, "CMN-201") {
		t.Errorf("%d %s", a.status, a.text)
	}
}
