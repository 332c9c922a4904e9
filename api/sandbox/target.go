package sandbox

import "rcfwd/api/jsonobj"

// Types of targets that the sandbox knows (S). Others are kept as they are.
const (
	allDesktop   = "AllDesktopRingTarget"
	allMobile    = "AllMobileRingTarget"
	coworkerRing = "CoworkerRingTarget"
	coworkerApps = "CoworkerAppsRingTarget"
	deviceRing   = "DeviceRingTarget"
	numberRing   = "PhoneNumberRingTarget"
	hotdeskRing  = "HotdeskRingTarget"
	voiceMail    = "VoiceMailTerminatingTarget"
	announcement = "PlayAnnouncementTerminatingTarget"
)

// targetOwner returns the ID of the extension that a target names; "" means the
// rule's own extension.
func targetOwner(target jsonobj.Object) string { return target.Object("extension").Str("id") }

// targetKey identifies what a target rings, whatever its other fields. The apps
// of a coworker have one key, as they are one forwarding target (S).
func targetKey(t jsonobj.Object) string {
	kind := t.Str("type")
	switch kind {
	case numberRing, "ImsPhoneNumberRingTarget", "FmcPhoneNumberRingTarget":
		return kind + " " + t.Object("destination").Str("phoneNumber")
	case deviceRing, hotdeskRing:
		return kind + " " + t.Object("device").Str("id")
	case coworkerRing, coworkerApps:
		return kind + " " + targetOwner(t)
	case allDesktop, allMobile:
		if targetOwner(t) != "" {
			return coworkerApps + " " + targetOwner(t)
		}
		return kind
	case "IntegrationRingTarget":
		return kind + " " + t.Object("integration").Str("type")
	case "CloudConnectorRingTarget":
		return kind + " " + t.Object("destination").Str("integrationId")
	}
	return kind + " " + string(encode(t))
}

// isRingGroup reports whether an action rings its targets.
func isRingGroup(action jsonobj.Object) bool {
	kind := action.Str("type")
	return kind == "RingGroupAction" || kind == "RingAlwaysGroupAction"
}

// eachTarget visits the ring targets of a rule in order.
func (r *Rule) eachTarget(visit func(jsonobj.Object)) {
	for _, action := range r.body.Object("dispatching").Objects("actions") {
		if !isRingGroup(action) {
			continue
		}
		for _, target := range action.Objects("targets") {
			visit(target)
		}
	}
}

// dropTarget removes a target from the groups of a rule, and groups that become
// empty. It reports whether the rule had it.
func (r *Rule) dropTarget(key string) (found bool) {
	r.body = r.body.Edit("dispatching", func(d jsonobj.Object) jsonobj.Object {
		var left []jsonobj.Object
		for _, action := range d.Objects("actions") {
			targets := action.Objects("targets")
			kept := without(targets, func(t jsonobj.Object) bool { return targetKey(t) == key })
			switch {
			case !isRingGroup(action) || len(kept) == len(targets):
				left = append(left, action)
				continue
			case len(kept) > 0:
				left = append(left, action.With("targets", kept))
			}
			found = true
		}
		return d.With("actions", left)
	})
	return found
}
