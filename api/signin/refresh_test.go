package signin

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func (r *rig) endSessions()  { r.rc.Change(func(c *sandbox.Company) { c.EndSessions() }) }
func (r *rig) expireTokens() { r.rc.Change(func(c *sandbox.Company) { c.ExpireTokens() }) }

func TestJWTIsPresentedAgainWhenTheSessionIsGone(t *testing.T) {
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

// Who was signed in is known after the end, here and at another start, so that
// the same person can go on.
func TestOwnerOfASessionThatIsOver(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.public())
	was := s.Status()
	r.endSessions()
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	mustFail(t, err, ErrSessionEnded)
	for where, st := range map[string]Status{"here": s.Status(), "at another start": r.open().Status()} {
		if st.OwnerID == "" || st.OwnerID != was.OwnerID || !slices.Equal(st.Scopes, was.Scopes) || st.SignedIn {
			t.Errorf("%s %+v", where, st)
		}
	}
	if fresh := r.byBrowser(r.public()).Status(); fresh.OwnerID != was.OwnerID || !fresh.SignedIn {
		t.Errorf("%+v", fresh)
	}
}

// A session without a JWT ends with its refresh token. That costs one token
// call, is told apart from other failures, and a new sign-in mends it.
func TestSessionThatIsOver(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.public())
	token := r.token(s)
	r.endSessions()
	s.Refused(token)
	before := r.calls()
	for range 3 {
		_, err := s.Token(t.Context())
		mustFail(t, err, ErrSessionEnded, "OAU-213", "Sign in again.")
		if _, ok := errors.AsType[*rest.Error](err); !ok {
			t.Errorf("%T", err)
		}
	}
	if n := r.calls() - before; n != 1 {
		t.Errorf("%d token calls", n)
	}
	another := r.open()
	if st := another.Status(); st.SignedIn || st.ClientID != r.public().ClientID {
		t.Errorf("%+v", st)
	}
	_, err := another.Token(t.Context())
	mustFail(t, err, ErrSessionEnded, "Sign in again.")
	if n := r.calls() - before; n != 1 {
		t.Errorf("%d token calls after another start", n)
	}

	fresh := r.byBrowser(r.public())
	if got := r.token(another); got != r.token(fresh) || r.try(got) != 200 {
		t.Error("a session does not find the new sign-in in the store")
	}
	if err := s.Continue(fresh); err != nil || r.token(s) != r.token(another) {
		t.Error(err)
	}
}

func TestContinueInMemory(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Store = settings.StoreNone
	s := r.byBrowser(r.public())
	r.endSessions()
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	mustFail(t, err, ErrSessionEnded)
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

// A JWT that was deleted in the console ends the session too, with the words
// that help.
func TestJWTThatIsNoLongerTaken(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	r.endSessions()
	answer := sandbox.Fault{Status: 401, Code: "OAU-140"}
	r.rc.FailNext("POST", "/oauth/token", sandbox.Fault{Status: 400, Code: "OAU-213"})
	r.rc.FailNext("POST", "/oauth/token", answer)
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	mustFail(t, err, ErrSessionEnded, "OAU-140", "sign in again")
}

func TestSignedOutElsewhere(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	if _, err := Logout(t.Context(), r.options); err != nil {
		t.Fatal(err)
	}
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	mustFail(t, err, ErrSessionEnded, "signed out", "Sign in again")
}

// fullDisk is a store whose disk is full.
type fullDisk struct{ tokenstore.Store }

func (fullDisk) Save(context.Context, *tokenstore.Record) error {
	return settings.UserErrorf(syscall.ENOSPC, "Could not write the sign-in: %v.", syscall.ENOSPC)
}

// A disk that takes nothing while a token is saved costs nothing but the
// saving: the session goes on, the old record survives, and the service takes
// its refresh token once more.
func TestDiskFullWhileATokenIsSaved(t *testing.T) {
	r := newRig(t)
	r.hearing()
	s := r.byBrowser(r.public())
	first := r.token(s)
	works := s.store
	s.store = fullDisk{works}
	s.Refused(first)
	second := r.token(s)
	if second == first || r.stored().AccessToken() != first {
		t.Error("no new token, or the old record is gone")
	}
	mustFail(t, s.Warning(), ErrUnsaved, "Could not write", "no space left on device", "rcfwd goes on")
	if heard := r.warned(); len(heard) != 1 || !errors.Is(heard[0], ErrUnsaved) {
		t.Errorf("heard %v", heard)
	}
	secret(t, everyForm(s.Warning()), secretsOf(s.rec)...)

	other := r.open()
	other.Refused(r.token(other))
	if got := r.token(other); got != second {
		t.Errorf("the old refresh token gives %q, not the same new token", got)
	}
	s.store = works
	s.Refused(second)
	if third := r.token(s); third == second || r.stored().AccessToken() != third || s.Warning() != nil {
		t.Errorf("not saved once there is room: %v", s.Warning())
	}
}

// What could not be saved is still newer than what is stored.
func TestUnsavedTokenIsNotForgotten(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.public())
	s.store = fullDisk{s.store}
	for range 3 {
		token := r.token(s)
		if r.try(token) != 200 {
			t.Fatal("the token is not taken")
		}
		s.Refused(token)
	}
	if r.try(r.token(s)) != 200 {
		t.Error("the session was lost")
	}
}

