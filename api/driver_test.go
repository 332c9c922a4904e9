package api_test

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// The tests of this package change an extension as package change does: they read it,
// draft the change, and write the edits of the draft against what was read.

const (
	base   = "https://sandbox.test"
	danaID = "801200400004"

	meeting = "808000001004" // a custom rule of Dana's on new call handling
)

func newSandbox(t *testing.T, o sandbox.Options) *sandbox.Server {
	t.Helper()
	o.Base = base
	o.Faults.Unknown = true // the client keeps what it does not know
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// calm is a sandbox on legacy call handling without rate limits that a test could meet.
func calm(t *testing.T) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits()})
}

// onV2 is the same on new call handling.
func onV2(t *testing.T) *sandbox.Server {
	return newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: sandbox.NewCallHandling})
}

// clientOf signs the person with a short number in and opens an extension, "" for
// their own, whose call handling is remembered to be the legacy one.
func clientOf(t *testing.T, s *sandbox.Server, via http.RoundTripper, who, extension string) *api.Client {
	t.Helper()
	return clientWith(t, s, via, who, api.Options{Extension: extension, CallHandling: api.V1})
}

// askingClient is a client of Dana's that does not know the call handling yet.
func askingClient(t *testing.T, s *sandbox.Server, via http.RoundTripper) *api.Client {
	t.Helper()
	return clientWith(t, s, via, "104", api.Options{})
}

func clientWith(t *testing.T, s *sandbox.Server, via http.RoundTripper, who string, o api.Options) *api.Client {
	t.Helper()
	server, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	k := s.Credentials()
	o.Server, o.Transport, o.Limits = server, via, rest.NewLimits()
	o.Tokens = signin.JWT(server, signin.App{ClientID: k.ClientID, ClientSecret: k.ClientSecret}, s.JWT(who), o.Limits, via)
	return api.New(o)
}

// onBoth runs a test on either call handling, with the id of the rule for work hours.
func onBoth(t *testing.T, run func(t *testing.T, s *sandbox.Server, c *api.Client, rule string)) {
	t.Parallel()
	for on, rule := range map[string]string{sandbox.LegacyCallHandling: "business-hours-rule", sandbox.NewCallHandling: "work-hours"} {
		t.Run(on, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: on})
				run(t, s, askingClient(t, s, s), rule)
			})
		})
	}
}

// snapshotOf reads the numbers and the rules.
func snapshotOf(t *testing.T, c *api.Client) api.Snapshot {
	t.Helper()
	s, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func numbersOf(t *testing.T, c *api.Client) []api.Number {
	t.Helper()
	s, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true})
	if err != nil {
		t.Fatal(err)
	}
	return s.Numbers
}

// rulesOf reads the rules as a screen shows them, by their ids.
func rulesOf(t *testing.T, c *api.Client) map[string]api.Rule {
	t.Helper()
	s, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Rules: true, Labels: true})
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]api.Rule{}
	for _, r := range s.ShownRules() {
		byID[r.ID] = r
	}
	return byID
}

func labelled(t *testing.T, all []api.Number, label string) api.Number {
	t.Helper()
	i := slices.IndexFunc(all, func(n api.Number) bool { return n.Label == label })
	if i < 0 {
		t.Fatalf("no number is labelled %q in %v", label, all)
	}
	return all[i]
}

// drafted are the edits of changes to a snapshot.
func drafted(s *api.Snapshot, changes ...func(*api.Draft) error) ([]api.Edit, error) {
	d := s.Draft()
	for _, change := range changes {
		if err := change(d); err != nil {
			return nil, err
		}
	}
	return d.Edits(), nil
}

// write makes changes to a snapshot and returns the next one. The error is that of the
// draft, or of the first edit that has one.
func write(t *testing.T, c *api.Client, s *api.Snapshot, changes ...func(*api.Draft) error) (api.Snapshot, error) {
	t.Helper()
	edits, err := drafted(s, changes...)
	if err != nil {
		return *s, err
	}
	done, next := c.Write(t.Context(), s, edits)
	return next, errorOf(done)
}

var errUnsent = errors.New("an edit was not sent")

func errorOf(done []api.Applied) error {
	for _, a := range done {
		if a.Err != nil {
			return a.Err
		}
	}
	if slices.ContainsFunc(done, func(a api.Applied) bool { return a.State != api.Confirmed }) {
		return errUnsent
	}
	return nil
}

// states says what became of each edit, as in "flips done, rule work-hours refused".
func states(done []api.Applied) string {
	var all []string
	for _, a := range done {
		all = append(all, a.Document.String()+" "+string(a.State))
	}
	return strings.Join(all, ", ")
}

// reread reads what a change of numbers is compared with.
func reread(t *testing.T, c *api.Client) (api.Snapshot, error) {
	return c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true, Rules: true})
}

