package signin

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

// A proxy or the Wi-Fi of a hotel that answers in place of the service ends no
// session.
func TestToken_survivesAProxyThatAnswers(t *testing.T) {
	const html = "<!doctype html><title>Welcome</title><p>Buy Wi-Fi"
	for _, status := range []int{302, 400, 401, 403, 404} {
		r := newRig(t)
		s := r.byBrowser(r.publicApp())
		token := r.token(s)
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(html))
		}))
		there := s.endpoint.transport
		s.endpoint.transport = redirectTo(proxy.URL)
		s.Refused(token)
		_, err := s.Token(t.Context())
		if err == nil || errors.Is(err, ErrSessionEnded) || strings.Contains(printed(err), "Wi-Fi") {
			t.Errorf("HTTP %d gives %v", status, err)
		}
		proxy.Close()
		s.mu.Lock()
		s.endpoint.transport = there
		s.mu.Unlock()
		if r.try(r.token(s)) != 200 {
			t.Errorf("HTTP %d ended the session", status)
		}
	}
}

// A server that answers 200 with a page is asked once, ends no session, and the
// error says to check its address.
func TestToken_asksAnotherKindOfServerOnce(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.publicApp())
	asked := 0
	page := roundTripper(func(*http.Request) (*http.Response, error) {
		asked++
		return newResponse(200, "<!doctype html><p>Buy Wi-Fi", "Content-Type", "text/html"), nil
	})
	s.endpoint.transport = page
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	checkError(t, err, errNotRingCentral, "does not answer like RingCentral", "Check the address", r.port.URL)
	if asked != 1 || errors.Is(err, ErrSessionEnded) || strings.Contains(printed(err), "Wi-Fi") {
		t.Errorf("asked %d times: %v", asked, err)
	}
	r.options.Transport = page
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "does not answer like RingCentral") {
		t.Errorf("%+v", f)
	}
}

// redirectTo sends every request to another address.
func redirectTo(address string) http.RoundTripper {
	to, _ := url.Parse(address)
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = to.Scheme, to.Host
		return http.DefaultTransport.RoundTrip(r)
	})
}

// A redirect could take the secrets of the form to another host.
func TestEndpoint_followsNoRedirect(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		hit := false
		evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
		here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, evil.URL+"/restapi/oauth/token?token=x", status)
		}))
		o := options(t, here.URL)
		l, err := NewLogin(t.Context(), &o, app)
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.JWT(t.Context(), assertion)
		checkError(t, err, nil, "redirects to "+evil.URL, "Nothing was sent there")
		e := l.source.endpoint
		checkError(t, e.revoke(t.Context(), &tokenstore.TokenSet{Access: "a", Refresh: "r"}), nil, "redirects to")
		if hit {
			t.Errorf("HTTP %d was followed", status)
		}
		here.Close()
		evil.Close()
	}
}

func TestEndpoint_retriesAsTheGuideSays(t *testing.T) {
	reset := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	tests := []struct {
		name string
		fail func() (*http.Response, error)
		at   []time.Duration // of the calls
		code string
	}{
		{"refused", func() (*http.Response, error) {
			return newResponse(400, `{"error":"invalid_client","errors":[{"errorCode":"OAU-153"}]}`), nil
		}, seconds(0), "OAU-153"},
		{"credentials", func() (*http.Response, error) { return newResponse(401, `{"errorCode":"OAU-140"}`), nil }, seconds(0), "OAU-140"},
		{"failed", func() (*http.Response, error) { return newResponse(500, ""), nil }, seconds(0, 10, 20), "500"},
		{"timed out there", func() (*http.Response, error) { return newResponse(408, ""), nil }, seconds(0, 10, 20), "408"},
		{"lost", func() (*http.Response, error) { return nil, reset }, seconds(0, 10, 20), ""},
		{"not JSON", func() (*http.Response, error) { return newResponse(200, "<html>"), nil }, seconds(0), "200"},
		{"cut short", func() (*http.Response, error) {
			r := newResponse(200, "")
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"acc`), iotest.ErrReader(reset)))
			return r, nil
		}, seconds(0, 10, 20), "200"},
		{"no token", func() (*http.Response, error) { return newResponse(200, "{}"), nil }, seconds(0, 10, 20), "200"},
		{"limited", func() (*http.Response, error) {
			return newResponse(429, `{"errorCode":"CMN-301"}`, "Retry-After", "40", "X-Rate-Limit-Group", "auth"), nil
		}, seconds(0, 40.1, 80.2), "CMN-301"},
		{"busy", func() (*http.Response, error) { return newResponse(503, "", "Retry-After", "3"), nil }, seconds(0, 3, 6), "503"},
		{"unreachable", func() (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		}, seconds(0), ""},
		{"redirected", func() (*http.Response, error) { return newResponse(307, "", "Location", "https://evil.test/"), nil }, seconds(0), "307"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &tokenServer{answer: func(int, url.Values) (*http.Response, error) { return tt.fail() }}
				_, err := o.session().Token(t.Context())
				e, ok := errors.AsType[*rest.Error](err)
				if !ok || e.Code != tt.code || fmt.Sprint(o.at) != fmt.Sprint(tt.at) {
					t.Errorf("%v, calls at %v; want %s at %v", err, o.at, tt.code, tt.at)
				}
			})
		})
	}
}

func TestEndpoint_retriesATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &tokenServer{}
		s := JWT(server, app, assertion, nil, roundTripper(func(r *http.Request) (*http.Response, error) {
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

func TestEndpoint_sendsTheAppInTheRightPlace(t *testing.T) {
	var header, body string
	look := roundTripper(func(r *http.Request) (*http.Response, error) {
		b, err := io.ReadAll(r.Body)
		header, body = r.Header.Get("Authorization"), string(b)
		return tokenResponse("t", 3600, ""), err
	})
	checkToken(t, JWT(server, App{"id", "secret"}, "a", nil, look), "t")
	if w := "Basic " + base64.StdEncoding.EncodeToString([]byte("id:secret")); header != w || strings.Contains(body, "secret") || strings.Contains(body, "client_id") {
		t.Errorf("confidential: %q and %q", header, body)
	}
	checkToken(t, JWT(server, App{ClientID: "id"}, "a", nil, look), "t")
	if header != "" || body != "assertion=a&client_id=id&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" {
		t.Errorf("public: %q and %q", header, body)
	}
}

// Servers may quote what they were sent.
func TestEndpoint_keepsSecretsOutOfErrors(t *testing.T) {
	quote := fmt.Sprintf("bad %s for %s, %s", assertion, app.ClientSecret, url.QueryEscape(assertion))
	answers := []func() (*http.Response, error){
		func() (*http.Response, error) {
			return newResponse(400, fmt.Sprintf(`{"error":"invalid_grant","error_description":%q}`, quote)), nil
		},
		func() (*http.Response, error) { return newResponse(200, quote), nil },
		func() (*http.Response, error) { return newResponse(200, fmt.Sprintf(`{"error":%q}`, quote)), nil },
		func() (*http.Response, error) { return newResponse(400, quote, "Location", quote), nil },
		func() (*http.Response, error) { return nil, errors.New("closed") },
	}
	for i, a := range answers {
		synctest.Test(t, func(t *testing.T) {
			o := &tokenServer{answer: func(int, url.Values) (*http.Response, error) { return a() }}
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
