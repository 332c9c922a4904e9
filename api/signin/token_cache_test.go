//go:build unix

package signin

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// useEnvironment makes the options those of a command with the variables set, on a
// machine with a runtime folder.
func (r *rig) useEnvironment() {
	c := r.rc.Credentials()
	env := map[string]string{EnvServer: r.port.URL, EnvID: c.ClientID, EnvSecret: c.ClientSecret, EnvJWT: c.JWT}
	r.options.Getenv = func(name string) string { return env[name] }
	r.useRuntime()
}

func (r *rig) useRuntime() {
	r.options.Folders.Runtime = filepath.Join(tempDir(r.t), "rcfwd")
	r.options.OneRun = true
	r.collectWarnings()
}

// entries returns the paths of all entries in the cache.
func (r *rig) entries() []string {
	r.t.Helper()
	all, err := filepath.Glob(filepath.Join(r.options.Folders.Runtime, "token-*.json"))
	state, err2 := filepath.Glob(filepath.Join(r.options.Folders.State, "signin", "token-*.json"))
	if err := errors.Join(err, err2); err != nil {
		r.t.Fatal(err)
	}
	return append(all, state...)
}

// onlyEntry returns the path of the only entry.
func (r *rig) onlyEntry() string {
	r.t.Helper()
	all := r.entries()
	if len(all) != 1 {
		r.t.Fatalf("the entries are %v", all)
	}
	return all[0]
}

// A shell loop makes one Auth request, also with a credential command, which runs once.
func TestTokenCache_lastsFromRunToRun(t *testing.T) {
	for name, use := range map[string]func(*rig){
		"environment": (*rig).useEnvironment,
		"command":     func(r *rig) { r.useRuntime(); r.useCommand(r.commandOutput()) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			use(r)
			first := r.token(r.open())
			for range 99 {
				s := r.open()
				if r.token(s) != first || s.EndRun(t.Context()) != nil {
					t.Fatal("a later run has another token")
				}
			}
			if r.tokenCalls() != 1 || r.try(first) != 200 || len(r.warnings()) != 0 {
				t.Errorf("%d token calls; %v", r.tokenCalls(), r.warnings())
			}
			if name == "command" && (commandRuns(t) != 1 || exists(r.storeFile())) {
				t.Errorf("the command runs %d times, and there is a stored sign-in: %v", commandRuns(t), exists(r.storeFile()))
			}
			text := content(t, r.onlyEntry())
			c := r.rc.Credentials()
			checkHidden(t, text, c.JWT, c.ClientSecret)
			if strings.Contains(text, "refresh") || mode(t, r.onlyEntry()) != 0o600 || !strings.HasPrefix(r.onlyEntry(), r.options.Folders.Runtime) {
				t.Errorf("%s has %v and %s", r.onlyEntry(), mode(t, r.onlyEntry()), text)
			}
		})
	}
}

// However many processes start at once, one of them signs in.
func TestTokenCache_signsInOnceForManyProcesses(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	env := []string{"RCFWD_TEST_STATE=" + r.options.Folders.State, "RCFWD_TEST_RUNTIME=" + r.options.Folders.Runtime, "RCFWD_TEST_SERVER=" + r.port.URL}
	for _, name := range variables {
		env = append(env, name+"="+r.options.Getenv(name))
	}
	var all []*process
	for range 20 {
		all = append(all, startProcess(t, "token", env...))
	}
	for _, p := range all {
		if got := p.line(); got != "ready" {
			t.Fatal(got)
		}
	}
	for _, p := range all {
		p.send("go")
	}
	tokens := map[string]bool{}
	for _, p := range all {
		tokens[p.line()] = true
	}
	if len(tokens) != 1 || r.tokenCalls() != 1 {
		t.Errorf("%d tokens by %d token calls", len(tokens), r.tokenCalls())
	}
}

