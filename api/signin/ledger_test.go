//go:build unix

package signin

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Eight processes at once, which know of each other only by the ledger, send no request
// in a penalty, and none past the limit.
func TestLimitLedger_keepsProcessesOutOfPenalties(t *testing.T) {
	r := newRigWith(t, sandbox.Options{Limits: sandbox.Limits{Light: 24, Window: time.Second, Penalty: time.Minute}})
	r.useEnvironment()
	requests := 10
	if testing.Short() {
		requests = 5
	}
	env := []string{fmt.Sprintf("RCFWD_TEST_REQUESTS=%d", requests), "RCFWD_TEST_STATE=" + r.options.Folders.State, "RCFWD_TEST_RUNTIME=" + r.options.Folders.Runtime, "RCFWD_TEST_SERVER=" + r.port.URL}
	for _, name := range variables {
		env = append(env, name+"="+r.options.Getenv(name))
	}
	var all []*process
	for range 8 {
		all = append(all, startProcess(t, "read", env...))
	}
	for _, p := range all {
		if got := p.line(); got != "ready" {
			t.Fatal(got)
		}
	}
	for _, p := range all {
		p.send("go")
	}
	for _, p := range all {
		if got := p.line(); got != "done" {
			t.Error(got)
		}
	}
	answered := 0
	for _, q := range r.rc.Requests() {
		if q.Penalized || q.Status == 429 {
			t.Errorf("%s %s gets %d, in a penalty: %v", q.Method, q.Path, q.Status, q.Penalized)
		}
		if q.Group == "light" && q.Status == 200 {
			answered++
		}
	}
	if answered != 8*requests || r.tokenCalls() != 1 {
		t.Errorf("%d requests are answered, with %d token calls", answered, r.tokenCalls())
	}
}

// read sends a request as the session and returns the limits that it kept.
func (r *rig) read(s *Session) {
	r.t.Helper()
	c := rest.New(rest.Options{Server: s.Server(), Tokens: s, Limits: s.endpoint.limits})
	request := rest.Request{Op: rest.Operation{What: "read the extension", Group: rest.GroupLight}, Method: "GET", Path: rest.Path("account", rest.Mine, "extension", rest.Mine)}
	if err := c.Do(r.t.Context(), &request, nil); err != nil {
		r.t.Error(err)
	}
}

