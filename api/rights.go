package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Features reads the feature flags of the open extension with these ids, or all of them
// for no ids. The service may leave out flags that it does not know.
func (c *Client) Features(ctx context.Context, ids ...string) (Features, error) {
	var w struct {
		Records *[]json.RawMessage `json:"records"`
	}
	r := rest.Request{Op: opReadFeatures, Method: http.MethodGet, Path: c.extensionPath("features")}
	if len(ids) > 0 {
		r.Query = url.Values{"featureId": ids}
	}
	if err := c.do(ctx, &r, rest.Into(&w)); err != nil {
		return nil, err
	}
	if w.Records == nil {
		return nil, rest.Unusable(r.Op, http.StatusOK, nil, rest.ErrShape)
	}
	features, _, err := readAll(r.Op, *w.Records, readFeature)
	return features, err
}

func readFeature(raw json.RawMessage) (FeatureState, error) {
	var w wireFeature
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return FeatureState{}, rest.ErrShape
	}
	return w.state(), nil
}

// wireFeature is a feature flag in a reply.
type wireFeature struct {
	ID        jsonobj.FlexString `json:"id"`
	Available bool               `json:"available"`
	Params    []struct {
		Name  jsonobj.FlexString `json:"name"`
		Value jsonobj.FlexString `json:"value"`
	} `json:"params"`
	Reason struct {
		Code    jsonobj.FlexString `json:"code"`
		Message jsonobj.FlexString `json:"message"`
	} `json:"reason"`
}

func (w wireFeature) state() FeatureState {
	s := FeatureState{
		ID:         rest.Clean(w.ID),
		Available:  w.Available,
		ReasonCode: rest.Clean(w.Reason.Code),
		Reason:     rest.Clean(w.Reason.Message),
		Params:     map[string]string{},
	}
	for _, p := range w.Params {
		s.Params[rest.Clean(p.Name)] = rest.Clean(p.Value)
	}
	return s
}

const targetExtension = "targetExtensionId"

// Permissions reads what the signed-in user may do with the open extension. It asks for
// the user's own profile, because every other one is refused (CMN-404).
func (c *Client) Permissions(ctx context.Context) (Permissions, error) {
	var w struct {
		Permissions *[]json.RawMessage `json:"permissions"`
	}
	r := rest.Request{Op: opReadRights, Method: http.MethodGet, Path: selfPath("authz-profile")}
	if target := c.extension.inPath(); target != rest.Mine {
		r.Query = url.Values{targetExtension: {target}}
	}
	if err := c.do(ctx, &r, rest.Into(&w)); err != nil {
		return nil, err
	}
	if w.Permissions == nil {
		return nil, rest.Unusable(r.Op, http.StatusOK, nil, rest.ErrShape)
	}
	all, _, err := readAll(r.Op, *w.Permissions, readPermission)
	rights := Permissions{}
	for _, p := range all {
		rights.add(p)
	}
	return rights, err
}

// Allowed reports whether the signed-in user has a permission for the open extension, as the
// service itself decides it: a role can be for some extensions and not for others, which the
// scopes of Permissions do not tell (dossier section 6).
func (c *Client) Allowed(ctx context.Context, permission string) (bool, error) {
	var w struct {
		Successful *bool `json:"successful"`
	}
	r := rest.Request{Op: opCheckRight, Method: http.MethodGet, Path: selfPath("authz-profile", "check"), Query: url.Values{"permissionId": {permission}}}
	if target := c.extension.inPath(); target != rest.Mine {
		r.Query.Set(targetExtension, target)
	}
	err := c.do(ctx, &r, rest.Into(&w))
	if err == nil && w.Successful == nil {
		err = rest.Unusable(r.Op, http.StatusOK, nil, rest.ErrShape)
	}
	return err == nil && *w.Successful, err
}

func readPermission(raw json.RawMessage) (w wirePermission, err error) {
	if !jsonobj.Decode(raw, &w) || w.Permission.ID == "" {
		return w, rest.ErrShape
	}
	return w, nil
}

// wirePermission is a permission in a profile.
type wirePermission struct {
	Permission struct {
		ID jsonobj.FlexString `json:"id"`
	} `json:"permission"`
	Scopes []jsonobj.FlexString `json:"scopes"`
}

// add adds a permission, also one without scopes: that one is granted too.
func (p Permissions) add(w wirePermission) {
	id := rest.Clean(w.Permission.ID)
	p[id] = append([]string{}, p[id]...)
	for _, s := range w.Scopes {
		p[id] = append(p[id], rest.Clean(s))
	}
}
