package api

import (
	"slices"

	"rcfwd/api/jsonobj"
)

// A rule of v2 keeps its announcements, used or not (dossier section 11.3). Which version
// of a rule has one that is not in use is no difference between the two.

// withAnnouncementsOf returns a dispatching with the announcements that another version of
// it has and it lacks. Endings name what they use, so that these are not in use.
func withAnnouncementsOf(d, other jsonobj.Object) jsonobj.Object {
	spare := announcementsIn(other)
	if len(spare) == 0 {
		return d
	}
	return d.EditEach("actions", func(action jsonobj.Object) jsonobj.Object {
		if action.Text("type") != actEnd {
			return action
		}
		targets, has := action.List("targets"), announcementsIn(jsonobj.New("actions", []jsonobj.Object{action}))
		for _, s := range spare {
			if !slices.ContainsFunc(has, func(a announced) bool { return a.when == s.when }) {
				targets = slices.Insert(targets, min(s.at, len(targets)), s.target.Raw())
			}
		}
		if len(targets) == len(action.List("targets")) {
			return action
		}
		return action.With("targets", targets)
	})
}

// announced is an announcement of a rule.
type announced struct {
	target jsonobj.Object
	at     int    // its place among the targets
	when   string // it applies
}

func announcementsIn(dispatching jsonobj.Object) []announced {
	var all []announced
	for _, action := range dispatching.Objects("actions") {
		for at, t := range action.Objects("targets") {
			if action.Text("type") == actEnd && t.Text("type") == endingTypes[ToAnnouncement] {
				all = append(all, announced{t, at, t.Text("dispatchingType")})
			}
		}
	}
	return all
}
