package change

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// Another user edits between any two of our requests. Nothing of theirs may be
// overwritten but in the window that cannot be closed: after the reading that we compare,
// until our write of that document.

const (
	cabinID, cabinPhone = "803000005004", "+15305550142"
	pagerID, pagerPhone = "803000006004", "+15305550167"
)

// request is one of ours, as it left.
type request struct{ method, path string }

// document is where a document is read and written.
type document struct{ list, id, writtenIn string }

func (d document) isRead(r request) bool {
	return r.method == http.MethodGet && (strings.HasSuffix(r.path, "/"+d.list) || strings.HasSuffix(r.path, "/"+d.list+"/"+d.id))
}

func (d document) isWritten(r request) bool {
	in := d.list
	if d.writtenIn != "" {
		in = d.writtenIn
	}
	return r.method != http.MethodGet && (strings.HasSuffix(r.path, "/"+in) || strings.HasSuffix(r.path, "/"+in+"/"+d.id))
}

// inWindow reports whether an edit before the nth request, from 0, came between the
// reading of the document that was compared and our last write of it.
func (d document) inWindow(log []request, n int) bool {
	first := slices.IndexFunc(log, d.isWritten)
	if first < 0 {
		return false
	}
	last, read := first, -1
	for i, r := range log {
		if d.isWritten(r) {
			last = i
		}
		if d.isRead(r) && i < first {
			read = i
		}
	}
	return read < n && n <= last
}

// theirEdit is what another user does to a document; stands reports whether it is still
// to be seen.
type theirEdit struct {
	name string
	in   map[string]document // by call handling
	edit func(d *driver, rings, switches string) (stands func() bool)
}

func inNumber(id string) map[string]document {
	return map[string]document{
		sandbox.LegacyCallHandling: {"forwarding-number", id, ""}, sandbox.NewCallHandling: {"call-flip-numbers", "", ""},
	}
}

// ofNumber edits a number, if it is there, and looks for it by its telephone number.
func ofNumber(id, phone string) func(*driver, string, string) func() bool {
	return func(d *driver, _, _ string) func() bool {
		d.asAnother(func(e *sandbox.Extension) {
			if n := e.NumberByID(id); n != nil {
				n.Label, n.Flip = "Theirs", 8
			}
		})
		return func() bool {
			return slices.ContainsFunc(d.sandbox.Numbers(danaID), func(n sandbox.Number) bool {
				return n.PhoneNumber == phone && n.Label == "Theirs" && n.Flip == 8
			})
		}
	}
}

var theirEdits = []theirEdit{
	{"the number", inNumber(cabinID), ofNumber(cabinID, cabinPhone)},
	{"another number", inNumber(pagerID), ofNumber(pagerID, pagerPhone)},
	{
		"a rule", map[string]document{
			sandbox.LegacyCallHandling: {"answering-rule", "business-hours-rule", ""}, sandbox.NewCallHandling: {"state-rules", "work-hours", ""},
		},
		func(d *driver, rings, _ string) func() bool {
			d.changeRuleAgainAsAnother(rings)
			return func() bool {
				return slices.ContainsFunc(d.anothersRule(rings).Steps, func(s api.Step) bool { return s.Length == 8 || s.Length == 50 })
			}
		},
	},
	{
		"a switch", map[string]document{
			sandbox.LegacyCallHandling: {"answering-rule", "807000001004", ""}, sandbox.NewCallHandling: {"state-rules", "dnd", "states"},
		},
		func(d *driver, _, switches string) func() bool {
			on := !d.anothersRule(switches).Enabled
			d.draftAsAnother(func(draft *api.Draft) error { return draft.Switch(switches, on) })
			return func() bool { return d.anothersRule(switches).Enabled == on }
		},
	},
}

func (d *driver) anothersRule(id string) api.Rule {
	_, s := d.anothers()
	r, _ := s.Rule(id)
	return r
}

// raceCase is a save, or the undo of one.
type raceCase struct {
	writeCase
	undo bool
}

func raceCases(handling string) []raceCase {
	alike := []string{"remove three", "label that no rule names", "no digit", "telephone number"}
	undone := []string{"label that two rules name", "remove", "rule", "switch"}
	var all []raceCase
	for _, c := range writeCases {
		if _, ok := c.do[handling]; !ok || slices.Contains(alike, c.name) {
			continue
		}
		all = append(all, raceCase{c, false})
		if slices.Contains(undone, c.name) {
			all = append(all, raceCase{c, true})
		}
	}
	return all
}

func (c raceCase) String() string {
	if c.undo {
		return "undo " + c.name
	}
	return c.name
}

// start returns what runs the save.
func (c raceCase) start(d *driver, rings, switches string) func() error {
	w := c.write(d, rings, switches)
	if !c.undo {
		return func() error { _, err := d.try(w); return err }
	}
	d.do(w)
	last, _ := d.history().Last()
	p := d.plan(Undo, last)
	return func() error { _, err := d.Run(d.t.Context(), &p); return err }
}

func TestWrite_keepsEditsOfOthersBetweenRequests(t *testing.T) {
	t.Parallel()
	for _, b := range callHandlings {
		for _, c := range sample(raceCases(b.handling), 4) {
			t.Run(b.handling+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				for _, edit := range sample(theirEdits, 2) {
					synctest.Test(t, func(t *testing.T) {
						for n := 0; testRace(t, b.handling, b.rings, b.switches, c, edit, n); n++ {
						}
					})
				}
			})
		}
	}
}

// testRace makes a save during which another user edits before the nth request, from 0.
// It reports whether there are further requests.
func testRace(t *testing.T, handling, rings, switches string, c raceCase, edit theirEdit, n int) bool {
	d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: handling}))
	d.read()
	run := c.start(d, rings, switches)
	var log []request
	stands := func() bool { return true }
	edited := false
	d.wire.hook(func(r *http.Request) {
		if len(log) == n {
			stands = edit.edit(d, rings, switches)
			edited = stands()
		}
		log = append(log, request{r.Method, r.URL.Path})
	})
	err := run()
	d.wire.hook(nil)
	where := fmt.Sprintf("%s before request %d of %v, %v", edit.name, n, log, err)
	if edited && !stands() && (conflicting(err) || !edit.in[handling].inWindow(log, n)) {
		t.Errorf("lost: %s", where)
	}
	if h := d.history(); len(h.Pending()) > 0 || err != nil && !conflicting(err) && !refused(err) {
		t.Errorf("%s: %+v", where, h.Pending())
	}
	return len(log) > n+1
}

// conflicting reports whether nothing was sent because of what another user did.
func conflicting(err error) bool {
	_, ofNumber := errors.AsType[*Conflict](err)
	_, ofRule := errors.AsType[*RuleConflict](err)
	_, ofPlan := errors.AsType[*PlanError](err)
	_, invalid := errors.AsType[api.ValidationError](err)
	return ofNumber || ofRule || ofPlan || invalid
}

// refused reports whether the service refused the change, or a part of it, as when
// another user took the digit.
func refused(err error) bool {
	partly, ok := errors.AsType[*PartlyError](err)
	return ok && partly.Entry.Outcome == journal.Partly || strings.Contains(fmt.Sprint(err), "FPN-106")
}
