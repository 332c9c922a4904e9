//go:build linux

package uitest

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"rcfwd/ui"
)

// slowWrites is a proxy to a server that holds writes, before or after they take
// effect.
type slowWrites struct {
	*httptest.Server
	held    chan struct{} // receives an element for every write that is held
	through atomic.Bool   // writes are not held
	effect  bool          // a write takes effect before it is held
}

func newSlowWrites(t *testing.T, to string, effect bool) *slowWrites {
	t.Helper()
	server, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	s := &slowWrites{held: make(chan struct{}, 8), effect: effect}
	proxy := httputil.NewSingleHostReverseProxy(server)
	hold := func(r *http.Request) bool {
		if r.Method != http.MethodPut || s.through.Load() {
			return false
		}
		io.Copy(io.Discard, r.Body) // or the server does not notice that the client is gone
		s.held <- struct{}{}
		<-r.Context().Done()
		return true
	}
	proxy.ErrorLog = log.New(io.Discard, "", 0)
	proxy.ModifyResponse = func(r *http.Response) error {
		hold(r.Request)
		return nil
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.effect || !hold(r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// A program that ends with a write in flight, because of a hang-up or a signal, leaves
// the write in the journal. The next one looks it up.
func change_isLookedUpAfterTheProgramWasEnded(t *testing.T, keys ui.KeyMap) {
	for name, end := range map[string]func(*terminal){
		"link gone": func(term *terminal) { term.pty.Close() },
		"SIGHUP":    func(term *terminal) { term.cmd.Process.Signal(syscall.SIGHUP) },
		"SIGTERM":   func(term *terminal) { term.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		for _, effect := range []bool{true, false} {
			if testing.Short() && effect != (name == "link gone") {
				continue
			}
			t.Run(fmt.Sprintf("%s effect=%v", name, effect), func(t *testing.T) {
				t.Parallel()
				env := startSandbox(t)
				proxy := newSlowWrites(t, envOf(env)["RC_SERVER_URL"], effect)
				env[0] = "RC_SERVER_URL=" + proxy.URL
				env = append(env, "HOME="+t.TempDir())
				term := startTerminal(t, 80, 24, env)
				term.sees("6 numbers")
				term.flips("8")
				<-proxy.held
				end(term)
				term.waitExit()
				if said := history(t, env); !strings.Contains(said, "unknown") || !strings.Contains(said, "8") {
					t.Errorf("the journal says %q", said)
				}
				proxy.through.Store(true)
				again := startTerminal(t, 80, 24, env)
				again.sees("6 numbers")
				again.types("5")
				again.sees(map[bool]string{true: "done", false: "not done"}[effect])
				again.types("q")
				again.waitExit()
				if said := history(t, env); strings.Contains(said, "unknown") {
					t.Errorf("the journal says %q", said)
				}
			})
		}
	}
}

func history(t *testing.T, env []string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "history")
	cmd.Env = append([]string{envRun + "=1"}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
