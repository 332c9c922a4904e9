package api

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diff returns in words what differs between two versions of a rule, one line for each
// difference; empty for none.
func Diff(old, new *Rule) []string {
	return Words(Differences(old, new))
}

// Words are the differences in words. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func Words(differences []Difference) []string {
	var lines []string
	for _, d := range differences {
		lines = append(lines, d.Words)
	}
	return lines
}

// Difference is one difference between two versions of a rule.
type Difference struct {
	Kind  DifferenceKind
	Words string // how the new version differs from the old one
	Done  string // what was done to the rule, in a few words and without its name
}

// DifferenceKind tells what became of the part of a rule that differs.
type DifferenceKind int

// The kinds of differences.
const (
	Altered DifferenceKind = iota
	Added
	TakenOut
)

// Differences returns what differs between two versions of a rule; empty for nothing.
func Differences(old, new *Rule) []Difference {
	d := diff{old: *old, new: *new}
	d.rule()
	d.targets()
	d.order()
	d.apps()
	if len(d.found) == 0 && !sameStored(old, new) {
		d.addf("something that rcfwd does not show")
		d.done("changed")
	}
	return d.found
}

type diff struct {
	old, new Rule
	found    []Difference
}

// addf adds a difference. It is not inlined: what grows the list would be in 16 places.
//
//go:noinline
func (d *diff) addf(format string, args ...any) {
	d.found = append(d.found, Difference{Words: fmt.Sprintf(format, args...)})
}

// done says what was done for the difference that was found last. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (d *diff) done(words string) { d.found[len(d.found)-1].Done = words }

// kind is the kind of the difference that was found last.
func (d *diff) kind(k DifferenceKind) { d.found[len(d.found)-1].Kind = k }

