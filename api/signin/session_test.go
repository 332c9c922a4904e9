package signin

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

var (
	server = &url.URL{Scheme: "https", Host: "rc.test"}
	app    = App{ClientID: "client", ClientSecret: "client+secret/="}
)

const assertion = "ey.JWT+assertion/="

// office is a token endpoint of one function; it notes the forms it was sent.
type office struct {
	mu     sync.Mutex
	forms  []url.Values
	at     []time.Duration
	start  time.Time
	answer func(n int, form url.Values) (*http.Response, error)
	bad    []string // requests that were not made as the dossier says
}

func (o *office) RoundTrip(r *http.Request) (*http.Response, error) {
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

func (o *office) session() *Session {
	o.start = time.Now()
	return JWT(server, app, assertion, nil, o)
}

func response(status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

func token(name string, life int, refresh string) *http.Response {
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","expires_in":%d`, name, life)
	if refresh != "" {
		body += fmt.Sprintf(`,"refresh_token":%q,"refresh_token_expires_in":604800`, refresh)
	}
	return response(200, body+`}`)
}

// numbered hands out the tokens t1, t2, ... that live an hour.
func numbered(n int, _ url.Values) (*http.Response, error) {
	return token(fmt.Sprintf("t%d", n), 3600, ""), nil
}

func want(t *testing.T, s *Session, name string) {
	t.Helper()
	if got, err := s.Token(t.Context()); err != nil || got != name {
		t.Errorf("Token is %q, %v; want %s", got, err, name)
	}
}

func TestTokenIsReplacedAheadOfTime(t *testing.T) {
	tests := []struct{ life, kept, replaced time.Duration }{
		{3600 * time.Second, 3539 * time.Second, 3541 * time.Second},
		{100 * time.Second, 89 * time.Second, 91 * time.Second},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			o := &office{answer: func(n int, _ url.Values) (*http.Response, error) {
				return token(fmt.Sprintf("t%d", n), int(tt.life.Seconds()), ""), nil
			}}
			s := o.session()
			want(t, s, "t1")
			time.Sleep(tt.kept)
			want(t, s, "t1")
			time.Sleep(tt.replaced - tt.kept)
			want(t, s, "t2")
		})
	}
}

func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := (&office{answer: numbered}).session()
		want(t, s, "t1")
		s.Refused("t1")
		want(t, s, "t2")
		s.Refused("t1") // somebody else's old one
		want(t, s, "t2")
	})
}

func TestRefreshTokenGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{answer: func(n int, f url.Values) (*http.Response, error) {
			if f.Get("refresh_token") == "r2" {
				return response(400, `{"error":"invalid_grant","errors":[{"errorCode":"OAU-213"}]}`), nil
			}
			return token(fmt.Sprintf("t%d", n), 3600, fmt.Sprintf("r%d", n)), nil
		}}
		s := o.session()
		want(t, s, "t1")
		s.Refused("t1")
		want(t, s, "t2")
		s.Refused("t2")
		want(t, s, "t4") // r2 is not taken, so the JWT is presented again
		var grants []string
		for _, f := range o.forms {
			grants = append(grants, f.Get("refresh_token")+f.Get("assertion"))
		}
		if got, want := strings.Join(grants, " "), assertion+" r1 r2 "+assertion; got != want {
			t.Errorf("presented %q; want %q", got, want)
		}
	})
}

func TestRetries(t *testing.T) {
	reset := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	tests := []struct {
		name string
		fail func() (*http.Response, error)
		at   []time.Duration // of the calls
		code string
	}{
		{"refused", func() (*http.Response, error) {
			return response(400, `{"error":"invalid_client","errors":[{"errorCode":"OAU-153"}]}`), nil
		}, seconds(0), "OAU-153"},
		{"credentials", func() (*http.Response, error) { return response(401, `{"errorCode":"OAU-140"}`), nil }, seconds(0), "OAU-140"},
		{"failed", func() (*http.Response, error) { return response(500, ""), nil }, seconds(0, 10, 20), "500"},
		{"timed out there", func() (*http.Response, error) { return response(408, ""), nil }, seconds(0, 10, 20), "408"},
		{"lost", func() (*http.Response, error) { return nil, reset }, seconds(0, 10, 20), ""},
		{"not JSON", func() (*http.Response, error) { return response(200, "<html>"), nil }, seconds(0), "200"},
		{"cut short", func() (*http.Response, error) {
			r := response(200, "")
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"acc`), iotest.ErrReader(reset)))
			return r, nil
		}, seconds(0, 10, 20), "200"},
		{"no token", func() (*http.Response, error) { return response(200, "{}"), nil }, seconds(0, 10, 20), "200"},
		{"limited", func() (*http.Response, error) {
			return response(429, `{"errorCode":"CMN-301"}`, "Retry-After", "40", "X-Rate-Limit-Group", "auth"), nil
		}, seconds(0, 40.1, 80.2), "CMN-301"},
		{"busy", func() (*http.Response, error) { return response(503, "", "Retry-After", "3"), nil }, seconds(0, 3, 6), "503"},
		{"unreachable", func() (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		}, seconds(0), ""},
		{"redirected", func() (*http.Response, error) { return response(307, "", "Location", "https://evil.test/"), nil }, seconds(0), "307"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &office{answer: func(int, url.Values) (*http.Response, error) { return tt.fail() }}
				_, err := o.session().Token(t.Context())
				e, ok := errors.AsType[*rest.Error](err)
				if !ok || e.Code != tt.code || fmt.Sprint(o.at) != fmt.Sprint(tt.at) {
					t.Errorf("%v, calls at %v; want %s at %v", err, o.at, tt.code, tt.at)
				}
			})
		})
	}
}

