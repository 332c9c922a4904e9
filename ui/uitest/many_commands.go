//go:build linux

package uitest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
	"rcfwd/ui/cli"
)

// commandServer is a sandbox that commands of the real program reach over HTTP.
type commandServer struct {
	*sandbox.Server
	env []string // of a command that signs in to it by the variables, with a home and a runtime folder
}

func serveCommands(t *testing.T, limits sandbox.Limits) *commandServer {
	t.Helper()
	s, err := sandbox.New(sandbox.Options{Base: "https://rc.test", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	port := httptest.NewServer(s)
	t.Cleanup(port.Close)
	home, c := t.TempDir(), s.Credentials()
	runtime := filepath.Join(home, "run")
	if err := os.Mkdir(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	return &commandServer{s, []string{
		"HOME=" + home, "XDG_RUNTIME_DIR=" + runtime,
		"RC_SERVER_URL=" + port.URL, "RC_APP_CLIENT_ID=" + c.ClientID, "RC_APP_CLIENT_SECRET=" + c.ClientSecret, "RC_USER_JWT=" + c.JWT,
	}}
}

// calls counts the calls of the sign-in with an ending such as /oauth/token.
func (s *commandServer) calls(ending string) (n int) {
	for _, q := range s.Requests() {
		if strings.HasSuffix(q.Path, ending) {
			n++
		}
	}
	return n
}

// read runs rcfwd numbers and checks what it prints.
func (s *commandServer) read(t *testing.T, env ...string) string {
	t.Helper()
	out, code := runRcfwd(t, append(s.env, env...), "", "numbers", "--json=phoneNumber")
	if code != cli.ExitDone || strings.Count(out, "phoneNumber") != 6 {
		t.Errorf("exit %d: %s", code, out)
	}
	return out
}

// A shell loop, and commands that start at once, make one Auth request.
func commands_signInOnce(t *testing.T, keys ui.KeyMap) {
	s := serveCommands(t, sandbox.GenerousLimits())
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { s.read(t) })
	}
	all.Wait()
	rounds := 100
	if testing.Short() {
		rounds = 5
	}
	for range rounds {
		s.read(t)
	}
	if got := s.calls("/oauth/token"); got != 1 || s.calls("/oauth/revoke") != 0 {
		t.Errorf("%d token calls", got)
	}
}

// Commands at once share the limits of the service: none is sent in a penalty.
func commands_stayOutOfPenalties(t *testing.T, keys ui.KeyMap) {
	const limit = 8
	s := serveCommands(t, sandbox.Limits{Light: limit, Medium: limit, Window: time.Second, Penalty: time.Minute})
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range rounds {
				s.read(t)
			}
		})
	}
	all.Wait()
	light := 0
	for _, q := range s.Requests() {
		if q.Group == "light" {
			light++
		}
		if q.Penalized || q.Status == 429 {
			t.Errorf("%s %s gets %d, in a penalty: %v", q.Method, q.Path, q.Status, q.Penalized)
		}
	}
	if light < 2*limit {
		t.Errorf("only %d requests, which no limit holds", light)
	}
}

// Where no token can be kept, a command says how to keep it, and revokes it at its end.
func commands_sayThatNoTokenIsKept(t *testing.T, keys ui.KeyMap) {
	const says, line = "The access token is not kept, so the next run signs in again.", `token_cache = "state"`
	s := serveCommands(t, sandbox.GenerousLimits())
	if out := s.read(t, "XDG_RUNTIME_DIR="); strings.Count(out, says) != 1 || !strings.Contains(out, line) {
		t.Errorf("it says %s", out)
	}
	if s.calls("/oauth/token") != 1 || s.calls("/oauth/revoke") != 1 {
		t.Errorf("%d token calls and %d to revoke", s.calls("/oauth/token"), s.calls("/oauth/revoke"))
	}
	if out := s.read(t, "RCFWD_NO_CACHE=1"); strings.Contains(out, says) || s.calls("/oauth/revoke") != 2 {
		t.Errorf("it says %s", out)
	}
	home := strings.TrimPrefix(s.env[0], "HOME=")
	writeConfig(t, home, "[profiles.default]\n"+line+"\n")
	for range 2 {
		if out := s.read(t, "XDG_RUNTIME_DIR="); strings.Contains(out, says) {
			t.Errorf("it says %s", out)
		}
	}
	if s.calls("/oauth/token") != 3 || s.calls("/oauth/revoke") != 2 {
		t.Errorf("%d token calls and %d to revoke", s.calls("/oauth/token"), s.calls("/oauth/revoke"))
	}
}

// A limit that is not of a group stops a command at the second refusal. What it waits for
// is said.
func commands_stopAtALimitOnAllRequests(t *testing.T, keys ui.KeyMap) {
	s := serveCommands(t, sandbox.Limits{Off: true})
	for _, wait := range []time.Duration{3 * time.Second, time.Second} {
		s.FailNext("GET", "/forwarding-number", sandbox.Fault{Status: 429, Code: "CMN-301", RetryAfter: wait})
	}
	out, code := runRcfwd(t, s.env, "", "numbers", "--json=phoneNumber")
	if code != cli.ExitIncomplete || !strings.Contains(out, "Waiting 1s: RingCentral's limit for everything.") ||
		!strings.Contains(out, "limits all requests of this account or of this network (HTTP 429 CMN-301). Wait 1 second") {
		t.Errorf("exit %d: %s", code, out)
	}
	s.read(t)
}

// A wait for a limit ends with the time of --timeout.
func commands_waitNoLongerThanTheirTimeout(t *testing.T, keys ui.KeyMap) {
	s := serveCommands(t, sandbox.Limits{Off: true})
	s.FailNext("GET", "/forwarding-number", sandbox.Fault{Status: 429, Code: "CMN-301", RetryAfter: time.Minute})
	out, code := runRcfwd(t, s.env, "", "numbers", "--json=phoneNumber", "--timeout", "1s")
	if code != cli.ExitFailed || !strings.Contains(out, "the time of --timeout is over") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// Where nothing can be kept, reads go on, and that is said once; a change is refused before it
// is sent, for it could not be journalled.
func commands_withoutAStateFolderOnlyRead(t *testing.T, keys ui.KeyMap) {
	s := serveCommands(t, sandbox.GenerousLimits())
	home := t.TempDir()
	folder := filepath.Join(home, ".local", "state", "rcfwd")
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // a file in its place: also root cannot write there
		t.Fatal(err)
	}
	if out := s.read(t, "HOME="+home); strings.Count(out, folder) != 1 {
		t.Errorf("%s", out)
	}
	before := len(s.Requests())
	out, code := runRcfwd(t, append(s.env, "HOME="+home), "", "numbers", "set", "Mobile", "--flip", "7", "--yes")
	if code != cli.ExitFailed || !strings.Contains(out, "Nothing was sent, because it could not be undone.") {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, r := range s.Requests()[before:] {
		if r.Method != "GET" && !strings.Contains(r.Path, "/oauth/") {
			t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
}
