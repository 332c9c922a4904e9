package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// terminatingAction returns the terminating action of an answering rule. It
// says what happens to a call that is not answered, and to a call that is ended
// without ringing.
func (e *Extension) terminatingAction(old jsonobj.Object) jsonobj.Object {
	targets := []jsonobj.Object{voiceMailTarget(greetingOf(old, "Voicemail", defaultVoiceMail))}
	missed, missedType := e.endUnanswered(old)
	now, nowType := e.endAtOnce(old)
	targets = append(targets, slices.Concat(missed, now)...)
	return jsonobj.New("type", "TerminatingAction", "targets", targets,
		"ringingTargetType", missedType, "terminatingTargetType", nowType)
}

func (e *Extension) endUnanswered(old jsonobj.Object) (targets []jsonobj.Object, kind string) {
	call := old.Object("missedCall")
	if old.Object("voicemail").Bool("enabled", false) {
		return nil, voiceMail
	}
	switch call.Str("actionType") {
	case "ConnectToExtension":
		return single(e.extensionTarget(call.Object("extension").Str("id"), "Ringing"))
	case "ConnectToExternalNumber":
		return single(numberTarget(call.Object("externalNumber").Str("phoneNumber"), "Ringing"))
	case "PlayGreetingAndDisconnect":
		return single(announcementTarget(greetingOf(old, "Announcement", "66816"), "Ringing"))
	}
	return nil, voiceMail
}

func (e *Extension) endAtOnce(old jsonobj.Object) (targets []jsonobj.Object, kind string) {
	switch old.Str("callHandlingAction") {
	case "TransferToExtension":
		return single(e.extensionTarget(old.Object("transfer").Object("extension").Str("id"), "Terminating"))
	case "UnconditionalForwarding":
		return single(numberTarget(old.Object("unconditionalForwarding").Str("phoneNumber"), "Terminating"))
	case "PlayAnnouncementOnly":
		return single(announcementTarget(greetingOf(old, "Announcement", "66560"), "Terminating"))
	}
	return nil, voiceMail
}

func single(target jsonobj.Object) ([]jsonobj.Object, string) {
	return []jsonobj.Object{target}, target.Str("type")
}

func (e *Extension) extensionTarget(id, when string) jsonobj.Object {
	return jsonobj.New("type", "ExtensionTerminatingTarget", "name", e.nameOf(id), "extension", jsonobj.New("id", id), "dispatchingType", when)
}

func (e *Extension) nameOf(id string) string {
	if other := e.company.byID(id); other != nil {
		return other.Name()
	}
	return id
}

func numberTarget(number, when string) jsonobj.Object {
	return jsonobj.New("type", "PhoneNumberTerminatingTarget", "name", number,
		"destination", jsonobj.New("phoneNumber", number), "dispatchingType", when)
}

func greetingOf(rule jsonobj.Object, kind, fallback string) string {
	for _, g := range rule.Objects("greetings") {
		if g.Str("type") == kind && g.Has("preset") {
			return g.Object("preset").Str("id")
		}
	}
	return fallback
}

// targetField is the field that selects the target of a dispatching type (S).
func targetField(when string) string {
	if when == "Terminating" {
		return "terminatingTargetType"
	}
	return "ringingTargetType"
}

const defaultVoiceMail = "590080" // preset of the vendor's examples

func preset(id string) jsonobj.Object {
	return jsonobj.New("effectiveGreetingType", "Preset", "preset", jsonobj.New("id", id))
}

func voiceMailTarget(greeting string) jsonobj.Object {
	return jsonobj.New("type", voiceMail, "name", "Voicemail", "prompt", jsonobj.New("greeting", preset(greeting)))
}

func announcementTarget(greeting, when string) jsonobj.Object {
	return jsonobj.New("type", announcement, "name", "PlayAnnouncement",
		"prompt", jsonobj.New("greeting", preset(greeting)), "dispatchingType", when)
}
