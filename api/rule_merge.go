package api

import "rcfwd/api/jsonobj"

// Replies say more of what a rule rings than the rule has: what a number is called
// and which it is, whose device it is. That is shown, but it is not the rule's: it
// changes without the rule being changed, and is no part of what is sent or compared.

// ownForwarding is a forwarding of v1 in which numbers are known by their ids alone,
// beside what this version does not know of them.
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

// ownDispatching is a dispatching of v2 without the names that the service gives to
// devices, apps, people and endings. A number has the name that the rule gives it.
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
