package sandbox

import (
	"bytes"
	"slices"
	"sync"

	"rcfwd/api/jsonobj"
)

// secondsPerRing converts rings to seconds (G: about five).
const secondsPerRing = 5

// migrate creates the state rules of an extension from its answering rules, by
// the table of the developer guide (G; section 8 of the dossier). Custom rules
// become interaction rules.
func (e *Extension) migrate() {
	e.StateRules = []*Rule{
		stateRule(forwardAll, e.dispatchForwardAll()), stateRule(doNotDisturb, noRinging()),
	}
	for _, pair := range [][2]string{{workHours, businessHours}, {offHours, afterHours}} {
		if i := slices.IndexFunc(e.AnsweringRules, func(r *Rule) bool { return r.ID == pair[1] }); i >= 0 {
			e.StateRules = append(e.StateRules, e.migrateRule(pair[0], e.AnsweringRules[i].body))
		}
	}
	e.StateRules = append(e.StateRules, &Rule{ID: agentOfQueues, Mirrors: workHours, body: jsonobj.Object{}})
	for _, r := range e.AnsweringRules {
		if r.body.Str("type") == "Custom" {
			e.InteractionRules = append(e.InteractionRules, e.migrateCustomRule(r.body))
		}
	}
}

func stateRule(id string, dispatching jsonobj.Object) *Rule {
	return &Rule{ID: id, body: jsonobj.New("dispatching", dispatching)}
}

func newDispatching(kind string, actions ...jsonobj.Object) jsonobj.Object {
	return jsonobj.New("type", kind, "actions", actions)
}

// noRinging is the dispatching of a rule that answers every call with voicemail.
var noRinging = sync.OnceValue(func() jsonobj.Object {
	return newDispatching("Terminate", endWithoutRinging("66560", "Terminating"))
})

// endWithoutRinging is the terminating action of rules that ring nothing, as in
// the vendor's example.
func endWithoutRinging(announcement, when string) jsonobj.Object {
	return jsonobj.New("type", "TerminatingAction", "targets", []jsonobj.Object{
		voiceMailTarget(defaultVoiceMail), announcementTarget(announcement, when),
	}, targetField(when), voiceMail)
}

// migrateRule returns the state rule of an answering rule. S: work hours cannot
// end a call without ringing. Guess: such a rule becomes one whose groups are
// all disabled.
func (e *Extension) migrateRule(id string, old jsonobj.Object) *Rule {
	kind := "RingInOrder"
	if old.Object("forwarding").Str("ringingMode") == "Simultaneously" {
		kind = "RingAtOnce"
	}
	atOnce := old.Str("callHandlingAction") != "ForwardCalls"
	actions := append(e.prompts(old), e.ringGroups(old.Object("forwarding"), !atOnce)...)
	end := e.terminatingAction(old)
	if atOnce && id != workHours {
		kind = "Terminate"
	}
	if id == workHours {
		end = end.Without("terminatingTargetType")
	}
	dispatching := newDispatching(kind, append(actions, end)...)
	origin := jsonobj.New("ruleId", old.Str("id"), "revision", rawNumber("1.50"))
	return stateRule(id, e.company.invent(dispatching, "origin", origin))
}

// prompts returns the greetings before the ringing, and the screening. Nearly
// every rule has the default ones, so those are made once.
func (e *Extension) prompts(old jsonobj.Object) []jsonobj.Object {
	if !e.company.unknown && old.Str("screening") == "Off" && bytes.Equal(old.Get("greetings"), defaultGreetings()) {
		return defaultPrompts()
	}
	return e.makePrompts(old)
}

var defaultPrompts = sync.OnceValue(func() []jsonobj.Object {
	someone := &Extension{company: &Company{}}
	return slices.Clip(someone.makePrompts(jsonobj.New("greetings", defaultGreetings())))
})

func (e *Extension) makePrompts(old jsonobj.Object) []jsonobj.Object {
	kinds := map[string]string{
		"Introductory": "PlayWelcomePromptAction", "ConnectingMessage": "PlayConnectingMessageAction",
		"ConnectingAudio": "PlayConnectingPromptAction",
	}
	var list []jsonobj.Object
	for _, g := range old.Objects("greetings") {
		if kind := kinds[g.Str("type")]; kind != "" {
			greeting := preset(g.Object("preset").Str("id"))
			greeting = e.company.invent(greeting, "loudness", rawNumber("1e0"))
			list = append(list, jsonobj.New("type", kind, "enabled", true, "greeting", greeting))
		}
	}
	if s := old.Str("screening"); s != "" && s != "Off" {
		list = append(list, jsonobj.New("type", "ScreeningAction", "screening", s, "enabled", true,
			"screeningResult", "AskToAnswer"))
	}
	return list
}
