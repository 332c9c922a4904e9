package sandbox

import "slices"

// secondsPerRing turns rings into seconds (G: about five).
const secondsPerRing = 5

// migrate makes the state rules of an extension from its answering rules, by
// the table of the developer guide (G; section 8 of the dossier). Custom rules
// become interaction rules.
func (e *Extension) migrate() {
	e.StateRules = []*Rule{
		stateRule(forwardAll, "Terminate", endWithoutRinging("66560", "Terminating")),
		stateRule(doNotDisturb, "Terminate", endWithoutRinging("66560", "Terminating")),
	}
	for _, pair := range [][2]string{{workHours, businessHours}, {offHours, afterHours}} {
		if i := slices.IndexFunc(e.AnsweringRules, func(r *Rule) bool { return r.ID == pair[1] }); i >= 0 {
			e.StateRules = append(e.StateRules, e.migrateRule(pair[0], e.AnsweringRules[i].body))
		}
	}
	e.StateRules = append(e.StateRules, &Rule{ID: agentOfQueues, Mirrors: workHours, body: object{}})
	for _, r := range e.AnsweringRules {
		if r.body.text("type") == "Custom" {
			e.InteractionRules = append(e.InteractionRules, e.migrateCustomRule(r.body))
		}
	}
}

// stateRule makes a rule of one action.
func stateRule(id, dispatching string, actions ...object) *Rule {
	return &Rule{ID: id, body: newObject("dispatching", newObject("type", dispatching, "actions", actions))}
}

// endWithoutRinging is what rules that ring nobody come with in the vendor's example.
func endWithoutRinging(announcement, when string) object {
	return newObject("type", "TerminatingAction", "targets", []object{
		voiceMailTarget(defaultVoiceMail), announcementTarget(announcement, when),
	}, targetField(when), voiceMail)
}

// migrateRule makes the state rule of one answering rule. S: work hours cannot end a
// call at once. Guess: such a rule becomes one whose groups are all silent.
func (e *Extension) migrateRule(id string, old object) *Rule {
	kind := "RingInOrder"
	if old.object("forwarding").text("ringingMode") == "Simultaneously" {
		kind = "RingAtOnce"
	}
	atOnce := old.text("callHandlingAction") != "ForwardCalls"
	actions := append(prompts(old), e.ringGroups(old.object("forwarding"), !atOnce)...)
	end := e.terminatingAction(old)
	if atOnce && id != workHours {
		kind = "Terminate"
	}
	if id == workHours {
		end.drop("terminatingTargetType")
	}
	r := stateRule(id, kind, append(actions, end)...)
	// A field that no schema knows, in every rule that was moved.
	r.body.alter("dispatching", func(d *object) {
		d.set("origin", newObject("ruleId", old.text("id"), "revision", rawNumber("1.50")))
	})
	return r
}

// prompts are the greetings before the ringing, and the screening.
func prompts(old object) []object {
	kinds := map[string]string{
		"Introductory": "PlayWelcomePromptAction", "ConnectingMessage": "PlayConnectingMessageAction",
		"ConnectingAudio": "PlayConnectingPromptAction",
	}
	var list []object
	for _, g := range old.objects("greetings") {
		if kind := kinds[g.text("type")]; kind != "" {
			greeting := preset(g.object("preset").text("id"))
			greeting.set("loudness", rawNumber("1e0")) // of tomorrow
			list = append(list, newObject("type", kind, "enabled", true, "greeting", greeting))
		}
	}
	if s := old.text("screening"); s != "" && s != "Off" {
		list = append(list, newObject("type", "ScreeningAction", "screening", s, "enabled", true,
			"screeningResult", "AskToAnswer"))
	}
	return list
}
