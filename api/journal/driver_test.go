package journal

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

const (
	base   = "https://sandbox.test"
	danaID = "801200400004"
)

var (
	danas = Scope{Profile: "test", Server: base, Account: "801200300004", Extension: danaID}
	dana  = Actor{ID: danaID, Number: "104", Name: "Dana Whitfield"}
)

func newSandbox(t testing.TB, o sandbox.Options) *sandbox.Server {
	t.Helper()
	o.Base = base
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newUnlimitedSandbox(t testing.TB) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits()})
}

// clientOf signs the person with a short number in and opens Dana's extension.
func clientOf(t testing.TB, s *sandbox.Server, via http.RoundTripper, who string) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	c, limits := s.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, s.JWT(who), limits, via)
	return api.New(api.Options{Server: server, Extension: danaID, Tokens: session, Limits: limits, Transport: via})
}

func openIn(t testing.TB, dir string) *Journal {
	t.Helper()
	j, err := Open(dir, danas, dana)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// driver is a writer of Dana's over a sandbox.
type driver struct {
	*Writer
	t       testing.TB
	client  *api.Client
	sandbox *sandbox.Server
	dir     string
}

func newDesk(t testing.TB, s *sandbox.Server) *driver {
	dir := t.TempDir()
	c := clientOf(t, s, s, "104")
	return &driver{NewWriter(c, openIn(t, dir)), t, c, s, dir}
}

// reopen goes on with what is on the disk, as the next program does.
func (d *driver) reopen() { d.Writer = NewWriter(d.client, openIn(d.t, d.dir)) }

// killAt has the program end at a moment of its next change.
func (d *driver) killAt(m testPoint) {
	d.hook = func(now testPoint) {
		if now == m {
			panic(killed{m})
		}
	}
}

// runUntilKilled does something over which the program may end, and goes on with the next one.
func (d *driver) runUntilKilled(do func()) {
	func() {
		defer func() {
			if p := recover(); p != nil {
				if _, is := p.(killed); !is {
					panic(p)
				}
			}
		}()
		do()
	}()
	d.reopen()
}

func (d *driver) numbers() []api.Number {
	d.t.Helper()
	all, err := d.client.Numbers(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func (d *driver) byLabel(label string) api.Number {
	d.t.Helper()
	all := d.numbers()
	i := slices.IndexFunc(all, func(n api.Number) bool { return n.Label == label })
	if i < 0 {
		d.t.Fatalf("no number is labelled %q in %v", label, all)
	}
	return all[i]
}

// do makes a change that must succeed.
func (d *driver) do(w Write) Result {
	d.t.Helper()
	res, err := d.Do(d.t.Context(), w)
	if err != nil {
		d.t.Fatalf("%#v: %v", w, err)
	}
	return res
}

func (d *driver) history() *History {
	d.t.Helper()
	h, err := d.journal.History()
	if err != nil {
		d.t.Fatal(err)
	}
	return h
}

// run plans and runs one step back or forth.
func (d *driver) run(way Direction, entries ...Entry) Plan {
	d.t.Helper()
	p, err := d.Plan(way, d.numbers(), entries...)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.Run(d.t.Context(), p); err != nil {
		d.t.Fatalf("%+v: %v", p.Steps, err)
	}
	return p
}

func (d *driver) undo() Plan {
	d.t.Helper()
	e, ok := d.history().Last()
	if !ok {
		d.t.Fatal("there is nothing to undo")
	}
	return d.run(Undo, e)
}

func (d *driver) redo() Plan {
	d.t.Helper()
	e, ok := d.history().LastUndone()
	if !ok {
		d.t.Fatal("there is nothing to redo")
	}
	return d.run(Redo, e)
}

// numberTexts are all that a number is but its id, for comparing states.
func numberTexts(numbers []api.Number) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, string(n.Type)+" "+n.Phone+" "+n.Label+" "+n.Flip+" "+n.DeviceID)
	}
	slices.Sort(all)
	return all
}

// wantNumbers fails unless the numbers are those, apart from their ids.
func (d *driver) wantNumbers(want []api.Number) {
	d.t.Helper()
	if got, want := numberTexts(d.numbers()), numberTexts(want); !slices.Equal(got, want) {
		d.t.Errorf("the numbers are\n%q, not\n%q", got, want)
	}
}

func ptr(s string) *string { return &s }

// asAnother lets somebody else change Dana's numbers.
func (d *driver) asAnother(edit func(*sandbox.Extension)) {
	d.sandbox.Change(func(c *sandbox.Company) { edit(c.Extension("104")) })
}

func (d *driver) count(method string) int {
	n := 0
	for _, r := range d.sandbox.Requests() {
		if r.Group != "auth" && (method == "" || r.Method == method) {
			n++
		}
	}
	return n
}
