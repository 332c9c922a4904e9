package signin

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	server = &url.URL{Scheme: "https", Host: "rc.test"}
	app    = App{ClientID: "client", ClientSecret: "client+secret/="}
)

const assertion = "ey.JWT+assertion/=.sig"

// tokenServer answers token calls by one function, and notes their forms.
type tokenServer struct {
	mu     sync.Mutex
	forms  []url.Values
	at     []time.Duration
	start  time.Time
	answer func(n int, form url.Values) (*http.Response, error)
	bad    []string // requests that were not made as the dossier says
}

func (o *tokenServer) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	o.forms = append(o.forms, form)
	o.at = append(o.at, time.Since(o.start))
	n := len(o.forms)
	if r.URL.String() != "https://rc.test/restapi/oauth/token" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		o.bad = append(o.bad, r.URL.String())
	}
	o.mu.Unlock()
	return o.answer(n, form)
}

func (o *tokenServer) session() *Session {
	o.start = time.Now()
	return JWT(server, app, assertion, nil, o)
}

func newResponse(status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

func tokenResponse(name string, life int, refresh string) *http.Response {
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","expires_in":%d`, name, life)
	if refresh != "" {
		body += fmt.Sprintf(`,"refresh_token":%q,"refresh_token_expires_in":604800`, refresh)
	}
	return newResponse(200, body+`}`)
}

// numberedToken issues the tokens t1, t2, ... that live an hour.
func numberedToken(n int, _ url.Values) (*http.Response, error) {
	return tokenResponse(fmt.Sprintf("t%d", n), 3600, ""), nil
}

func checkToken(t *testing.T, s *Session, name string) {
	t.Helper()
	if got, err := s.Token(t.Context()); err != nil || got != name {
		t.Errorf("Token is %q, %v; want %s", got, err, name)
	}
}

func seconds(all ...float64) []time.Duration {
	var d []time.Duration
	for _, s := range all {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// newSlowServer returns a server that takes five seconds for each answer.
func newSlowServer() *tokenServer {
	return &tokenServer{answer: func(n int, f url.Values) (*http.Response, error) {
		time.Sleep(5 * time.Second)
		return numberedToken(n, f)
	}}
}

// newBusyServer returns a server that takes five seconds for each answer. The first
// answer is that it is busy for a minute, the others are tokens.
func newBusyServer() *tokenServer {
	return &tokenServer{answer: func(n int, f url.Values) (*http.Response, error) {
		time.Sleep(5 * time.Second)
		if n == 1 {
			return newResponse(503, "", "Retry-After", "60"), nil
		}
		return numberedToken(n, f)
	}}
}
