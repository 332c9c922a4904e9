package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// terminatingAction checks where a call goes when it is not answered, or
// without ringing. Every rule keeps its voicemail target and its announcement,
// used or not (G). Guess: a rule without an announcement needs none, for the
// guide's own work-hours example lacks it.
func (ch dispatchingEdit) terminatingAction(a *jsonobj.Object) error {
	targets, ok := jsonobj.As[[]jsonobj.Object](*a, "targets")
	if !ok || len(targets) == 0 {
		return invalid("dispatching.actions.targets")
	}
	for i := range targets {
		if err := ch.endTarget(&targets[i]); err != nil {
			return err
		}
	}
	if !hasTarget(targets, voiceMail) || !hasTarget(targets, announcement) && hasAnnouncement(ch.rule.body.Object("dispatching")) {
		return invalid("dispatching.actions.targets")
	}
	*a = a.With("targets", targets)
	for _, when := range []string{"Ringing", "Terminating"} {
		if err := ch.choice(a, targets, when); err != nil {
			return err
		}
	}
	return nil
}

func hasTarget(targets []jsonobj.Object, kind string) bool {
	return slices.ContainsFunc(targets, func(t jsonobj.Object) bool { return t.Str("type") == kind })
}

func hasAnnouncement(dispatching jsonobj.Object) bool {
	return slices.ContainsFunc(dispatching.Objects("actions"), func(a jsonobj.Object) bool {
		return a.Str("type") == "TerminatingAction" && hasTarget(a.Objects("targets"), announcement)
	})
}

// endTarget checks a terminating target by its type and fills in its name.
// Guess: a target of an unknown type is kept as it is.
func (ch dispatchingEdit) endTarget(t *jsonobj.Object) error {
	kind, ok := jsonobj.As[string](*t, "type")
	if !ok || kind == "" {
		return invalid("dispatching.actions.targets.type")
	}
	if known := slices.Contains(endTypes, kind); known && kind != voiceMail {
		when := t.Str("dispatchingType")
		if when != "Ringing" && when != "Terminating" { // S
			return invalid("dispatching.actions.targets.dispatchingType")
		}
	}
	switch kind {
	case voiceMail:
		return ch.promptTarget(t, "Voicemail")
	case announcement:
		return ch.promptTarget(t, "PlayAnnouncement")
	case "PhoneNumberTerminatingTarget":
		return ch.endNumber(t)
	case "ExtensionTerminatingTarget":
		other := ch.company.byID(targetOwner(*t))
		if other == nil {
			return invalid("dispatching.actions.targets.extension.id")
		}
		*t = t.With("name", other.Name())
	}
	return nil
}

var endTypes = []string{
	"ExtensionTerminatingTarget", "PhoneNumberTerminatingTarget", announcement, voiceMail,
	"CloudConnectorTerminatingTarget",
} // S

func (ch dispatchingEdit) promptTarget(t *jsonobj.Object, name string) error {
	*t = t.With("name", name)
	return checkGreeting(t.Object("prompt").Object("greeting"))
}

// endNumber checks a number. Replies have a name, requests may (S). Guess: the
// name defaults to the number.
func (ch dispatchingEdit) endNumber(t *jsonobj.Object) error {
	if err := ch.externalNumber(t); err != nil {
		return err
	}
	if t.Str("name") == "" {
		*t = t.With("name", t.Object("destination").Str("phoneNumber"))
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
func (ch dispatchingEdit) choice(a *jsonobj.Object, targets []jsonobj.Object, when string) error {
	name := targetField(when)
	kind, ok := jsonobj.As[string](*a, name)
	if !ok || kind == "" && (a.Has(name) || ch.rule.ID == offHours) {
		return invalid("dispatching.actions." + name)
	}
	used := slices.Contains(usedEndTypes[ch.rule.role()], when)
	if kind != "" && !slices.ContainsFunc(targets, func(t jsonobj.Object) bool {
		return t.Str("type") == kind && (!used || kind == voiceMail || t.Str("dispatchingType") == when)
	}) {
		return invalid("dispatching.actions." + name)
	}
	switch {
	case !used:
		*a = a.Without(name)
	case kind == "":
		*a = a.With(name, voiceMail)
	}
	return nil
}
