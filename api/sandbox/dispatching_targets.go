package sandbox

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// group checks a group that rings for a limited time (S: enabled, duration and
// targets are required). Guess: the duration is any whole number of seconds
// from 1, and rules that never ring have no groups.
func (ch dispatchingEdit) group(a *jsonobj.Object) error {
	if err := ch.checkCanRing(*a); err != nil {
		return err
	}
	seconds, ok := jsonobj.As[int32](*a, "duration")
	if !ok || seconds < 1 {
		return invalid("dispatching.actions.duration")
	}
	if _, ok := jsonobj.As[int32](*a, "customStartOffset"); !ok {
		return invalid("dispatching.actions.customStartOffset")
	}
	return ch.targets(a)
}

// alwaysGroup checks a group of the extension's own apps that ring all the
// time, one or two of them (S).
func (ch dispatchingEdit) alwaysGroup(a *jsonobj.Object) error {
	if err := ch.checkCanRing(*a); err != nil {
		return err
	}
	targets := a.Objects("targets")
	if len(targets) > 2 || slices.ContainsFunc(targets, func(t jsonobj.Object) bool {
		return t.Str("type") != allDesktop && t.Str("type") != allMobile || !ch.isOwn(t)
	}) {
		return invalid("dispatching.actions.targets")
	}
	return ch.targets(a)
}

func (ch dispatchingEdit) checkCanRing(a jsonobj.Object) error {
	if ch.rule.ID == forwardAll || ch.rule.ID == doNotDisturb {
		return invalid("dispatching.actions")
	}
	return checkEnabled(a)
}

func (ch dispatchingEdit) targets(a *jsonobj.Object) error {
	targets, ok := jsonobj.As[[]jsonobj.Object](*a, "targets")
	if !ok || len(targets) == 0 {
		return invalid("dispatching.actions.targets")
	}
	for i := range targets {
		if err := ch.ringTarget(&targets[i]); err != nil {
			return err
		}
	}
	*a = a.With("targets", targets)
	return nil
}

// ringTarget checks a ring target by its type. Guess: a target of an unknown
// type is kept as it is, and no target rings twice in a rule.
func (ch dispatchingEdit) ringTarget(t *jsonobj.Object) error {
	kind, ok := jsonobj.As[string](*t, "type")
	if !ok || kind == "" {
		return invalid("dispatching.actions.targets.type")
	}
	var err error
	switch kind {
	case numberRing:
		err = ch.externalNumber(t)
	case allDesktop, allMobile:
		err = ch.apps(t)
	case coworkerRing:
		err = ch.coworker(t)
	case deviceRing:
		err = ch.device(t)
	}
	if err != nil {
		return err
	}
	key := kind + ": " + targetKey(*t)
	if ch.isOwn(*t) && kind != deviceRing {
		key = kind
	}
	if ch.seen[key] {
		return invalid("dispatching.actions.targets")
	}
	ch.seen[key] = true
	return nil
}

// externalNumber checks a number outside the company. Guess: the rules and
// codes of forwarding numbers apply to a number that no rule has yet.
func (ch dispatchingEdit) externalNumber(t *jsonobj.Object) error {
	text := t.Object("destination").Str("phoneNumber")
	phone := normalize(text)
	if phone == "" {
		return invalid("dispatching.actions.targets.destination.phoneNumber")
	}
	if _, ok := jsonobj.As[string](*t, "name"); !ok {
		return invalid("dispatching.actions.targets.name")
	}
	*t = t.Edit("destination", func(d jsonobj.Object) jsonobj.Object { return d.With("phoneNumber", phone) })
	if ch.known[phone] {
		return nil
	}
	if err := ch.requireFeatures("EditExternalForwarding"); err != nil {
		return err
	}
	return ch.checkPhone(phone)
}

// apps checks the apps of the extension itself, or of a coworker if the target
// names an extension (S).
func (ch dispatchingEdit) apps(t *jsonobj.Object) error {
	name := map[string]string{allDesktop: "My desktop", allMobile: "My mobile apps"}[t.Str("type")]
	if !ch.isOwn(*t) {
		other, err := ch.findCoworker(*t)
		if err != nil {
			return err
		}
		name = other.Name()
	}
	*t = t.With("name", name)
	return nil
}

func (ch dispatchingEdit) coworker(t *jsonobj.Object) error {
	other, err := ch.findCoworker(*t)
	if err != nil {
		return err
	}
	*t = t.With("name", other.Name())
	return nil
}

// findCoworker returns the person whom a target names. The feature is required
// for their apps and devices (S). Guess: it is also required for the person as
// such, but not for targets that a rule already has.
func (ch dispatchingEdit) findCoworker(t jsonobj.Object) (*Extension, error) {
	other := ch.company.byID(targetOwner(t))
	if other == nil || other == ch.target || !isPerson(other.Type) {
		return nil, invalid("dispatching.actions.targets.extension.id")
	}
	if ch.known[targetKey(t)] {
		return other, nil
	}
	return other, ch.requireFeatures("CoworkerLineAndAppsForwarding")
}

// device checks a device of the extension or of a coworker (S). Guess: the
// owner may be left out, and replies show it.
func (ch dispatchingEdit) device(t *jsonobj.Object) error {
	device := ch.company.Device(t.Object("device").Str("id"))
	if device == nil || device.OwnerID == "" {
		return invalid("dispatching.actions.targets.device.id")
	}
	if device.OwnerID != ch.target.ID {
		*t = t.With("extension", jsonobj.New("id", device.OwnerID))
		if _, err := ch.findCoworker(*t); err != nil {
			return err
		}
	}
	*t = t.With("name", device.Name)
	*t = t.Edit("device", func(d jsonobj.Object) jsonobj.Object {
		d = d.With("name", device.Name)
		if len(device.Lines) > 0 && device.Lines[0].Phone != "" {
			d = d.With("phoneNumber", device.Lines[0].Phone)
		}
		return d
	})
	return nil
}

// checkApps: rules that ring keep either a timed group or an always group for
// each kind of the extension's own apps, never both (S).
func (ch dispatchingEdit) checkApps() error {
	if ch.kind == "Terminate" || ch.seen[allDesktop] && ch.seen[allMobile] {
		return nil
	}
	return invalid("dispatching.actions")
}

// knownTargets returns the targets that the rules have now, ringing and
// terminating.
func (c *call) knownTargets() map[string]bool {
	had := map[string]bool{}
	for _, r := range c.target.v2Rules() {
		r.eachTarget(func(t jsonobj.Object) {
			had[targetKey(t)] = true
			had[t.Object("destination").Str("phoneNumber")] = true
		})
		for _, a := range r.body.Object("dispatching").Objects("actions") {
			for _, t := range a.Objects("targets") {
				had[t.Object("destination").Str("phoneNumber")] = true
			}
		}
	}
	return had
}
