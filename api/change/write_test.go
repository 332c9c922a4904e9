package change

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/sandbox"
)

// counts are requests: those that read and those that write.
type counts struct{ reads, writes int }

func (d *driver) counts() counts {
	reads := d.countRequests(http.MethodGet)
	return counts{reads, d.countRequests("") - reads}
}

func (c counts) since(before counts) counts {
	return counts{c.reads - before.reads, c.writes - before.writes}
}

// writeCase is a change, with the requests that it takes and those that its undo takes,
// by call handling. A change that has none there cannot be made.
type writeCase struct {
	name     string
	write    func(d *driver, rings, switches string) Write
	do, undo map[string]counts
}

func one(handling string, c counts) map[string]counts { return map[string]counts{handling: c} }

func onEach(legacy, moved counts) map[string]counts {
	return map[string]counts{sandbox.LegacyCallHandling: legacy, sandbox.NewCallHandling: moved}
}

func change(label string, c api.Change) func(*driver, string, string) Write {
	return func(d *driver, _, _ string) Write { return Update{d.byLabel(label), c} }
}

func remove(from []api.Feature, labels ...string) func(*driver, string, string) Write {
	return func(d *driver, _, _ string) Write {
		w := Remove{From: from}
		for _, label := range labels {
			w.Seen = append(w.Seen, d.byLabel(label))
		}
		return w
	}
}

var writeCases = []writeCase{
	{
		"add", func(d *driver, _, _ string) Write { d.read(); return Create{boat} },
		onEach(counts{1, 1}, counts{3, 1}), onEach(counts{2, 1}, counts{3, 1}),
	},
	{
		"add to two rules", func(d *driver, rings, _ string) Write {
			d.read()
			n := boat
			n.Rules = []string{rings, "after-hours"}
			return Create{n}
		},
		one(sandbox.NewCallHandling, counts{3, 3}), one(sandbox.NewCallHandling, counts{3, 2}),
	},
	{
		"label that two rules name", change("Cabin", api.Change{Label: ptr("Hut")}),
		onEach(counts{1, 1}, counts{3, 3}), onEach(counts{1, 1}, counts{3, 3}),
	},
	{
		"label that no rule names", func(d *driver, _, _ string) Write {
			d.draftAsAnother(func(draft *api.Draft) error { return draft.Add(&boat) })
			return Update{d.byLabel("Boat"), api.Change{Label: ptr("Ship")}}
		},
		onEach(counts{1, 1}, counts{3, 1}), onEach(counts{1, 1}, counts{3, 1}),
	},
	{
		"telephone number", change("Cabin", api.Change{Phone: ptr("+14155550177")}),
		onEach(counts{1, 1}, counts{3, 3}), onEach(counts{1, 1}, counts{3, 3}),
	},
	{
		"digit", change("Cabin", api.Change{Flip: ptr("7")}),
		onEach(counts{1, 1}, counts{1, 1}), onEach(counts{1, 1}, counts{1, 1}),
	},
	{
		"no digit", change("Cabin", api.Change{Flip: ptr("")}),
		onEach(counts{1, 1}, counts{1, 1}), onEach(counts{1, 1}, counts{1, 1}),
	},
	{
		"swap", func(d *driver, _, _ string) Write { return Swap{d.byLabel("Cabin"), d.byLabel("Mobile")} },
		onEach(counts{2, 3}, counts{1, 1}), onEach(counts{2, 3}, counts{1, 1}),
	},
	{
		"remove", remove(nil, "Cabin"),
		onEach(counts{2, 1}, counts{3, 2}), onEach(counts{4, 3}, counts{3, 3}),
	},
	{
		"remove three", remove(nil, "Mobile", "Work", "Cabin"),
		onEach(counts{2, 1}, counts{3, 2}), onEach(counts{4, 5}, counts{3, 3}),
	},
	{
		"remove from the flip list", remove(flipOnly, "Cabin"),
		one(sandbox.NewCallHandling, counts{3, 1}), one(sandbox.NewCallHandling, counts{3, 1}),
	},
	{
		"remove from the rules", remove(rulesOnly, "Cabin"),
		one(sandbox.NewCallHandling, counts{3, 1}), one(sandbox.NewCallHandling, counts{3, 2}),
	},
	{
		"rule", func(d *driver, rings, _ string) Write {
			saw := d.rule(rings)
			return UpdateRule{saw, editRule(d.t, &saw, moveDown, lengthen)}
		},
		onEach(counts{1, 1}, counts{1, 1}), onEach(counts{2, 1}, counts{1, 1}),
	},
	{
		"switch", func(d *driver, _, switches string) Write {
			saw := d.rule(switches)
			return ToggleRule{saw, !saw.Enabled}
		},
		onEach(counts{1, 1}, counts{1, 1}), onEach(counts{2, 1}, counts{1, 1}),
	},
}