// Nor is that of a login that could not be saved at all, over an old one or
// none.
func TestUnsavedLoginGoesOn(t *testing.T) {
	for _, before := range []bool{false, true} {
		r := newRig(t)
		if before {
			r.byJWT()
		}
		b := r.browser(r.public())
		code, err := b.Read(r.visit(b))
		if err != nil {
			t.Fatal(err)
		}
		b.login.store = fullDisk{b.login.store}
		s, err := b.Finish(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		mustFail(t, s.Warning(), ErrUnsaved, "no space left")
		first := r.token(s)
		s.Refused(first)
		if next := r.token(s); next == first || r.try(next) != 200 {
			t.Error("the session does not go on")
		}
	}
}

// What could not be saved is tried again, without waiting for the token's end.
func TestUnsavedTokenIsSavedWhenThereIsRoom(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		o := &office{start: time.Now(), answer: numbered}
		l, err := NewLogin(t.Context(), Options{Folders: folders, Profile: settings.Profile{Name: "work", Server: server}, Transport: o}, app)
		if err != nil {
			t.Fatal(err)
		}
		works := l.store
		l.store = fullDisk{works}
		s, err := l.JWT(t.Context(), assertion)
		if err != nil || s.Warning() == nil {
			t.Fatal(err, s.Warning())
		}
		s.store = works
		want(t, s, "t1")
		synctest.Wait()
		if s.Warning() == nil {
			t.Error("it was tried again at once")
		}
		time.Sleep(saveEvery)
		want(t, s, "t1")
		synctest.Wait()
		kept, err := fileStore(t, folders).Load(t.Context())
		if s.Warning() != nil || err != nil || kept.AccessToken() != "t1" {
			t.Errorf("%v, %v", s.Warning(), err)
		}
	})
}

// One that was stopped in the middle of a refresh does not keep others for ever.
func TestLockThatIsNotGivenBack(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		stopped, err := o.Folders.LockProfile(t.Context(), "work")
		if err != nil {
			t.Fatal(err)
		}
		if err := fileStore(t, o.Folders).Save(t.Context(), sample.With(nil)); err != nil {
			t.Fatal(err)
		}
		there := &office{start: time.Now(), answer: numbered}
		o.Transport, o.Profile.Server = there, server
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Token(t.Context())
		mustFail(t, err, settings.ErrLocked, "ctrl+z")
		stopped()
		want(t, s, "t1")
		if len(there.forms) != 1 {
			t.Errorf("%d token calls", len(there.forms))
		}
	})
}