func seconds(all ...float64) []time.Duration {
	var d []time.Duration
	for _, s := range all {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}

func TestTimeoutIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &office{}
		s := JWT(server, app, assertion, nil, tripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))
		o.start = time.Now()
		_, err := s.Token(t.Context())
		if took := time.Since(o.start); !errors.Is(err, rest.ErrSlow) || took != 3*exchangeTime+2*betweenTries {
			t.Errorf("%v after %v", err, took)
		}
	})
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// slowOffice takes five seconds for an answer.
func slowOffice() *office {
	return &office{answer: func(n int, f url.Values) (*http.Response, error) {
		time.Sleep(5 * time.Second)
		return numbered(n, f)
	}}
}

func TestHowTheAppIsNamed(t *testing.T) {
	var header, body string
	look := tripper(func(r *http.Request) (*http.Response, error) {
		b, err := io.ReadAll(r.Body)
		header, body = r.Header.Get("Authorization"), string(b)
		return token("t", 3600, ""), err
	})
	want(t, JWT(server, App{"id", "secret"}, "a", nil, look), "t")
	if w := "Basic " + base64.StdEncoding.EncodeToString([]byte("id:secret")); header != w || strings.Contains(body, "secret") || strings.Contains(body, "client_id") {
		t.Errorf("confidential: %q and %q", header, body)
	}
	want(t, JWT(server, App{ClientID: "id"}, "a", nil, look), "t")
	if header != "" || body != "assertion=a&client_id=id&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" {
		t.Errorf("public: %q and %q", header, body)
	}
}

func TestNamed(t *testing.T) {
	var agent string
	s := JWT(server, app, assertion, nil, tripper(func(r *http.Request) (*http.Response, error) {
		agent = r.Header.Get("User-Agent")
		return token("t", 3600, ""), nil
	}))
	want(t, s.Named("rcfwd/1.2.3"), "t")
	if agent != "rcfwd/1.2.3" {
		t.Errorf("User-Agent is %q", agent)
	}
}

// Servers quote what they were sent; no error may.
func TestSecretsStayOutOfErrors(t *testing.T) {
	quote := fmt.Sprintf("bad %s for %s, %s", assertion, app.ClientSecret, url.QueryEscape(assertion))
	answers := []func() (*http.Response, error){
		func() (*http.Response, error) {
			return response(400, fmt.Sprintf(`{"error":"invalid_grant","error_description":%q}`, quote)), nil
		},
		func() (*http.Response, error) { return response(200, quote), nil },
		func() (*http.Response, error) { return response(200, fmt.Sprintf(`{"error":%q}`, quote)), nil },
		func() (*http.Response, error) { return response(400, quote, "Location", quote), nil },
		func() (*http.Response, error) { return nil, errors.New("closed") },
	}
	for i, a := range answers {
		synctest.Test(t, func(t *testing.T) {
			o := &office{answer: func(int, url.Values) (*http.Response, error) { return a() }}
			_, err := o.session().Token(t.Context())
			text := fmt.Sprintf("%v %+v %#v %v", err, err, err, api.Explain(err))
			for _, secret := range []string{assertion, app.ClientSecret, url.QueryEscape(assertion)} {
				if err == nil || strings.Contains(text, secret) {
					t.Errorf("answer %d: %s", i, text)
				}
			}
		})
	}
	settings := environment{Server: server, App: app, JWT: assertion}
	if text := fmt.Sprintf("%v %+v %#v %v", settings, settings, settings, app); strings.Contains(text, assertion) || strings.Contains(text, app.ClientSecret) {
		t.Error(text)
	}
}
