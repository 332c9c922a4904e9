package sandbox

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const browser = "text/html,application/xhtml+xml,*/*;q=0.8"

var (
	formTag  = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
	inputTag = regexp.MustCompile(`<input[^>]* name="([^"]*)"[^>]*>`)
	valueOf  = regexp.MustCompile(` value="([^"]*)"`)
)

// fill reads the page's form and fills in the given values.
func fill(t testing.TB, page answer, typed url.Values) (action string, form url.Values) {
	t.Helper()
	tag := formTag.FindStringSubmatch(page.text)
	if tag == nil {
		t.Fatalf("no form: %d %s", page.status, page.text)
	}
	form = url.Values{}
	for _, input := range inputTag.FindAllStringSubmatch(page.text, -1) {
		value := ""
		if m := valueOf.FindStringSubmatch(input[0]); m != nil {
			value = html.UnescapeString(m[1])
		}
		form.Set(html.UnescapeString(input[1]), value)
	}
	maps.Copy(form, typed)
	return html.UnescapeString(tag[1]), form
}

// post sends the form of a page.
func (c *client) post(page answer, typed url.Values) answer {
	c.t.Helper()
	action, form := fill(c.t, page, typed)
	req := c.request("POST", action, form.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", browser)
	return c.send(req)
}

// credentials returns what a user enters in the page.
func (c *client) credentials(extension string) url.Values {
	id := c.s.company.Extension(extension).ID
	return url.Values{"username": {mainNumber}, "extension": {extension}, "password": {c.s.keys.password(id)}}
}

// back returns the URI that a reply redirects to, without its query, and the
// query.
func (a answer) back(t testing.TB) (where string, with url.Values) {
	t.Helper()
	if a.status != http.StatusFound {
		t.Fatalf("no redirect: %d %s", a.status, a.text)
	}
	where, query, _ := strings.Cut(a.header.Get("Location"), "?")
	with, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return where, with
}

// code signs in on the page and returns the code.
func (c *client) code(asked url.Values) string {
	c.t.Helper()
	_, with := c.post(c.open(asked, browser), c.credentials("104")).back(c.t)
	if with.Get("code") == "" {
		c.t.Fatalf("no code: %v", with)
	}
	return with.Get("code")
}

func TestSignInPage_leadsToACode(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	page := c.open(authorizeRequest(publicClientID, url.Values{"display": {"touch"}, "ui_locales": {"en-US"}, "nonce": {"n"},
		"login_hint": {mainNumber}, "brand_id": {brandID}, "prompt": {"login sso consent"}, "scope": {"x"}, "unknown": {"1"}}), browser)
	page.want(t, 200, "")
	if h := page.header; h.Get("Content-Type") != "text/html; charset=utf-8" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", h)
	}
	_, form := fill(t, page, nil)
	if strings.Contains(page.text, "<script") || strings.Contains(page.text, "src=") || form.Get("username") != mainNumber {
		t.Errorf("page %s", page.text)
	}
	a := c.post(page, c.credentials("104"))
	where, with := a.back(t)
	if strings.Contains(a.header.Get("Location"), "+") {
		t.Errorf("location %s", a.header.Get("Location"))
	}
	if where != testRedirect || with.Get("state") != "st&te =\"1\"" || with.Get("expires_in") != "60" || len(with) != 3 {
		t.Errorf("to %s with %v", where, with)
	}
}

func TestSignInPage_keepsTheRedirectsQuery(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	asked := authorizeRequest(clientID, url.Values{"redirect_uri": {"http://localhost:5000/cb?tab=2"}, "state": {""}})
	where, with := c.post(c.open(asked, browser), c.credentials("104")).back(t)
	if where != "http://localhost:5000/cb" || with.Get("tab") != "2" || with.Get("code") == "" || with.Has("state") {
		t.Errorf("to %s with %v", where, with)
	}
}

func TestSignInPage_canBeDenied(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	_, with := c.post(c.open(authorizeRequest(clientID, nil), ""), url.Values{"deny": {"yes"}}).back(t)
	if with.Get("error") != "access_denied" || with.Get("state") != "st&te =\"1\"" || len(with) != 2 {
		t.Errorf("with %v", with)
	}
}

func TestSignInPage_isShownAgainWithTheError(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	page := c.open(authorizeRequest(clientID, nil), browser)
	wrong := url.Values{"username": {`<b>"` + mainNumber}, "extension": {"104"}, "password": {"guess"}}
	again := c.post(page, wrong)
	if again.status != 401 || !strings.Contains(again.text, "Invalid resource owner credentials.") ||
		strings.Contains(again.text, "guess") || strings.Contains(again.text, "<b>") {
		t.Errorf("%d %s", again.status, again.text)
	}
	if _, form := fill(t, again, nil); form.Get("username") != wrong.Get("username") || form.Get("extension") != "104" {
		t.Errorf("the form holds %v", form)
	}
	_, with := c.post(again, c.credentials("104")).back(t)
	if with.Get("code") == "" {
		t.Errorf("with %v", with)
	}
}

func TestSignInPage_locksOut(t *testing.T) {
	c := &client{t: t, s: newServer(t, Options{})}
	page := c.open(authorizeRequest(clientID, nil), browser)
	wrong := c.credentials("104")
	wrong.Set("password", "guess")
	for range 4 {
		c.post(page, wrong)
	}
	for _, typed := range []url.Values{wrong, c.credentials("104")} {
		if a := c.post(page, typed); a.status != 400 || !strings.Contains(a.text, "OAU-147") {
			t.Errorf("%d %s", a.status, a.text)
		}
	}
	c.password("104", "").want(t, 400, "OAU-147")
	c.post(page, c.credentials("103")).back(t)
}

func TestSignInPage_refusesByState(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	c.s.Change(func(co *Company) { co.Extension("103").Status = "NotActivated" })
	page := c.open(authorizeRequest(clientID, nil), browser)
	for extension, code := range map[string]string{"103": "OAU-141", "109": "OAU-105"} {
		if a := c.post(page, c.credentials(extension)); !strings.Contains(a.text, code) {
			t.Errorf("%s: %s", extension, a.text)
		}
	}
	c.post(page, c.credentials("111")).back(t) // the page does not ask for the second factor
}

// The form carries the request's parameters, and a client can change them.
func TestSignInPage_checksTheFormAgain(t *testing.T) {
	c := &client{t: t, s: unlimited(t)}
	page := c.open(authorizeRequest(publicClientID, nil), browser)
	typed := c.credentials("104")
	typed.Set("redirect_uri", "https://evil.test/")
	if a := c.post(page, typed); a.status != 403 || a.header.Get("Location") != "" || !strings.Contains(a.text, "OAU-109") {
		t.Errorf("%d %v", a.status, a.header)
	}
	typed = c.credentials("104")
	typed.Set("code_challenge", "")
	if _, with := c.post(page, typed).back(t); with.Get("error") != "invalid_request" || with.Has("code") {
		t.Errorf("with %v", with)
	}
	req := c.request("POST", signInPath, "{}")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	c.send(req).want(t, 415, "CMN-104")
	if a := c.send(c.request("GET", signInPath, "")); a.status != 405 {
		t.Errorf("%d", a.status)
	}
}
