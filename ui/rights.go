package ui

import (
	"strings"

	"rcfwd/api"
)

// What the user may change.

// readOnly returns the reason why no number may be changed; empty when numbers
// may be.
func (m *Model) readOnly() string {
	return m.noPermission(api.PermissionEditNumbers, ", User Settings > Messages & Notifications")
}

// rulesReadOnly returns the reason why no rule may be changed. Where no permission is
// known that rules need (dossier section 6), the service decides.
func (m *Model) rulesReadOnly() string {
	return m.noPermission(m.conn.Service.Capabilities().RulePermission, "")
}

// noPermission returns the reason why what needs a permission may not be
// changed. where is the place of the permission in the admin portal, below the
// roles.
func (m *Model) noPermission(permission, where string) string {
	switch {
	case m.conn.ReadOnly:
		return "read-only: set by --read-only or the profile"
	case m.facts.permissions == nil || permission == "":
		return ""
	case !m.facts.permissions.Allows(permission, m.facts.otherExtension()):
		return "read-only: your role lacks the permission " + permission + m.scope() +
			"; an administrator grants it in the admin portal under Users > Roles" + where
	}
	return ""
}

// unreadableWords say what of other extensions the user may not read; empty for nothing, and
// where that is not known.
func unreadableWords(p api.Permissions) string {
	if p == nil {
		return ""
	}
	var what, lacking []string
	for _, r := range [][2]string{{"numbers", api.PermissionReadNumbers}, {"rules", api.PermissionReadRules}} {
		if !p.Allows(r[1], true) {
			what, lacking = append(what, r[0]), append(lacking, r[1])
		}
	}
	if what == nil {
		return ""
	}
	return "Your role may not read the " + strings.Join(what, " and ") + " of other extensions: it needs " +
		strings.Join(lacking, " and ") + " for all extensions."
}

func (m *Model) scope() string {
	if m.facts.otherExtension() {
		return " for other extensions"
	}
	return ""
}
