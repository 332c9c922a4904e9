package api_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

var (
	refusal    = sandbox.Fault{Status: 400, Code: "CMN-101", Message: "Parameter [dispatching] value is invalid"}
	noRight    = sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"}
	dropBefore = sandbox.Fault{Kind: sandbox.DropBefore}
	dropAfter  = sandbox.Fault{Kind: sandbox.DropAfter}
)

// boat is a number that two rules should ring.
var boat = api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}}

func adding(n *api.NewNumber) func(*api.Draft) error {
	return func(d *api.Draft) error { return d.Add(n) }
}

func removing(n *api.Number, from ...api.Feature) func(*api.Draft) error {
	return func(d *api.Draft) error { return d.Remove(n.ID, from...) }
}

// The flip list, the rules and the states do not depend on each other; the targets are
// removed once all of them are confirmed.
func TestWriteV2_sendsAtOnceWhatIsIndependent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := onV2(t)
		c := askingClient(t, s, s)
		before := snapshotOf(t, c)
		edits, err := drafted(&before, adding(&boat), func(d *api.Draft) error { return d.Switch("dnd", true) },
			removing(new(labelled(t, before.Numbers, "On-call pager")), api.CallForwarding))
		if err != nil {
			t.Fatal(err)
		}
		var releases []func()
		for _, held := range []string{"/call-flip-numbers", "/state-rules/work-hours", "/state-rules/after-hours", "/states/dnd"} {
			releases = append(releases, s.HoldBefore("", held))
		}
		want := []string{"PATCH after-hours", "PATCH dnd", "PATCH work-hours", "PUT call-flip-numbers"}
		var done []api.Applied
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			done, _ = c.Write(t.Context(), &before, edits)
		}()
		for _, release := range releases {
			synctest.Wait()
			if got := slices.Sorted(slices.Values(writes(s))); !slices.Equal(got, want) {
				t.Errorf("%q are under way", got)
			}
			release()
		}
		<-finished
		if got := writes(s); errorOf(done) != nil || len(got) != 5 || got[4] != "DELETE forwarding-targets" {
			t.Errorf("%q: %s", got, states(done))
		}
	})
}

// Each of the requests of a change fails in every way. The others are made, except that
// of the targets, which waits for them.
func TestWriteV2_tellsTheOutcomeOfEachDocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method, path string
		fault        sandbox.Fault
		want         string
	}{
		"nothing fails":         {"GET", "/nowhere", refusal, "flips done, rule work-hours done, rule after-hours done, target +15305550167 done"},
		"first rule refuses":    {"PATCH", "/work-hours", refusal, "flips done, rule work-hours refused, rule after-hours done, target +15305550167 unsent"},
		"second rule refuses":   {"PATCH", "/after-hours", noRight, "flips done, rule work-hours done, rule after-hours refused, target +15305550167 unsent"},
		"list refused":          {"PUT", "/call-flip-numbers", refusal, "flips refused, rule work-hours done, rule after-hours done, target +15305550167 unsent"},
		"answer of list lost":   {"PUT", "/call-flip-numbers", dropAfter, "flips unknown, rule work-hours done, rule after-hours done, target +15305550167 unsent"},
		"list never arrived":    {"PUT", "/call-flip-numbers", dropBefore, "flips unknown, rule work-hours done, rule after-hours done, target +15305550167 unsent"},
		"answer of rule lost":   {"PATCH", "/after-hours", dropAfter, "flips done, rule work-hours done, rule after-hours unknown, target +15305550167 unsent"},
		"rule never arrived":    {"PATCH", "/after-hours", dropBefore, "flips done, rule work-hours done, rule after-hours unknown, target +15305550167 unsent"},
		"targets refused":       {"DELETE", "/forwarding-targets", noRight, "flips done, rule work-hours done, rule after-hours done, target +15305550167 refused"},
		"answer of target lost": {"DELETE", "/forwarding-targets", dropAfter, "flips done, rule work-hours done, rule after-hours done, target +15305550167 unknown"},
		"target never arrived":  {"DELETE", "/forwarding-targets", dropBefore, "flips done, rule work-hours done, rule after-hours done, target +15305550167 unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := onV2(t)
				c := askingClient(t, s, s)
				before := snapshotOf(t, c)
				s.FailNext(test.method, test.path, test.fault)
				changes := []func(*api.Draft) error{adding(&boat), removing(new(labelled(t, before.Numbers, "On-call pager")), api.CallForwarding)}
				edits, err := drafted(&before, changes...)
				if err != nil {
					t.Fatal(err)
				}
				done, next := c.Write(t.Context(), &before, edits)
				if states(done) != test.want {
					t.Errorf("%s", states(done))
				}
				now := snapshotOf(t, c)
				for _, a := range done {
					if raw, _ := next.Document(a.Document); a.State != api.Lost && !now.Holds(a.Document, raw) && raw != nil {
						t.Errorf("%s is %s, not %s", a.Document, text(&now, a.Document), raw)
					}
					if a.State == api.Confirmed && a.After != nil && !now.Holds(a.Document, a.After) {
						t.Errorf("%s is %s, not %s", a.Document, text(&now, a.Document), a.After)
					}
					if (a.Err == nil) != (a.State == api.Confirmed || a.State == api.Unsent) || errors.Is(a.Err, rest.ErrLost) != (a.State == api.Lost) {
						t.Errorf("%s: %v", a.Document, a.Err)
					}
				}
				finish(t, c, &now, changes)
			})
		})
	}
}

