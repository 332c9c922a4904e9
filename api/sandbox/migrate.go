package sandbox

import "slices"

// secondsPerRing turns rings into seconds (G: about five).
const secondsPerRing = 5

// migrate makes the state rules of an extension from its answering rules, by
// the table of the developer guide (G; section 8 of the dossier). Custom rules
// become interaction rules, which are not part of this sandbox.
func (c *Company) migrate(e *Extension) {
	e.StateRules = []*Rule{
		stateRule(forwardAll, "Terminate", standstill("66560", "Terminating")),
		stateRule(doNotDisturb, "Terminate", standstill("66560", "Terminating")),
	}
	m := migration{e, c}
	for _, pair := range [][2]string{{workHours, businessHours}, {offHours, afterHours}} {
		if old := e.Rule(pair[1]); old != nil {
			e.StateRules = append(e.StateRules, m.rule(pair[0], old.body))
		}
	}
	e.StateRules = append(e.StateRules, &Rule{ID: agentOfQueues, Mirrors: workHours, body: object{}})
}

// stateRule makes a rule of one action.
func stateRule(id, dispatching string, actions ...object) *Rule {
	return &Rule{ID: id, body: newObject("dispatching", newObject("type", dispatching, "actions", actions))}
}

// standstill is what rules that ring nobody come with in the vendor's example.
func standstill(announcement, when string) object {
	return newObject("type", "TerminatingAction", "targets", []object{
		voiceMailTarget(defaultVoiceMail), announcementTarget(announcement, when),
	}, targetField(when), voiceMail)
}

// targetField is the field that names the target of each moment (S).
func targetField(when string) string {
	if when == "Terminating" {
		return "terminatingTargetType"
	}
	return "ringingTargetType"
}

const defaultVoiceMail = "590080" // preset of the vendor's examples

func preset(id string) object {
	return newObject("effectiveGreetingType", "Preset", "preset", newObject("id", id))
}

func voiceMailTarget(greeting string) object {
	return newObject("type", voiceMail, "name", "Voicemail", "prompt", newObject("greeting", preset(greeting)))
}

func announcementTarget(greeting, when string) object {
	return newObject("type", "PlayAnnouncementTerminatingTarget", "name", "PlayAnnouncement",
		"prompt", newObject("greeting", preset(greeting)), "dispatchingType", when)
}

type migration struct {
	e *Extension
	c *Company
}

