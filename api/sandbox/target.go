package sandbox

// Kinds of ring targets that the sandbox reads (S). Others are kept as they are.
const (
	allDesktop   = "AllDesktopRingTarget"
	allMobile    = "AllMobileRingTarget"
	coworkerRing = "CoworkerRingTarget"
	coworkerApps = "CoworkerAppsRingTarget"
	deviceRing   = "DeviceRingTarget"
	numberRing   = "PhoneNumberRingTarget"
	hotdeskRing  = "HotdeskRingTarget"
	voiceMail    = "VoiceMailTerminatingTarget"
)

// targetOwner is the extension that a target names; "" is the rule's own.
func targetOwner(target object) string { return target.object("extension").text("id") }

// targetKey says what a target rings, so that two can be compared whatever else
// they carry. The apps of a coworker have one key, as they are one forwarding
// target (S).
func targetKey(t object) string {
	kind := t.text("type")
	switch kind {
	case numberRing, "ImsPhoneNumberRingTarget", "FmcPhoneNumberRingTarget":
		return kind + " " + t.object("destination").text("phoneNumber")
	case deviceRing, hotdeskRing:
		return kind + " " + t.object("device").text("id")
	case coworkerRing, coworkerApps:
		return kind + " " + targetOwner(t)
	case allDesktop, allMobile:
		if targetOwner(t) != "" {
			return coworkerApps + " " + targetOwner(t)
		}
		return kind
	case "IntegrationRingTarget":
		return kind + " " + t.object("integration").text("type")
	case "CloudConnectorRingTarget":
		return kind + " " + t.object("destination").text("integrationId")
	}
	return kind + " " + string(encode(t))
}

// isRingGroup reports whether an action rings somebody.
func isRingGroup(action object) bool {
	kind := action.text("type")
	return kind == "RingGroupAction" || kind == "RingAlwaysGroupAction"
}

// eachTarget visits the ring targets of a rule in their order.
func (r *Rule) eachTarget(visit func(object)) {
	for _, action := range r.body.object("dispatching").objects("actions") {
		if !isRingGroup(action) {
			continue
		}
		for _, target := range action.objects("targets") {
			visit(target)
		}
	}
}

// dropTarget takes a target out of the groups of a rule, and groups that are
// left with none. It reports whether the rule had it.
func (r *Rule) dropTarget(key string) (found bool) {
	r.body.alter("dispatching", func(d *object) {
		var left []object
		for _, action := range d.objects("actions") {
			targets := action.objects("targets")
			kept := without(targets, func(t object) bool { return targetKey(t) == key })
			switch {
			case !isRingGroup(action) || len(kept) == len(targets):
				left = append(left, action)
				continue
			case len(kept) > 0:
				action.set("targets", kept)
				left = append(left, action)
			}
			found = true
		}
		d.set("actions", append([]object{}, left...))
	})
	return found
}
