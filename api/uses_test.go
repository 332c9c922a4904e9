package api_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

// meanwhile lets another user act right after a request with a method.
type meanwhile struct {
	http.RoundTripper
	method string
	act    func()
}

func (m *meanwhile) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := m.RoundTripper.RoundTrip(req)
	if req.Method == m.method {
		m.act()
	}
	return resp, err
}

// The flip list is read again after the rules were written; otherwise a change by another
// user in between would be lost.
func TestRemoveNumbers_keepsAnotherUsersChangeInBetween(t *testing.T) {
	s := sandboxV2(t)
	via := &meanwhile{s, http.MethodDelete, func() {
		s.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			e.Numbers = append(e.Numbers, sandbox.Number{ID: "9", PhoneNumber: "+15305550177", Label: "Theirs", Type: "Other", Features: []string{"CallFlip"}})
		})
	}}
	c := askingClient(t, s, via)
	if err := removeNumber(t, c, labelled(t, numbersOf(t, c), "Cabin").ID); err != nil {
		t.Fatal(err)
	}
	if theirs := labelled(t, numbersOf(t, c), "Theirs"); theirs.ID != "9" {
		t.Errorf("%+v", theirs)
	}
}

// The answer of the first of two requests is lost: the client reads whether to continue.
func TestRemoveNumbers_readsAgainAfterALostAnswer(t *testing.T) {
	for kind, done := range map[sandbox.FaultKind]bool{sandbox.DropAfter: true, sandbox.DropBefore: false} {
		s := sandboxV2(t)
		c := askingClient(t, s, s)
		cabin := labelled(t, numbersOf(t, c), "Cabin")
		s.FailNext(http.MethodDelete, "/forwarding-targets", sandbox.Fault{Kind: kind})
		err := removeNumber(t, c, cabin.ID)
		gone := !slices.ContainsFunc(numbersOf(t, c), func(n api.Number) bool { return n.ID == cabin.ID })
		if gone != done || (err == nil) != done || !done && !errors.Is(err, rest.ErrLost) {
			t.Errorf("%v: %v, gone %v", kind, err, gone)
		}
	}
}

func TestAddFlip_restoresARecord(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	if r := c.RemoveUses(t.Context(), []string{cabin.ID}, api.CallFlip); r[0].Err != nil {
		t.Fatal(r)
	}
	n := api.NewNumber{Phone: cabin.Phone, Label: "The cabin", Flip: 5}
	for range 2 { // the second time it is there
		back, err := c.AddFlip(t.Context(), n, []byte(cabin.JSON()))
		if err != nil || back.Flip != "5" || back.Label != "The cabin" || len(back.Rings) != 2 || back.ID == cabin.ID ||
			len(back.Unknown) != 1 || back.Unknown[0] != cabin.Unknown[0] {
			t.Fatalf("%+v, %v", back, err)
		}
	}
	n.Phone, n.Flip = "+15305550178", 2
	if _, err := c.AddFlip(t.Context(), n, nil); err == nil || api.Explain(err).Field != api.FieldFlip {
		t.Error(err)
	}
}

// Rules that still have the old number are changed by the same call again.
func TestUpdateNumber_finishesALostChange(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	phone, label := "+15305550178", "Hut"
	change := api.Change{Phone: &phone, Label: &label}
	s.FailNext(http.MethodPatch, "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
	if _, err := c.UpdateNumber(t.Context(), cabin, change); !errors.Is(err, rest.ErrLost) {
		t.Fatal(err)
	}
	got, err := c.UpdateNumber(t.Context(), cabin, change)
	if err != nil || got.Phone != phone || len(got.Rings) != 2 || got.Rings[1].As != label {
		t.Errorf("%+v, %v", got, err)
	}
	if text := s.Rule(danaID, "after-hours"); strings.Contains(text, cabin.Phone) {
		t.Error(text)
	}
}

// Two numbers of V2 never become one.
func TestCheckChange_keepsNumbersOfV2Apart(t *testing.T) {
	s := sandboxV2(t)
	have := numbersOf(t, askingClient(t, s, s))
	phone := labelled(t, have, "Work").Phone
	found := api.CheckChange(labelled(t, have, "Cabin"), api.Change{Phone: &phone}, have)
	if len(found) != 1 || found[0].Field != api.FieldPhone {
		t.Errorf("%v", found)
	}
	if found := api.CheckChange(labelled(t, have, "Work"), api.Change{Phone: &phone}, have); len(found) != 0 {
		t.Errorf("%v", found)
	}
}
