package signin

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"rcfwd/api/settings"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// reception is a token endpoint that counts as the Auth group does.
type reception struct {
	mu    sync.Mutex
	at    []time.Duration // of the calls
	start time.Time
	busy  int // how many calls it answers with a penalty of 40 s
}

func (r *reception) RoundTrip(*http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = append(r.at, time.Since(r.start).Round(time.Second))
	if r.busy > 0 {
		r.busy--
		return response(429, `{"errorCode":"CMN-301"}`, "Retry-After", "40", "X-Rate-Limit-Group", "auth"), nil
	}
	return token("t", 3600, ""), nil
}

// programs are as many starts of rcfwd with the variables set.
func programs(t *testing.T, n int, there http.RoundTripper, folders settings.Folders) []*Session {
	t.Helper()
	env := map[string]string{EnvServer: "https://rc.test", EnvID: "client", EnvSecret: "secret", EnvJWT: assertion}
	var all []*Session
	for range n {
		s, err := Open(t.Context(), Options{
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

func startAll(t *testing.T, all []*Session) {
	t.Helper()
	var wait sync.WaitGroup
	for _, s := range all {
		wait.Go(func() { want(t, s, "t") })
	}
	wait.Wait()
}

// However many programs start at once, the service gets five token calls a
// minute, and who waits says so.
func TestManyProgramsStartAtOnce(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &reception{start: time.Now()}
		all := programs(t, 12, there, folders)
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
		startAll(t, all)
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

// A penalty that one program was given keeps the others silent too.
func TestPenaltyIsShared(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		there := &reception{start: time.Now(), busy: 1}
		all := programs(t, 3, there, folders)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := all[0].Token(ctx); err == nil {
			t.Error("there was no penalty")
		}
		startAll(t, all[1:])
		if len(there.at) != 3 || there.at[1] < 40*time.Second {
			t.Errorf("calls at %v", there.at)
		}
	})
}

func TestLedger(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	fresh := func() *callLog { return &callLog{Limit: 2, Window: time.Minute} }
	l := fresh()
	if l.reserve(now) != 0 || l.reserve(now.Add(time.Second)) != 0 {
		t.Error("no room for two")
	}
	if w := l.reserve(now.Add(2 * time.Second)); w != 58*time.Second+clockMargin {
		t.Errorf("waits %v", w)
	}
	if w := l.reserve(now.Add(time.Minute)); w != 0 {
		t.Errorf("waits %v after a minute", w)
	}
	if w := l.reserve(now.Add(-time.Hour)); w != 0 {
		t.Errorf("waits %v for notes from the future", w)
	}

	l = fresh()
	l.observe(now, 429, http.Header{"X-Rate-Limit-Limit": {"9"}, "X-Rate-Limit-Window": {"30"}}, 0)
	if w := l.reserve(now); w != 30*time.Second+clockMargin || l.Limit != 9 || l.Window != 30*time.Second {
		t.Errorf("waits %v, %+v", w, l)
	}
	if w := l.reserve(now.Add(-time.Hour)); w != 30*time.Second+clockMargin {
		t.Errorf("waits %v of a penalty once the clock was set back", w)
	}
	l.observe(now, 200, http.Header{"X-Rate-Limit-Limit": {"-1"}, "X-Rate-Limit-Window": {"many"}}, 0)
	if l.Limit != 9 {
		t.Errorf("%+v", l)
	}
}

// What stands in the file of others is not trusted, nor is it needed.
func TestPaceWithoutItsFile(t *testing.T) {
	for _, text := range []string{"", "nonsense", `{"limit":-5,"window":1}`, `{"calls":"x"}`} {
		folders := options(t, "https://rc.test").Folders
		if err := folders.Make(); err != nil {
			t.Fatal(err)
		}
		p := newSharedLimit(folders, server, "client")
		if err := os.WriteFile(p.file.Path(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		there := &reception{}
		startAll(t, programs(t, 2, there, folders))
		if len(there.at) != 2 {
			t.Errorf("%q: %d calls", text, len(there.at))
		}
		if got := content(t, p.file.Path()); !strings.Contains(got, `"limit":5`) || strings.Contains(got, assertion) {
			t.Errorf("%q became %s", text, got)
		}
	}
	file := settingsFile(t, "")
	startAll(t, programs(t, 2, &reception{}, settings.Folders{State: file})) // no folder can be made there
	startAll(t, programs(t, 2, &reception{}, settings.Folders{}))
}

// A clock that is wrong by minutes, or that is set while rcfwd runs, costs at
// most a refresh: what the service says of a token counts.
func TestClockThatIsWrong(t *testing.T) {
	for _, off := range []time.Duration{-20 * time.Minute, 20 * time.Minute, -30 * 24 * time.Hour, 30 * 24 * time.Hour} {
		folders := options(t, "https://rc.test").Folders
		synctest.Test(t, func(t *testing.T) {
			o := &office{start: time.Now(), answer: func(n int, f url.Values) (*http.Response, error) {
				if n > 1 && f.Get("refresh_token") == "" {
					return response(400, `{"error":"invalid_grant","errors":[{"errorCode":"OAU-213"}]}`), nil
				}
				return token(names[n], 3600, "r"+names[n]), nil
			}}
			opt := Options{Folders: folders, Profile: settings.Profile{Name: "work", Server: server}, Transport: o}
			l, err := NewLogin(t.Context(), opt, app)
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
			again, err := Open(t.Context(), opt)
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

var names = []string{"", "one", "two", "three", "four"}
