package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// FuzzBodies checks that every body gets a number or a refusal with a code, and
// that the list stays valid.
func FuzzBodies(f *testing.F) {
	for _, body := range []string{
		"", "{}", "[]", "null", `"x"`, `{"phoneNumber":"+14155550150","label":"Boat","flipNumber":7}`,
		`{"type":"PhoneLine","device":{"id":"802300400004"}}`, `{"type":null,"device":null,"flipNumber":""}`,
		`{"flipNumber":"\u0031"}`, `{"flipNumber":1e0}`, `{"flipNumber":{}}`, `{"device":[]}`, `{"label":"` + strings.Repeat("é", 60) + `"}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := unlimited(t)
		c := as(t, s, "104")
		for _, path := range []string{"POST " + myNumbers, "PUT " + myNumbers + "/803000005004", "DELETE " + myNumbers} {
			method, path, _ := strings.Cut(path, " ")
			a := c.do(method, path, body)
			refused := a.status >= 400 && a.status < 500 && a.code() != ""
			if a.status != http.StatusOK && a.status != http.StatusNoContent && !refused {
				t.Errorf("%s %q: %d %s", method, body, a.status, a.text)
			}
		}
		checkList(t, s.Numbers(danaID))
	})
}

func checkList(t *testing.T, numbers []Number) {
	t.Helper()
	digits, labels := map[int]bool{}, map[string]bool{}
	for _, n := range numbers {
		if n.Flip < 0 || n.Flip > maxFlip || n.Flip != 0 && digits[n.Flip] {
			t.Errorf("digit %d of %q", n.Flip, n.Label)
		}
		if labels[n.Label] || n.Label == "" || normalize(n.PhoneNumber) != n.PhoneNumber {
			t.Errorf("label %q, number %q", n.Label, n.PhoneNumber)
		}
		digits[n.Flip], labels[n.Label] = true, true
	}
}

// FuzzFaults checks that a specification is refused or gives valid faults.
func FuzzFaults(f *testing.F) {
	for _, spec := range []string{"", "latency=300ms,error=5%,drop=2%,limits=on", "latency=1s..2s", "error=1e-3", "seed=7", "error=0x1p-2"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		got, err := ParseFaults(spec)
		if err != nil {
			return
		}
		for _, p := range []float64{got.Error, got.DropBefore, got.DropAfter, got.Truncate, got.Garbage, got.Throttle, got.Expire} {
			if !(p >= 0 && p <= 1) {
				t.Errorf("%q: a probability of %v", spec, p)
			}
		}
		if got.LatencyMin < 0 || got.LatencyMax < got.LatencyMin {
			t.Errorf("%q: latency %v to %v", spec, got.LatencyMin, got.LatencyMax)
		}
	})
}

// FuzzAuthorize checks that no request redirects to a URI that is not
// registered, neither from the authorize call nor from the page.
func FuzzAuthorize(f *testing.F) {
	for _, query := range []string{
		"", authorizeRequest(publicClientID, nil).Encode(), authorizeRequest(clientID, url.Values{"prompt": {"none"}}).Encode(),
		"client_id=" + clientID + "&redirect_uri=http://127.0.0.1:1@evil.test/&response_type=x",
		"client_id=" + clientID + "&redirect_uri=" + pasteRedirect + "&response_type=%0d%0a&state=%0d%0aX:y",
		"client_id=" + clientID + "&redirect_uri=http://localhost:1%23&deny=yes", "redirect_uri=//evil.test", "%", "a;b",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		c := &client{t: t, s: unlimited(t)}
		get := c.request("GET", authorizePath, "")
		get.URL.RawQuery = query
		post := c.request("POST", signInPath, query+"&deny=yes")
		post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, req := range []*http.Request{get, post} {
			a := c.send(req)
			to := a.header.Get("Location")
			if a.status != http.StatusFound && to == "" && a.status >= 200 && a.status < 500 {
				continue
			}
			where, _, _ := strings.Cut(to, "?")
			if a.status != http.StatusFound || !c.s.company.App(clientID).redirectsTo(where) {
				t.Errorf("%s %q: %d to %q", req.Method, query, a.status, to)
			}
		}
	})
}