func (d *diff) rule() {
	old, new := d.old, d.new
	if old.Enabled != new.Enabled {
		d.addf("the rule is switched %s", onOff(new.Enabled))
		d.done("switched " + onOff(new.Enabled))
	}
	if old.Name != new.Name {
		d.addf("it is called %s instead of %s", new.Name, old.Name)
		d.done("renamed to " + new.Name)
	}
	if old.When != new.When {
		d.addf("it applies %s instead of %s", new.When, old.When)
		d.done("changed when it applies")
	}
	if old.Mode != new.Mode {
		d.addf("it %s instead of %s", new.Mode.rings(), old.Mode.ringing())
		d.done("set to " + new.Mode.infinitive())
	}
	if !old.NoAnswer.same(new.NoAnswer) {
		d.addf("when unanswered: %s instead of %s", new.NoAnswer.Words(), old.NoAnswer.Words())
		d.done("unanswered calls: " + new.NoAnswer.shortWords())
	}
	if !old.Destination.same(new.Destination) && new.Mode == NoRinging {
		d.addf("calls go elsewhere at once: %s", new.Destination.Words())
		d.done("all calls: " + new.Destination.shortWords())
	}
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// rings returns a mode as in "it rings all together".
func (m RingMode) rings() string { return strings.Replace(m.ringing(), "ringing", "rings", 1) }

func (m RingMode) ringing() string {
	switch m {
	case InOrder:
		return "ringing one after another"
	case AtOnce:
		return "ringing all together"
	case NoRinging:
		return "ringing no one"
	}
	return "ringing by " + string(m)
}

// infinitive returns a mode as in "set to ring all together".
func (m RingMode) infinitive() string { return strings.Replace(m.ringing(), "ringing", "ring", 1) }

// shortly is a length without what it is in other units.
func (d *diff) shortly(n int) string {
	words, _, _ := strings.Cut(d.new.words(n), " (")
	return words
}

// targetInStep is a target with its step.
type targetInStep struct {
	Target
	step Step
}

// placedTargets returns the targets of a rule by key; a key that occurs again has a number
// behind it. It includes targets that the service does not list as steps.
func (r *Rule) placedTargets() (keys []string, all map[string]targetInStep) {
	all = map[string]targetInStep{}
	for _, s := range r.Steps {
		for _, t := range s.Targets {
			key := t.key()
			for n := 2; ; n++ {
				if _, had := all[key]; !had {
					break
				}
				key = fmt.Sprintf("%s #%d", t.key(), n)
			}
			keys = append(keys, key)
			all[key] = targetInStep{t, s}
		}
	}
	return keys, all
}

// targets compares the targets that both versions have, and names those that only one has.
// A number of a rule of V1 that does not ring counts as missing. An app that now rings to
// the end is named by apps.
func (d *diff) targets() {
	oldKeys, had := d.old.placedTargets()
	newKeys, has := d.new.placedTargets()
	for _, key := range oldKeys {
		if _, there := has[key]; !there && !d.notRinging(had[key]) && !d.new.Apps.has(new(had[key].Target)) {
			d.addf("%s removed", d.old.Label(new(had[key].Target)))
			d.kind(TakenOut)
			d.done("took " + d.old.Label(new(had[key].Target)) + " out")
		}
	}
	for _, key := range newKeys {
		now := has[key]
		was, there := had[key]
		switch {
		case !there && !d.notRinging(now):
			d.addf("%s added for %s", d.new.Label(&now.Target), d.new.words(now.step.Length))
			d.kind(Added)
			d.done("added " + d.new.Label(&now.Target))
		case there:
			d.target(was, now)
		}
	}
}

func (d *diff) notRinging(p targetInStep) bool { return d.old.Unit == InRings && p.step.unlisted() }

func (d *diff) target(was, now targetInStep) {
	if was.step.On != now.step.On {
		d.addf("%s switched %s", d.new.Label(&now.Target), onOff(now.step.On))
		d.done("switched " + d.new.Label(&now.Target) + " " + onOff(now.step.On))
	}
	if was.step.Length != now.step.Length && !d.notRinging(was) && !d.notRinging(now) {
		d.addf("%s for %s instead of %s", d.new.Label(&now.Target), d.new.words(now.step.Length), d.old.words(was.step.Length))
		d.done("set " + d.new.Label(&now.Target) + " to " + d.shortly(now.step.Length))
	}
}

// order compares the order and the grouping of the targets that both versions ring.
func (d *diff) order() {
	_, had := d.old.placedTargets()
	_, has := d.new.placedTargets()
	both := func(t Target) bool {
		was, a := had[t.key()]
		now, b := has[t.key()]
		return a && b && !d.notRinging(was) && !d.notRinging(now)
	}
	old, new := d.old.groups(both), d.new.groups(both)
	if !slices.Equal(old, new) {
		d.addf("the order is %s; it was %s", strings.Join(new, ", "), strings.Join(old, ", "))
		d.done(reordered(old, new))
	}
}

// groups names the steps in their order, with the targets that count.
func (r *Rule) groups(counts func(Target) bool) []string {
	var all []string
	for _, s := range r.Steps {
		if together := slices.DeleteFunc(slices.Clone(s.Targets), func(t Target) bool { return !counts(t) }); len(together) > 0 {
			all = append(all, strings.Join(r.labels(together), groupedWith))
		}
	}
	return all
}

func (d *diff) apps() {
	old, new := d.old.Apps, d.new.Apps
	keys := func(a Apps) string { return strings.Join(d.new.labels(a.Targets), " and ") }
	switch {
	case len(old.Targets) != len(new.Targets):
		d.addf("ringing to the end: %s instead of %s", cmp.Or(keys(new), "no apps"), cmp.Or(keys(old), "no apps"))
		d.done("changed the apps that ring to the end")
	case len(new.Targets) == 0:
		return
	}
	if len(old.Targets) == 0 || len(new.Targets) == 0 {
		return
	}
	if old.On != new.On {
		d.addf("own apps are switched %s", onOff(new.On))
		d.done("switched own apps " + onOff(new.On))
	}
	if old.Always != new.Always {
		d.addf("own apps ring %s", map[bool]string{true: "to the end", false: "only for their head start"}[new.Always])
		d.done("let own apps ring " + map[bool]string{true: "to the end", false: "only for their head start"}[new.Always])
	}
	if old.HeadStart != new.HeadStart && !new.Always {
		d.addf("the head start of own apps is %s instead of %s", d.new.words(new.HeadStart), d.old.words(old.HeadStart))
		d.done("set the head start of own apps to " + d.shortly(new.HeadStart))
	}
	if old.Last != new.Last && new.On {
		d.addf("own apps ring %s the steps", map[bool]string{true: "after", false: "before"}[new.Last])
		d.done("let own apps ring " + map[bool]string{true: "after", false: "before"}[new.Last] + " the steps")
	}
}
