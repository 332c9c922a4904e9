package sandbox

import "rcfwd/api/jsonobj"

// ringGroups returns the groups of the extension's apps and of the steps. Apps
// that always ring are a RingAlwaysGroupAction, apps with a head start a group
// before or after the numbers, and apps that are not notified two disabled
// groups.
func (e *Extension) ringGroups(forwarding jsonobj.Object, ring bool) []jsonobj.Object {
	var steps []jsonobj.Object
	for _, step := range forwarding.Objects("rules") {
		if targets := e.ringTargets(step); len(targets) > 0 {
			rings, _ := jsonobj.As[int](step, "ringCount")
			group := ringGroup(ring, rings, targets...)
			cadence := jsonobj.New("pattern", "2-4", "volume", rawNumber("0.80"))
			steps = append(steps, e.company.invent(group, "cadence", cadence))
		}
	}
	apps := appGroups(forwarding, ring)
	if forwarding.Bool("softPhonesPositionTop", false) {
		return append(apps, steps...)
	}
	return append(steps, apps...)
}

func ringGroup(on bool, rings int, targets ...jsonobj.Object) jsonobj.Object {
	return jsonobj.New("type", "RingGroupAction", "enabled", on, "duration", secondsPerRing*max(rings, 1), "targets", targets)
}

func appGroups(forwarding jsonobj.Object, ring bool) []jsonobj.Object {
	desktop := jsonobj.New("type", allDesktop, "name", "My desktop")
	mobile := jsonobj.New("type", allMobile, "name", "My mobile apps")
	rings, _ := jsonobj.As[int](forwarding, "softPhonesRingCount")
	switch {
	case !ring || !forwarding.Bool("notifyMySoftPhones", false):
		return []jsonobj.Object{ringGroup(false, defaultRings, desktop), ringGroup(false, defaultRings, mobile)}
	case forwarding.Bool("softPhonesAlwaysRing", false):
		return []jsonobj.Object{jsonobj.New("type", "RingAlwaysGroupAction", "enabled", true, "targets", []jsonobj.Object{desktop, mobile})}
	}
	return []jsonobj.Object{ringGroup(true, rings, desktop, mobile)}
}

// ringTargets returns the ring targets of a step.
func (e *Extension) ringTargets(step jsonobj.Object) []jsonobj.Object {
	var list []jsonobj.Object
	for _, entry := range step.Objects("forwardingNumbers") {
		if n := e.NumberByID(entry.Str("id")); n != nil {
			list = append(list, e.ringTarget(n))
		}
	}
	return list
}

func (e *Extension) ringTarget(n *Number) jsonobj.Object {
	switch {
	case n.DeviceID != "":
		t := jsonobj.New("type", deviceRing, "name", n.Label,
			"device", jsonobj.New("id", n.DeviceID, "name", n.Label, "phoneNumber", n.PhoneNumber))
		if d := e.company.Device(n.DeviceID); d != nil && d.OwnerID != e.ID {
			t = t.With("extension", jsonobj.New("id", d.OwnerID))
		}
		return t
	case n.ExtensionID != "":
		return jsonobj.New("type", allMobile, "name", e.nameOf(n.ExtensionID), "extension", jsonobj.New("id", n.ExtensionID))
	}
	t := jsonobj.New("type", numberRing, "name", n.Label, "destination", jsonobj.New("phoneNumber", n.PhoneNumber))
	return e.company.invent(t, "memberSince", "2024-02-30") // a date that no calendar has
}
