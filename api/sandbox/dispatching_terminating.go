package sandbox

import "slices"

// terminatingAction checks where a call goes when it is not answered, or
// without ringing. Every rule keeps a voicemail target, used or not (G).
func (ch dispatchingEdit) terminatingAction(a *object) error {
	targets, ok := readAs[[]object](*a, "targets")
	if !ok || len(targets) == 0 {
		return invalid("dispatching.actions.targets")
	}
	for i := range targets {
		if err := ch.endTarget(&targets[i]); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(targets, func(t object) bool { return t.text("type") == voiceMail }) {
		return invalid("dispatching.actions.targets")
	}
	a.set("targets", targets)
	for _, when := range []string{"Ringing", "Terminating"} {
		if err := ch.choice(a, targets, when); err != nil {
			return err
		}
	}
	return nil
}

// endTarget checks a terminating target by its type and fills in its name.
// Guess: a target of an unknown type is kept as it is.
func (ch dispatchingEdit) endTarget(t *object) error {
	kind, ok := readAs[string](*t, "type")
	if !ok || kind == "" {
		return invalid("dispatching.actions.targets.type")
	}
	if known := slices.Contains(endTypes, kind); known && kind != voiceMail {
		when := t.text("dispatchingType")
		if when != "Ringing" && when != "Terminating" { // S
			return invalid("dispatching.actions.targets.dispatchingType")
		}
	}
	switch kind {
	case voiceMail:
		return ch.promptTarget(t, "Voicemail")
	case "PlayAnnouncementTerminatingTarget":
		return ch.promptTarget(t, "PlayAnnouncement")
	case "PhoneNumberTerminatingTarget":
		return ch.endNumber(t)
	case "ExtensionTerminatingTarget":
		other := ch.company.byID(targetOwner(*t))
		if other == nil {
			return invalid("dispatching.actions.targets.extension.id")
		}
		t.set("name", other.Name())
	}
	return nil
}

var endTypes = []string{
	"ExtensionTerminatingTarget", "PhoneNumberTerminatingTarget", "PlayAnnouncementTerminatingTarget", voiceMail,
	"CloudConnectorTerminatingTarget",
} // S

func (ch dispatchingEdit) promptTarget(t *object, name string) error {
	t.set("name", name)
	return checkGreeting(t.object("prompt").object("greeting"))
}

// endNumber checks a number. Replies have a name, requests may (S). Guess: the
// name defaults to the number.
func (ch dispatchingEdit) endNumber(t *object) error {
	if err := ch.externalNumber(t); err != nil {
		return err
	}
	if t.text("name") == "" {
		t.set("name", t.object("destination").text("phoneNumber"))
	}
	return nil
}

// usedEndTypes are the dispatching types for which each rule needs a target (G;
// table 11.3).
var usedEndTypes = map[string][]string{
	forwardAll:   {"Terminating"},
	doNotDisturb: {"Terminating"},
	workHours:    {"Ringing"},
	offHours:     {"Ringing", "Terminating"},
	interaction:  {"Ringing", "Terminating"},
}

// choice checks ringingTargetType or terminatingTargetType, which selects one
// of the targets of that dispatching type. G: both must be sent for
// after-hours. Guess: in other rules a missing one is reset to voicemail.
// Guess: one that the rule does not use must be valid all the same and is not
// kept, since replies have only the other (S).
func (ch dispatchingEdit) choice(a *object, targets []object, when string) error {
	name := targetField(when)
	kind, ok := readAs[string](*a, name)
	if !ok || kind == "" && (a.has(name) || ch.rule.ID == offHours) {
		return invalid("dispatching.actions." + name)
	}
	used := slices.Contains(usedEndTypes[ch.rule.role()], when)
	if kind != "" && !slices.ContainsFunc(targets, func(t object) bool {
		return t.text("type") == kind && (!used || kind == voiceMail || t.text("dispatchingType") == when)
	}) {
		return invalid("dispatching.actions." + name)
	}
	switch {
	case !used:
		a.drop(name)
	case kind == "":
		a.set(name, voiceMail)
	}
	return nil
}
