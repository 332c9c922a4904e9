package change

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// fixture is a journal of commit 3466712. README.md beside it says what is in it.
type fixture struct {
	handling string     // of the account; also the name of the folder
	last     journal.Op // of the last change that had an effect
}

var fixtures = []fixture{
	{sandbox.LegacyCallHandling, journal.OpRing},
	{sandbox.NewCallHandling, journal.OpUpdate},
}

func (f fixture) path(name string) string {
	return filepath.Join("..", "journal", "testdata", "3466712", f.handling, name)
}

// open returns a driver for a copy of the journal, over a sandbox that has everything
// done to it that the journal tells of.
func (f fixture) open(t *testing.T) *driver {
	t.Helper()
	s := f.newSandbox(t)
	f.replay(t, s, func(fixtureRequest) bool { return true })
	dir := t.TempDir()
	for _, name := range []string{"test." + danaID + ".jsonl", "test." + danaID + ".old.jsonl"} {
		text, err := os.ReadFile(f.path(name))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := newDriver(t, s)
	d.dir = dir
	d.reopen()
	return d
}

func (f fixture) newSandbox(t *testing.T) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: f.handling})
}

// fixtureRequest is a request that had an effect.
type fixtureRequest struct {
	Change string // id of its entry; empty for one of another user
	Method string
	Path   string
	Body   json.RawMessage
}

// replay sends the requests of the fixture, those that are wanted, as they were sent.
func (f fixture) replay(t *testing.T, s *sandbox.Server, wanted func(fixtureRequest) bool) {
	t.Helper()
	text, err := os.ReadFile(f.path("requests.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	token := fixtureToken(t, s)
	for line := range bytes.Lines(text) {
		var r fixtureRequest
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if wanted(r) {
			r.send(t, s, token)
		}
	}
}

func fixtureToken(t *testing.T, s *sandbox.Server) string {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Credentials()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, s.JWT("104"), rest.NewLimits(), s)
	token, err := session.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (r fixtureRequest) send(t *testing.T, s *sandbox.Server, token string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), r.Method, base+r.Path, bytes.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if len(r.Body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := s.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if answer, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s, %v", r.Method, r.Path, resp.Status, answer, err)
	}
}

// onFixtures runs a test on each fixture.
func onFixtures(t *testing.T, test func(t *testing.T, f fixture, d *driver)) {
	for _, f := range fixtures {
		t.Run(f.handling, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, f, f.open(t)) })
		})
	}
}

func TestFixture_lastChangeIsUndone(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, f fixture, d *driver) {
		d.resolveOne()
		last, ok := d.history().Last()
		if !ok || last.Op != f.last {
			t.Fatalf("the last change is %+v", last)
		}
		without := f.newSandbox(t)
		f.replay(t, without, func(r fixtureRequest) bool { return r.Change != last.ID })
		d.run(Undo, last)
		d.wantState(without)
		if e, _ := d.history().Entry(last.ID); !e.Undone {
			t.Error("the last change is not marked as undone")
		}
		d.redo()
		with := f.newSandbox(t)
		f.replay(t, with, func(fixtureRequest) bool { return true })
		d.wantState(with)
	})
}

func TestFixture_everyChangeIsUndone(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, f fixture, d *driver) {
		d.resolveOne()
		for {
			if _, ok := d.history().Last(); !ok {
				break
			}
			d.undo()
		}
		d.wantState(f.newSandbox(t))
	})
}

// resolveOne finds out what became of the change whose outcome is unknown.
func (d *driver) resolveOne() {
	d.t.Helper()
	if res := d.resolve(); len(res.Resolved) != 1 || len(d.history().Pending()) > 0 {
		d.t.Fatalf("%+v", res.Resolved)
	}
}

// wantState reports an error unless the numbers and rules are those of another sandbox,
// apart from the ids of numbers.
func (d *driver) wantState(of *sandbox.Server) {
	d.t.Helper()
	other := newDriver(d.t, of)
	d.wantNumbers(other.numbers())
	if got, want := d.outlines(), other.outlines(); got != want {
		d.t.Errorf("the rules are\n%s, not\n%s", got, want)
	}
}
