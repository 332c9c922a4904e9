package signin

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// limitedServer is a token endpoint that counts as the Auth group does.
type limitedServer struct {
	mu        sync.Mutex
	at        []time.Duration // of the calls
	start     time.Time
	penalties int // how many calls it answers with a penalty of 40 s
}

func (r *limitedServer) RoundTrip(*http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = append(r.at, time.Since(r.start).Round(time.Second))
	if r.penalties > 0 {
		r.penalties--
		return newResponse(429, `{"errorCode":"CMN-301"}`, "Retry-After", "40", "X-Rate-Limit-Group", "auth"), nil
	}
	return tokenResponse("t", 3600, ""), nil
}

// openFromEnvironment returns the sessions of n starts of rcfwd with the variables
// set.
func openFromEnvironment(t *testing.T, n int, there http.RoundTripper, folders settings.Folders) []*Session {
	t.Helper()
	env := map[string]string{EnvServer: "https://rc.test", EnvID: "client", EnvSecret: "secret", EnvJWT: assertion}
	var all []*Session
	for range n {
		s, err := Open(t.Context(), &Options{
			Folders: folders, Profile: settings.Profile{Name: "work"}, Transport: there,
			Getenv: func(name string) string { return env[name] },
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func checkTokens(t *testing.T, all []*Session) {
	t.Helper()
	var wait sync.WaitGroup
	for _, s := range all {
		wait.Go(func() { checkToken(t, s, "t") })
	}
	wait.Wait()
}

// However many processes start at once, the service gets five token calls a
// minute, and those that wait show it.
func TestSharedLimit_holdsForManyProcesses(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &limitedServer{start: time.Now()}
		all := openFromEnvironment(t, 12, there, folders)
		time.AfterFunc(30*time.Second, func() {
			waiting := 0
			for _, s := range all {
				for _, w := range s.endpoint.limits.Waiting() {
					if strings.Contains(w.Reason, "sign-in limit") {
						waiting++
					}
				}
			}
			if waiting != 7 {
				t.Errorf("%d programs say that they wait", waiting)
			}
		})
		checkTokens(t, all)
		for i, at := range there.at {
			if i >= authLimit && at-there.at[i-authLimit] < authWindow {
				t.Errorf("calls at %v", there.at)
				break
			}
		}
		if len(there.at) != 12 || there.at[11] > 3*time.Minute {
			t.Errorf("calls at %v", there.at)
		}
	})
}

// The call that opens live events counts among them.
func TestSharedLimit_holdsForLiveEvents(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &limitedServer{start: time.Now()}
		all := openFromEnvironment(t, authLimit+1, there, folders)
		checkTokens(t, all[:authLimit-1])
		call := rest.Request{Op: rest.Operation{What: "ask for live events", Group: rest.GroupAuth}, Method: http.MethodPost, Path: rest.AuthPath("wstoken"), NoRetry: true}
		c := rest.New(rest.Options{Server: all[0].Server(), Tokens: all[0], Transport: there})
		for range 2 {
			if err := c.Do(t.Context(), &call, func(json.RawMessage) error { return nil }); err != nil {
				t.Error(err)
			}
		}
		checkTokens(t, all[authLimit-1:])
		if len(there.at) != authLimit+3 || there.at[authLimit-1] > time.Second || there.at[authLimit] < authWindow {
			t.Errorf("calls at %v", there.at)
		}
	})
}

// A penalty for one process keeps the others waiting too.
func TestSharedLimit_sharesAPenalty(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &limitedServer{start: time.Now(), penalties: 1}
		all := openFromEnvironment(t, 3, there, folders)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := all[0].Token(ctx); err == nil {
			t.Error("there was no penalty")
		}
		checkTokens(t, all[1:])
		if len(there.at) != 3 || there.at[1] < 40*time.Second {
			t.Errorf("calls at %v", there.at)
		}
	})
}

// The content of the file is not trusted, and not needed.
func TestSharedLimit_doesWithoutItsFile(t *testing.T) {
	for _, text := range []string{"", "nonsense", `{"limit":-5,"window":1}`, `{"calls":"x"}`} {
		folders := options(t, "https://rc.test").Folders
		if err := folders.Make(); err != nil {
			t.Fatal(err)
		}
		p := newSharedLimit(folders, server, "client")
		if err := os.WriteFile(p.file.Path(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		there := &limitedServer{}
		checkTokens(t, openFromEnvironment(t, 2, there, folders))
		if len(there.at) != 2 {
			t.Errorf("%q: %d calls", text, len(there.at))
		}
		if got := content(t, p.file.Path()); !strings.Contains(got, `"limit":5`) || strings.Contains(got, assertion) {
			t.Errorf("%q became %s", text, got)
		}
	}
	file := settingsFile(t, "")
	checkTokens(t, openFromEnvironment(t, 2, &limitedServer{}, settings.Folders{State: file})) // no folder can be made there
	checkTokens(t, openFromEnvironment(t, 2, &limitedServer{}, settings.Folders{}))
}

// A server that cannot be reached counts no call, so none is logged.
func TestSharedLimit_countsNoCallThatWasNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		there := &limitedServer{start: time.Now()}
		folders := options(t, "https://rc.test").Folders
		refused := roundTrip(func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		})
		for _, s := range openFromEnvironment(t, 2*authLimit, refused, folders) {
			if _, err := s.Token(t.Context()); err == nil {
				t.Fatal("no error")
			}
		}
		all := openFromEnvironment(t, authLimit, there, folders)
		checkTokens(t, all)
		if slices.Max(there.at) > 0 {
			t.Errorf("the calls wait until %v", there.at)
		}
		if err := all[0].endpoint.revoke(t.Context(), &tokenstore.TokenSet{Access: "t"}); err != nil || time.Since(there.start) < authWindow {
			t.Errorf("%v after %v", err, time.Since(there.start))
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
