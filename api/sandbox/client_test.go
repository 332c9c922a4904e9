package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const testBase = "https://sandbox.test"

// client is a signed-in client. It speaks plain HTTP through RoundTrip.
type client struct {
	t     testing.TB
	s     *Server
	via   http.RoundTripper // nil means s
	token string
}

// answer is a reply that was read.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (a answer) code() string {
	list, _ := a.body["errors"].([]any)
	if len(list) == 0 {
		return ""
	}
	entry, _ := list[0].(map[string]any)
	code, _ := entry["errorCode"].(string)
	return code
}

func (a answer) records() []map[string]any {
	list, _ := a.body["records"].([]any)
	records := make([]map[string]any, len(list))
	for i, r := range list {
		records[i], _ = r.(map[string]any)
	}
	return records
}

func (a answer) str(name string) string {
	s, _ := a.body[name].(string)
	return s
}

func newServer(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Base == "" {
		o.Base = testBase
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// unlimited returns a sandbox without rate limits, for tests of other rules.
func unlimited(t testing.TB) *Server {
	return newServer(t, Options{Limits: Limits{Off: true}})
}

// as signs in a user by extension number.
func as(t testing.TB, s *Server, extension string) *client {
	t.Helper()
	c := &client{t: t, s: s}
	a := c.grant(url.Values{"grant_type": {jwtGrant}, "assertion": {s.JWT(extension)}})
	if a.status != http.StatusOK {
		t.Fatalf("sign-in of %s: %d %s", extension, a.status, a.text)
	}
	c.token = a.str("access_token")
	return c
}

// grant makes a token call as the confidential application.
func (c *client) grant(form url.Values) answer {
	c.t.Helper()
	return c.form(tokenPath, form)
}

func (c *client) form(path string, form url.Values) answer {
	c.t.Helper()
	req := c.request("POST", path, form.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	cr := c.s.Credentials()
	req.SetBasicAuth(cr.ClientID, cr.ClientSecret)
	return c.send(req)
}

// request returns a request without credentials.
func (c *client) request(method, path, body string) *http.Request {
	c.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = testBase + path
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	return req
}

// do makes a call with the bearer token and a JSON body.
func (c *client) do(method, path, body string) answer {
	c.t.Helper()
	req := c.request(method, path, body)
	req.Header.Set("Authorization", "Bearer "+c.token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.send(req)
}

func (c *client) send(req *http.Request) answer {
	c.t.Helper()
	via := c.via
	if via == nil {
		via = c.s
	}
	resp, err := via.RoundTrip(req)
	if err != nil {
		c.t.Fatalf("%s %s: %v", req.Method, req.URL.Path, err)
	}
	return readAnswer(c.t, resp)
}

func readAnswer(t testing.TB, resp *http.Response) answer {
	t.Helper()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, text: string(raw)}
	_ = json.Unmarshal(raw, &a.body) // a test that needs JSON fails on an empty body
	return a
}

const (
	myExtension = "/restapi/v1.0/account/~/extension/~"
	myNumbers   = myExtension + "/forwarding-number"
)

// want fails the test unless the reply has the status and the error code.
func (a answer) want(t testing.TB, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Fatalf("got %d %q, want %d %q: %s", a.status, a.code(), status, code, a.text)
	}
}
