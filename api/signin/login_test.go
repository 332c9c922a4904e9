package signin

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func TestThreeWaysIn(t *testing.T) {
	ways := map[settings.Grant]func(r *rig) *Session{
		settings.GrantCode: func(r *rig) *Session { return r.byBrowser(r.app()) },
		settings.GrantJWT:  func(r *rig) *Session { return r.byJWT() },
		settings.GrantPassword: func(r *rig) *Session {
			c := r.rc.Credentials()
			s, err := r.login(r.app()).Password(r.t.Context(), c.Username, c.Extension, c.Password)
			if err != nil {
				r.t.Fatal(err)
			}
			return s
		},
	}
	for grant, in := range ways {
		t.Run(string(grant), func(t *testing.T) {
			r := newRig(t)
			s := in(r)
			first := r.token(s)
			if r.try(first) != 200 || s.Warning() != nil {
				t.Fatal(s.Warning())
			}
			kept := r.stored()
			if kept.AccessToken() != first || kept.Grant != grant || kept.Server != r.port.URL || (kept.JWT != "") != (grant == settings.GrantJWT) {
				t.Errorf("kept %+v", kept.Grant)
			}
			if strings.Contains(content(t, r.storeFile()), r.rc.Credentials().Password) {
				t.Error("the password was kept")
			}
			if p := s.Status(); p.Grant != grant || p.ClientID != r.app().ClientID {
				t.Errorf("%+v", p)
			}
			r.expireTokens()
			again := r.open()
			again.Refused(first)
			if second := r.token(again); second == first || r.try(second) != 200 || again.Status().Grant != grant {
				t.Error("another start cannot renew it")
			}
		})
	}
}

func TestBrowserAddress(t *testing.T) {
	r := newRig(t)
	r.options.Profile.Redirect = ""
	a, b := r.browser(r.public()), r.browser(r.public())
	u, err := url.Parse(a.URL())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if !strings.HasPrefix(a.URL(), r.port.URL+"/restapi/oauth/authorize?") || q.Get("redirect_uri") != settings.DefaultRedirect ||
		q.Get("response_type") != "code" || q.Get("client_id") != r.public().ClientID || q.Get("code_challenge_method") != "S256" {
		t.Error(a.URL())
	}
	if len(a.verifier) != 43 || len(a.state) != 43 || len(q.Get("code_challenge")) != 43 || a.verifier == b.verifier || a.state == b.state || a.state == a.verifier {
		t.Errorf("%d, %d", len(a.verifier), len(a.state))
	}
	secret(t, a.URL()+everyForm(a), a.verifier)
	if !a.CanListen() || a.Redirect() != settings.DefaultRedirect {
		t.Error(a.Redirect())
	}
}

// An app's secret is typed once: a later sign-in to the same server finds it in
// the store, or in the session that ended.
func TestTheSecretOfTheAppIsKept(t *testing.T) {
	r := newRig(t)
	ended := r.byBrowser(r.app())
	again := App{ClientID: r.app().ClientID}
	if _, err := r.login(again).JWT(t.Context(), r.rc.Credentials().JWT); err != nil {
		t.Errorf("with the secret of the store: %v", err)
	}
	r.options.After, r.options.Profile.Store = ended, settings.StoreNone
	if _, err := r.login(again).JWT(t.Context(), r.rc.Credentials().JWT); err != nil {
		t.Errorf("with the secret of the session: %v", err)
	}

	if l := r.login(r.public()); l.app.ClientSecret != "" {
		t.Error("another app is given the secret")
	}
	r.options.Profile.Store, r.options.Profile.Server = settings.StoreFile, newRig(t).options.Profile.Server
	if l := r.login(again); l.app.ClientSecret != "" {
		t.Error("another server is shown the secret")
	}
}

