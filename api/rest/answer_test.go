package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAllPages_followsAddressesAndNumbers(t *testing.T) {
	for name, test := range map[string]struct {
		first   url.Values
		answers []string
		asked   string
	}{
		"named":            {nil, []string{withNext("https://rc.test"+ownList+"?page=2", home), records(cabin)}, " page=2"},
		"relative":         {nil, []string{withNext(ownList+"?page=2", home), records(cabin)}, " page=2"},
		"numbered":         {url.Values{"perPage": {"1"}}, []string{`{"records":[1],"paging":{"page":1,"totalPages":2}}`, `{"records":[2],"paging":{"page":2,"totalPages":2}}`}, "perPage=1 page=2&perPage=1"},
		"only counted":     {nil, []string{`{"records":[1],"paging":{"totalPages":2}}`, `{"records":[2],"paging":{"totalPages":2}}`}, " page=2"},
		"from the second":  {url.Values{"page": {"2"}}, []string{`{"records":[2],"paging":{"page":2,"totalPages":3}}`, `{"records":[3],"paging":{"page":3,"totalPages":3}}`}, "page=2 page=3"},
		"of a single page": {nil, []string{records(home, cabin)}, ""},
	} {
		var asked []string
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			asked = append(asked, r.URL.RawQuery)
			return answer(200, test.answers[len(asked)-1]), nil
		})
		count := 0
		for page, err := range c.AllPages(t.Context(), &Request{Op: opList, Method: http.MethodGet, Path: ownList, Query: test.first}) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			count += len(page)
		}
		if count != 2 || strings.Join(asked, " ") != test.asked {
			t.Errorf("%s: %d records, asked %q, want %q", name, count, strings.Join(asked, " "), test.asked)
		}
	}
}

func TestAllPages_staysInTheListAndOnTheServer(t *testing.T) {
	for _, next := range []string{
		"https://evil.test" + ownList + "?page=2", "http://rc.test" + ownList + "?page=2", "https://a@rc.test" + ownList,
		"//evil.test" + ownList, "https://rc.test/restapi/v1.0/account", "https://rc.test" + ownList + "?_method=DELETE", "::",
	} {
		asked := 0
		c := newTestClient(func(*http.Request) (*http.Response, error) {
			asked++
			return answer(200, withNext(next, home)), nil
		})
		var last error
		for _, err := range c.AllPages(t.Context(), &Request{Op: opList, Method: http.MethodGet, Path: ownList}) {
			last = err
		}
		if !errors.Is(last, ErrOtherHost) || asked != 1 {
			t.Errorf("%s: %d requests, %v", next, asked, last)
		}
	}
}

func TestDo_keepsTheAnswer(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		fails  bool
	}{{200, "ID3\x00\xff", false}, {204, "", false}, {403, `{"errorCode":"CMN-408"}`, true}, {200, `{"a" : 1}`, false}} {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			if got := r.Header.Get("Accept"); got != "*/*" {
				return nil, fmt.Errorf("accepts %s", got)
			}
			return answer(test.status, test.body), nil
		})
		var got Answer
		err := c.Do(t.Context(), &Request{Op: opRead, Method: http.MethodGet, Path: ownList, Accept: "*/*", Answer: &got}, Whole)
		if (err != nil) != test.fails || got.Status != test.status || string(got.Body) != test.body {
			t.Errorf("%d %q: %+v, %v", test.status, test.body, got, err)
		}
	}
}

func TestParsePath_leadsIntoTheAPIOnly(t *testing.T) {
	for given, want := range map[string]string{
		"/restapi/v1.0/account/~/extension":                "/restapi/v1.0/account/~/extension",
		"/restapi/v1.0/account/~/extension?page=2":         "/restapi/v1.0/account/~/extension page=2",
		"/restapi/v2/accounts/~/extensions/":               "/restapi/v2/accounts/~/extensions/",
		"/restapi/v1.0/dictionary/a%20b":                   "/restapi/v1.0/dictionary/a%20b",
		"/restapi/v1.0/dictionary/a b?q=%2E%2E%2Foauth":    "/restapi/v1.0/dictionary/a%20b q=..%2Foauth",
		"/restapi/v1.0/account/~/answering-rule/1..2":      "/restapi/v1.0/account/~/answering-rule/1..2",
		"/restapi/v1.0/account/~/extension?q=access_token": "/restapi/v1.0/account/~/extension q=access_token",
	} {
		path, query, err := ParsePath(given)
		if got := strings.TrimSpace(path + " " + strings.ReplaceAll(query.Encode(), "%2E", ".")); err != nil || got != want {
			t.Errorf("%s: %s, %v", given, got, err)
		}
	}
	for _, given := range []string{
		"", "restapi/v1.0", "https://platform.ringcentral.com/restapi/v1.0", "//evil.test/restapi/v1.0", "/rest/v1.0", "/RESTAPI/v1.0", `\restapi\v1.0`,
		"/restapi/../oauth", "/restapi/v1.0/..", "/restapi/v1.0/./account", "/restapi/v1.0/%2e%2e/oauth", "/restapi/v1.0/%2E./x", "/restapi/v1.0/%252e%252e/x",
		"/restapi/v1.0/a%2Fb", "/restapi/v1.0/a%252Fb", "/restapi/v1.0/a%5cb", `/restapi/v1.0/a\b`, "/restapi/v1.0/a%255cb", "/restapi/v1.0/a%00", "/restapi/v1.0/a%0d%0aX: y",
		"/restapi/v1.0/a\n", "/restapi/v1.0/a\u0085", "/restapi/v1.0/a%zz", "/restapi/v1.0/a#b", "/restapi/v1.0/a?b#c", "/restapi//oauth/token", "/restapi/oauth/token", "/restapi/oauth",
		"/restapi/OAuth/revoke", "/restapi/%6fauth/token", "/restapi/%256fauth/token", "/restapi/oauth;x=1/token", "/restapi/oauth%20/token",
		"/restapi/v1.0/a?access_token=x", "/restapi/v1.0/a?Access_Token=x", "/restapi/v1.0/a?access%5Ftoken=x", "/restapi/v1.0/a?_method=DELETE", "/restapi/v1.0/a?a=1&_METHOD=x", "/restapi/v1.0/a?b;c",
	} {
		if path, _, err := ParsePath(given); err == nil {
			t.Errorf("%q is accepted as %s", given, path)
		}
	}
}

func TestMaskSecrets_keepsNoSecret(t *testing.T) {
	const body = `{"name":"Dana","Password":"hush","pin":1234,"settings":[{"ivrPin":"4711","accessToken":"x","secretInfo":{"question":"q"},"answer":"cat"}],` +
		`"clientSecret":"x","code_verifier":"v","id":12345678901234567890,"password":"hush","token":null,"apiKey":[1]}`
	const want = `{"name":"Dana","Password":"***","pin":"***","settings":[{"ivrPin":"***","accessToken":"***","secretInfo":"***","answer":"***"}],` +
		`"clientSecret":"***","code_verifier":"***","id":12345678901234567890,"password":"***","token":null,"apiKey":"***"}`
	if got := string(MaskSecrets(json.RawMessage(body))); got != want {
		t.Errorf("%s", got)
	}
	for _, same := range []string{`"text"`, `[1,[{"a":2}]]`, `null`, ``} {
		if got := string(MaskSecrets(json.RawMessage(same))); got != same {
			t.Errorf("%s becomes %s", same, got)
		}
	}
	if got := MaskValues(url.Values{"hostPassword": {"x", "y"}, "page": {"2"}}); got.Encode() != "hostPassword=%2A%2A%2A&page=2" {
		t.Error(got)
	}
}
