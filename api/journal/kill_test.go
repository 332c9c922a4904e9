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

// killCase is where a program ends: at a test point of one of the writes that a test
// tries, while the request has its effect or not.
type killCase struct {
	point testPoint
	fault sandbox.FaultKind // DropAfter: the effect is there; DropBefore: it is not
	op    int
}

func (c killCase) String() string {
	effect := "done"
	if c.fault == sandbox.DropBefore {
		effect = "not done"
	}
	return fmt.Sprintf("%v, %s, write %d", c.point, effect, c.op)
}

func killCases(ops int) []killCase {
	var all []killCase
	for point := testPoint(0); point < testPoints; point++ {
		for _, fault := range []sandbox.FaultKind{sandbox.DropAfter, sandbox.DropBefore} {
			for op := range ops {
				all = append(all, killCase{point, fault, op})
			}
		}
	}
	return all
}

func TestResolvePending_afterKillBetweenSteps(t *testing.T) {
	t.Parallel()
	for _, c := range sample(killCases(4), 5) {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { testKillBetweenSteps(t, c) })
		})
	}
}

func testKillBetweenSteps(t *testing.T, c killCase) {
	d := newDriver(t, newUnlimitedSandbox(t))
	first := d.numbers()
	writes := []Write{
		Create{Number: boat},
		Update{Seen: d.byLabel("Cabin"), Want: api.Change{Label: ptr("Cottage"), Flip: ptr("8")}},
		Remove{Seen: []api.Number{d.byLabel("Cabin")}},
		Swap{A: d.byLabel("Cabin"), B: d.byLabel("Work")},
	}
	d.sandbox.FailNext([]string{"POST", "PUT", "DELETE", "PUT"}[c.op], "", sandbox.Fault{Kind: c.fault})
	d.killAt(c.point)
	d.runUntilKilled(func() { _, _ = d.Do(t.Context(), writes[c.op]) })
	pending := len(d.history().Pending())
	sent := d.countRequests("")
	res, err := d.ResolvePending(t.Context())
	if err != nil || len(res.Resolved) != pending || pending == 0 && d.countRequests("") != sent {
		t.Errorf("%d pending, %+v, %v", pending, res.Resolved, err)
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

func TestResolvePending_leavesRunningProgramAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDriver(t, newUnlimitedSandbox(t))
		other := NewWriter(d.client, openJournal(t, d.dir))
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
		j, err := Open(dir, where, danaActor)
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
	j, err := Open(os.Getenv("RCFWD_TEST_KILL"), where, danaActor)
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