// rule moves one answering rule. S: work hours cannot end a call at once.
// Guess: such a rule becomes one whose groups are all silent.
func (m migration) rule(id string, old object) *Rule {
	kind := "RingInOrder"
	if old.object("forwarding").text("ringingMode") == "Simultaneously" {
		kind = "RingAtOnce"
	}
	atOnce := old.text("callHandlingAction") != "ForwardCalls"
	actions := append(m.prompts(old), m.groups(old.object("forwarding"), !atOnce)...)
	end := m.end(old)
	if atOnce && id == offHours {
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
func (m migration) prompts(old object) []object {
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

// groups are the own apps and the steps. Apps that ring along are a
// RingAlwaysGroupAction, apps with a head start a group before or after the
// numbers, and apps that are not told two silent groups.
func (m migration) groups(forwarding object, ring bool) []object {
	var steps []object
	for _, step := range forwarding.objects("rules") {
		if targets := m.targets(step); len(targets) > 0 {
			rings, _ := readAs[int](step, "ringCount")
			group := ringGroup(ring, rings, targets...)
			group.set("cadence", newObject("pattern", "2-4", "volume", rawNumber("0.80"))) // of tomorrow
			steps = append(steps, group)
		}
	}
	apps := ownApps(forwarding, ring)
	if forwarding.yes("softPhonesPositionTop") {
		return append(apps, steps...)
	}
	return append(steps, apps...)
}

func ringGroup(on bool, rings int, targets ...object) object {
	return newObject("type", "RingGroupAction", "enabled", on, "duration", secondsPerRing*max(rings, 1), "targets", targets)
}

func ownApps(forwarding object, ring bool) []object {
	desktop := newObject("type", allDesktop, "name", "My desktop")
	mobile := newObject("type", allMobile, "name", "My mobile apps")
	rings, _ := readAs[int](forwarding, "softPhonesRingCount")
	switch {
	case !ring || !forwarding.yes("notifyMySoftPhones"):
		return []object{ringGroup(false, defaultRings, desktop), ringGroup(false, defaultRings, mobile)}
	case forwarding.yes("softPhonesAlwaysRing"):
		return []object{newObject("type", "RingAlwaysGroupAction", "enabled", true, "targets", []object{desktop, mobile})}
	}
	return []object{ringGroup(true, rings, desktop, mobile)}
}

// targets are the numbers of a step in v2's words.
func (m migration) targets(step object) []object {
	var list []object
	for _, entry := range step.objects("forwardingNumbers") {
		if n := m.e.NumberByID(entry.text("id")); n != nil {
			list = append(list, m.target(*n))
		}
	}
	return list
}

func (m migration) target(n Number) object {
	switch {
	case n.DeviceID != "":
		return newObject("type", deviceRing, "name", n.Label,
			"device", newObject("id", n.DeviceID, "name", n.Label, "phoneNumber", n.PhoneNumber))
	case n.ExtensionID != "":
		return newObject("type", allMobile, "name", m.nameOf(n.ExtensionID), "extension", newObject("id", n.ExtensionID))
	}
	return newObject("type", numberRing, "name", n.Label,
		"destination", newObject("phoneNumber", n.PhoneNumber), "memberSince", "2024-02-30") // of tomorrow
}

// end is what happens when nobody answers, or at once.
func (m migration) end(old object) object {
	targets := []object{voiceMailTarget(greetingOf(old, "Voicemail", defaultVoiceMail))}
	missed, missedType := m.missed(old)
	now, nowType := m.now(old)
	targets = append(targets, slices.Concat(missed, now)...)
	return newObject("type", "TerminatingAction", "targets", targets,
		"ringingTargetType", missedType, "terminatingTargetType", nowType)
}

func (m migration) missed(old object) (targets []object, kind string) {
	call := old.object("missedCall")
	if old.object("voicemail").yes("enabled") {
		return nil, voiceMail
	}
	switch call.text("actionType") {
	case "ConnectToExtension":
		return one(m.extensionTarget(call.object("extension").text("id"), "Ringing"))
	case "ConnectToExternalNumber":
		return one(numberTarget(call.object("externalNumber").text("phoneNumber"), "Ringing"))
	case "PlayGreetingAndDisconnect":
		return one(announcementTarget(greetingOf(old, "Announcement", "66816"), "Ringing"))
	}
	return nil, voiceMail
}

func (m migration) now(old object) (targets []object, kind string) {
	switch old.text("callHandlingAction") {
	case "TransferToExtension":
		return one(m.extensionTarget(old.object("transfer").object("extension").text("id"), "Terminating"))
	case "UnconditionalForwarding":
		return one(numberTarget(old.object("unconditionalForwarding").text("phoneNumber"), "Terminating"))
	case "PlayAnnouncementOnly":
		return one(announcementTarget(greetingOf(old, "Announcement", "66560"), "Terminating"))
	}
	return nil, voiceMail
}

func one(target object) ([]object, string) { return []object{target}, target.text("type") }

func (m migration) extensionTarget(id, when string) object {
	return newObject("type", "ExtensionTerminatingTarget", "name", m.nameOf(id), "extension", newObject("id", id), "dispatchingType", when)
}

func (m migration) nameOf(id string) string {
	if e := m.c.byID(id); e != nil {
		return e.Name()
	}
	return id
}

func numberTarget(number, when string) object {
	return newObject("type", "PhoneNumberTerminatingTarget", "name", number,
		"destination", newObject("phoneNumber", number), "dispatchingType", when)
}

func greetingOf(rule object, kind, otherwise string) string {
	for _, g := range rule.objects("greetings") {
		if g.text("type") == kind && g.has("preset") {
			return g.object("preset").text("id")
		}
	}
	return otherwise
}
