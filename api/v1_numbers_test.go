package api_test

import (
	"errors"
	"slices"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestNumberV1_isAddedChangedAndRemoved(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "104", "")
	made, err := create(t, c, &api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7})
	if err != nil || made.Type != api.Other || made.Flip != "7" || made.ID == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	label, phone, flip := "Lake boat", "+14155550151", "8"
	changed, err := update(t, c, &made, api.Change{Label: &label, Phone: &phone, Flip: &flip})
	if err != nil || changed.Label != label || changed.Phone != phone || changed.Flip != flip || changed.ID != made.ID {
		t.Fatalf("%+v, %v", changed, err)
	}
	if read := labelled(t, numbersOf(t, c), label); read.JSON() != changed.JSON() {
		t.Errorf("%+v is listed as %+v", changed, read)
	}
	stale := snapshotOf(t, c)
	for range 2 { // the second time another user was faster
		if _, err := write(t, c, &stale, func(d *api.Draft) error { return d.Remove(made.ID) }); err != nil {
			t.Error(err)
		}
	}
	if slices.ContainsFunc(numbersOf(t, c), func(n api.Number) bool { return n.ID == made.ID }) {
		t.Error("the number is still there")
	}
}

// A draft never removes the line of a device, so that the edit is made here.
func TestRemovalV1_tellsTheOutcomeOfEachNumber(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "104", "")
	before := snapshotOf(t, c)
	edit := func(label string) api.Edit {
		n := labelled(t, before.Numbers, label)
		return api.Edit{Document: api.DocumentID{Kind: api.NumberDocument, ID: n.ID}, Name: label, Before: n.Stored()}
	}
	got, next := c.Write(t.Context(), &before, []api.Edit{edit("Cabin"), edit("RingCentral for Desktop")})
	if got[0].State != api.Confirmed || got[1].State != api.Refused || !rest.Is(got[1].Err, "FPN-107") || len(next.Numbers) != len(before.Numbers)-1 {
		t.Errorf("%s: %v", states(got), got[1].Err)
	}
	got, next = c.Write(t.Context(), &next, []api.Edit{edit("Work"), edit("Home")})
	if errorOf(got) != nil || len(next.Numbers) != len(before.Numbers)-3 || len(numbersOf(t, c)) != len(next.Numbers) {
		t.Errorf("%s", states(got))
	}
}

func TestSwapV1_worksWithAndWithoutAFreeDigit(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "104", "")
	exchange := func(a, b string) {
		t.Helper()
		all := numbersOf(t, c)
		before, other := labelled(t, all, a), labelled(t, all, b)
		if err := swap(t, c, &before, &other); err != nil {
			t.Fatal(err)
		}
		all = numbersOf(t, c)
		if labelled(t, all, a).Flip != other.Flip || labelled(t, all, b).Flip != before.Flip {
			t.Errorf("%s has %s, %s has %s", a, labelled(t, all, a).Flip, b, labelled(t, all, b).Flip)
		}
	}
	exchange("Work", "Home")
	for _, label := range []string{"Boat", "Van"} {
		if _, err := create(t, c, &api.NewNumber{Phone: "+14155550150", Label: label}); err != nil {
			t.Fatal(err)
		}
	}
	if free := api.FreeDigits(numbersOf(t, c)); len(free) != 0 {
		t.Fatalf("digits %v are free", free)
	}
	exchange("Work", "Cabin")
}

func TestRead_needsWiderScopeForAnotherExtension(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "104", "801200405004")
	_, err := c.Read(t.Context(), &api.Snapshot{}, api.Need{Numbers: true})
	if !rest.Is(err, "CMN-419", "CMN-408", "CMN-102") {
		t.Error(err)
	}
}

// Rules of the service that only it can check are explained on the field they are about.
func TestRefusal_isExplainedOnItsField(t *testing.T) {
	other := func(phone, label string) api.NewNumber { return api.NewNumber{Phone: phone, Label: label} }
	line := func(device string) api.NewNumber { return api.NewNumber{Type: api.PhoneLine, DeviceID: device} }
	tests := []struct {
		code  string
		n     api.NewNumber
		field api.Field
	}{
		{"FPN-105", other("+16505550100", "Us"), api.FieldPhone},
		{"FPN-108", other("+442079460958", "London"), api.FieldPhone},
		{"FPN-113", line("1"), api.FieldDevice},
		{"FPN-115", line("802300402004"), api.FieldDevice},
		{"FPN-118", line("801553370004"), api.FieldDevice},
		{"FPN-119", api.NewNumber{Type: api.Work, Phone: "+14155550150"}, api.FieldType},
		{"FPN-120", api.NewNumber{Type: api.PhoneLine, Phone: "+14155550150"}, api.FieldPhone},
		{"FPN-121", line("802300403004"), api.FieldDevice},
	}
	s := calm(t)
	c := clientOf(t, s, s, "104", "")
	for _, tt := range tests {
		err := createUnchecked(t, c, &tt.n)
		if a := api.Explain(err); !rest.Is(err, tt.code) || a.Field != tt.field || errors.Is(err, rest.ErrLost) {
			t.Errorf("%s: %v, explained as %q on %q", tt.code, err, a, a.Field)
		}
	}
}

// Another user takes the digit and the label between the reading and the write.
func TestRefusal_ofWhatAnotherUserTookMeanwhile(t *testing.T) {
	s := calm(t)
	c := clientOf(t, s, s, "104", "")
	before := snapshotOf(t, c)
	s.Change(func(company *sandbox.Company) {
		home := company.Extension("104").NumberByID(labelled(t, before.Numbers, "Work").ID)
		home.Label, home.Flip = "Hut", 8
	})
	taken, label := "8", "Hut"
	for code, want := range map[string]api.Change{"FPN-106": {Flip: &taken}, "FPN-102": {Label: &label}} {
		id := labelled(t, before.Numbers, "Cabin").ID
		next, err := write(t, c, &before, func(d *api.Draft) error { return d.Change(id, want) })
		if n, _ := next.Number(id, ""); !rest.Is(err, code) || n.Label != "Cabin" || n.Flip != "5" {
			t.Errorf("%v, %+v", err, n)
		}
	}
}
