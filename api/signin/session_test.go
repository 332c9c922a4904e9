package signin

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/settings"
)

func TestContinue_goesOnWithTheNewSignIn(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Store = settings.StoreNone
	s := r.byBrowser(r.publicApp())
	r.endSessions()
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	checkError(t, err, ErrSessionEnded)
	fresh := r.byBrowser(r.app())
	if err := s.Continue(fresh); err != nil {
		t.Fatal(err)
	}
	first := r.token(s)
	s.Refused(first)
	if got := r.token(s); got == first || s.Status().ClientID != r.app().ClientID {
		t.Error("the session does not go on with the new app")
	}
	if _, err := os.Lstat(r.storeFile()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the store none has a file: %v", err)
	}
	if err := s.Continue(JWT(server, app, "a", nil, nil)); err == nil || !strings.Contains(err.Error(), "not to "+r.port.URL) {
		t.Errorf("the session of another server is taken: %v", err)
	}
}

func TestToken_isReplacedBeforeItsEnd(t *testing.T) {
	tests := []struct{ life, kept, replaced time.Duration }{
		{3600 * time.Second, 3539 * time.Second, 3541 * time.Second},
		{100 * time.Second, 89 * time.Second, 91 * time.Second},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			o := &tokenServer{answer: func(n int, _ url.Values) (*http.Response, error) {
				return tokenResponse(fmt.Sprintf("t%d", n), int(tt.life.Seconds()), ""), nil
			}}
			s := o.session()
			checkToken(t, s, "t1")
			time.Sleep(tt.kept)
			checkToken(t, s, "t1")
			time.Sleep(tt.replaced - tt.kept)
			checkToken(t, s, "t2")
		})
	}
}

func TestRefused_forgetsOnlyTheCurrentToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := (&tokenServer{answer: numberedToken}).session()
		checkToken(t, s, "t1")
		s.Refused("t1")
		checkToken(t, s, "t2")
		s.Refused("t1") // the old one of another caller
		checkToken(t, s, "t2")
	})
}

func TestNamed_setsTheUserAgent(t *testing.T) {
	var agent string
	s := JWT(server, app, assertion, nil, roundTripper(func(r *http.Request) (*http.Response, error) {
		agent = r.Header.Get("User-Agent")
		return tokenResponse("t", 3600, ""), nil
	}))
	checkToken(t, s.Named("rcfwd/1.2.3"), "t")
	if agent != "rcfwd/1.2.3" {
		t.Errorf("User-Agent is %q", agent)
	}
}

// A clock that is wrong, or that is set while rcfwd runs, costs at most a refresh:
// what the service says of a token counts.
func TestToken_trustsTheServiceOverAWrongClock(t *testing.T) {
	for _, off := range []time.Duration{-20 * time.Minute, 20 * time.Minute, -30 * 24 * time.Hour, 30 * 24 * time.Hour} {
		folders := options(t, "https://rc.test").Folders
		synctest.Test(t, func(t *testing.T) {
			o := &tokenServer{start: time.Now(), answer: func(n int, f url.Values) (*http.Response, error) {
				if n > 1 && f.Get("refresh_token") == "" {
					return newResponse(400, `{"error":"invalid_grant","errors":[{"errorCode":"OAU-213"}]}`), nil
				}
				return tokenResponse(tokenNames[n], 3600, "r"+tokenNames[n]), nil
			}}
			opt := Options{Folders: folders, Profile: settings.Profile{Name: "work", Server: server}, Transport: o}
			l, err := NewLogin(t.Context(), &opt, app)
			if err != nil {
				t.Fatal(err)
			}
			s, err := l.JWT(t.Context(), assertion)
			if err != nil {
				t.Fatal(err)
			}
			turned := *s.rec.Token // as a program finds it whose clock is off by that
			turned.Issued, turned.Expires = turned.Issued.Add(-off), turned.Expires.Add(-off)
			if err := s.store.Save(t.Context(), s.rec.With(&turned)); err != nil {
				t.Fatal(err)
			}
			again, err := Open(t.Context(), &opt)
			if err != nil {
				t.Fatal(err)
			}
			got, err := again.Token(t.Context())
			if err != nil || off < 40*time.Minute && got != "one" || off > time.Hour && got != "two" {
				t.Errorf("off by %v: %q, %v", off, got, err)
			}
			again.Refused(got)
			if next, err := again.Token(t.Context()); err != nil || next == got {
				t.Errorf("off by %v: %q is not replaced: %v", off, got, err)
			}
		})
	}
}

var tokenNames = []string{"", "one", "two", "three", "four"}