// What people paste is seldom just the address.
func TestPasted(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.public())
	at := func(query string) string { return b.Redirect() + "?" + query }
	good := "code=U0pD-x_1&state=" + b.state + "&expires_in=60"
	for _, text := range []string{
		at(good), " " + at(good) + "\r\n", `"` + at(good) + `"`, "<" + at(good) + ">", "‘" + at(good) + "’",
		at(good)[:40] + "\n    " + at(good)[40:], at(good) + "#", b.Redirect() + "/?" + good, "?" + good, good,
		"U0pD-x_1", "  U0pD-\nx_1\t", "'U0pD-x_1'", "\u200bU0pD-x_1", strings.ToUpper(b.Redirect()[:4]) + b.Redirect()[4:] + "?" + good,
	} {
		if c, err := b.Read(text); err != nil || c.value != "U0pD-x_1" {
			t.Errorf("%q gives %q, %v", text, c.value, err)
		}
	}
	wrong := "state=" + strings.Repeat("x", 43)
	tests := []struct {
		text, words string
		kind        error
	}{
		{"", "Nothing was pasted", nil},
		{" \n\"\" ", "Nothing was pasted", nil},
		{at("code=abc&" + wrong), "another sign-in", errState},
		{at("code=abc"), "another sign-in", errState},
		{at("code=abc&state="), "another sign-in", errState},
		{at("error=access_denied&" + wrong), "another sign-in", errState},
		{at("code=a&code=b&state=" + b.state), "neither a code nor the address", nil},
		{at("code=a&state=" + b.state + "&state=x"), "neither a code nor the address", nil},
		{at("code=&state=" + b.state), "neither a code nor the address", nil},
		{at("state=" + b.state), "neither a code nor the address", nil},
		{b.URL(), "This is the address to open", nil},
		{"https://evil.test/rcfwd?" + good, "not where RingCentral sends the browser", nil},
		{"http://127.0.0.1:9/rcfwd?" + good, "not where RingCentral sends the browser", nil},
		{"http://u@127.0.0.1:0/rcfwd?" + good, "not where RingCentral sends the browser", nil},
		{"http://127.0.0.1:0/other?" + good, "not where RingCentral sends the browser", nil},
		{"https://127.0.0.1:0/rcfwd?" + good, "not where RingCentral sends the browser", nil},
		{"http://[::1", "neither", nil},
		{"rm -rf /", "neither", nil},
		{"http://%zz", "neither", nil},
		{strings.Repeat("a", maxPasted+1), "neither", nil},
		{at("error=access_denied&state=" + b.state), "declined", nil},
		{at("error=unauthorized_client&error_description=no%1B%5B31m&state=" + b.state), "not sign in this way", nil},
	}
	for _, tt := range tests {
		_, err := b.Read(tt.text)
		mustFail(t, err, tt.kind, tt.words)
		secret(t, everyForm(err), "abc", b.state, b.verifier, "U0pD-x_1")
		if strings.Contains(everyForm(err), "\x1b") {
			t.Errorf("%q", err)
		}
	}
}

func TestRedirectsThatAreNone(t *testing.T) {
	for _, s := range []string{"http://rc.test/x", "rcfwd", "ftp://localhost/", "https://", "https://a.test/#x", "https://u:p@a.test/", "myapp:/x"} {
		r := newRig(t)
		r.options.Profile.Redirect = s
		_, err := r.login(r.app()).Browser()
		mustFail(t, err, nil, "redirect URI")
	}
	r := newRig(t)
	r.options.Profile.Redirect = "https://127.0.0.1/rcfwd"
	b := r.browser(r.app())
	_, err := b.Listen(t.Context())
	mustFail(t, err, nil, "Paste the address")
	code, err := b.Read(r.visit(b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Finish(t.Context(), code); err != nil {
		t.Error(err)
	}
}

// fetch is a browser at the loopback address.
func fetch(t *testing.T, method, address, host string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Header.Get("Cache-Control") != "no-store" || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "'none'") {
		t.Errorf("headers are %v", resp.Header)
	}
	return resp.StatusCode, string(body)
}

func TestLoopback(t *testing.T) {
	for _, redirect := range []string{"http://127.0.0.1:0/rcfwd", "http://localhost:0/", "http://localhost:0"} {
		r := newRig(t)
		r.options.Profile.Redirect = redirect
		b := r.browser(r.public())
		l, err := b.Listen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.URL(), "%3A0") {
			t.Error(b.URL())
		}
		for _, bad := range []struct{ method, path, host string }{
			{"GET", "/favicon.ico", ""}, {"GET", "?code=x&state=wrong", ""}, {"GET", "?error=access_denied", ""}, {"GET", "", ""},
			{"POST", "?code=x&state=" + b.state, ""}, {"GET", "?code=x&state=" + b.state, "evil.test"},
		} {
			if status, page := fetch(t, bad.method, b.Redirect()+bad.path, bad.host); status < 400 || strings.Contains(page, "state") {
				t.Errorf("%v gets %d: %s", bad, status, page)
			}
		}
		done := make(chan string, 1)
		landing := r.visit(b)
		go func() { _, page := fetch(t, "GET", landing, ""); done <- page }()
		code, err := l.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if page := <-done; !strings.Contains(page, "close this page") || strings.Contains(page, code.value) {
			t.Error(page)
		}
		s, err := b.Finish(t.Context(), code)
		if err != nil || r.try(r.token(s)) != 200 {
			t.Error(err)
		}
		if _, err := net.Dial("tcp", b.redirect.Host); err == nil {
			t.Error("it still listens")
		}
		l.Close()
	}
}

