package api

import "encoding/json"

// Replies say more of what a rule rings than the rule has: what a number is called
// and which it is, whose device it is. That is shown, but it is not the rule's: it
// changes without the rule being changed, and is no part of what is sent or compared.

// ownForwarding is a forwarding of v1 in which numbers are known by their ids alone,
// beside what this version does not know of them.
func ownForwarding(f object) object {
	return f.withEach("rules", func(step object) object {
		return step.withEach("forwardingNumbers", func(n object) object {
			if n.text("id") == "" {
				return n
			}
			return n.without("uri").without("phoneNumber").without("label").without("type")
		})
	})
}

// ownDispatching is a dispatching of v2 without the names that the service gives to
// devices, apps, people and endings. A number has the name that the rule gives it.
func ownDispatching(d object) object {
	return d.withEach("actions", func(action object) object { return action.withEach("targets", ownTarget) })
}

func ownTarget(t object) object {
	switch t.text("type") {
	case ringDevice:
		device := t.child("device").without("name").without("phoneNumber")
		return t.without("name").with("device", device)
	case ringDesktop, ringMobile, ringCoworker, endingTypes[ToExtension], endingTypes[ToVoicemail], endingTypes[ToAnnouncement]:
		return t.without("name")
	}
	return t
}

// withEach gives a tree in which every object in the array at name is edited. Where
// nothing is edited the array keeps its text.
func (t object) withEach(name string, edit func(object) object) object {
	list := t.list(name)
	if list == nil {
		return t
	}
	made := make([]json.RawMessage, 0, len(list))
	for _, raw := range list {
		if w, ok := readObject(raw); ok {
			if edited := edit(w); string(edited.raw()) != string(w.raw()) {
				raw = edited.raw()
			}
		}
		made = append(made, raw)
	}
	if sameActions(made, list) {
		return t
	}
	return t.with(name, made)
}
