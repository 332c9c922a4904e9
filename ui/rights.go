package ui

import "rcfwd/api"

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

func (m *Model) scope() string {
	if m.facts.otherExtension() {
		return " for other extensions"
	}
	return ""
}
