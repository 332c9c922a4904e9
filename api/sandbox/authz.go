package sandbox

import "net/http"

// activePermission is ActivePermissionResource (S).
type activePermission struct {
	Permission    permissionInfo `json:"permission"`
	EffectiveRole role           `json:"effectiveRole"`
	Scopes        []string       `json:"scopes"`
}

type permissionInfo struct {
	URI            string `json:"uri"`
	ID             string `json:"id"`
	SiteCompatible string `json:"siteCompatible"`
	ReadOnly       bool   `json:"readOnly"`
	Assignable     bool   `json:"assignable"`
}

type role struct {
	URI string `json:"uri"`
	ID  string `json:"id"`
}

type profile struct {
	URI         string             `json:"uri"`
	Permissions []activePermission `json:"permissions"`
}

type permissionCheck struct {
	URI        string            `json:"uri"`
	Successful bool              `json:"successful"`
	Details    *activePermission `json:"details,omitempty"`
}

// readProfile lists the user's permissions. With a target it lists only those
// that cover the target.
func (c *call) readProfile() (result, error) {
	target, err := c.profileTarget(notFound)
	if err != nil {
		return result{}, err
	}
	p := profile{URI: c.canonical(), Permissions: []activePermission{}}
	for _, held := range c.user.Permissions {
		if held.reaches(c.user, target) {
			p.Permissions = append(p.Permissions, c.showPermission(held))
		}
	}
	return success(p), nil
}

// checkPermission reports whether the user has a permission. An unknown
// permission is not held. Guess: an absent permissionId is CMN-101; S does not
// require it, but then there is nothing to check.
func (c *call) checkPermission() (result, error) {
	target, err := c.profileTarget(invalid)
	if err != nil {
		return result{}, err
	}
	id := c.r.URL.Query().Get("permissionId")
	if id == "" {
		return result{}, invalid("permissionId")
	}
	check := permissionCheck{URI: c.canonical() + "?" + c.ownQuery()}
	if held := c.user.permission(id); held != nil && held.reaches(c.user, target) {
		details := c.showPermission(*held)
		check.Successful, check.Details = true, &details
	}
	return success(check), nil
}

func (c *call) ownQuery() string {
	q := c.r.URL.Query()
	q.Del("access_token")
	return q.Encode()
}

// profileTarget reads targetExtensionId; the target defaults to the user. R21:
// CMN-404 for the profile of another extension. Guess: for administrators too.
// For a target that does not exist R21 says CMN-101, but only for the check; S
// allows the profile no 400 at all, so there it is CMN-102.
func (c *call) profileTarget(unusable func(parameter string) *problem) (*Extension, error) {
	if c.target != c.user {
		return nil, refuse(http.StatusForbidden, "CMN-404", "Attempt to access another extension")
	}
	q := c.r.URL.Query()
	id := q.Get("targetExtensionId")
	if !q.Has("targetExtensionId") || id == "~" {
		return c.user, nil
	}
	target := c.company.byID(id)
	if target == nil {
		return nil, unusable("targetExtensionId")
	}
	return target, nil
}

// showPermission names the role that grants the permission: 5 is the standard
// user's in the vendor's example. Guess: 1 for an administrator. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (c *call) showPermission(p Permission) activePermission {
	roleID := "5"
	if c.user.Admin {
		roleID = "1"
	}
	return activePermission{
		Permission: permissionInfo{
			URI: c.dictionaryURI("permission/" + p.ID), ID: p.ID, SiteCompatible: "Independent",
		},
		EffectiveRole: role{c.dictionaryURI("user-role/" + roleID), roleID},
		Scopes:        p.Scopes,
	}
}
