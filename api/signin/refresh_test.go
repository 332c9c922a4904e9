package signin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
)

func TestToken_presentsTheJWTAgainWhenTheSessionIsGone(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	first := r.token(s)
	r.endSessions()
	if status := r.try(first); status != 401 {
		t.Errorf("the token of an ended session gets %d", status)
	}
	s.Refused(first)
	second := r.token(s)
	if second == first || r.try(second) != 200 || r.stored().AccessToken() != second {
		t.Error("no new token, or it was not saved")
	}
	if third := r.token(r.open()); third != second {
		t.Error("another start has another token")
	}
}

// The owner is known after the end, in this process and after another start, so
// that the same person can go on.
func TestStatus_namesTheOwnerOfAnEndedSession(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.publicApp())
	was := s.Status()
	r.endSessions()
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	checkError(t, err, ErrSessionEnded)
	for where, st := range map[string]Status{"here": s.Status(), "at another start": r.open().Status()} {
		if st.OwnerID == "" || st.OwnerID != was.OwnerID || !slices.Equal(st.Scopes, was.Scopes) || st.SignedIn {
			t.Errorf("%s %+v", where, st)
		}
	}
	if fresh := r.byBrowser(r.publicApp()).Status(); fresh.OwnerID != was.OwnerID || !fresh.SignedIn {
		t.Errorf("%+v", fresh)
	}
}

// A session without a JWT ends with its refresh token. That takes one token call,
// differs from other failures, and a new sign-in fixes it.
func TestToken_makesOneCallForAnEndedSession(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.publicApp())
	token := r.token(s)
	r.endSessions()
	s.Refused(token)
	before := r.tokenCalls()
	for range 3 {
		_, err := s.Token(t.Context())
		checkError(t, err, ErrSessionEnded, "OAU-213", "Sign in again.")
		if _, ok := errors.AsType[*rest.Error](err); !ok {
			t.Errorf("%T", err)
		}
	}
	if n := r.tokenCalls() - before; n != 1 {
		t.Errorf("%d token calls", n)
	}
	another := r.open()
	if st := another.Status(); st.SignedIn || st.ClientID != r.publicApp().ClientID {
		t.Errorf("%+v", st)
	}
	_, err := another.Token(t.Context())
	checkError(t, err, ErrSessionEnded, "Sign in again.")
	if n := r.tokenCalls() - before; n != 1 {
		t.Errorf("%d token calls after another start", n)
	}

	fresh := r.byBrowser(r.publicApp())
	if got := r.token(another); got != r.token(fresh) || r.try(got) != 200 {
		t.Error("a session does not find the new sign-in in the store")
	}
	if err := s.Continue(fresh); err != nil || r.token(s) != r.token(another) {
		t.Error(err)
	}
}

// A JWT that was deleted in the console ends the session too.
func TestToken_endsTheSessionWhenTheJWTIsRefused(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	r.endSessions()
	answer := sandbox.Fault{Status: 401, Code: "OAU-140"}
	r.rc.FailNext("POST", "/oauth/token", sandbox.Fault{Status: 400, Code: "OAU-213"})
	r.rc.FailNext("POST", "/oauth/token", answer)
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	checkError(t, err, ErrSessionEnded, "OAU-140", "sign in again")
}

func TestToken_noticesALogoutByAnotherProcess(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	if _, err := Logout(t.Context(), &r.options); err != nil {
		t.Fatal(err)
	}
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	checkError(t, err, ErrSessionEnded, "signed out", "Sign in again")
}

// A process that was stopped in the middle of a refresh does not block others for
// ever.
func TestToken_givesUpOnALockThatIsNotReleased(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		stopped, err := o.Folders.LockProfile(t.Context(), "work")
		if err != nil {
			t.Fatal(err)
		}
		if err := fileStore(t, o.Folders).Save(t.Context(), sample.With(nil)); err != nil {
			t.Fatal(err)
		}
		there := &tokenServer{start: time.Now(), answer: numberedToken}
		o.Transport, o.Profile.Server = there, server
		s, err := Open(t.Context(), &o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Token(t.Context())
		checkError(t, err, settings.ErrLocked, "ctrl+z")
		stopped()
		checkToken(t, s, "t1")
		if len(there.forms) != 1 {
			t.Errorf("%d token calls", len(there.forms))
		}
	})
}

// A store that other users can read stops the session until it is fixed.
func TestToken_refusesAStoreThatOthersCanRead(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	token := r.token(s)
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	s.Refused(token)
	_, err := s.Token(t.Context())
	checkError(t, err, settings.ErrNotPrivate, "chmod 600 "+r.storeFile())
	if _, err := Open(t.Context(), &r.options); !errors.Is(err, settings.ErrNotPrivate) {
		t.Error(err)
	}
	if err := os.Chmod(r.storeFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	if r.token(s) == token {
		t.Error("fixing it does not help")
	}
}

func TestToken_presentsTheRefreshTokenFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &tokenServer{answer: func(n int, f url.Values) (*http.Response, error) {
			if f.Get("refresh_token") == "r2" {
				return newResponse(400, `{"error":"invalid_grant","errors":[{"errorCode":"OAU-213"}]}`), nil
			}
			return tokenResponse(fmt.Sprintf("t%d", n), 3600, fmt.Sprintf("r%d", n)), nil
		}}
		s := o.session()
		checkToken(t, s, "t1")
		s.Refused("t1")
		checkToken(t, s, "t2")
		s.Refused("t2")
		checkToken(t, s, "t4") // r2 is not taken, so the JWT is presented again
		var grants []string
		for _, f := range o.forms {
			grants = append(grants, f.Get("refresh_token")+f.Get("assertion"))
		}
		if got, want := strings.Join(grants, " "), assertion+" r1 r2 "+assertion; got != want {
			t.Errorf("presented %q; want %q", got, want)
		}
	})
}
