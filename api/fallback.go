package api

import (
	"cmp"
	"encoding/json"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// EndingKind is the kind of place to which a call goes that does not ring, or no longer.
type EndingKind string

// The kinds; empty means that there is no ending.
const (
	ToVoicemail    EndingKind = "voicemail"
	ToNumber       EndingKind = "number"
	ToExtension    EndingKind = "extension"
	ToAnnouncement EndingKind = "announcement" // after which the call ends
	ToOther        EndingKind = "other"
)

// Fallback is where a call goes that does not ring, or no longer.
type Fallback struct {
	Kind  EndingKind
	ID    string // of the extension; for ToVoicemail on V1 of another one that takes the messages
	Name  string // of the extension or the number, if known; for ToOther as the service sends it
	Phone string // E.164, for ToNumber
}

// Words returns where the call goes, as in "voicemail" or "forwarded to Cabin".
func (e Fallback) Words() string {
	switch e.Kind {
	case "":
		return "nothing more"
	case ToVoicemail:
		if e.ID != "" {
			return "voicemail of " + cmp.Or(e.Name, "extension "+e.ID)
		}
		return "voicemail"
	case ToNumber:
		return "forwarded to " + e.phoneWords()
	case ToExtension:
		return "to extension " + cmp.Or(e.Name, e.ID)
	case ToAnnouncement:
		return "an announcement, and the call ends"
	}
	return cmp.Or(e.Name, "somewhere else")
}

// shortWords is Words without ids, which a history cannot translate into names.
func (e Fallback) shortWords() string {
	if e.ID != "" && e.Name == "" {
		switch e.Kind {
		case ToVoicemail:
			return "voicemail of another user"
		case ToExtension:
			return "to another extension"
		}
	}
	return e.Words()
}

func (e Fallback) phoneWords() string {
	if e.Name == "" || e.Name == e.Phone {
		return e.Phone
	}
	return e.Name + " " + e.Phone
}

// same reports whether two endings lead to the same place; its name may differ. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (e Fallback) same(other Fallback) bool {
	return e.Kind == other.Kind && e.ID == other.ID && e.Phone == other.Phone
}

// The terminating targets of v2 (dossier section 8).
var endingTypes = map[EndingKind]string{
	ToVoicemail:    "VoiceMailTerminatingTarget",
	ToNumber:       "PhoneNumberTerminatingTarget",
	ToExtension:    "ExtensionTerminatingTarget",
	ToAnnouncement: "PlayAnnouncementTerminatingTarget",
}

// When a terminating target of v2 applies (dispatchingType), and the field of the action
// that names the target in use.
const (
	whenRinging     = "Ringing"     // no one answered
	whenTerminating = "Terminating" // at once
)

var endingFields = map[string]string{whenRinging: "ringingTargetType", whenTerminating: "terminatingTargetType"}

// endingOf returns the kind whose name is name; ToOther for an unknown one.
func endingOf(names map[EndingKind]string, name string) (EndingKind, bool) {
	for kind, n := range names {
		if n == name {
			return kind, true
		}
	}
	return ToOther, false
}

// readEnding reads where the calls of a terminating action of v2 go.
func readEnding(action jsonobj.Object, when string) Fallback {
	name := action.Text(endingFields[when])
	if name == "" {
		return Fallback{}
	}
	target, _ := jsonobj.Read(findEnding(action, name, when))
	kind, _ := endingOf(endingTypes, name)
	e := Fallback{
		Kind: kind, ID: rest.Clean(target.Object("extension").Text("id")),
		Name: rest.Clean(target.Text("name")), Phone: rest.Clean(target.Object("destination").Text("phoneNumber")),
	}
	switch e.Kind {
	case ToVoicemail, ToAnnouncement:
		e.ID, e.Name, e.Phone = "", "", ""
	case ToOther:
		e.Name = cmp.Or(e.Name, rest.Clean(name))
	}
	return e
}

// findEnding returns the target of a type that applies then; voicemail applies always.
func findEnding(action jsonobj.Object, kind, when string) json.RawMessage {
	for _, raw := range action.List("targets") {
		t, _ := jsonobj.Read(raw)
		at := t.Text("dispatchingType")
		if t.Text("type") == kind && (at == when || at == "" || kind == endingTypes[ToVoicemail]) {
			return raw
		}
	}
	return nil
}

// announcements are the presets that the vendor's own rules play, for a rule that has no
// announcement yet (developer guide, examples of state and interaction rules; that every
// account has them is an inference).
var announcements = map[string]string{whenRinging: "66816", whenTerminating: "66560"}

func announcement(when string) jsonobj.Object {
	return jsonobj.New("greeting", jsonobj.New("effectiveGreetingType", "Preset", "preset", jsonobj.New("id", announcements[when])))
}

// withEnding returns a terminating action that leads to e at one of the two times. Its
// other targets stay, including voicemail, which every rule must keep.
func withEnding(action jsonobj.Object, e Fallback, when string) jsonobj.Object {
	kind := endingTypes[e.Kind]
	targets, found := action.List("targets"), false
	for i, raw := range targets {
		t, ok := jsonobj.Read(raw)
		if !ok || t.Text("type") != kind || e.Kind != ToVoicemail && t.Text("dispatchingType") != when {
			continue
		}
		found = true
		targets[i] = withDestination(t, e).Raw()
	}
	if !found {
		target := jsonobj.New("type", kind, "dispatchingType", when)
		if e.Kind == ToAnnouncement {
			target = target.With("prompt", announcement(when))
		}
		targets = append(targets, withDestination(target, e).Raw())
	}
	return action.With("targets", targets).With(endingFields[when], kind)
}

// withDestination returns a terminating target that leads to e, without the name of the
// old destination.
func withDestination(t jsonobj.Object, e Fallback) jsonobj.Object {
	switch e.Kind {
	case ToNumber:
		if t.Object("destination").Text("phoneNumber") == e.Phone {
			return t
		}
		return t.With("name", cmp.Or(e.Name, e.Phone)).With("destination", t.Object("destination").With("phoneNumber", e.Phone))
	case ToExtension:
		if t.Object("extension").Text("id") == e.ID {
			return t
		}
		return t.Without("name").With("extension", jsonobj.New("id", e.ID))
	}
	return t
}