func text(s *api.Snapshot, d api.DocumentID) string {
	raw, _ := s.Document(d)
	return string(raw)
}

// finish does the same again, which finishes what was done in part.
func finish(t *testing.T, c *api.Client, now *api.Snapshot, changes []func(*api.Draft) error) {
	t.Helper()
	if n, ok := now.Number("", boat.Phone); ok && n.Has(api.CallFlip) && len(n.Rings) == 2 {
		changes = changes[1:]
	}
	if _, err := write(t, c, now, changes...); err != nil {
		t.Fatal(err)
	}
	all := numbersOf(t, c)
	if n := labelled(t, all, "Boat"); n.Flip != "7" || len(n.Rings) != 2 || labelled(t, all, "On-call pager").Has(api.CallForwarding) {
		t.Errorf("%+v", all)
	}
}

// What a refused change has done before it was refused is taken back by writing each
// document as it was, to the byte.
func TestWriteV2_takesDocumentsBackToTheByte(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	before := snapshotOf(t, c)
	numbers, work, after := s.Numbers(danaID), s.Rule(danaID, "work-hours"), s.Rule(danaID, "after-hours")
	s.FailNext(http.MethodPatch, "/after-hours", noRight)
	label, phone := "Hut", "+15305550199"
	edits, err := drafted(&before, func(d *api.Draft) error {
		return d.Change(labelled(t, before.Numbers, "Cabin").ID, api.Change{Label: &label, Phone: &phone})
	})
	if err != nil {
		t.Fatal(err)
	}
	done, next := c.Write(t.Context(), &before, edits)
	if states(done) != "flips done, rule work-hours done, rule after-hours refused" || !rest.Is(done[2].Err, "CMN-408") {
		t.Fatalf("%s", states(done))
	}
	for _, a := range slices.Backward(done[:2]) {
		back, then := c.Write(t.Context(), &next, []api.Edit{{Document: a.Document, Name: a.Name, Before: a.After, Want: a.Before}})
		if errorOf(back) != nil {
			t.Fatal(back[0].Err)
		}
		next = then
	}
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	if cabin.JSON() != new(labelled(t, before.Numbers, "Cabin")).JSON() || len(cabin.Rings) != 2 || len(s.Numbers(danaID)) != len(numbers) ||
		s.Rule(danaID, "work-hours") != work || s.Rule(danaID, "after-hours") != after {
		t.Errorf("%+v", cabin)
	}
}

