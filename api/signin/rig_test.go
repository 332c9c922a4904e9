package signin

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

func (r *rig) endSessions()  { r.rc.Change(func(c *sandbox.Company) { c.EndSessions() }) }
func (r *rig) expireTokens() { r.rc.Change(func(c *sandbox.Company) { c.ExpireTokens() }) }

// rig has a sandbox behind a port and the folders and options of one person.
type rig struct {
	t        *testing.T
	rc       *sandbox.Server
	port     *httptest.Server
	options  Options
	warnings func() []error
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigWith(t, sandbox.Options{Limits: sandbox.GenerousLimits()})
}

func newRigWith(t *testing.T, o sandbox.Options) *rig {
	t.Helper()
	o.Base = "https://rc.test"
	rc, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	port := httptest.NewServer(rc)
	t.Cleanup(port.Close)
	return &rig{t: t, rc: rc, port: port, options: options(t, port.URL)}
}

func options(t *testing.T, address string) Options {
	t.Helper()
	server, err := rest.ParseServer(address)
	if err != nil {
		t.Fatal(err)
	}
	dir := tempDir(t)
	return Options{
		Folders: settings.Folders{Config: filepath.Join(dir, "config", "rcfwd"), State: filepath.Join(dir, "state", "rcfwd")},
		Profile: settings.Profile{Name: "work", Server: server, Redirect: "http://127.0.0.1:0/rcfwd"},
		keyring: newFakeKeyring(),
	}
}

// tempDir returns a folder of the test, in memory where the system offers that.
// Every save waits for the disk, which would take most of the time of the tests.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "rcfwd-signin-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (r *rig) app() App {
	c := r.rc.Credentials()
	return App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}
}

// publicApp returns the sandbox's app without a secret.
func (r *rig) publicApp() App { return App{ClientID: "rcfwd-sandbox-public-app"} }

func (r *rig) login(app App) *Login {
	r.t.Helper()
	l, err := NewLogin(r.t.Context(), &r.options, app)
	if err != nil {
		r.t.Fatal(err)
	}
	return l
}

// byJWT returns a session that was signed in with a JWT.
func (r *rig) byJWT() *Session {
	r.t.Helper()
	s, err := r.login(r.app()).JWT(r.t.Context(), r.rc.Credentials().JWT)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// byBrowser returns a session that has a refresh token and no JWT.
func (r *rig) byBrowser(app App) *Session {
	r.t.Helper()
	b := r.browser(app)
	code, err := b.Read(r.signInAtServer(b))
	if err != nil {
		r.t.Fatal(err)
	}
	s, err := b.Finish(r.t.Context(), code)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func (r *rig) browser(app App) *Browser {
	r.t.Helper()
	b, err := r.login(app).Browser()
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

// signInAtServer does what a person does in a browser, and returns the address at
// which the browser ends.
func (r *rig) signInAtServer(b *Browser, typed ...string) string {
	r.t.Helper()
	c := r.rc.Credentials()
	u, err := url.Parse(b.URL())
	if err != nil {
		r.t.Fatal(err)
	}
	form := u.Query()
	form.Set("username", c.Username)
	form.Set("extension", c.Extension)
	form.Set("password", c.Password)
	for i := 0; i+1 < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	resp := r.post("/sandbox/sign-in", form)
	if resp.StatusCode != http.StatusFound {
		r.t.Fatalf("the sign-in page answers %s", resp.Status)
	}
	return resp.Header.Get("Location")
}

func (r *rig) post(path string, form url.Values) *http.Response {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.port.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp
}

// open returns the session of another start of rcfwd.
func (r *rig) open() *Session {
	r.t.Helper()
	s, err := Open(r.t.Context(), &r.options)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func (r *rig) token(s *Session) string {
	r.t.Helper()
	token, err := s.Token(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return token
}

// try presents a token to the service and returns the status of the answer.
func (r *rig) try(token string) int {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.port.URL+"/restapi/v1.0/account/~/extension/~", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// tokenCalls counts the requests for tokens so far.
func (r *rig) tokenCalls() int {
	n := 0
	for _, q := range r.rc.Requests() {
		if strings.HasSuffix(q.Path, "/oauth/token") {
			n++
		}
	}
	return n
}

func (r *rig) storeFile() string { return r.options.Folders.ProfileFile("work", ".json").Path() }

// fileStore returns the file store of the profile work.
func fileStore(t *testing.T, f settings.Folders) tokenstore.Store {
	t.Helper()
	s, err := tokenstore.Open(&tokenstore.Options{Folders: f, Profile: settings.Profile{Name: "work"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *rig) stored() *tokenstore.Record {
	r.t.Helper()
	got, err := fileStore(r.t, r.options.Folders).Load(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

// collectWarnings makes warnings return what the sessions warn of.
func (r *rig) collectWarnings() {
	var mu sync.Mutex
	var all []error
	r.options.Warn = func(err error) { mu.Lock(); all = append(all, err); mu.Unlock() }
	r.warnings = func() []error { mu.Lock(); defer mu.Unlock(); return append([]error(nil), all...) }
}
