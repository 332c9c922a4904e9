package change

import (
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

const (
	base   = "https://sandbox.test"
	danaID = "801200400004"
)

var (
	danaScope = journal.Scope{Profile: "test", Server: base, Account: "801200300004", Extension: danaID}
	danaActor = journal.Actor{ID: danaID, Number: "104", Name: "Dana Whitfield"}
)

// TestMain lets the heap grow further between two collections. The tests decode much
// JSON and keep little of it, and collecting took a quarter of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

func newSandbox(t testing.TB, o sandbox.Options) *sandbox.Server {
	t.Helper()
	o.Base = base
	o.Faults.Unknown = true // the client keeps what it does not know
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newUnlimitedSandbox returns a sandbox on legacy call handling whose limits no test reaches.
func newUnlimitedSandbox(t testing.TB) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits()})
}

// newClient returns a client for Dana's extension, signed in as the extension with the
// number who.
func newClient(t testing.TB, s *sandbox.Server, via http.RoundTripper, who string) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	c, limits := s.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, s.JWT(who), limits, via)
	return api.New(api.Options{Server: server, Extension: danaID, Tokens: session, Limits: limits, Transport: via})
}

func openJournal(t testing.TB, dir string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(dir, danaScope, danaActor)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// driver is a Writer for Dana's extension over a sandbox.
type driver struct {
	*Writer
	t       testing.TB
	client  *api.Client
	other   *api.Client // of another user
	sandbox *sandbox.Server
	dir     string
	wire    *hooked      // to the sandbox
	seen    api.Snapshot // what the person looks at: the last reading, or result of a write
}

func newDriver(t testing.TB, s *sandbox.Server) *driver { return newDriverVia(t, s, s) }

// newDriverVia is a driver whose requests go through a transport.
func newDriverVia(t testing.TB, s *sandbox.Server, via http.RoundTripper) *driver {
	dir, wire := t.TempDir(), &hooked{next: via}
	c := newClient(t, s, wire, "104")
	return &driver{Writer: NewWriter(c, openJournal(t, dir)), t: t, client: c, sandbox: s, dir: dir, wire: wire}
}

// reopen replaces the Writer by one that knows only what is on the disk, as after a
// restart.
func (d *driver) reopen() { d.Writer = NewWriter(d.client, openJournal(d.t, d.dir)) }

// killAt ends the program at a test point of its next change.
func (d *driver) killAt(m testPoint) {
	d.hook = func(now testPoint) {
		if now == m {
			panic(killed{m})
		}
	}
}

func (p testPoint) String() string {
	return [...]string{"locked", "reread", "compared", "intended", "sent", "recorded", "reconciled"}[p]
}

// killed is the panic that ends a program in tests. In a goroutine of a group it arrives
// as a text.
type killed struct{ at testPoint }

func (killed) String() string { return "killed by the test" }

// runUntilKilled calls do, which may end the program, and then starts the next program.
func (d *driver) runUntilKilled(do func()) {
	func() {
		defer func() {
			if p := recover(); p != nil {
				if !strings.HasPrefix(fmt.Sprint(p), killed{}.String()) {
					panic(p)
				}
			}
		}()
		do()
	}()
	d.reopen()
}

// read reads everything, and is then what the person looks at.
func (d *driver) read() api.Snapshot {
	d.t.Helper()
	s, err := d.client.Read(d.t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: true})
	if err != nil {
		d.t.Fatal(err)
	}
	d.seen = s
	return s
}

func (d *driver) numbers() []api.Number {
	d.t.Helper()
	return d.read().Numbers
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

func (d *driver) rule(id string) api.Rule {
	d.t.Helper()
	r, ok := new(d.read()).Rule(id)
	if !ok {
		d.t.Fatalf("there is no rule %s", id)
	}
	return r
}

// try makes a change by what the person looks at, and shows them what came of it.
func (d *driver) try(w Write) (Result, error) {
	d.t.Helper()
	res, err := d.Do(d.t.Context(), &d.seen, w)
	d.seen = d.seen.Merge(&res.Snapshot)
	return res, err
}

// do makes a change, which must succeed.
func (d *driver) do(w Write) Result {
	d.t.Helper()
	res, err := d.try(w)
	if err != nil {
		d.t.Fatalf("%#v: %v", w, err)
	}
	return res
}

func (d *driver) history() *journal.History {
	d.t.Helper()
	h, err := d.journal.History()
	if err != nil {
		d.t.Fatal(err)
	}
	return h
}

// plan plans the undo or the redo of entries.
func (d *driver) plan(dir Direction, entries ...journal.Entry) Plan {
	d.t.Helper()
	p, err := d.Plan(dir, new(d.read()), entries...)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// run plans and runs the undo or the redo of entries.
func (d *driver) run(dir Direction, entries ...journal.Entry) Plan {
	d.t.Helper()
	p := d.plan(dir, entries...)
	if _, err := d.Run(d.t.Context(), &p); err != nil {
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

// resolve finds out what became of earlier changes.
func (d *driver) resolve() Result {
	d.t.Helper()
	res, err := d.ResolvePending(d.t.Context(), &api.Snapshot{})
	if err != nil {
		d.t.Fatal(err)
	}
	return res
}

// numberTexts returns the numbers without their ids, sorted, to compare states.
func numberTexts(numbers []api.Number) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, string(n.Type)+" "+n.Phone+" "+n.Label+" "+n.Flip+" "+n.DeviceID)
	}
	slices.Sort(all)
	return all
}

// wantNumbers reports an error unless the numbers are those in want, apart from ids.
func (d *driver) wantNumbers(want []api.Number) {
	d.t.Helper()
	if got, want := numberTexts(d.numbers()), numberTexts(want); !slices.Equal(got, want) {
		d.t.Errorf("the numbers are\n%q, not\n%q", got, want)
	}
}

func ptr[T any](v T) *T { return &v }

// asAnother changes Dana's extension as another user.
func (d *driver) asAnother(edit func(*sandbox.Extension)) {
	d.sandbox.Change(func(c *sandbox.Company) { edit(c.Extension("104")) })
}

// anothers is what a client of another user reads, with that client.
func (d *driver) anothers() (*api.Client, api.Snapshot) {
	d.t.Helper()
	if d.other == nil {
		d.other = newClient(d.t, d.sandbox, d.sandbox, "104")
	}
	s, err := d.other.Read(d.t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: true})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.other, s
}

// draftAsAnother changes Dana's extension as another user of a client.
func (d *driver) draftAsAnother(edit func(*api.Draft) error) {
	d.t.Helper()
	other, s := d.anothers()
	draft := s.Draft()
	if err := edit(draft); err != nil {
		d.t.Fatal(err)
	}
	done, _ := other.Write(d.t.Context(), &s, draft.Edits())
	for _, a := range done {
		if a.State != api.Confirmed {
			d.t.Fatalf("%+v", a)
		}
	}
}

// countRequests returns how many requests with a method were sent; "" is any method.
func (d *driver) countRequests(method string) int {
	n := 0
	for _, r := range d.sandbox.Requests() {
		if r.Group != "auth" && (method == "" || r.Method == method) {
			n++
		}
	}
	return n
}

// sample returns the cases that a test of all combinations runs: all of them, or with
// -short every nth. Callers choose n so that each value of each dimension still occurs.
func sample[T any](all []T, n int) []T {
	if !testing.Short() {
		return all
	}
	var some []T
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	return some
}

// rounds is how often a test repeats what it does: once with -short, else n times.
func rounds(n int) int {
	if testing.Short() {
		return 1
	}
	return n
}