func TestWrite_isMadeUndoneAndRedone(t *testing.T) {
	t.Parallel()
	for _, c := range writeCases {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, d *driver, rings, switches, _ string) {
				handling := string(d.seen.CallHandling)
				if do, ok := c.do[handling]; ok {
					testWrite(d, c.write(d, rings, switches), do, c.undo[handling])
				}
			})
		})
	}
}

func testWrite(d *driver, w Write, do, undo counts) {
	first, before := d.seen, d.counts()
	res := d.do(w)
	if n := d.counts().since(before); n != do {
		d.t.Errorf("it takes %+v requests, not %+v", n, do)
	}
	if res.Entry.Outcome != journal.Done || res.Entry.RequestID == "" || res.Entry.Who != danaActor {
		d.t.Errorf("%+v", res.Entry)
	}
	d.wantSnapshot(&res.Snapshot)
	changed := d.seen
	if snapshotText(&changed) == snapshotText(&first) {
		d.t.Fatal("it changed nothing")
	}
	for _, dir := range sample([]Direction{Undo, Redo, Undo, Redo}, 3) {
		d.turn(dir, &changed, counts{max(3, do.reads), do.writes}, &first, undo)
	}
	d.turn(Undo, &changed, counts{}, &first, undo)
}

// turn undoes or redoes the last change, with as many requests as the cost says at most.
func (d *driver) turn(dir Direction, changed *api.Snapshot, redo counts, first *api.Snapshot, undo counts) {
	d.t.Helper()
	want, cost, last := *first, undo, d.history().Last
	if dir == Redo {
		want, cost, last = *changed, redo, d.history().LastUndone
	}
	e, ok := last()
	if !ok {
		d.t.Fatalf("there is nothing to %v", dir)
	}
	p, err := d.Plan(dir, &d.seen, e)
	if err != nil {
		d.t.Fatal(err)
	}
	before := d.counts()
	results, err := d.Run(d.t.Context(), &p)
	if err != nil || len(results) != 1 || len(p.Blocked) > 0 {
		d.t.Fatalf("%v: %+v, %+v, %v", dir, p.Steps, p.Blocked, err)
	}
	if n := d.counts().since(before); n.reads > cost.reads || n.writes != cost.writes {
		d.t.Errorf("%v takes %+v requests, not %+v", dir, n, cost)
	}
	d.wantSnapshot(&results[0].Snapshot)
	if got, want := snapshotText(&d.seen), snapshotText(&want); got != want {
		d.t.Fatalf("after %v there is\n%s, not\n%s", dir, got, want)
	}
}

// wantSnapshot reads everything, and reports an error unless a snapshot shows what there
// is. On v1 rules are documents of their own that a change of numbers does not answer
// with.
func (d *driver) wantSnapshot(was *api.Snapshot) {
	s := *was
	d.t.Helper()
	now := d.read()
	if s.Rules == nil || !s.Capabilities().SharedDocument {
		s.Rules, now.Rules = nil, nil
	}
	if s.Numbers == nil {
		now.Numbers = nil
	}
	if got, want := snapshotText(&s), snapshotText(&now); got != want {
		d.t.Errorf("the snapshot is\n%s, and there is\n%s", got, want)
	}
}

// snapshotText is a snapshot as a text, apart from the ids of numbers and their order on v1.
func snapshotText(s *api.Snapshot) string {
	var numbers, rules []string
	for _, n := range s.Numbers {
		numbers = append(numbers, fmt.Sprint(n.Type, " ", n.Phone, " ", n.Label, " ", n.Flip, " ", n.DeviceID, " ", n.Features, n.Rings))
	}
	if !s.Capabilities().SharedDocument {
		slices.Sort(numbers)
	}
	for _, r := range s.Rules {
		rules = append(rules, outlineOf(&r))
	}
	return strings.Join(append(numbers, rules...), "\n")
}

// sortedLines is a text for comparing what has another order.
func sortedLines(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func (d Direction) String() string { return [...]string{"undo", "redo"}[d] }
