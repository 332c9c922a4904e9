package api

import (
	"slices"
	"strings"
)

// Current finds what a number that was read or journalled before is now. It has another
// id once the account has moved, or once it has entered or left the flip list of v2, and
// is known by its telephone number then. One of the service's own ids in place of another
// is a number that another user has added since.
func Current(now []Number, saw *Number) (Number, bool) {
	if i := slices.IndexFunc(now, func(n Number) bool { return n.ID == saw.ID }); i >= 0 && saw.ID != "" {
		return now[i], true
	}
	n, ok := ByPhone(now, saw.Phone)
	return n, ok && (ownID(saw.ID) || ownID(n.ID) || saw.CallHandling != n.CallHandling)
}

// ownID reports whether an id is none of the service: that of a draft, or of a number
// that only rules ring.
func ownID(id string) bool {
	return id == "" || strings.HasPrefix(id, "target:") || strings.HasPrefix(id, "new:")
}

// OnlyRung reports whether only rules ring n, which is then in no flip list.
func (n Number) OnlyRung() bool { return strings.HasPrefix(n.ID, "target:") }
