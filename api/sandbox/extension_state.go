package sandbox

import "slices"

// Name returns the display name.
func (e *Extension) Name() string {
	if e.LastName == "" {
		return e.FirstName
	}
	return e.FirstName + " " + e.LastName
}

// Grant gives the extension a user permission and replaces its scopes; without
// scopes it is Self.
func (e *Extension) Grant(permission string, scopes ...string) {
	if len(scopes) == 0 {
		scopes = []string{"Self"}
	}
	e.Revoke(permission)
	e.Permissions = append(e.Permissions, Permission{ID: permission, Scopes: scopes})
}

// Revoke removes a user permission.
func (e *Extension) Revoke(permission string) {
	e.Permissions = without(e.Permissions, func(p Permission) bool { return p.ID == permission })
}

// TurnOff makes a feature unavailable for a reason such as
// ServicePlanLimitation. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (e *Extension) TurnOff(feature, reason string) { e.setFeature(feature, false, reason) }

// TurnOn makes a feature available. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (e *Extension) TurnOn(feature string) { e.setFeature(feature, true, "") }

// setFeature is not inlined: its copies would make the program larger.
//
//go:noinline
func (e *Extension) setFeature(id string, available bool, reason string) {
	e.Features = slices.Clone(e.Features) // people share the list they were made with
	for i, f := range e.Features {
		if f.ID == id {
			e.Features[i].Available, e.Features[i].Reason = available, reason
			return
		}
	}
	e.Features = append(e.Features, Feature{ID: id, Available: available, Reason: reason})
}

// NumberByID returns a forwarding number, which the caller may change; nil if
// there is none. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (e *Extension) NumberByID(id string) *Number {
	for i := range e.Numbers {
		if e.Numbers[i].ID == id {
			return &e.Numbers[i]
		}
	}
	return nil
}

// Remove removes forwarding numbers, also from the rules that ring them. It
// applies no rules of the service.
func (e *Extension) Remove(ids ...string) {
	e.forget(ids)
	e.Numbers = without(e.Numbers, func(n Number) bool { return slices.Contains(ids, n.ID) })
}

// has reports whether a feature is available. A feature that the extension does
// not list is not. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (e *Extension) has(feature string) bool {
	return slices.ContainsFunc(e.Features, func(f Feature) bool { return f.ID == feature && f.Available })
}

// permission returns a user permission; nil if the extension lacks it. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (e *Extension) permission(id string) *Permission {
	for i := range e.Permissions {
		if e.Permissions[i].ID == id {
			return &e.Permissions[i]
		}
	}
	return nil
}

// reaches reports whether a permission of user covers target; nil stands for
// the account itself.
//
// Guess: any scope is enough for calls on the account; no source lists which
// scopes such permissions come with. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (p *Permission) reaches(user, target *Extension) bool {
	return target == nil || target == user || slices.ContainsFunc(p.Scopes, reachesOthers(target))
}

// reachesOthers returns a predicate for the scopes that cover another
// extension. S lists the names but does not explain them; the reading is a
// Guess from the names.
func reachesOthers(target *Extension) func(scope string) bool {
	return func(scope string) bool {
		switch scope {
		case "AllExtensions", "Account", "Federation":
			return true
		case "UserExtensions":
			return isPerson(target.Type)
		case "NonUserExtensions":
			return !isPerson(target.Type)
		}
		return false
	}
}

// isPerson reports whether an extension type has forwarding numbers. Others get
// CMN-403 (R21). Guess: the types that v2 rules support (G: User, DigitalUser,
// FaxUser, VirtualUser), and the newer FlexibleUser. It is not inlined: its copies would make
// the program larger.
//
//go:noinline
func isPerson(extensionType string) bool {
	switch extensionType {
	case "User", "DigitalUser", "FaxUser", "VirtualUser", "FlexibleUser":
		return true
	}
	return false
}
