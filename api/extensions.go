package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// ErrNoExtension means that no extension of the account has the short number that was
// looked for, ErrNoMatch that none has the text in its name.
var (
	ErrNoExtension = errors.New("no extension has this number")
	ErrNoMatch     = errors.New("no extension has this name")
)

// Extension reads the open extension.
func (c *Client) Extension(ctx context.Context) (Extension, error) {
	return c.extensionAt(ctx, c.extensionPath())
}

// Self reads the extension of the signed-in user.
func (c *Client) Self(ctx context.Context) (Extension, error) {
	return c.extensionAt(ctx, selfPath())
}

func (c *Client) extensionAt(ctx context.Context, path string) (Extension, error) {
	var e Extension
	err := c.do(ctx, &rest.Request{Op: opReadExtension, Method: http.MethodGet, Path: path},
		func(raw json.RawMessage) (err error) {
			e, err = readExtension(raw)
			return err
		})
	return e, err
}

// FindExtension finds the extension of the open account with a short number, such as
// 104. The error is ErrNoExtension when there is none.
func (c *Client) FindExtension(ctx context.Context, number string) (Extension, error) {
	records, err := c.list(ctx, &rest.Request{
		Op: opListPeople, Method: http.MethodGet, Path: c.AccountPath("extension"),
		Query: url.Values{"extensionNumber": {number}},
	})
	if err != nil {
		return Extension{}, err
	}
	all, _, err := readAll(opListPeople, records, readExtension)
	if err != nil {
		return Extension{}, err
	}
	for _, e := range all {
		if e.Number == number {
			c.names.set(e.ID, e.Name)
			return e, nil
		}
	}
	return Extension{}, ErrNoExtension
}

// FindPeople finds the enabled extensions of the open account that have text in their
// names or, if text is all digits, the one with that short number. The error is
// ErrNoMatch or ErrNoExtension when there is none. The service cannot search for names,
// so a search by name costs a request for every thousand extensions.
func (c *Client) FindPeople(ctx context.Context, text string) ([]Extension, error) {
	if strings.Trim(text, "0123456789") == "" {
		e, err := c.FindExtension(ctx, text)
		return []Extension{e}, err
	}
	records, err := c.list(ctx, &rest.Request{
		Op: opListPeople, Method: http.MethodGet, Path: c.AccountPath("extension"),
		Query: url.Values{"status": {"Enabled"}, "perPage": {"1000"}},
	})
	if err != nil {
		return nil, err
	}
	all, _, err := readAll(opListPeople, records, readExtension)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(e Extension) bool {
		return !strings.Contains(strings.ToLower(e.Name), strings.ToLower(text))
	})
	if len(found) == 0 {
		return nil, ErrNoMatch
	}
	for _, e := range found {
		c.names.set(e.ID, e.Name)
	}
	return found, nil
}

// wireExtension is an extension in a reply.
type wireExtension struct {
	ID      jsonobj.FlexString `json:"id"`
	Number  jsonobj.FlexString `json:"extensionNumber"`
	Name    jsonobj.FlexString `json:"name"`
	Type    jsonobj.FlexString `json:"type"`
	Status  jsonobj.FlexString `json:"status"`
	Contact struct {
		Company jsonobj.FlexString `json:"company"`
	} `json:"contact"`
	Account struct {
		ID jsonobj.FlexString `json:"id"`
	} `json:"account"`
	Permissions struct {
		Admin         wireSwitch `json:"admin"`
		International wireSwitch `json:"internationalCalling"`
	} `json:"permissions"`
	Regional wireRegional `json:"regionalSettings"`
	Services []struct {
		Name    jsonobj.FlexString `json:"featureName"`
		Enabled *bool              `json:"enabled"`
	} `json:"serviceFeatures"`
}

// wireSwitch is something that is on, off or not mentioned.
type wireSwitch struct {
	Enabled *bool `json:"enabled"`
}

func (s wireSwitch) or(otherwise bool) bool {
	if s.Enabled == nil {
		return otherwise
	}
	return *s.Enabled
}

type wireRegional struct {
	Country wireCountry `json:"homeCountry"`
	Zone    wireZone    `json:"timezone"`
}

type wireCountry struct {
	ISO jsonobj.FlexString `json:"isoCode"`
}

func readExtension(raw json.RawMessage) (Extension, error) {
	var w wireExtension
	if !jsonobj.Decode(raw, &w) || w.ID == "" {
		return Extension{}, rest.ErrShape
	}
	return Extension{
		ID:            rest.Clean(w.ID),
		Number:        rest.Clean(w.Number),
		Name:          rest.Clean(w.Name),
		Type:          rest.Clean(w.Type),
		Status:        rest.Clean(w.Status),
		Company:       rest.Clean(w.Contact.Company),
		AccountID:     rest.Clean(w.Account.ID),
		Country:       rest.Clean(w.Regional.Country.ISO),
		Zone:          w.Regional.Zone.zone(),
		Admin:         w.Permissions.Admin.or(false),
		International: w.international(),
	}, nil
}

// international reads two places: a permission of the extension, and a feature that the
// account may lack.
func (w wireExtension) international() bool {
	for _, s := range w.Services {
		if s.Name == "InternationalCalling" && s.Enabled != nil && !*s.Enabled {
			return false
		}
	}
	return w.Permissions.International.or(true)
}
