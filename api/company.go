package api

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Account reads the open account. Its record has no company name: that is in the contact
// of the extensions.
func (c *Client) Account(ctx context.Context) (Account, error) {
	var w wireAccount
	err := c.do(ctx, &rest.Request{Op: opReadAccount, Method: http.MethodGet, Path: c.AccountPath()}, func(raw json.RawMessage) error {
		jsonobj.Decode(raw, &w)
		return nil
	})
	if err == nil && w.ID == "" {
		err = rest.Unusable(opReadAccount, http.StatusOK, nil, rest.ErrShape)
	}
	return w.account(), err
}

// wireAccount is an account in a reply.
type wireAccount struct {
	ID         jsonobj.FlexString `json:"id"`
	MainNumber jsonobj.FlexString `json:"mainNumber"`
	Status     jsonobj.FlexString `json:"status"`
	Service    struct {
		Plan struct {
			Name jsonobj.FlexString `json:"name"`
		} `json:"servicePlan"`
		Contracted wireCountry `json:"contractedCountry"`
		Brand      struct {
			Country wireCountry `json:"homeCountry"`
		} `json:"brand"`
	} `json:"serviceInfo"`
	Regional wireRegional `json:"regionalSettings"`
}

func (w wireAccount) account() Account {
	return Account{
		ID:         rest.Clean(w.ID),
		MainNumber: rest.Clean(w.MainNumber),
		Plan:       rest.Clean(w.Service.Plan.Name),
		Status:     rest.Clean(w.Status),
		Country: cmp.Or(rest.Clean(w.Regional.Country.ISO),
			rest.Clean(w.Service.Contracted.ISO), rest.Clean(w.Service.Brand.Country.ISO)),
	}
}

// OwnNumbers returns the phone numbers of the account itself. It is one of the most
// expensive calls (group Heavy), so it asks for the largest pages.
func (c *Client) OwnNumbers(ctx context.Context) ([]OwnNumber, error) {
	var all []OwnNumber
	for page, err := range c.OwnNumberPages(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// OwnNumberPages is OwnNumbers page by page, each only when it is asked for. An error ends
// the pages.
func (c *Client) OwnNumberPages(ctx context.Context) iter.Seq2[[]OwnNumber, error] {
	r := &rest.Request{Op: opOwnNumbers, Method: http.MethodGet, Path: c.AccountPath("phone-number"), Query: perPage(1000)}
	return func(yield func([]OwnNumber, error) bool) {
		for records, err := range c.rest.Pages(ctx, r) {
			var numbers []OwnNumber
			if err == nil {
				numbers, _, err = readAll(opOwnNumbers, records, readOwnNumber)
			}
			if !yield(numbers, err) || err != nil {
				return
			}
		}
	}
}

func readOwnNumber(raw json.RawMessage) (OwnNumber, error) {
	var w struct {
		Phone     jsonobj.FlexString `json:"phoneNumber"`
		Usage     jsonobj.FlexString `json:"usageType"`
		Extension *wireExtRef        `json:"extension"`
	}
	if !jsonobj.Decode(raw, &w) {
		return OwnNumber{}, rest.ErrShape
	}
	return OwnNumber{Phone: rest.Clean(w.Phone), Usage: rest.Clean(w.Usage), Extension: w.Extension.ref()}, nil
}