// The token is kept in the state folder only if the profile says so, and else nowhere,
// which is said once to the person who did not choose it.
func TestTokenCache_keepsToWhatItMayUse(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Options)
		calls  int // for two runs
		says   string
		why    string // that the status names
	}{
		"no runtime folder":                     {func(o *Options) { o.Folders.Runtime = "" }, 2, "XDG_RUNTIME_DIR is not set", "XDG_RUNTIME_DIR is not set"},
		"a runtime folder that others can read": {func(o *Options) { _ = os.Mkdir(o.Folders.Runtime, 0o755) }, 2, "chmod 700 ", "chmod 700 "},
		"state folder":                          {func(o *Options) { o.Folders.Runtime, o.Profile.TokenCache = "", settings.CacheState }, 1, "", ""},
		"no cache":                              {func(o *Options) { o.NoTokenCache, o.Profile.TokenCache = true, settings.CacheState }, 2, "", "RCFWD_NO_CACHE is set"},
		"no store":                              {func(o *Options) { o.Profile.Store, o.Profile.TokenCache = settings.StoreNone, settings.CacheState }, 2, "", `store = "none"`},
		"the screen":                            {func(o *Options) { o.Folders.Runtime, o.OneRun = "", false }, 2, "", "XDG_RUNTIME_DIR is not set"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.useEnvironment()
			tt.change(&r.options)
			for range 2 {
				s := r.open()
				for range 2 {
					s.Refused("another token")
					r.token(s)
				}
			}
			if r.tokenCalls() != tt.calls || len(r.entries()) != 2-tt.calls {
				t.Errorf("%d token calls, and the entries %v", r.tokenCalls(), r.entries())
			}
			said := fmt.Sprint(r.warnings())
			if tt.says == "" && len(r.warnings()) > 0 || !strings.Contains(said, tt.says) {
				t.Errorf("it says %s", said)
			}
			line := `write under [profiles.work] in ` + r.options.Folders.ConfigFile() + `: token_cache = "state"`
			if tt.says != "" && (len(r.warnings()) != 2 || !strings.Contains(said, line)) {
				t.Errorf("two runs say %d times %s", len(r.warnings()), said)
			}
			st := r.open().Status()
			if st.TokenCache == nil || !strings.Contains(st.TokenCache.Why, tt.why) || (tt.why == "") != st.TokenCache.Kept {
				t.Errorf("the status is %+v", st.TokenCache)
			}
		})
	}
}

// A keyring is where the person wants the secrets of a command to be.
func TestTokenCache_leavesTheKeyringAlone(t *testing.T) {
	r := newRig(t)
	r.useRuntime()
	r.useCommand(r.commandOutput())
	r.options.Profile.Store = settings.StoreKeyring
	first := r.token(r.open())
	if s := r.open(); r.token(s) != first || s.Status().TokenCache != nil || s.EndRun(t.Context()) != nil || r.try(first) != 200 {
		t.Errorf("%+v", s.Status())
	}
	if len(r.entries()) != 0 {
		t.Errorf("%v", r.entries())
	}
}

// Another command, server or JWT is another credential.
func TestTokenCache_tellsCredentialsApart(t *testing.T) {
	r := newRig(t)
	r.useRuntime()
	r.useCommand(r.commandOutput())
	first := r.token(r.open())
	r.options.Profile.Command = append(r.options.Profile.Command, "bob")
	second := r.token(r.open())
	r.useEnvironmentOf("103")
	third := r.token(r.open())
	r.useEnvironmentOf("104")
	fourth := r.token(r.open())
	tokens := []string{first, second, third, fourth}
	if slices.Sort(tokens); len(slices.Compact(tokens)) != 4 || r.tokenCalls() != 4 || len(r.entries()) != 4 {
		t.Errorf("%d token calls, and the entries %v", r.tokenCalls(), r.entries())
	}
}

// useEnvironmentOf sets the variables for the user of an extension, and leaves the
// folders as they are.
func (r *rig) useEnvironmentOf(extension string) {
	folders := r.options.Folders
	r.useEnvironment()
	getenv, jwt := r.options.Getenv, r.rc.JWT(extension)
	r.options.Folders = folders
	r.options.Getenv = func(name string) string {
		if name == EnvJWT {
			return jwt
		}
		return getenv(name)
	}
}

