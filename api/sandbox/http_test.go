package sandbox

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// overHTTP returns a sandbox on a port, and a browser that does not follow
// redirects.
func overHTTP(t *testing.T) (*Server, string, *http.Client) {
	t.Helper()
	s := unlimited(t)
	port := httptest.NewServer(s)
	t.Cleanup(port.Close)
	c := port.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return s, port.URL, c
}

func get(t *testing.T, c *http.Client, address string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return over(t, c, req)
}

func postTo(t *testing.T, c *http.Client, address string, form url.Values) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return over(t, c, req)
}

func over(t *testing.T, c *http.Client, req *http.Request) answer {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return readAnswer(t, resp)
}

// The whole sign-in of a native program: its loopback listener, a browser that
// follows redirects, the public app, and signing out.
func TestSignIn_worksForANativeProgram(t *testing.T) {
	s, base, c := overHTTP(t)
	c.CheckRedirect = nil
	landed := make(chan url.Values, 1)
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		landed <- r.URL.Query()
		_, _ = io.WriteString(w, "You may close this window.")
	}))
	defer listener.Close()

	mine := listener.URL + "/callback"
	page := get(t, c, base+authorizePath+"?"+authorizeRequest(publicClientID, url.Values{"redirect_uri": {mine}}).Encode())
	action, form := fill(t, page, (&client{t: t, s: s}).credentials("104"))
	if end := postTo(t, c, base+action, form); end.text != "You may close this window." {
		t.Fatalf("%d %s", end.status, end.text)
	}
	got := <-landed
	if got.Get("state") != "st&te =\"1\"" || got.Get("expires_in") != "60" {
		t.Errorf("landed with %v", got)
	}
	app := url.Values{"client_id": {publicClientID}}
	a := postTo(t, c, base+tokenPath, merge(app, url.Values{"grant_type": {codeGrant}, "code": {got.Get("code")},
		"redirect_uri": {mine}, "code_verifier": {testVerifier}}))
	a.want(t, 200, "")
	b := postTo(t, c, base+tokenPath, merge(app, url.Values{"grant_type": {refreshGrant}, "refresh_token": {a.str("refresh_token")}}))
	b.want(t, 200, "")
	get(t, c, base+myNumbers+"?access_token="+b.str("access_token")).want(t, 200, "")
	postTo(t, c, base+revokePath, merge(app, url.Values{"token": {b.str("access_token")}})).want(t, 200, "")
	get(t, c, base+myNumbers+"?access_token="+b.str("access_token")).want(t, 401, "OAU-213")
}

func merge(a, b url.Values) url.Values {
	m := url.Values{}
	for _, v := range []url.Values{a, b} {
		for name := range v {
			m.Set(name, v.Get(name))
		}
	}
	return m
}

// Over SSH no listener is reachable: the user copies the address that the
// browser could not open.
func TestSignIn_worksByPastingTheAddress(t *testing.T) {
	s, base, c := overHTTP(t)
	asked := authorizeRequest(clientID, url.Values{"redirect_uri": {pasteRedirect}})
	page := get(t, c, base+authorizePath+"?"+asked.Encode())
	action, form := fill(t, page, (&client{t: t, s: s}).credentials("104"))
	where, with := postTo(t, c, base+action, form).back(t)
	if where != pasteRedirect {
		t.Fatalf("to %s", where)
	}
	cr := s.Credentials()
	a := postTo(t, c, base+tokenPath, url.Values{"client_id": {cr.ClientID}, "grant_type": {codeGrant}, "code": {with.Get("code")}, "redirect_uri": {pasteRedirect}})
	a.want(t, 401, "OAU-146")
}

func TestSignIn_isSafeForConcurrentUse(t *testing.T) {
	s := unlimited(t)
	tokens := make([]string, 20)
	var everybody sync.WaitGroup
	for i := range tokens {
		everybody.Go(func() {
			c := &client{t: t, s: s}
			tokens[i] = c.exchange(publicClientID, c.code(authorizeRequest(publicClientID, nil)), nil).str("access_token")
		})
	}
	everybody.Wait()
	slices.Sort(tokens)
	if tokens[0] == "" || len(slices.Compact(tokens)) != 20 {
		t.Errorf("tokens %q", tokens)
	}
}

func TestSignIn_survivesABrowserThatLeaves(t *testing.T) {
	s := unlimited(t)
	release := s.HoldBefore("GET", authorizePath)
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := &client{t: t, s: s}
	req := c.request("GET", authorizePath+"?"+authorizeRequest(clientID, nil).Encode(), "").WithContext(ctx)
	if _, err := s.RoundTrip(req); err == nil {
		t.Error("no error")
	}
}
