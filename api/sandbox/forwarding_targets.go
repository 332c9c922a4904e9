package sandbox

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
	targets := without(c.forwardingTargets(), func(t object) bool { return excludeOwn && c.isOwn(t) })
	return slimPageOf(c, targets, func(t object) any { return t })
}

// forwardingTargets returns the targets in the order of the rules and of their
// actions, including those of disabled groups. Guess: the order, and that rules
// which only follow another add nothing.
func (c *call) forwardingTargets() []object {
	list, seen := []object{}, map[string]bool{}
	for _, r := range existingRules(c.target, c.target.v2Rules()) {
		r.eachTarget(func(t object) {
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
func asForwardingTarget(t object) (shown object, listed bool) {
	switch t.text("type") {
	case allDesktop, allMobile:
		return newObject("type", coworkerApps, "extension", newObject("id", targetOwner(t))), targetOwner(t) != ""
	case hotdeskRing:
		return nil, false
	case numberRing, coworkerRing, "ImsPhoneNumberRingTarget", "FmcPhoneNumberRingTarget", "CloudConnectorRingTarget":
		t.drop("name")
	}
	return t, true
}

// isOwn reports whether a target is a device or an app of the extension itself.
func (c *call) isOwn(t object) bool {
	switch t.text("type") {
	case allDesktop, allMobile:
		return targetOwner(t) == "" || targetOwner(t) == c.target.ID
	case deviceRing:
		device := c.company.Device(t.object("device").text("id"))
		return device != nil && device.OwnerID == c.target.ID
	}
	return false
}
