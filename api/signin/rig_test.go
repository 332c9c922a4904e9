package signin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

var sample = &tokenstore.Record{
	Server: "https://rc.test", ClientID: "client", Secret: "client+secret/=", Source: tokenstore.FromStore, Grant: settings.GrantJWT, JWT: assertion,
	Token: &tokenstore.TokenSet{Access: "access-1", Refresh: "refresh-1", Issued: time.Unix(1e9, 0).UTC(), Owner: "42", Scope: "ReadAccounts"},
}

// TestMain lets the test binary be the other process of a test as well.
func TestMain(m *testing.M) {
	if what := os.Getenv("RCFWD_TEST_CHILD"); what != "" {
		os.Exit(children[what]())
	}
	os.Exit(m.Run())
}

// rig is a person with folders of their own and a sandbox behind a port.
type rig struct {
	t       *testing.T
	rc      *sandbox.Server
	port    *httptest.Server
	options Options
	warned  func() []error
}

func newRig(t *testing.T) *rig {
	t.Helper()
	rc, err := sandbox.New(sandbox.Options{Base: "https://rc.test", Limits: sandbox.GenerousLimits()})
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
	dir := t.TempDir()
	return Options{
		Folders: settings.Folders{Config: filepath.Join(dir, "config", "rcfwd"), State: filepath.Join(dir, "state", "rcfwd")},
		Profile: settings.Profile{Name: "work", Server: server, Redirect: "http://127.0.0.1:0/rcfwd"},
		keyring: newFakeKeyring(),
	}
}

func (r *rig) app() App {
	c := r.rc.Credentials()
	return App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}
}

// public is the sandbox's app without a secret.
func (r *rig) public() App { return App{ClientID: "rcfwd-sandbox-public-app"} }

func (r *rig) login(app App) *Login {
	r.t.Helper()
	l, err := NewLogin(r.t.Context(), r.options, app)
	if err != nil {
		r.t.Fatal(err)
	}
	return l
}

// byJWT is a session that was signed in with a JWT.
func (r *rig) byJWT() *Session {
	r.t.Helper()
	s, err := r.login(r.app()).JWT(r.t.Context(), r.rc.Credentials().JWT)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// byBrowser is a session that has nothing but its refresh token.
func (r *rig) byBrowser(app App) *Session {
	r.t.Helper()
	b := r.browser(app)
	code, err := b.Read(r.visit(b))
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

// visit does what a person does in a browser, and gives the address at which
// they end up.
func (r *rig) visit(b *Browser, typed ...string) string {
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

// open is what another start of the program gets.
func (r *rig) open() *Session {
	r.t.Helper()
	s, err := Open(r.t.Context(), r.options)
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

// try presents a token to the service, as a client does.
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

// calls counts the requests for tokens so far.
func (r *rig) calls() int {
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
	s, err := tokenstore.Open(tokenstore.Options{Folders: f, Profile: settings.Profile{Name: "work"}})
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

// hearing has the options collect warnings.
func (r *rig) hearing() {
	var mu sync.Mutex
	var all []error
	r.options.Warn = func(err error) { mu.Lock(); all = append(all, err); mu.Unlock() }
	r.warned = func() []error { mu.Lock(); defer mu.Unlock(); return append([]error(nil), all...) }
}

// secret fails the test when text holds any secret of the record.
func secret(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if s != "" && (strings.Contains(text, s) || strings.Contains(text, url.QueryEscape(s))) {
			t.Errorf("a secret in %s", text)
		}
	}
}

func secretsOf(r *tokenstore.Record) []string {
	all := []string{r.Secret, r.JWT}
	if r.Token != nil {
		all = append(all, r.Token.Access, r.Token.Refresh)
	}
	return all
}

// everyForm is a value in all the ways in which it may get printed.
func everyForm(v any) string {
	text, err := json.Marshal(v)
	return fmt.Sprintf("%v %+v %#v %s %s %v", v, v, v, v, text, err)
}

func mustFail(t *testing.T, err error, kind error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("%v is not %v", err, kind)
	}
	for _, p := range parts {
		if !strings.Contains(api.Explain(err).String(), p) {
			t.Errorf("%v lacks %q", api.Explain(err), p)
		}
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// settingsFile makes a settings file of its own.
func settingsFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
