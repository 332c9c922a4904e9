package api

import (
	"context"
	"net/http"
	"net/url"

	"rcfwd/api/jsonobj"
)

// Features reads the feature flags with these ids of the open extension, or all
// of them. The service may leave out flags that it does not know.
func (c *Client) Features(ctx context.Context, ids ...string) (Features, error) {
	var w struct {
		Records *[]wireFeature `json:"records"`
	}
	r := request{op: opReadFeatures, method: http.MethodGet, path: c.inExtension("features")}
	if len(ids) > 0 {
		r.query = url.Values{"featureId": ids}
	}
	if _, err := c.do(ctx, r, into(&w)); err != nil {
		return nil, err
	}
	if w.Records == nil {
		return nil, Unusable(r.op, http.StatusOK, nil, errShape)
	}
	features := Features{}
	for _, f := range *w.Records {
		features = append(features, f.state())
	}
	return features, nil
}

// wireFeature is a feature flag as replies hold it.
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
		ID:         Clean(w.ID),
		Available:  w.Available,
		ReasonCode: Clean(w.Reason.Code),
		Reason:     Clean(w.Reason.Message),
		Params:     map[string]string{},
	}
	for _, p := range w.Params {
		s.Params[Clean(p.Name)] = Clean(p.Value)
	}
	return s
}

const targetExtension = "targetExtensionId"

// Permissions reads what the signed-in user may do with the open extension. The
// profile asked for is always the user's own: another one is refused (CMN-404).
func (c *Client) Permissions(ctx context.Context) (Permissions, error) {
	var w struct {
		Permissions *[]wirePermission `json:"permissions"`
	}
	r := request{op: opReadRights, method: http.MethodGet, path: ofSelf("authz-profile")}
	if target := c.extension.inPath(); target != Mine {
		r.query = url.Values{targetExtension: {target}}
	}
	if _, err := c.do(ctx, r, into(&w)); err != nil {
		return nil, err
	}
	if w.Permissions == nil {
		return nil, Unusable(r.op, http.StatusOK, nil, errShape)
	}
	rights := Permissions{}
	for _, p := range *w.Permissions {
		rights.add(p)
	}
	return rights, nil
}

// wirePermission is a permission as the profile holds it.
type wirePermission struct {
	Permission struct {
		ID jsonobj.FlexString `json:"id"`
	} `json:"permission"`
	Scopes []jsonobj.FlexString `json:"scopes"`
}

// add keeps a permission without scopes too: granted it is.
func (p Permissions) add(w wirePermission) {
	id := Clean(w.Permission.ID)
	p[id] = append([]string{}, p[id]...)
	for _, s := range w.Scopes {
		p[id] = append(p[id], Clean(s))
	}
}