func TestLoopbackThatIsDeclined(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.public())
	l, err := b.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	landing := r.visit(b, "deny", "yes")
	done := make(chan string, 1)
	go func() { _, page := fetch(t, "GET", landing, ""); done <- page }()
	_, err = l.Wait(t.Context())
	mustFail(t, err, nil, "declined")
	if page := <-done; !strings.Contains(page, "not completed") {
		t.Error(page)
	}
}

func TestLoopbackThatIsGivenUp(t *testing.T) {
	r := newRig(t)
	b := r.browser(r.public())
	l, err := b.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPortThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	r := newRig(t)
	r.options.Profile.Redirect = "http://" + taken.Addr().String() + "/rcfwd"
	_, err = r.browser(r.public()).Listen(t.Context())
	mustFail(t, err, nil, "is taken", "Paste the address")
}

// Every refusal of the dossier says what to change where.
func TestRefusalsAreExplained(t *testing.T) {
	words := map[string]string{
		"OAU-101": "brand", "OAU-102": "developer console", "OAU-105": "Sign in as a user", "OAU-106": "Sign in again",
		"OAU-108": "Sign in again", "OAU-109": "redirect URI", "OAU-110": "another app", "OAU-112": "Settings > Auth",
		"OAU-113": "redirect URI", "OAU-125": "Settings > Auth", "OAU-134": "app", "OAU-136": "extension", "OAU-140": "not accepted",
		"OAU-141": "administrator", "OAU-142": "administrator", "OAU-146": "developer console", "OAU-147": "administrator",
		"OAU-148": "single sign-on", "OAU-153": "developer console", "OAU-168": "JWT", "OAU-213": "Sign in again",
		"OAU-250": "server", "OAU-251": "Settings > Auth", "CMN-401": "App permissions", "CMN-301": "Wait",
	}
	for code, want := range words {
		r := newRig(t)
		l := r.login(r.app())
		status := 400
		if code == "CMN-301" {
			status = 403 // as good as any: a 429 would be waited for
		}
		r.rc.FailNext("POST", "/oauth/token", sandbox.Fault{Status: status, Code: code})
		_, err := l.JWT(t.Context(), r.rc.Credentials().JWT)
		e, ok := errors.AsType[*rest.Error](err)
		if !ok || e.Code != code {
			t.Errorf("%s gives %v", code, err)
			continue
		}
		mustFail(t, err, nil, code, want)
		if _, err := Open(t.Context(), r.options); !errors.Is(err, ErrNotSignedIn) {
			t.Errorf("%s left something: %v", code, err)
		}
	}
}

// The sandbox refuses by itself what the service is known to refuse.
func TestRefusalsOverHTTP(t *testing.T) {
	c := func(r *rig) sandbox.Credentials { return r.rc.Credentials() }
	tests := map[string]func(r *rig) error{
		"OAU-140 password": func(r *rig) error {
			_, err := r.login(r.app()).Password(t.Context(), c(r).Username, c(r).Extension, "wrong")
			return err
		},
		"OAU-147": func(r *rig) (err error) {
			l := r.login(r.app())
			for range 6 {
				_, err = l.Password(t.Context(), c(r).Username, c(r).Extension, "wrong")
			}
			return err
		},
		"OAU-146": func(r *rig) error {
			_, err := r.login(App{c(r).ClientID, "wrong"}).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-153": func(r *rig) error {
			_, err := r.login(App{"nobody", "wrong"}).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-251": func(r *rig) error {
			_, err := r.login(r.public()).JWT(t.Context(), c(r).JWT)
			return err
		},
		"OAU-106": func(r *rig) error {
			_, err := r.browser(r.app()).Finish(t.Context(), Code{"made-up"})
			return err
		},
		"OAU-109": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.visit(b))
			b.redirect.Path = "/other"
			_, err := b.Finish(t.Context(), code)
			return err
		},
		"OAU-106 verifier": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.visit(b))
			b.verifier = randomText()
			_, err := b.Finish(t.Context(), code)
			return err
		},
		"OAU-106 twice": func(r *rig) error {
			b := r.browser(r.app())
			code, _ := b.Read(r.visit(b))
			_, err := b.Finish(t.Context(), code)
			if err == nil {
				_, err = b.Finish(t.Context(), code)
			}
			return err
		},
	}
	for name, do := range tests {
		r := newRig(t)
		err := do(r)
		mustFail(t, err, nil, name[:7])
		secret(t, everyForm(err)+api.Explain(err).String(), c(r).JWT, c(r).Password, c(r).ClientSecret, "made-up")
	}
}