// An entry whose end is near counts no more, though the token itself still works.
func TestTokenCache_endsEarly(t *testing.T) {
	for life, kept := range map[int]int{50: 0, 300: 1} {
		r := newRigWith(t, sandbox.Options{TokenLifetime: time.Duration(life) * time.Second})
		r.useEnvironment()
		first := r.token(r.open())
		if len(r.entries()) != kept {
			t.Fatalf("a token of %d s leaves %v", life, r.entries())
		}
		if kept == 0 {
			continue
		}
		var e map[string]any
		if err := json.Unmarshal([]byte(content(t, r.onlyEntry())), &e); err != nil {
			t.Fatal(err)
		}
		e["expires"] = time.Now().Add(59 * time.Second)
		e["issued"] = time.Now().Add(-time.Second)
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(r.onlyEntry(), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if r.token(r.open()) == first {
			t.Error("a token that ends in 59 s is used")
		}
	}
}

// What the service refuses is not shown to it by a later run.
func TestTokenCache_forgetsWhatIsRefused(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	s := r.open()
	first := r.token(s)
	s.Refused("another")
	if len(r.entries()) != 1 {
		t.Fatal("the refusal of another token counts")
	}
	s.Refused(first)
	if len(r.entries()) != 0 {
		t.Fatalf("%v", r.entries())
	}
	second := r.token(s)
	r.open().Forget(second)
	if len(r.entries()) != 0 || r.token(s) != second {
		t.Errorf("%v", r.entries())
	}
}

func TestTokenCache_isErasedByALogout(t *testing.T) {
	for name, use := range map[string]func(*rig){
		"environment": (*rig).useEnvironment,
		"command":     func(r *rig) { r.useRuntime(); r.useCommand(r.commandOutput()) },
	} {
		r := newRig(t)
		use(r)
		token := r.token(r.open())
		if st := r.open().Status(); st.TokenCache == nil || st.TokenCache.Path != r.onlyEntry() || !st.TokenCache.Kept || st.Expires == nil {
			t.Errorf("%s: the status is %+v", name, st)
		}
		if got := r.logout(); !got.Revoked || !got.Erased || len(r.entries()) != 0 || r.try(token) != 401 {
			t.Errorf("%s: %+v; left are %v", name, got, r.entries())
		}
	}
}

// A file that others can read, a link and nonsense are no entries, and are replaced.
func TestTokenCache_usesNoFileThatIsNotItsOwn(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"open to others": func(path string) error { return os.Chmod(path, 0o644) },
		"a link": func(path string) error {
			return errors.Join(os.Rename(path, path+".real"), os.Symlink(path+".real", path))
		},
		"nonsense": func(path string) error { return os.WriteFile(path, []byte("nonsense"), 0o600) },
	} {
		r := newRig(t)
		r.useEnvironment()
		first := r.token(r.open())
		path := r.onlyEntry()
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		if r.token(r.open()) == first || mode(t, path) != 0o600 || r.tokenCalls() != 2 {
			t.Errorf("%s: the file is used, or has %v", name, mode(t, path))
		}
		if got := r.token(r.open()); r.tokenCalls() != 2 || r.try(got) != 200 {
			t.Errorf("%s: the file is not replaced", name)
		}
	}
}

// An entry of a later version is used, and neither replaced nor removed.
func TestTokenCache_leavesALaterVersion(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	first := r.token(r.open())
	later := makeLater(t, r.onlyEntry())
	s := r.open()
	if r.token(s) != first {
		t.Error("the token is not used")
	}
	s.Refused(first)
	if r.token(s) == first || content(t, r.onlyEntry()) != later || r.logout().Erased {
		t.Errorf("the file holds %s", content(t, r.onlyEntry()))
	}
	if w := r.warnings(); len(w) != 1 || !settings.IsNewer(w[0]) {
		t.Errorf("it says %v", w)
	}
}

// Without a cache a command ends the session of its token, when its turn has come.
func TestEndRun_revokesWhatNoLaterRunCanUse(t *testing.T) {
	for name, use := range map[string]func(*rig){
		"environment": func(r *rig) { r.useEnvironment(); r.options.NoTokenCache = true },
		"command": func(r *rig) {
			r.useRuntime()
			r.useCommand(r.commandOutput())
			r.options.Profile.Store = settings.StoreNone
		},
	} {
		r := newRig(t)
		use(r)
		s := r.open()
		if err := s.EndRun(t.Context()); err != nil || len(r.rc.Requests()) != 0 {
			t.Errorf("%s: %v, and %d requests before a sign-in", name, err, len(r.rc.Requests()))
		}
		token := r.token(s)
		for range 2 {
			if err := s.EndRun(t.Context()); err != nil || r.try(token) != 401 {
				t.Errorf("%s: %v, and the token gets %d", name, err, r.try(token))
			}
		}
		revoked := 0
		for _, q := range r.rc.Requests() {
			if strings.HasSuffix(q.Path, "/oauth/revoke") {
				revoked++
			}
		}
		if revoked != 1 {
			t.Errorf("%s: %d requests to revoke", name, revoked)
		}
	}
}

func TestEndRun_waitsItsTurn(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &limitedServer{start: time.Now()}
		var all sync.WaitGroup
		for _, s := range openFromEnvironment(t, 4, there, folders) {
			all.Go(func() {
				checkToken(t, s, "t")
				if err := s.EndRun(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		slices.Sort(there.at)
		if len(there.at) != 8 || there.at[authLimit]-there.at[0] < authWindow {
			t.Errorf("calls at %v", there.at)
		}
	})
}

func TestTokenCache_removesWhatIsLongUnused(t *testing.T) {
	r := newRig(t)
	r.useEnvironmentOf("103")
	r.options.Folders.Runtime = filepath.Join(tempDir(t), "rcfwd")
	r.token(r.open())
	old, day := r.onlyEntry(), time.Now().Add(-25*time.Hour)
	if err := os.Chtimes(old, day, day); err != nil {
		t.Fatal(err)
	}
	r.useEnvironmentOf("104")
	r.token(r.open())
	if r.onlyEntry() == old {
		t.Error("the old entry is still there")
	}
}

func TestTokenCache_hidesItsToken(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	s := r.open()
	token := r.token(s)
	c := tokenstore.NewCache(s.cache.file, s.rec)
	if _, err := c.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkHidden(t, fmt.Sprintf("%v %+v %#v", c, c, c), token)
}