// A rule that a change could not reach rings the number as it was before. Retargeting
// that rule finishes the change.
func TestWriteV2_leavesARuleThatCanBeRetargeted(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	phone, label := "+15305550178", "Hut"
	change := api.Change{Phone: &phone, Label: &label}
	s.FailNext(http.MethodPatch, "/after-hours", dropBefore)
	if _, err := update(t, c, &cabin, change); !errors.Is(err, rest.ErrLost) {
		t.Fatal(err)
	}
	now := snapshotOf(t, c)
	if n, _ := now.Number(cabin.ID, ""); n.Phone != phone || len(n.Rings) != 1 {
		t.Errorf("%+v", n)
	}
	late, _ := now.Rule("after-hours")
	if _, err := write(t, c, &now, func(d *api.Draft) error { return d.SetRule(new(late.Retarget(&cabin, new(change.Of(&cabin))))) }); err != nil {
		t.Fatal(err)
	}
	got := labelled(t, numbersOf(t, c), label)
	if got.Phone != phone || len(got.Rings) != 2 || got.Rings[1].As != label {
		t.Errorf("%+v", got)
	}
	if text := s.Rule(danaID, "after-hours"); strings.Contains(text, cabin.Phone) {
		t.Error(text)
	}
}

// meanwhile has another user act right after a request with a method.
type meanwhile struct {
	http.RoundTripper
	method string
	act    func()
}

func (m *meanwhile) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := m.RoundTripper.RoundTrip(req)
	if req.Method == m.method {
		m.act()
	}
	return resp, err
}

// theirs has another user add a number to the flip list, with a field that this
// version does not know.
func theirs(c *sandbox.Company) {
	e := c.Extension("104")
	e.Numbers = append(e.Numbers, sandbox.Number{ID: "9", PhoneNumber: "+15305550177", Label: "Theirs", Type: "Other",
		Features: []string{"CallFlip"}, Extra: map[string]any{"odd": 1}})
}

// A removal writes the flip list and then names the targets to remove, so that what
// another user does between the two, to the list or to a rule, stays.
func TestRemovalV2_keepsWhatAnotherUserDoesBetweenItsRequests(t *testing.T) {
	s := onV2(t)
	via := &meanwhile{s, http.MethodPut, func() {
		s.Change(theirs)
		change(t, s, "work-hours", `"duration":20`, `"duration":35`)
	}}
	c := askingClient(t, s, via)
	if err := removeNumber(t, c, labelled(t, numbersOf(t, c), "Cabin").ID); err != nil {
		t.Fatal(err)
	}
	if n := labelled(t, numbersOf(t, c), "Theirs"); n.ID != "9" || len(n.Unknown) != 1 {
		t.Errorf("%+v", n)
	}
	if text := s.Rule(danaID, "work-hours"); !strings.Contains(text, `"duration":35`) || strings.Contains(text, "+15305550142") {
		t.Error(text)
	}
	if got := writes(s); !slices.Equal(got, []string{"PUT call-flip-numbers", "DELETE forwarding-targets"}) {
		t.Errorf("%q", got)
	}
}

// A removal that fails after the flip list is known by its telephone number, and doing
// it again finishes it.
func TestRemovalV2_isFinishedByDoingItAgain(t *testing.T) {
	for name, test := range map[string]struct {
		method, path string
		fault        sandbox.Fault
		want         string
		id           string // that it has then
	}{
		"list refused":          {"PUT", "/call-flip-numbers", refusal, "flips refused, target +15305550142 unsent", ""},
		"list lost":             {"PUT", "/call-flip-numbers", dropBefore, "flips unknown, target +15305550142 unsent", ""},
		"answer of list lost":   {"PUT", "/call-flip-numbers", dropAfter, "flips unknown, target +15305550142 unsent", "target:number:+15305550142"},
		"target refused":        {"DELETE", "/forwarding-targets", noRight, "flips done, target +15305550142 refused", "target:number:+15305550142"},
		"target lost":           {"DELETE", "/forwarding-targets", dropBefore, "flips done, target +15305550142 unknown", "target:number:+15305550142"},
		"answer of target lost": {"DELETE", "/forwarding-targets", dropAfter, "flips done, target +15305550142 unknown", "gone"},
	} {
		s := onV2(t)
		c := askingClient(t, s, s)
		before := snapshotOf(t, c)
		cabin := labelled(t, before.Numbers, "Cabin")
		s.FailNext(test.method, test.path, test.fault)
		edits, err := drafted(&before, removing(&cabin))
		if err != nil {
			t.Fatal(err)
		}
		if done, _ := c.Write(t.Context(), &before, edits); states(done) != test.want {
			t.Errorf("%s: %s", name, states(done))
		}
		now := snapshotOf(t, c)
		left, there := now.Number(cabin.ID, cabin.Phone)
		if test.id == "" {
			test.id = cabin.ID
		}
		if there && left.ID != test.id || !there && test.id != "gone" {
			t.Errorf("%s: %+v", name, left)
		}
		if _, err := write(t, c, &now, removing(&left)); there && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, there := new(snapshotOf(t, c)).Number(cabin.ID, cabin.Phone); there || strings.Contains(s.Rule(danaID, "work-hours"), cabin.Phone) {
			t.Errorf("%s: it is still there", name)
		}
	}
}

