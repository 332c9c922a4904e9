package api_test

import (
	"errors"
	"slices"
	"testing"

	"rcfwd/api"
)

func TestClient_readsWhoIsSignedInAndWhatIsOpen(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "101", danaID)
	self, err := c.Self(t.Context())
	if err != nil || self.Number != "101" || !self.Admin {
		t.Errorf("%+v, %v", self, err)
	}
	open, err := c.Extension(t.Context())
	if err != nil || open.ID != danaID || open.Number != "104" || open.Name != "Dana Whitfield" || open.International || open.AccountID == "" {
		t.Errorf("%+v, %v", open, err)
	}
	account, err := c.Account(t.Context())
	if err != nil || account.ID != open.AccountID || account.Country != "US" || account.MainNumber == "" {
		t.Errorf("%+v, %v", account, err)
	}
	if found, err := c.FindExtension(t.Context(), "104"); err != nil || found.ID != danaID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := c.FindExtension(t.Context(), "999"); !errors.Is(err, api.ErrNoExtension) {
		t.Error(err)
	}
	devices, err := c.Devices(t.Context())
	if err != nil || len(devices) != 5 || devices[0].Status != "Online" || len(devices[1].Lines) != 1 || devices[1].Owner.ID != danaID {
		t.Errorf("%+v, %v", devices, err)
	}
	own, err := c.OwnNumbers(t.Context())
	if err != nil || !slices.ContainsFunc(own, func(n api.OwnNumber) bool { return n.Phone == account.MainNumber }) {
		t.Errorf("%+v, %v", own, err)
	}
	rights, err := c.Permissions(t.Context())
	if err != nil || !rights.Allows(api.PermissionEditNumbers, true) {
		t.Errorf("%+v, %v", rights, err)
	}
	features, err := c.Features(t.Context(), api.FeatureEditCallFlip, api.FeatureCallFlip)
	if err != nil || len(features) != 2 {
		t.Errorf("%+v, %v", features, err)
	}
}
