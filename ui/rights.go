package ui

import "rcfwd/api"

// What the person may change.

// readOnly is why nothing may be changed, or empty.
func (m *Model) readOnly() string {
	return m.noPermission(api.PermissionEditNumbers, ", User Settings > Messages & Notifications")
}

// rulesReadOnly is why no rule may be changed. On new accounts no permission is known
// that rules need (dossier section 6), so that the service has to say.
func (m *Model) rulesReadOnly() string {
	if m.conn.Service.KnownCallHandling() == api.V2 {
		return m.noPermission("", "")
	}
	return m.noPermission(api.PermissionEditRules, "")
}

// noPermission is why nothing may be changed that takes a permission, which the portal has
// below the roles, or empty.
func (m *Model) noPermission(permission, where string) string {
	switch {
	case m.conn.ReadOnly:
		return "this is read-only, as --read-only or the profile says"
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