func TestLoginThatCannotBegin(t *testing.T) {
	r := newRig(t)
	_, err := NewLogin(t.Context(), r.options, App{})
	mustFail(t, err, nil, "client id is missing")
	r.options.Profile.Command = []string{"op"}
	_, err = NewLogin(t.Context(), r.options, r.app())
	mustFail(t, err, nil, "credential_command", r.options.Folders.ConfigFile())
	r.options.Profile.Command, r.options.Profile.Name = nil, "../x"
	_, err = NewLogin(t.Context(), r.options, r.app())
	mustFail(t, err, nil, "cannot be called")
	r.options.Profile.Name, r.options.Folders.State = "work", settingsFile(t, "")
	_, err = NewLogin(t.Context(), r.options, r.app())
	mustFail(t, err, nil, r.options.Folders.State)
	if r.calls() != 0 {
		t.Error("something was sent")
	}
	ok := newRig(t)
	_, err = ok.login(ok.app()).JWT(t.Context(), " \n")
	mustFail(t, err, nil, "JWT is empty")
	_, err = ok.login(ok.app()).Password(t.Context(), "", "", "x")
	mustFail(t, err, nil, "both needed")
}

// The store can be tried before anything else is known.
func TestProbe(t *testing.T) {
	o := options(t, "https://rc.test")
	for _, kind := range settings.Stores {
		o.keyring, o.Profile.Store = newFakeKeyring(), kind
		if err := Probe(t.Context(), o); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	ring := newFakeKeyring()
	ring.before = func(string) error { return keyring.ErrUnsupportedPlatform }
	o.keyring, o.Profile.Store = ring, settings.StoreKeyring
	mustFail(t, Probe(t.Context(), o), tokenstore.ErrKeyring, "Choose another store")
	o.Profile.Store, o.Folders.State = settings.StoreFile, settingsFile(t, "")
	mustFail(t, Probe(t.Context(), o), nil, o.Folders.State)
}

// A sign-in that cannot be kept because somebody else sits on the lock says so,
// goes on, and is kept once the lock is free.
func TestLoginWhileTheLockIsNotGivenBack(t *testing.T) {
	o := options(t, "https://rc.test")
	synctest.Test(t, func(t *testing.T) {
		var warned []error
		o.Warn = func(err error) { warned = append(warned, err) }
		o.Transport, o.Profile.Server = &office{start: time.Now(), answer: numbered}, server
		l, err := NewLogin(t.Context(), o, app)
		if err != nil {
			t.Fatal(err)
		}
		stopped, err := o.Folders.LockProfile(t.Context(), "work")
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.JWT(t.Context(), assertion)
		if err != nil {
			t.Fatal(err)
		}
		mustFail(t, s.Warning(), ErrUnsaved, "ctrl+z", "the sign-in ends with it")
		if len(warned) != 1 {
			t.Errorf("warned of %v", warned)
		}
		stopped()
		time.Sleep(saveEvery)
		want(t, s, "t1")
		synctest.Wait()
		if r, err := fileStore(t, o.Folders).Load(t.Context()); err != nil || r.AccessToken() != "t1" || s.Warning() != nil {
			t.Errorf("%v, %v, %v", r, err, s.Warning())
		}
	})
}

func TestWordsForPeople(t *testing.T) {
	for _, g := range settings.Grants {
		if Means(g) == "" || !strings.Contains(Needs(g, ""), "developers.ringcentral.com") || strings.Contains(Needs(g, ""), "%!") {
			t.Errorf("%s: %s", g, Needs(g, ""))
		}
		for line := range strings.Lines(Needs(g, "")) {
			if len(line) > 101 {
				t.Errorf("a line of %d letters: %s", len(line), line)
			}
		}
	}
	if !strings.Contains(Needs(settings.GrantCode, "https://a.test/x"), "https://a.test/x") {
		t.Error(Needs(settings.GrantCode, "https://a.test/x"))
	}
	for _, s := range settings.Stores {
		if Keeps(s) == "" {
			t.Error(s)
		}
	}
}
