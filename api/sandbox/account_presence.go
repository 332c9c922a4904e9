package sandbox

import (
	"encoding/json"

	"rcfwd/api/jsonobj"
)

// listPresence lists the presence of every extension of the account (V: the
// SDK), in the order of the directory (Guess).
func (c *call) listPresence() (result, error) {
	detailed, err := c.flag("detailedTelephonyState")
	if err != nil {
		return result{}, err
	}
	if _, err := c.flag("sipData"); err != nil {
		return result{}, err
	}
	return pageOf(c, c.company.members(), func(m member) any {
		e := c.company.read(m)
		uri, ref := c.extensionURI(e)+"/presence", &extensionRef{c.extensionURI(e), json.Number(e.ID), e.Number}
		if !hasPresence(e.Type) {
			return jsonobj.New("uri", uri, "extension", ref, "presenceStatus", "Offline")
		}
		info := c.presence(e)
		info.URI, info.Extension = uri, ref
		if detailed {
			info.ActiveCalls = c.activeCalls(e)
		}
		return info
	})
}

// hasPresence reports whether an extension type has more than the presence
// Offline. The types that do not are those that the SDK lists; sites are like
// them (Guess).
func hasPresence(kind string) bool {
	switch kind {
	case queueType, "Announcement", "Voicemail", "FaxUser", "PagingOnly", "SharedLinesGroup", menuType,
		"ApplicationExtension", siteType:
		return false
	}
	return true
}
