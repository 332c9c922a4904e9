package api

import (
	"cmp"
	"strings"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Where the calls of an answering rule go is in callHandlingAction for calls that go
// elsewhere at once, and in voicemail or else missedCall for calls that no one answers
// (dossier section 8).

// atOnceActions are the actions of v1 that send calls elsewhere, missedActions those for a
// call that no one answered.
var (
	atOnceActions = map[EndingKind]string{
		ToVoicemail: "TakeMessagesOnly", ToAnnouncement: "PlayAnnouncementOnly", ToNumber: "UnconditionalForwarding",
		ToExtension: "TransferToExtension",
	}
	missedActions = map[EndingKind]string{
		ToAnnouncement: "PlayGreetingAndDisconnect", ToNumber: "ConnectToExternalNumber", ToExtension: "ConnectToExtension",
	}
)

// ringAction is the action of a rule that rings, and the default.
const ringAction = "ForwardCalls"

// readAction reads whether calls ring or go elsewhere at once.
func (r *Rule) readAction(w jsonobj.Object) {
	action := w.Text("callHandlingAction")
	kind, known := endingOf(atOnceActions, action)
	switch {
	case known:
		r.Mode, r.Destination = NoRinging, readAtOnce(kind, w)
	case action != ringAction && action != "":
		r.Mode = RingMode(rest.Clean(action))
		r.Fixed = "This rule has an action that rcfwd does not know (" + string(r.Mode) + "). Change it in the RingCentral app."
	case r.Mode != InOrder && r.Mode != AtOnce:
		r.Fixed = "This rule rings in a mode that rcfwd does not know (" + string(r.Mode) + "). Change it in the RingCentral app."
	}
}

func readAtOnce(kind EndingKind, w jsonobj.Object) Fallback {
	e := Fallback{Kind: kind}
	switch kind {
	case ToVoicemail:
		e.ID = otherMailbox(w)
	case ToNumber:
		e.Phone = rest.Clean(w.Object("unconditionalForwarding").Text("phoneNumber"))
	case ToExtension:
		to := w.Object("transfer").Object("extension")
		e.ID, e.Name = rest.Clean(to.Text("id")), cmp.Or(rest.Clean(to.Text("name")), rest.Clean(to.Text("extensionNumber")))
	}
	return e
}

// otherMailbox returns the extension that takes the messages, if it is not the owner of the
// rule. The owner is in the URI of the rule.
func otherMailbox(w jsonobj.Object) string {
	id := rest.Clean(w.Object("voicemail").Object("recipient").Text("id"))
	if owner := ownerOf(w); owner == "" || id == owner {
		return ""
	}
	return id
}

func ownerOf(w jsonobj.Object) string {
	_, after, _ := strings.Cut(w.Text("uri"), "/extension/")
	id, _, _ := strings.Cut(after, "/")
	return rest.Clean(id)
}

// readNoAnswer reads where calls go that no one answers.
func readNoAnswer(w jsonobj.Object) Fallback {
	if w.Object("voicemail").Bool("enabled", false) {
		return Fallback{Kind: ToVoicemail, ID: otherMailbox(w)}
	}
	call := w.Object("missedCall")
	action := call.Text("actionType")
	if action == "" {
		return Fallback{}
	}
	kind, _ := endingOf(missedActions, action)
	e := Fallback{Kind: kind}
	switch kind {
	case ToNumber:
		e.Phone = rest.Clean(call.Object("externalNumber").Text("phoneNumber"))
	case ToExtension:
		e.ID = rest.Clean(call.Object("extension").Text("id"))
	case ToOther:
		e.Name = rest.Clean(action)
	}
	return e
}

// endingMembers are the names of the members that endings returns.
var endingMembers = []string{"callHandlingAction", "transfer", "unconditionalForwarding", "voicemail", "missedCall"}

// endings returns the members of the rule that say where calls go, with the edits applied.
// It leaves out members that have no effect.
func (r *Rule) endings() jsonobj.Object {
	w, _ := jsonobj.Read(r.raw)
	ends := jsonobj.Object{}
	if action := r.action(w); action != "" {
		ends = ends.With("callHandlingAction", action)
		switch action {
		case atOnceActions[ToExtension]:
			ends = ends.With("transfer", withExtension(w.Object("transfer"), "extension", r.Destination))
		case atOnceActions[ToNumber]:
			ends = ends.With("unconditionalForwarding", withPhoneNumber(w.Object("unconditionalForwarding"), r.Destination))
		}
	}
	voicemail, missed := w.Object("voicemail"), w.Object("missedCall")
	if !readNoAnswer(w).same(r.NoAnswer) {
		voicemail, missed = r.mailbox(w, voicemail), r.missed(missed)
	}
	if len(voicemail) > 0 {
		ends = ends.With("voicemail", voicemail)
	}
	if len(missed) > 0 && !voicemail.Bool("enabled", false) {
		ends = ends.With("missedCall", missed)
	}
	return ends
}

// action returns the callHandlingAction of the rule.
func (r *Rule) action(w jsonobj.Object) string {
	stored := w.Text("callHandlingAction")
	_, away := endingOf(atOnceActions, stored)
	switch {
	case r.Mode == NoRinging && r.Destination.Kind != "" && atOnceActions[r.Destination.Kind] != "":
		return atOnceActions[r.Destination.Kind]
	case away && (r.Mode == InOrder || r.Mode == AtOnce):
		return ringAction
	}
	return stored
}

// mailbox returns voicemail switched on or off, and with its recipient.
func (r *Rule) mailbox(w, voicemail jsonobj.Object) jsonobj.Object {
	takes := r.NoAnswer.Kind == ToVoicemail
	voicemail = voicemail.With("enabled", takes)
	to := cmp.Or(r.NoAnswer.ID, ownerOf(w))
	if !takes || to == "" || to == voicemail.Object("recipient").Text("id") {
		return voicemail
	}
	return voicemail.With("recipient", jsonobj.New("id", to))
}

func (r *Rule) missed(call jsonobj.Object) jsonobj.Object {
	action := missedActions[r.NoAnswer.Kind]
	if action == "" {
		return call
	}
	call = call.With("actionType", action)
	switch r.NoAnswer.Kind {
	case ToExtension:
		return withExtension(call, "extension", r.NoAnswer)
	case ToNumber:
		return call.With("externalNumber", withPhoneNumber(call.Object("externalNumber"), r.NoAnswer))
	}
	return call
}

// withExtension returns t with the extension to which e leads at name.
func withExtension(t jsonobj.Object, name string, e Fallback) jsonobj.Object {
	if t.Object(name).Text("id") == e.ID {
		return t
	}
	return t.With(name, jsonobj.New("id", e.ID))
}

func withPhoneNumber(t jsonobj.Object, e Fallback) jsonobj.Object {
	if rest.Clean(t.Text("phoneNumber")) == e.Phone {
		return t
	}
	return t.With("phoneNumber", e.Phone)
}

// ownEndings returns endings in which extensions have only their ids.
func ownEndings(ends jsonobj.Object) jsonobj.Object {
	idAlone := func(t jsonobj.Object, name string) jsonobj.Object {
		if extension := t.Object(name); len(extension) > 0 {
			return t.With(name, extension.Without("uri", "name", "extensionNumber"))
		}
		return t
	}
	for member, name := range map[string]string{"transfer": "extension", "missedCall": "extension", "voicemail": "recipient"} {
		if t := ends.Object(member); len(t) > 0 {
			ends = ends.With(member, idAlone(t, name))
		}
	}
	return ends
}