// create adds a number to the extension as it is now.
func create(t *testing.T, c *api.Client, n *api.NewNumber) (api.Number, error) {
	t.Helper()
	s, err := reread(t, c)
	if err != nil {
		return api.Number{}, err
	}
	next, err := write(t, c, &s, func(d *api.Draft) error { return d.Add(n) })
	if err != nil {
		return api.Number{}, err
	}
	return added(&s, &next, n), nil
}

// createUnchecked adds a number as undo does, without finding what the service would
// refuse.
func createUnchecked(t *testing.T, c *api.Client, n *api.NewNumber) error {
	t.Helper()
	_, err := write(t, c, new(snapshotOf(t, c)), func(d *api.Draft) error { return d.Restore("back", n, api.Restored{}) })
	return err
}

// added is a number that was added between two snapshots.
func added(before, next *api.Snapshot, n *api.NewNumber) api.Number {
	for _, m := range next.Numbers {
		_, had := before.Number(m.ID, "")
		if n.Phone != "" && m.Phone == n.Phone || n.DeviceID != "" && m.DeviceID == n.DeviceID || n.Phone == "" && !had {
			return m
		}
	}
	return api.Number{}
}

// update changes a number as it is now, which may have another id by now.
func update(t *testing.T, c *api.Client, old *api.Number, want api.Change) (api.Number, error) {
	t.Helper()
	s, err := reread(t, c)
	if err != nil {
		return api.Number{}, err
	}
	now, _ := s.Number(old.ID, old.Phone)
	next, err := write(t, c, &s, func(d *api.Draft) error { return d.Change(now.ID, want) })
	if err != nil {
		return api.Number{}, err
	}
	n, _ := next.Number(now.ID, want.Of(&now).Phone)
	return n, nil
}

// remove removes numbers, or takes them out of some of their uses.
func remove(t *testing.T, c *api.Client, ids []string, from ...api.Feature) error {
	t.Helper()
	s, err := reread(t, c)
	if err != nil {
		return err
	}
	_, err = write(t, c, &s, func(d *api.Draft) error {
		for _, id := range ids {
			if err := d.Remove(id, from...); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func removeNumber(t *testing.T, c *api.Client, id string) error {
	t.Helper()
	return remove(t, c, []string{id})
}

// swap gives the number a the flip digit of b, and b that of a.
func swap(t *testing.T, c *api.Client, a, b *api.Number) error {
	t.Helper()
	s, err := reread(t, c)
	if err != nil {
		return err
	}
	x, _ := s.Number(a.ID, a.Phone)
	y, _ := s.Number(b.ID, b.Phone)
	_, err = write(t, c, &s, func(d *api.Draft) error { return d.Swap(x.ID, y.ID) })
	return err
}

// saveRule makes saw into want as package change does: it reads the rule, compares it
// with what was seen, and sends the change.
func saveRule(t *testing.T, c *api.Client, was, given *api.Rule) (api.Rule, error) {
	want := *given
	saw := *was
	t.Helper()
	now, s, err := readRule(t, c, &saw)
	if err != nil {
		return saw, err
	}
	switch saw, want = api.Rebase(&saw, &want, &now); {
	case api.SameWhole(&now, &want):
		return now, nil
	case !api.SameWhole(&saw, &now):
		return now, &api.RuleConflict{Saw: saw, Now: now, Want: want}
	}
	next, err := write(t, c, &s, func(d *api.Draft) error { return d.SetRule(&want) })
	got, _ := next.Rule(saw.ID)
	return got, err
}

// switchState switches a rule on or off as package change does.
func switchState(t *testing.T, c *api.Client, saw *api.Rule, on bool) (api.Rule, error) {
	t.Helper()
	if err := saw.MaySwitch(); err != nil {
		return *saw, err
	}
	now, s, err := readRule(t, c, saw)
	if err != nil || now.Enabled == on {
		return now, err
	}
	next, err := write(t, c, &s, func(d *api.Draft) error { return d.Switch(saw.ID, on) })
	got, _ := next.Rule(saw.ID)
	return got, err
}

// readRule reads one rule again.
func readRule(t *testing.T, c *api.Client, saw *api.Rule) (api.Rule, api.Snapshot, error) {
	t.Helper()
	known := api.Snapshot{CallHandling: saw.CallHandling, Rules: []api.Rule{*saw}}
	s, err := c.Read(t.Context(), &known, api.Need{RuleIDs: []string{saw.ID}})
	now, _ := s.Rule(saw.ID)
	return now, s, err
}

// written counts the requests that changed something, or tried to.
func written(s *sandbox.Server) int { return len(writes(s)) }

// writes are those requests, as method and last element of the path.
func writes(s *sandbox.Server) []string {
	var all []string
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet && path.Base(r.Path) != "token" {
			all = append(all, r.Method+" "+path.Base(r.Path))
		}
	}
	return all
}

// reads are the requests that read, as the last element of the path.
func reads(s *sandbox.Server) []string {
	var all []string
	for _, r := range s.Requests() {
		if r.Method == http.MethodGet {
			all = append(all, path.Base(r.Path))
		}
	}
	return all
}
