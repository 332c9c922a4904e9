package api

import (
	"fmt"
	"strings"
	"testing"
)

// drawn returns a timeline as text.
func drawn(r *Rule) string {
	var parts []string
	for _, s := range r.Timeline() {
		parts = append(parts, fmt.Sprintf("%d-%d %s", s.From, s.To, strings.Join(s.Who, "+")))
	}
	return strings.Join(parts, ", ")
}

func edited(t *testing.T, was *Rule, edits ...func(Rule) (Rule, error)) Rule {
	r := *was
	t.Helper()
	for _, edit := range edits {
		var err error
		if r, err = edit(r); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestTimeline_hasEverySpan(t *testing.T) {
	apps := func(change func(*Apps)) func(Rule) (Rule, error) {
		return func(r Rule) (Rule, error) { change(&r.Apps); return r, nil }
	}
	const own = "own desktop apps+own mobile apps"
	for _, test := range []struct {
		name string
		rule Rule
		want string
	}{
		{"new, in order", newRule(t, demoRule), "0-35 My mobile apps, 0-10 My desktop, 10-35 Cabin+Desk, 35-35 voicemail"},
		{"new, at once", edited(t, new(newRule(t, demoRule)), Rule.ToggleMode), "0-25 My mobile apps, 0-10 My desktop, 0-25 Cabin+Desk, 25-25 voicemail"},
		{"new, apps alone", edited(t, new(newRule(t, demoRule)), func(r Rule) (Rule, error) { return r.Switch(1) },
			func(r Rule) (Rule, error) { return r.Switch(0) }), "0-20 My mobile apps, 20-20 voicemail"},
		{"legacy, head start", oldRule(t), "0-10 " + own + ", 10-30 Mobile, 30-70 Home+Work, 70-70 voicemail"},
		{"legacy, at once", edited(t, new(oldRule(t)), Rule.ToggleMode), "0-10 " + own + ", 10-30 Mobile, 10-50 Home+Work, 50-50 voicemail"},
		{"legacy, to the end", edited(t, new(oldRule(t)), func(r Rule) (Rule, error) { return r.RingToEnd("") }),
			"0-60 " + own + ", 0-20 Mobile, 20-60 Home+Work, 60-60 voicemail"},
		{"legacy, apps last", edited(t, new(oldRule(t)), apps(func(a *Apps) { a.Last = true })), "0-20 Mobile, 20-60 Home+Work, 60-70 " + own + ", 70-70 voicemail"},
		{"legacy, apps off", edited(t, new(oldRule(t)), Rule.SwitchApps), "0-20 Mobile, 20-60 Home+Work, 60-60 voicemail"},
		{"elsewhere", newRule(t, `{"id":"dnd","dispatching":{"type":"Terminate","actions":[{"type":"TerminatingAction",
			"terminatingTargetType":"ExtensionTerminatingTarget","targets":[{"type":"ExtensionTerminatingTarget","name":"Front desk",
			"extension":{"id":"8"},"dispatchingType":"Terminating"}]}]}}`), "0-0 to extension Front desk"},
		{"agent", newRule(t, `{"id":"agent","dispatching":{"type":"RingAtOnce","actions":[{"type":"RingGroupAction","enabled":true,
			"duration":15,"targets":[{"type":"AllMobileRingTarget"}]}]}}`), "0-15 own mobile apps, 15-15 back to the queue"},
	} {
		if got := drawn(&test.rule); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}
