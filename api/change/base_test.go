package change

import (
	"errors"
	"net/http"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// Two writes leave one after the other, and the second was decided on before the first
// was answered.
func TestDo_takesTheAnswerOfTheWriteBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, switches, _ string) {
		old := d.read()
		saw, _ := old.Rule(rings)
		first := UpdateRule{saw, editRule(t, &saw, moveDown)}
		second := []Write{
			Update{d.byLabel("Cabin"), api.Change{Flip: ptr("8")}},
			ToggleRule{d.rule(switches), !d.rule(switches).Enabled},
		}
		d.seen = old
		d.do(first)
		for _, w := range second {
			res, err := d.Do(t.Context(), &old, w)
			if err != nil {
				t.Fatal(err)
			}
			if got := ruleIn(t, &res, rings); !api.SameRule(got, d.rule(rings)) || api.SameRule(got, saw) {
				t.Errorf("the second write shows the rule as %s", outlineOf(&got))
			}
		}
		if n := d.byLabel("Cabin"); n.Flip != "8" {
			t.Errorf("%+v", n)
		}
	})
}

// What the person decided on is compared with what the write before made of it.
func TestDo_comparesWithTheWriteBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, method string) {
		old := d.read()
		cabin, _ := old.Number(cabinID, "")
		saw, _ := old.Rule(rings)
		d.do(Update{cabin, api.Change{Flip: ptr("8")}})
		d.do(UpdateRule{saw, editRule(t, &saw, moveDown)})
		_, err := d.Do(t.Context(), &old, Update{cabin, api.Change{Flip: ptr("7")}})
		if _, ok := errors.AsType[*Conflict](err); !ok {
			t.Errorf("%v", err)
		}
		_, err = d.Do(t.Context(), &old, UpdateRule{saw, editRule(t, &saw, lengthen)})
		if _, ok := errors.AsType[*RuleConflict](err); !ok {
			t.Errorf("%v", err)
		}
	})
}

// The rules may not be read any more. What became of a change that edits rules stays open
// until they may, and other changes go on.
func TestResolvePending_leavesOpenWhatRulesTell(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, d *driver, rings, _, _ string) {
		saw := d.rule(rings)
		writes := []Write{UpdateRule{saw, editRule(t, &saw, moveDown)}}
		if d.seen.Capabilities().SharedDocument {
			writes = append(writes, Update{d.byLabel("Cabin"), api.Change{Label: ptr("Hut")}})
		}
		for _, w := range writes {
			d.killAt(sent)
			d.runUntilKilled(func() { _, _ = d.try(w) })
			d.refuseRules(sandbox.Fault{Status: 403, Code: "CMN-408", Permission: "ReadUserAnsweringRules"})
			if _, err := d.ResolvePending(t.Context(), &api.Snapshot{}); err == nil && len(d.history().Pending()) == 0 {
				t.Error("it is resolved without the rules")
			}
			pager, entries := d.byLabel("On-call pager"), len(d.history().Entries)
			digit := map[string]string{"6": "8", "8": "6"}[pager.Flip]
			res, err := d.try(Update{pager, api.Change{Flip: &digit}})
			if err != nil || len(res.Resolved) > 0 || len(d.history().Pending()) != 1 || len(d.history().Entries) != entries+1 {
				t.Errorf("%+v, %v", res.Resolved, err)
			}
			d.refuseRules(sandbox.Fault{})
			if res := d.resolve(); len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Done {
				t.Errorf("%+v", res.Resolved)
			}
		}
	})
}

// The answer of a rule is lost and the rules may not be read: then it is not known.
func TestDo_doesNotKnowWithoutTheRules(t *testing.T) {
	t.Parallel()
	onV2(t, func(t *testing.T, d *driver) {
		cabin := d.byLabel("Cabin")
		d.sandbox.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropAfter})
		written := false
		d.wire.hook(func(r *http.Request) {
			written = written || r.Method == "PATCH"
			if written && r.Method == "GET" && isOfRules(r) {
				d.sandbox.FailNext(r.Method, r.URL.Path, sandbox.Fault{Status: 403, Code: "CMN-408"})
			}
		})
		res, err := d.try(Update{cabin, api.Change{Label: ptr("Hut")}})
		d.wire.hook(nil)
		if _, ok := errors.AsType[*UnknownError](err); !ok || res.Entry.Resolved() || len(d.history().Pending()) != 1 {
			t.Errorf("%v, %+v", err, res.Entry)
		}
		if res := d.resolve(); len(res.Resolved) != 1 || res.Resolved[0].Outcome != journal.Done {
			t.Errorf("%+v", res.Resolved)
		}
	})
}
