package api

import "rcfwd/api/jsonobj"

// Replies say more about what a rule rings than the rule itself has: the label and the
// phone number of a number, the owner of a device. That is shown, but it changes without
// a change of the rule, so it is neither sent nor compared.

// ownForwarding returns a forwarding of v1 in which numbers have only their ids and the
// fields that this version does not know.
func ownForwarding(f jsonobj.Object) jsonobj.Object {
	return f.EditEach("rules", func(step jsonobj.Object) jsonobj.Object {
		return step.EditEach("forwardingNumbers", func(n jsonobj.Object) jsonobj.Object {
			if n.Text("id") == "" {
				return n
			}
			return n.Without("uri", "phoneNumber", "label", "type")
		})
	})
}

// ownDispatching returns a dispatching of v2 without the names that the service adds to
// devices, apps, people and endings. The name of a number belongs to the rule.
func ownDispatching(d jsonobj.Object) jsonobj.Object {
	return d.EditEach("actions", func(action jsonobj.Object) jsonobj.Object { return action.EditEach("targets", ownTarget) })
}

func ownTarget(t jsonobj.Object) jsonobj.Object {
	switch t.Text("type") {
	case ringDevice:
		device := t.Object("device").Without("name", "phoneNumber")
		return t.Without("name").With("device", device)
	case ringDesktop, ringMobile, ringCoworker, endingTypes[ToExtension], endingTypes[ToVoicemail], endingTypes[ToAnnouncement]:
		return t.Without("name")
	}
	return t
}