// A store that others can read stops the session until it is mended.
func TestStoreThatIsOpenedToOthers(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	token := r.token(s)
	if err := os.Chmod(r.storeFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	s.Refused(token)
	_, err := s.Token(t.Context())
	mustFail(t, err, settings.ErrNotPrivate, "chmod 600 "+r.storeFile())
	if _, err := Open(t.Context(), r.options); !errors.Is(err, settings.ErrNotPrivate) {
		t.Error(err)
	}
	if err := os.Chmod(r.storeFile(), 0o600); err != nil {
		t.Fatal(err)
	}
	if r.token(s) == token {
		t.Error("mending it does not help")
	}
}

// Something on the way that answers for the service ends no session: neither a
// page of a hotel nor one of a proxy.
func TestServerThatAnswersWithHTML(t *testing.T) {
	const html = "<!doctype html><title>Welcome</title><p>Buy Wi-Fi"
	for _, status := range []int{302, 400, 401, 403, 404} {
		r := newRig(t)
		s := r.byBrowser(r.public())
		token := r.token(s)
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(html))
		}))
		there := s.endpoint.transport
		s.endpoint.transport = via(proxy.URL)
		s.Refused(token)
		_, err := s.Token(t.Context())
		if err == nil || errors.Is(err, ErrSessionEnded) || strings.Contains(everyForm(err), "Wi-Fi") {
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

// One that answers well but with a page is not asked again, and the address is
// what to look at. Nor has it ended a session.
func TestServerThatIsNotRingCentral(t *testing.T) {
	r := newRig(t)
	s := r.byBrowser(r.public())
	asked := 0
	page := tripper(func(*http.Request) (*http.Response, error) {
		asked++
		return response(200, "<!doctype html><p>Buy Wi-Fi", "Content-Type", "text/html"), nil
	})
	s.endpoint.transport = page
	s.Refused(r.token(s))
	_, err := s.Token(t.Context())
	mustFail(t, err, errNotRingCentral, "does not speak as RingCentral does", "Check its address", r.port.URL)
	if asked != 1 || errors.Is(err, ErrSessionEnded) || strings.Contains(everyForm(err), "Wi-Fi") {
		t.Errorf("asked %d times: %v", asked, err)
	}
	r.options.Transport = page
	if f := r.logout(); f.Revoked || !strings.Contains(f.NotRevoked, "does not speak as RingCentral does") {
		t.Errorf("%+v", f)
	}
}

// via sends every request to another address.
func via(address string) http.RoundTripper {
	to, _ := url.Parse(address)
	return tripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = to.Scheme, to.Host
		return http.DefaultTransport.RoundTrip(r)
	})
}

// A redirect is not followed: the form would go along with it.
func TestRedirectToAnotherHost(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		hit := false
		evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
		here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, evil.URL+"/restapi/oauth/token?token=x", status)
		}))
		o := options(t, here.URL)
		l, err := NewLogin(t.Context(), o, app)
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.JWT(t.Context(), assertion)
		mustFail(t, err, nil, "redirects to "+evil.URL, "Nothing was sent there")
		e := l.source.endpoint
		mustFail(t, e.revoke(t.Context(), &tokenstore.TokenSet{Access: "a", Refresh: "r"}), nil, "redirects to")
		if hit {
			t.Errorf("HTTP %d was followed", status)
		}
		here.Close()
		evil.Close()
	}
}

func TestServerThatIsNotSafe(t *testing.T) {
	o := options(t, "http://127.0.0.1:1")
	o.Profile.Server = &url.URL{Scheme: "http", Host: "rc.test"}
	_, err := NewLogin(t.Context(), o, app)
	mustFail(t, err, nil, "plain http would show the sign-in", "https://rc.test")
}

// What was signed in to at one server is never shown to another.
func TestProfileThatNamesAnotherServer(t *testing.T) {
	r := newRig(t)
	s := r.byJWT()
	there := options(t, "https://evil.test")
	there.Folders = r.options.Folders
	_, err := Open(t.Context(), there)
	mustFail(t, err, ErrNotSignedIn, "signed in to "+r.port.URL+", not to https://evil.test")
	secret(t, everyForm(err), secretsOf(s.rec)...)
	if st, err := ReadStatus(t.Context(), there); err != nil || st.SignedIn {
		t.Errorf("%+v, %v", st, err)
	}
}
