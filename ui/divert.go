package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
)

// Rules that send calls away from every phone. To switch or write one of them is
// asked about, and one that takes all calls is named in the top line while it is on.

// goesWords say where the calls of a rule go that ring nowhere, or no longer: "go to
// voicemail".
func goesWords(r *api.Rule) string {
	to := r.Ending()
	switch to.Kind {
	case api.ToVoicemail:
		if to.ID != "" {
			return "go to the " + to.Words()
		}
		return "go to voicemail"
	case api.ToNumber:
		return "are " + to.Words()
	case api.ToExtension:
		return "go " + to.Words()
	case api.ToAnnouncement:
		return "hear an announcement and end"
	case "":
		if r.Kind == api.Agent {
			return "go back to the queue"
		}
		return "end"
	}
	return "go to " + to.Words()
}

// effectWords say what a rule does with its calls while it is on.
func effectWords(r *api.Rule) string {
	if r.Silent() {
		return goesWords(r) + "; no phone rings"
	}
	var ring []string
	for _, span := range r.Timeline() {
		if span.Step != api.EndSpan {
			ring = append(ring, span.Who...)
		}
	}
	if len(ring) == 0 {
		return "are handled in a way unknown to this version"
	}
	return "ring " + strings.Join(ring, ", ") + ", and then " + goesWords(r)
}

// takesAllCalls reports whether a rule, while it is on, applies to every call.
func takesAllCalls(r *api.Rule) bool { return r.Kind == api.ForwardAll || r.Kind == api.DoNotDisturb }

// askSwitchRule says what switching a rule does, and asks whether to do it. A rule that
// rings a number that the profile refuses is not switched on.
func (m *Model) askSwitchRule(in askSwitchRule) tea.Cmd {
	r, whose := in.rule, "Its calls "
	on := r
	on.Enabled = true
	risky := m.facts.judgeRule(&r, &on)
	if why := refusedNumber(risky); why != "" {
		return m.notify(warning, why)
	}
	if takesAllCalls(&r) {
		whose = "All calls in its hours "
		if r.When == "" || r.AtAllTimes() {
			whose = "All calls "
		}
	}
	q := confirmDialog{yes: "Switch on", then: switchRule{r, true}, text: "Switch " + r.Name + " on? " + whose + effectWords(&r) + "."}
	if r.Enabled {
		q.yes, q.then, q.text = "Switch off", switchRule{r, false}, "Switch "+r.Name+" off? "+whose+"follow the other rules."
	}
	if q.lines = riskLines(risky); r.When != "" {
		q.lines = append([]string{"when: " + r.When}, q.lines...)
	}
	m.show(m.question(q))
	return nil
}

func (m *Model) switchRule(in switchRule) tea.Cmd {
	m.close()
	m.screens.ring.busy[in.rule.ID] = true
	return m.send(change.ToggleRule{Saw: in.rule, On: in.on})
}

// silentWords warn that nothing rings in a rule that is on; empty for any other rule.
func silentWords(r *api.Rule) string {
	if !r.Enabled || !r.Silent() {
		return ""
	}
	if r.Mode == api.NoRinging {
		return "This rule is on: its calls " + effectWords(r) + "."
	}
	return "This rule is on and rings nothing: its calls " + effectWords(r) + "."
}

// SilencedWords warn of the rules that are on and ring nothing after a change, a line each,
// as far as they did something else before it.
func SilencedWords(before, after []api.Rule) []string {
	var lines []string
	for _, r := range after {
		was, _ := find(before, func(b api.Rule) bool { return b.ID == r.ID })
		if warning := silentWords(&r); warning != "" && warning != silentWords(&was) {
			lines = append(lines, r.Name+" will be on: its calls "+effectWords(&r))
		}
	}
	return lines
}

// diverting are the rules that take all calls now.
func (fs *facts) diverting() []api.Rule {
	var on []api.Rule
	rules := fs.snapshot.Rules
	if rules == nil && fs.snapshot.ForwardAll != nil {
		rules = []api.Rule{*fs.snapshot.ForwardAll}
	}
	for _, r := range rules {
		if r.Enabled && takesAllCalls(&r) && !r.Over() {
			on = append(on, r)
		}
	}
	return on
}