// ledgers returns the paths of all ledgers.
func (r *rig) ledgers() []string {
	r.t.Helper()
	all, err := filepath.Glob(filepath.Join(r.options.Folders.State, "signin", "limits-*.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// A ledger is of one server, app and user; profiles and ways to sign in share it.
func TestLimitLedger_isOneForEachUser(t *testing.T) {
	r := newRig(t)
	r.read(r.byJWT())
	r.read(r.open())
	r.options.Profile.Name = "other"
	r.read(r.byJWT())
	if len(r.ledgers()) != 1 {
		t.Errorf("%v", r.ledgers())
	}
	text := content(t, r.ledgers()[0])
	if checkHidden(t, text, secretsOf(r.stored())...); mode(t, r.ledgers()[0]) != 0o600 || !strings.Contains(text, `"light"`) {
		t.Errorf("%v, %s", mode(t, r.ledgers()[0]), text)
	}
	r.useEnvironmentOf("103")
	r.read(r.open())
	r.read(r.byBrowser(r.publicApp()))
	if len(r.ledgers()) != 3 {
		t.Errorf("%v", r.ledgers())
	}
}

// A state folder that cannot be written is said once, and requests go on.
func TestLimitLedger_isDoneWithout(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	r.options.Folders.State = settingsFile(t, "")
	s := r.open()
	for range 3 {
		r.read(s)
	}
	if w := r.warnings(); len(w) != 1 || !strings.Contains(w[0].Error(), "The rate limits are not shared with other rcfwd on this machine.") {
		t.Errorf("it says %v", w)
	}
}

func TestStatus_namesALedgerOfALaterVersion(t *testing.T) {
	r := newRig(t)
	r.read(r.byJWT())
	later := makeLater(t, r.ledgers()[0])
	r.read(r.open())
	if st, err := ReadStatus(t.Context(), &r.options); err != nil || len(st.NewerFiles) != 1 || st.NewerFiles[0] != r.ledgers()[0]+updateRcfwd {
		t.Errorf("%+v, %v", st.NewerFiles, err)
	}
	if got := content(t, r.ledgers()[0]); got != later {
		t.Errorf("it becomes %s", got)
	}
}

// What a process learns of other machines is said to the person.
func TestSession_saysThatTheLimitIsUsedElsewhere(t *testing.T) {
	r := newRig(t)
	r.useEnvironment()
	s := r.open()
	r.read(s)
	elsewhere := r.token(s)
	for range 3 {
		if r.try(elsewhere) != 200 {
			t.Fatal("the request of the other machine fails")
		}
	}
	r.read(s)
	r.read(s)
	if w := r.warnings(); len(w) != 1 || !strings.Contains(w[0].Error(), "limit is also used elsewhere") {
		t.Errorf("it says %v", w)
	}
}

// The life of a token is measured by the service's clock when ours is far off, also by a
// later run, before it has heard from the service.
func TestSession_goesByTheServicesClock(t *testing.T) {
	for name, off := range map[string]time.Duration{"ours is behind": time.Hour, "ours is ahead": -90 * time.Minute} {
		there := &datedServer{off: off}
		folders := options(t, "https://rc.test").Folders
		folders.Runtime = filepath.Join(tempDir(t), "rcfwd")
		var said []string
		open := func() *Session {
			s := openFromEnvironment(t, 1, there, folders)[0]
			s.endpoint.limits.Notify(rest.Notices{ClockOff: func(ahead time.Duration) { said = append(said, fmt.Sprint(ahead.Round(time.Minute))) }})
			return s
		}
		s := open()
		checkToken(t, s, "t")
		set := s.record().Token
		if left := set.Expires.Sub(time.Now().Add(off)); left < 59*time.Minute || left > 61*time.Minute || len(said) != 1 || said[0] != fmt.Sprint(off) {
			t.Errorf("%s: the token ends in %v, and it says %v", name, left, said)
		}
		checkToken(t, open(), "t")
		if there.sent != 1 {
			t.Errorf("%s: %d token calls", name, there.sent)
		}
		late := s.endpoint.clockOf(&tokenstore.TokenSet{ClockOff: off}, time.Now().Add(59*time.Minute+10*time.Second))
		if fresh(set, late) || !fresh(set, late.Add(-time.Minute)) {
			t.Errorf("%s: the token is replaced at another time than a minute before its end", name)
		}
	}
}

func TestNotices_sayHowFarTheClockIsOff(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		4 * time.Minute: "The clock of this machine is 4m0s behind of RingCentral's", -2 * time.Hour: "The clock of this machine is 2h0m0s ahead of RingCentral's",
	} {
		var said error
		Options{Warn: func(err error) { said = err }}.notices().ClockOff(ahead)
		checkError(t, said, nil, want)
	}
}

// A second refusal that names no limit ends the sign-in.
func TestToken_stopsAtTheSecondLimitOnAllRequests(t *testing.T) {
	folders := options(t, "https://rc.test").Folders
	synctest.Test(t, func(t *testing.T) {
		sent, begun := 0, time.Now()
		there := roundTrip(func(*http.Request) (*http.Response, error) {
			sent++
			return newResponse(429, `{"errorCode":"CMN-301"}`, "Retry-After", "12"), nil
		})
		_, err := openFromEnvironment(t, 1, there, folders)[0].Token(t.Context())
		if !errors.Is(err, rest.ErrOverallLimit) || sent != 2 || time.Since(begun).Round(time.Second) != 12*time.Second {
			t.Errorf("%v after %v and %d calls", err, time.Since(begun), sent)
		}
		checkError(t, err, nil, "limits all requests of this account or of this network", "Wait 12 seconds")
	})
}

// datedServer issues tokens, and its clock is off.
type datedServer struct {
	off  time.Duration
	sent int
}

func (d *datedServer) RoundTrip(*http.Request) (*http.Response, error) {
	d.sent++
	resp := tokenResponse("t", 3600, "")
	resp.Header.Set("Date", time.Now().Add(d.off).UTC().Format(http.TimeFormat))
	return resp, nil
}

// BenchmarkLimitLedger is what sharing costs a request: a place is reserved and given
// back.
func BenchmarkLimitLedger(b *testing.B) {
	l := rest.NewLimits()
	r := sample.With(sample.Token)
	l.Share(newLimitLedger(settings.Folders{State: b.TempDir() + "/rcfwd"}, r, nil))
	op := rest.Operation{What: "read", Group: rest.GroupLight}
	for b.Loop() {
		p, err := l.Acquire(b.Context(), op)
		if err != nil {
			b.Fatal(err)
		}
		p.Release(200, nil)
	}
}

// BenchmarkOpenCached is what a start of a command pays for its token.
func BenchmarkOpenCached(b *testing.B) {
	o := Options{Folders: settings.Folders{State: b.TempDir() + "/rcfwd", Runtime: b.TempDir() + "/rcfwd"}, Profile: settings.Profile{Name: "work"}, Transport: &limitedServer{start: time.Now()}}
	env := map[string]string{EnvServer: "https://rc.test", EnvID: "client", EnvSecret: "secret", EnvJWT: assertion}
	o.Getenv = func(name string) string { return env[name] }
	for b.Loop() {
		s, err := Open(b.Context(), &o)
		if err == nil {
			_, err = s.Token(b.Context())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
