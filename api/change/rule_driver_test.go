package change

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/sandbox"
)

// callHandlings are both kinds of call handling, each with a rule of Dana's that rings
// numbers, one that can be switched, and the method that changes rules.
var callHandlings = []struct{ handling, rings, switches, write string }{
	{sandbox.LegacyCallHandling, "business-hours-rule", "807000001004", "PUT"},
	{sandbox.NewCallHandling, "work-hours", "dnd", "PATCH"},
}

func onBoth(t *testing.T, test func(t *testing.T, d *driver, rings, switches, method string)) {
	for _, b := range callHandlings {
		t.Run(b.handling, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDriver(t, newSandbox(t, sandbox.Options{Limits: sandbox.GenerousLimits(), CallHandling: b.handling}))
				d.numbers() // learns the backend
				test(t, d, b.rings, b.switches, b.write)
			})
		})
	}
}

// canonicalJSON returns JSON with sorted members, and numbers as they were written.
func canonicalJSON(t testing.TB, text string) string {
	if text == "" {
		return ""
	}
	var value any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		t.Fatal(err)
	}
	ordered, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(ordered)
}

// storedRules returns rules by their ids, as the sandbox has them.
func (d *driver) storedRules() map[string]string {
	all := map[string]string{}
	for _, b := range callHandlings {
		for _, id := range []string{b.rings, b.switches, "after-hours", "after-hours-rule"} {
			all[id] = canonicalJSON(d.t, d.sandbox.Rule(danaID, id))
		}
	}
	return all
}

func (d *driver) wantRules(want map[string]string) {
	d.t.Helper()
	for id, text := range d.storedRules() {
		if text != want[id] {
			d.t.Errorf("the rule %s is\n%s, not\n%s", id, text, want[id])
		}
	}
}

func editRule(t testing.TB, was *api.Rule, edits ...func(api.Rule) (api.Rule, error)) api.Rule {
	r := *was
	t.Helper()
	for _, e := range edits {
		var err error
		if r, err = e(r); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func moveDown(r api.Rule) (api.Rule, error) { return r.Move(0, 1) }
func lengthen(r api.Rule) (api.Rule, error) { return r.Lengthen(0, 5) }

// changeRuleAsAnother changes a rule as another user.
func (d *driver) changeRuleAsAnother(id string) {
	text := d.sandbox.Rule(danaID, id)
	changed := strings.NewReplacer(`"ringCount":3`, `"ringCount":7`, `"duration":15`, `"duration":45`).Replace(text)
	if changed == text {
		d.t.Fatal("the rule has nothing to change")
	}
	d.asAnother(func(e *sandbox.Extension) {
		if err := e.SetRule(id, changed); err != nil {
			d.t.Fatal(err)
		}
	})
}

func (d *driver) changeRuleAgainAsAnother(id string) {
	text := d.sandbox.Rule(danaID, id)
	changed := strings.NewReplacer(`"ringCount":4`, `"ringCount":8`, `"duration":20`, `"duration":50`).Replace(text)
	d.asAnother(func(e *sandbox.Extension) { _ = e.SetRule(id, changed) })
}
