package sandbox

import "slices"

// terminatingAction is what happens when nobody answers, or at once.
func (e *Extension) terminatingAction(old object) object {
	targets := []object{voiceMailTarget(greetingOf(old, "Voicemail", defaultVoiceMail))}
	missed, missedType := e.endUnanswered(old)
	now, nowType := e.endAtOnce(old)
	targets = append(targets, slices.Concat(missed, now)...)
	return newObject("type", "TerminatingAction", "targets", targets,
		"ringingTargetType", missedType, "terminatingTargetType", nowType)
}

func (e *Extension) endUnanswered(old object) (targets []object, kind string) {
	call := old.object("missedCall")
	if old.object("voicemail").yes("enabled") {
		return nil, voiceMail
	}
	switch call.text("actionType") {
	case "ConnectToExtension":
		return single(e.extensionTarget(call.object("extension").text("id"), "Ringing"))
	case "ConnectToExternalNumber":
		return single(numberTarget(call.object("externalNumber").text("phoneNumber"), "Ringing"))
	case "PlayGreetingAndDisconnect":
		return single(announcementTarget(greetingOf(old, "Announcement", "66816"), "Ringing"))
	}
	return nil, voiceMail
}

func (e *Extension) endAtOnce(old object) (targets []object, kind string) {
	switch old.text("callHandlingAction") {
	case "TransferToExtension":
		return single(e.extensionTarget(old.object("transfer").object("extension").text("id"), "Terminating"))
	case "UnconditionalForwarding":
		return single(numberTarget(old.object("unconditionalForwarding").text("phoneNumber"), "Terminating"))
	case "PlayAnnouncementOnly":
		return single(announcementTarget(greetingOf(old, "Announcement", "66560"), "Terminating"))
	}
	return nil, voiceMail
}

func single(target object) ([]object, string) { return []object{target}, target.text("type") }

func (e *Extension) extensionTarget(id, when string) object {
	return newObject("type", "ExtensionTerminatingTarget", "name", e.nameOf(id), "extension", newObject("id", id), "dispatchingType", when)
}

func (e *Extension) nameOf(id string) string {
	if other := e.company.byID(id); other != nil {
		return other.Name()
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
