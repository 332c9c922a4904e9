package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
)

// Account reads the open account. The service tells no company name there: it
// stands in the contact of the extensions.
func (c *Client) Account(ctx context.Context) (Account, error) {
	var w wireAccount
	_, err := c.do(ctx, request{op: opReadAccount, method: http.MethodGet, path: c.inAccount()}, into(&w))
	if err == nil && w.ID == "" {
		err = Unusable(opReadAccount, http.StatusOK, nil, errShape)
	}
	return w.account(), err
}

// wireAccount is an account as replies hold it.
type wireAccount struct {
	ID         flexString `json:"id"`
	MainNumber flexString `json:"mainNumber"`
	Status     flexString `json:"status"`
	Service    struct {
		Plan struct {
			Name flexString `json:"name"`
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
		ID:         w.ID.clean(),
		MainNumber: w.MainNumber.clean(),
		Plan:       w.Service.Plan.Name.clean(),
		Status:     w.Status.clean(),
		Country: cmp.Or(w.Regional.Country.ISO.clean(),
			w.Service.Contracted.ISO.clean(), w.Service.Brand.Country.ISO.clean()),
	}
}

// OwnNumbers returns the phone numbers of the account itself. It is among the
// dearest calls (group Heavy), so it asks for the largest pages.
func (c *Client) OwnNumbers(ctx context.Context) ([]OwnNumber, error) {
	records, err := c.list(ctx, request{
		op: opOwnNumbers, method: http.MethodGet, path: c.inAccount("phone-number"), query: perPage(1000),
	})
	if err != nil {
		return nil, err
	}
	return readAll(opOwnNumbers, records, readOwnNumber)
}

func readOwnNumber(raw json.RawMessage) (OwnNumber, error) {
	var w struct {
		Phone     flexString  `json:"phoneNumber"`
		Usage     flexString  `json:"usageType"`
		Extension *wireExtRef `json:"extension"`
	}
	if json.Unmarshal(raw, &w) != nil {
		return OwnNumber{}, errShape
	}
	return OwnNumber{Phone: w.Phone.clean(), Usage: w.Usage.clean(), Extension: w.Extension.ref()}, nil
}
