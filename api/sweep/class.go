package sweep

import "rcfwd/api/index"

// Other is the class of extensions that forward no calls. They are in the list and in no
// scope.
const Other index.Class = "other"

// classes are the classes of the types of extensions, as the service writes them. A type
// that is not among them is taken for a user: reading it tells.
var classes = map[string]index.Class{
	"Department": index.Queues, "IvrMenu": index.IVR, "Site": index.Company,
	"Announcement": Other, "Voicemail": Other, "PagingOnly": Other, "ParkLocation": Other, "ApplicationExtension": Other,
	"Bot": Other, "ProxyAdmin": Other, "RoomConnector": Other,
}

// classOf returns the class of an extension by its type.
func classOf(kind string) index.Class {
	if c, known := classes[kind]; known {
		return c
	}
	return index.Users
}

// cost is how many requests of each group one reading takes.
type cost struct{ medium, light int }

// costOf is what reading an extension of a class takes on a kind of account, where nothing
// is refused and nothing has a second page (dossier section 16).
func costOf(c index.Class, onNew bool) cost {
	switch {
	case c == index.Users && onNew:
		return cost{medium: 2, light: 1}
	case c == index.Users, c == index.Queues:
		return cost{medium: 1, light: 1}
	case c == Other:
		return cost{}
	}
	return cost{medium: 1}
}
