package api

import (
	"cmp"
	"strings"
)

// Where the calls of an answering rule go: at once, which callHandlingAction says, or
// when nobody answers, which is voicemail or else missedCall (dossier section 8).

// atOnceActions are the actions of v1 that send calls elsewhere, missedActions what
// happens to a call that nobody took.
var (
	atOnceActions = map[EndingKind]string{
		ToVoicemail: "TakeMessagesOnly", ToAnnouncement: "PlayAnnouncementOnly", ToNumber: "UnconditionalForwarding",
		ToExtension: "TransferToExtension",
	}
	missedActions = map[EndingKind]string{
		ToAnnouncement: "PlayGreetingAndDisconnect", ToNumber: "ConnectToExternalNumber", ToExtension: "ConnectToExtension",
	}
)

// ringAction is the action of a rule that rings. It is the default.
const ringAction = "ForwardCalls"

// readAction reads what happens to the calls of a rule as a whole.
func (r *Rule) readAction(w object) {
	action := w.text("callHandlingAction")
	kind, known := endingOf(atOnceActions, action)
	switch {
	case known:
		r.Mode, r.Destination = NoRinging, readAtOnce(kind, w)
	case action != ringAction && action != "":
		r.Mode = RingMode(Clean(action))
		r.Fixed = "This rule does what this version does not know (" + string(r.Mode) + "); change it in RingCentral's own app."
	case r.Mode != InOrder && r.Mode != AtOnce:
		r.Fixed = "This rule rings in a way that this version does not know (" + string(r.Mode) + "); change it in RingCentral's own app."
	}
}

func readAtOnce(kind EndingKind, w object) Fallback {
	e := Fallback{Kind: kind}
	switch kind {
	case ToVoicemail:
		e.ID = otherMailbox(w)
	case ToNumber:
		e.Phone = w.child("unconditionalForwarding").clean("phoneNumber")
	case ToExtension:
		to := w.child("transfer").child("extension")
		e.ID, e.Name = to.clean("id"), cmp.Or(to.clean("name"), to.clean("extensionNumber"))
	}
	return e
}

// otherMailbox is the extension that takes the messages, where that is another than
// the one whose rule it is. Whose it is, its address tells.
func otherMailbox(w object) string {
	id := w.child("voicemail").child("recipient").clean("id")
	if owner := ownerOf(w); owner == "" || id == owner {
		return ""
	}
	return id
}

func ownerOf(w object) string {
	_, after, _ := strings.Cut(w.text("uri"), "/extension/")
	id, _, _ := strings.Cut(after, "/")
	return Clean(id)
}

// readNoAnswer reads what happens when nobody answers.
func readNoAnswer(w object) Fallback {
	if w.child("voicemail").yes("enabled", false) {
		return Fallback{Kind: ToVoicemail, ID: otherMailbox(w)}
	}
	call := w.child("missedCall")
	action := call.text("actionType")
	if action == "" {
		return Fallback{}
	}
	kind, _ := endingOf(missedActions, action)
	e := Fallback{Kind: kind}
	switch kind {
	case ToNumber:
		e.Phone = call.child("externalNumber").clean("phoneNumber")
	case ToExtension:
		e.ID = call.child("extension").clean("id")
	case ToOther:
		e.Name = Clean(action)
	}
	return e
}

// endingMembers are the members that endings has.
var endingMembers = []string{"callHandlingAction", "transfer", "unconditionalForwarding", "voicemail", "missedCall"}

// endings are the members of the rule that say where calls go, as far as they count,
// with what was edited put into them.
func (r Rule) endings() object {
	w, _ := readObject(r.raw)
	ends := object{}
	if action := r.action(w); action != "" {
		ends = ends.with("callHandlingAction", action)
		switch action {
		case atOnceActions[ToExtension]:
			ends = ends.with("transfer", leadingTo(w.child("transfer"), "extension", r.Destination))
		case atOnceActions[ToNumber]:
			ends = ends.with("unconditionalForwarding", toPhone(w.child("unconditionalForwarding"), r.Destination))
		}
	}
	voicemail, missed := w.child("voicemail"), w.child("missedCall")
	if !readNoAnswer(w).same(r.NoAnswer) {
		voicemail, missed = r.mailbox(w, voicemail), r.missed(missed)
	}
	if len(voicemail) > 0 {
		ends = ends.with("voicemail", voicemail)
	}
	if len(missed) > 0 && !voicemail.yes("enabled", false) {
		ends = ends.with("missedCall", missed)
	}
	return ends
}

// action is what the rule does, in the words of the service.
func (r Rule) action(w object) string {
	stored := w.text("callHandlingAction")
	_, away := endingOf(atOnceActions, stored)
	switch {
	case r.Mode == NoRinging && r.Destination.Kind != "" && atOnceActions[r.Destination.Kind] != "":
		return atOnceActions[r.Destination.Kind]
	case away && (r.Mode == InOrder || r.Mode == AtOnce):
		return ringAction
	}
	return stored
}

// mailbox is voicemail on or off, with the messages going to whom they should.
func (r Rule) mailbox(w, voicemail object) object {
	takes := r.NoAnswer.Kind == ToVoicemail
	voicemail = voicemail.with("enabled", takes)
	to := cmp.Or(r.NoAnswer.ID, ownerOf(w))
	if !takes || to == "" || to == voicemail.child("recipient").text("id") {
		return voicemail
	}
	return voicemail.with("recipient", newObject("id", to))
}

func (r Rule) missed(call object) object {
	action := missedActions[r.NoAnswer.Kind]
	if action == "" {
		return call
	}
	call = call.with("actionType", action)
	switch r.NoAnswer.Kind {
	case ToExtension:
		return leadingTo(call, "extension", r.NoAnswer)
	case ToNumber:
		return call.with("externalNumber", toPhone(call.child("externalNumber"), r.NoAnswer))
	}
	return call
}

// leadingTo is t with the extension that e leads to at name.
func leadingTo(t object, name string, e Fallback) object {
	if t.child(name).text("id") == e.ID {
		return t
	}
	return t.with(name, newObject("id", e.ID))
}

func toPhone(t object, e Fallback) object {
	if t.clean("phoneNumber") == e.Phone {
		return t
	}
	return t.with("phoneNumber", e.Phone)
}

// ownEndings are endings without what is said of extensions beside their ids.
func ownEndings(ends object) object {
	idAlone := func(t object, name string) object {
		if who := t.child(name); len(who) > 0 {
			return t.with(name, who.without("uri").without("name").without("extensionNumber"))
		}
		return t
	}
	for member, name := range map[string]string{"transfer": "extension", "missedCall": "extension", "voicemail": "recipient"} {
		if t := ends.child(member); len(t) > 0 {
			ends = ends.with(member, idAlone(t, name))
		}
	}
	return ends
}
