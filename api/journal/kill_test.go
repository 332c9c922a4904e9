package journal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// Wherever a program ends, the next one finds out what became of the change.
func TestResolvePending_afterKillBetweenSteps(t *testing.T) {
	faults := map[string]sandbox.Fault{"done": {Kind: sandbox.DropAfter}, "not done": {Kind: sandbox.DropBefore}}
	for m := testPoint(0); m < testPoints; m++ {
		for name, fault := range faults {
			for op := range 4 {
				t.Run(fmt.Sprintf("%d %s %d", m, name, op), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { testKillBetweenSteps(t, m, fault, op) })
				})
			}
		}
	}
}

func testKillBetweenSteps(t *testing.T, m testPoint, fault sandbox.Fault, op int) {
	d := newDesk(t, newUnlimitedSandbox(t))
	first := d.numbers()
	writes := []Write{
		Create{Number: boat},
		Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage"), Flip: ptr("8")}},
		Remove{Seen: []api.Number{d.byLabel("Cabin")}},
		Swap{A: d.byLabel("Cabin"), B: d.byLabel("Work")},
	}
	d.sandbox.FailNext([]string{"POST", "PUT", "DELETE", "PUT"}[op], "", fault)
	d.killAt(m)
	d.runUntilKilled(func() { _, _ = d.Do(t.Context(), writes[op]) })
	unsettled := len(d.history().Pending())
	sent := d.count("")
	res, err := d.ResolvePending(t.Context())
	if err != nil || len(res.Resolved) != unsettled || unsettled == 0 && d.count("") != sent {
		t.Errorf("%d unsettled, %+v, %v", unsettled, res.Resolved, err)
	}
	after := d.numbers()
	if e, ok := d.history().Last(); ok {
		d.run(Undo, e)
		d.wantNumbers(first)
		d.redo()
		d.wantNumbers(after)
	} else {
		d.wantNumbers(first)
	}
}

// What a live program is at is not settled by another.
func TestResolvePending_leavesRunningProgramAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, newUnlimitedSandbox(t))
		other := NewWriter(d.client, openIn(t, d.dir))
		d.hook = func(m testPoint) {
			if m == intended {
				time.Sleep(lockTimeout + 2*time.Minute)
			}
		}
		done := make(chan error)
		go func() {
			_, err := d.Do(t.Context(), Create{Number: boat})
			done <- err
		}()
		time.Sleep(time.Minute)
		if res, err := other.ResolvePending(t.Context()); err != nil || len(res.Resolved) != 0 || len(d.history().Pending()) != 1 {
			t.Errorf("%+v, %v", res, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := other.Do(ctx, Create{Number: boat}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		_, err := other.Do(t.Context(), Create{Number: boat})
		if _, busy := errors.AsType[*BusyError](err); !busy {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// The program itself is killed, by the system, and not asked.
func TestResolvePending_afterProcessIsKilled(t *testing.T) {
	if os.Getenv("RCFWD_TEST_KILL") != "" {
		runUntilKilled()
	}
	s := newUnlimitedSandbox(t)
	server := httptest.NewServer(s)
	defer server.Close()
	where := danas
	where.Server = server.URL
	for _, m := range []testPoint{locked, intended, sent} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "RCFWD_TEST_KILL="+dir, fmt.Sprintf("RCFWD_TEST_AT=%d", m),
			"RC_SERVER_URL="+server.URL, "RC_APP_CLIENT_SECRET="+s.Credentials().ClientSecret, "RC_APP_CLIENT_ID="+s.Credentials().ClientID, "RC_USER_JWT="+s.JWT("104"))
		killWhenReady(t, cmd)
		j, err := Open(dir, where, dana)
		if err != nil {
			t.Fatal(err)
		}
		w := NewWriter(overHTTP(server.URL, s.Credentials().ClientID, s.Credentials().ClientSecret, s.JWT("104")), j)
		res, err := w.ResolvePending(t.Context())
		want := map[testPoint]Outcome{intended: NotDone, sent: Done}[m]
		switch {
		case err != nil:
			t.Error(err)
		case want == "" && len(res.Resolved) > 0, want != "" && (len(res.Resolved) != 1 || res.Resolved[0].Outcome != want):
			t.Errorf("killed at %d: %+v", m, res.Resolved)
		}
		if has := strings.Contains(fmt.Sprint(s.Numbers(danaID)), "Boat"); has != (m == sent) {
			t.Errorf("killed at %d: there is a Boat: %v", m, has)
		}
	}
}

// killWhenReady starts a program and kills it when it says that it waits for that.
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

// runUntilKilled is the program that is killed: it makes a change and stops for good at
// the moment it was told.
func runUntilKilled() {
	server := os.Getenv("RC_SERVER_URL")
	where := danas
	where.Server = server
	j, err := Open(os.Getenv("RCFWD_TEST_KILL"), where, dana)
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
	_, err = w.Do(context.Background(), Create{Number: boat})
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