// A removal of a number that the list no longer has needs no request.
func TestRemovalV2_ofWhatIsGoneSendsNothing(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	if err := removeNumber(t, c, "target:number:+15305550100"); err != nil || written(s) != 0 {
		t.Errorf("%v, %q", err, writes(s))
	}
}

func TestSwapV2_isOneRequest(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	all := numbersOf(t, c)
	if err := swap(t, c, new(labelled(t, all, "Cabin")), new(labelled(t, all, "Mobile"))); err != nil {
		t.Fatal(err)
	}
	now := numbersOf(t, c)
	if labelled(t, now, "Cabin").Flip != "2" || labelled(t, now, "Mobile").Flip != "5" || written(s) != 1 {
		t.Errorf("%+v after %q", now, writes(s))
	}
	for _, fault := range []sandbox.Fault{dropAfter, dropBefore} { // swapped back, and then not swapped
		s.FailNext("PUT", "/call-flip-numbers", fault)
		if err := swap(t, c, new(labelled(t, now, "Cabin")), new(labelled(t, now, "Mobile"))); !errors.Is(err, rest.ErrLost) {
			t.Errorf("%v", err)
		}
		now = numbersOf(t, c)
		if labelled(t, now, "Cabin").Flip != "5" || labelled(t, now, "Mobile").Flip != "2" {
			t.Errorf("%+v", now)
		}
	}
}

// A number that comes back into the flip list brings what this version does not know
// of it, and stands where it stood.
func TestRestoreV2_putsANumberBackWhereItWas(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	before := snapshotOf(t, c)
	at := slices.IndexFunc(before.Numbers, func(n api.Number) bool { return n.Label == "Cabin" })
	cabin := before.Numbers[at]
	if err := remove(t, c, []string{cabin.ID}, api.CallFlip); err != nil {
		t.Fatal(err)
	}
	n := api.NewNumber{Phone: cabin.Phone, Label: "The cabin", Flip: 5}
	was := api.Restored{Record: cabin.Stored(), After: before.Numbers[at-1].ID, Placed: true}
	back := func(d *api.Draft) error { return d.Restore("back", &n, was) }
	for range 2 { // the second time it is there
		if _, err := write(t, c, new(snapshotOf(t, c)), back); err != nil {
			t.Fatal(err)
		}
		got := labelled(t, numbersOf(t, c), "The cabin")
		if got.Flip != "5" || len(got.Rings) != 2 || got.ID == cabin.ID || len(got.Unknown) != 1 || got.Unknown[0] != cabin.Unknown[0] ||
			numbersOf(t, c)[at].ID != got.ID {
			t.Fatalf("%+v", got)
		}
	}
	if written(s) != 2 {
		t.Errorf("%q", writes(s))
	}
	n.Phone, n.Flip = "+15305550178", 2
	if _, err := write(t, c, new(snapshotOf(t, c)), back); err == nil || api.Explain(err).Field != api.FieldFlip {
		t.Error(err)
	}
}

// The flip list is written as it was read last, so that the number of another user
// stays, with what this version does not know of it.
func TestChangeV2_keepsTheNumbersOfAnotherUser(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	s.Change(theirs)
	digit := "8"
	if _, err := update(t, c, &cabin, api.Change{Flip: &digit}); err != nil {
		t.Fatal(err)
	}
	if n := labelled(t, numbersOf(t, c), "Theirs"); n.ID != "9" || len(n.Unknown) != 1 {
		t.Errorf("%+v", n)
	}
}
