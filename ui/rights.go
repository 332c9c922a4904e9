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
	if m.svc.KnownCallHandling() == api.V2 {
		return m.noPermission("", "")
	}
	return m.noPermission(api.PermissionEditRules, "")
}

// noPermission is why nothing may be changed that takes a permission, which the portal has
// below the roles, or empty.
func (m *Model) noPermission(permission, where string) string {
	switch {
	case m.to.ReadOnly:
		return "this is read-only, as --read-only or the profile says"
	case m.permissions == nil || permission == "":
		return ""
	case !m.permissions.Allows(permission, m.otherExtension()):
		return "read-only: your role lacks the permission " + permission + m.scope() +
			"; an administrator grants it in the admin portal under Users > Roles" + where
	}
	return ""
}

// otherExtension says whether the open extension is somebody else's.
func (m *Model) otherExtension() bool {
	return m.self.ID != "" && m.facts.open.ID != "" && m.self.ID != m.facts.open.ID
}

func (m *Model) scope() string {
	if m.otherExtension() {
		return " for other extensions"
	}
	return ""
}
