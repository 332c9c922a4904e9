package change

import (
	"bufio"
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/signin"
)

func TestResolvePending_afterProcessIsKilled(t *testing.T) {
	if os.Getenv("RCFWD_TEST_KILL") != "" {
		waitForKill()
	}
	t.Parallel()
	s := newUnlimitedSandbox(t)
	server := httptest.NewServer(s)
	defer server.Close()
	where := danaScope
	where.Server = server.URL
	for _, m := range []testPoint{locked, intended, sent} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "RCFWD_TEST_KILL="+dir, fmt.Sprintf("RCFWD_TEST_AT=%d", m),
			"RC_SERVER_URL="+server.URL, "RC_APP_CLIENT_SECRET="+s.Credentials().ClientSecret, "RC_APP_CLIENT_ID="+s.Credentials().ClientID, "RC_USER_JWT="+s.JWT("104"))
		killWhenReady(t, cmd)
		j, err := journal.Open(dir, where, danaActor)
		if err != nil {
			t.Fatal(err)
		}
		w := NewWriter(overHTTP(server.URL, s.Credentials().ClientID, s.Credentials().ClientSecret, s.JWT("104")), j)
		res, err := w.ResolvePending(t.Context(), &api.Snapshot{})
		want := map[testPoint]journal.Outcome{intended: journal.NotDone, sent: journal.Done}[m]
		switch {
		case err != nil:
			t.Error(err)
		case want == "" && len(res.Resolved) > 0, want != "" && (len(res.Resolved) != 1 || res.Resolved[0].Outcome != want):
			t.Errorf("killed at %v: %+v", m, res.Resolved)
		}
		if has := strings.Contains(fmt.Sprint(s.Numbers(danaID)), "Boat"); has != (m == sent) {
			t.Errorf("killed at %v: there is a Boat: %v", m, has)
		}
	}
}

// killWhenReady starts a program and kills it once it prints that it is ready.
func killWhenReady(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	ready := false
	for !ready && lines.Scan() {
		ready = lines.Text() == "ready"
		if !ready {
			t.Log(lines.Text())
		}
	}
	if err := cmd.Process.Kill(); err != nil || !ready {
		t.Fatalf("ready %v, %v", ready, err)
	}
	_ = cmd.Wait()
}

// waitForKill is the program that is killed: it makes a change and stops at the test
// point in its environment.
func waitForKill() {
	server := os.Getenv("RC_SERVER_URL")
	where := danaScope
	where.Server = server
	j, err := journal.Open(os.Getenv("RCFWD_TEST_KILL"), where, danaActor)
	if err != nil {
		panic(err)
	}
	w := NewWriter(overHTTP(server, os.Getenv("RC_APP_CLIENT_ID"), os.Getenv("RC_APP_CLIENT_SECRET"), os.Getenv("RC_USER_JWT")), j)
	w.hook = func(m testPoint) {
		if fmt.Sprint(int(m)) == os.Getenv("RCFWD_TEST_AT") {
			fmt.Println("ready")
			select {}
		}
	}
	_, err = w.Do(context.Background(), &api.Snapshot{}, Create{boat})
	panic(err)
}

func overHTTP(address, id, secret, jwt string) *api.Client {
	server, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	limits := rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: id, ClientSecret: secret}, jwt, limits, nil)
	return api.New(api.Options{Server: server, Extension: danaID, Tokens: session, Limits: limits})
}
