package sandbox

// ringGroups are the own apps and the steps. Apps that ring along are a
// RingAlwaysGroupAction, apps with a head start a group before or after the
// numbers, and apps that are not told two silent groups.
func (e *Extension) ringGroups(forwarding object, ring bool) []object {
	var steps []object
	for _, step := range forwarding.objects("rules") {
		if targets := e.ringTargets(step); len(targets) > 0 {
			rings, _ := readAs[int](step, "ringCount")
			group := ringGroup(ring, rings, targets...)
			group.set("cadence", newObject("pattern", "2-4", "volume", rawNumber("0.80"))) // of tomorrow
			steps = append(steps, group)
		}
	}
	apps := appGroups(forwarding, ring)
	if forwarding.yes("softPhonesPositionTop") {
		return append(apps, steps...)
	}
	return append(steps, apps...)
}

func ringGroup(on bool, rings int, targets ...object) object {
	return newObject("type", "RingGroupAction", "enabled", on, "duration", secondsPerRing*max(rings, 1), "targets", targets)
}

func appGroups(forwarding object, ring bool) []object {
	desktop := newObject("type", allDesktop, "name", "My desktop")
	mobile := newObject("type", allMobile, "name", "My mobile apps")
	rings, _ := readAs[int](forwarding, "softPhonesRingCount")
	switch {
	case !ring || !forwarding.yes("notifyMySoftPhones"):
		return []object{ringGroup(false, defaultRings, desktop), ringGroup(false, defaultRings, mobile)}
	case forwarding.yes("softPhonesAlwaysRing"):
		return []object{newObject("type", "RingAlwaysGroupAction", "enabled", true, "targets", []object{desktop, mobile})}
	}
	return []object{ringGroup(true, rings, desktop, mobile)}
}

// ringTargets are the numbers of a step in v2's words.
func (e *Extension) ringTargets(step object) []object {
	var list []object
	for _, entry := range step.objects("forwardingNumbers") {
		if n := e.NumberByID(entry.text("id")); n != nil {
			list = append(list, e.ringTarget(*n))
		}
	}
	return list
}

func (e *Extension) ringTarget(n Number) object {
	switch {
	case n.DeviceID != "":
		t := newObject("type", deviceRing, "name", n.Label,
			"device", newObject("id", n.DeviceID, "name", n.Label, "phoneNumber", n.PhoneNumber))
		if d := e.company.Device(n.DeviceID); d != nil && d.OwnerID != e.ID {
			t.set("extension", newObject("id", d.OwnerID))
		}
		return t
	case n.ExtensionID != "":
		return newObject("type", allMobile, "name", e.nameOf(n.ExtensionID), "extension", newObject("id", n.ExtensionID))
	}
	return newObject("type", numberRing, "name", n.Label,
		"destination", newObject("phoneNumber", n.PhoneNumber), "memberSince", "2024-02-30") // of tomorrow
}
