package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// fixture is a journal of commit 3466712. testdata/3466712/README.md says what is in it.
type fixture struct {
	handling string // of the account; also the name of the folder
	last     Op     // of the last change that had an effect
}

var fixtures = []fixture{
	{sandbox.LegacyCallHandling, OpRing},
	{sandbox.NewCallHandling, OpUpdate},
}

func (f fixture) path(name string) string {
	return filepath.Join("testdata", "3466712", f.handling, name)
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
	c := newClient(t, s, s, "104")
	d := &driver{NewWriter(c, openJournal(t, dir)), t, c, s, dir}
	d.numbers() // learns the call handling
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

func TestFixture_isReadCompletely(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, f fixture, d *driver) {
		h := d.history()
		if len(h.Damaged) > 0 || len(h.Pending()) != 1 {
			t.Errorf("damaged %+v, pending %+v", h.Damaged, h.Pending())
		}
		seen := map[string]bool{}
		for _, e := range h.Entries {
			seen[string(e.Op)], seen[string(e.Outcome)] = true, true
		}
		for _, word := range []string{
			"create", "update", "remove", "swap", "ring", "switch",
			"done", "partly", "refused", "not done", "unknown", "cancelled", "unchanged",
		} {
			if !seen[word] {
				t.Errorf("no entry is %s", word)
			}
		}
		parts, err := d.journal.store.read()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			for raw := range bytes.Lines(p.text) {
				wantLossless(t, raw)
			}
		}
	})
}

// wantLossless reports an error unless a line is written as it was read.
func wantLossless(t *testing.T, raw []byte) {
	t.Helper()
	l, err := decode(raw)
	if err != nil {
		t.Errorf("%v: %s", err, raw)
		return
	}
	if again, err := l.encode(); err != nil || canonicalJSON(t, string(again)) != canonicalJSON(t, string(raw)) {
		t.Errorf("%s\nis written as\n%s, %v", raw, again, err)
	}
}

func TestFixture_historyShowsEachChange(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, f fixture, d *driver) {
		want, err := os.ReadFile(f.path("history.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if got := historyText(d.history()); got != string(want) {
			t.Errorf("history is\n%s\nand was\n%s", got, want)
		}
	})
}

// historyText is the form of history.txt.
func historyText(h *History) string {
	var b strings.Builder
	for _, e := range h.Entries {
		fmt.Fprintf(&b, "%s %s: %s, %s\n", e.ID, e.Who.Name, e.Op, e.Outcome)
		if e.Undone {
			fmt.Fprintf(&b, "\tundone\n")
		}
		if e.Undoes != "" {
			fmt.Fprintf(&b, "\tundoes %s\n", e.Undoes)
		}
		if e.Redoes != "" {
			fmt.Fprintf(&b, "\tredoes %s\n", e.Redoes)
		}
		if e.LookedUp {
			fmt.Fprintf(&b, "\tlooked up\n")
		}
		if e.Message != "" {
			fmt.Fprintf(&b, "\t%s\n", e.Message)
		}
		for _, line := range e.Lines {
			fmt.Fprintf(&b, "\t%s\n", line)
		}
		for _, c := range e.Comparisons() {
			for _, f := range c.Fields {
				if f.Differs {
					fmt.Fprintf(&b, "\t%s %s: %q, then %q\n", c.ID, f.Field, f.Before, f.After)
				}
			}
		}
	}
	return b.String()
}

func TestFixture_lastChangeIsUndone(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, f fixture, d *driver) {
		d.resolve()
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
		d.resolve()
		d.undoAll()
		d.wantState(f.newSandbox(t))
	})
}

// resolve finds out what became of the change whose outcome is unknown.
func (d *driver) resolve() {
	d.t.Helper()
	res, err := d.ResolvePending(d.t.Context())
	if err != nil || len(res.Resolved) != 1 || len(d.history().Pending()) > 0 {
		d.t.Fatalf("%+v, %v", res.Resolved, err)
	}
}

// wantState reports an error unless the numbers and rules are those of another sandbox,
// apart from the ids of numbers.
func (d *driver) wantState(of *sandbox.Server) {
	d.t.Helper()
	other := &driver{t: d.t, client: newClient(d.t, of, of, "104"), sandbox: of}
	d.wantNumbers(other.numbers())
	if got, want := d.outlines(), other.outlines(); got != want {
		d.t.Errorf("the rules are\n%s, not\n%s", got, want)
	}
}
