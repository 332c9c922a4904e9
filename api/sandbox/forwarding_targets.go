package sandbox

import "rcfwd/api/jsonobj"

// listTargets lists the targets that the rules ring, each once and without its
// rule (S). excludeOwnTargets omits the extension's own devices; its own apps
// are never forwarding targets, since the schema has no type for them.
func (c *call) listTargets() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	excludeOwn, err := c.flag("excludeOwnTargets")
	if err != nil {
		return result{}, err
	}
	targets := without(c.forwardingTargets(), func(t jsonobj.Object) bool { return excludeOwn && c.isOwn(t) })
	return slimPageOf(c, targets, func(t jsonobj.Object) any { return t })
}

// forwardingTargets returns the targets in the order of the rules and of their
// actions, including those of disabled groups. Guess: the order, and that rules
// which only follow another add nothing.
func (c *call) forwardingTargets() []jsonobj.Object {
	list, seen := []jsonobj.Object{}, map[string]bool{}
	for _, r := range existingRules(c.target, c.target.v2Rules()) {
		r.eachTarget(func(t jsonobj.Object) {
			shown, listed := asForwardingTarget(t)
			if key := targetKey(t); listed && !seen[key] {
				seen[key] = true
				list = append(list, shown)
			}
		})
	}
	return list
}

// asForwardingTarget returns the target without its rule (S): phone numbers and
// coworkers have no name here, and apps are listed only for a coworker.
func asForwardingTarget(t jsonobj.Object) (shown jsonobj.Object, listed bool) {
	switch t.Str("type") {
	case allDesktop, allMobile:
		return jsonobj.New("type", coworkerApps, "extension", jsonobj.New("id", targetOwner(t))), targetOwner(t) != ""
	case hotdeskRing:
		return nil, false
	case numberRing, coworkerRing, "ImsPhoneNumberRingTarget", "FmcPhoneNumberRingTarget", "CloudConnectorRingTarget":
		t = t.Without("name")
	}
	return t, true
}

// isOwn reports whether a target is a device or an app of the extension itself.
func (c *call) isOwn(t jsonobj.Object) bool {
	switch t.Str("type") {
	case allDesktop, allMobile:
		return targetOwner(t) == "" || targetOwner(t) == c.target.ID
	case deviceRing:
		device := c.company.Device(t.Object("device").Str("id"))
		return device != nil && device.OwnerID == c.target.ID
	}
	return false
}
