package api_test

import (
	"slices"
	"strings"
	"testing"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestReadV2_mergesTheFlipListAndTheRules(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	want := []api.RuleRef{
		{ID: "work-hours", Name: "Work Hours", Step: 4, As: "Cabin"},
		{ID: "after-hours", Name: "After Hours", Step: 2, As: "Cabin"},
	}
	if !cabin.Has(api.CallFlip) || !cabin.Has(api.CallForwarding) || !slices.Equal(cabin.Rings, want) || cabin.Type != api.Other {
		t.Errorf("%+v", cabin)
	}
	if cabin.Unknown[0].Name != "ringTone" || !strings.Contains(cabin.JSON(), "1.50") {
		t.Errorf("%+v", cabin.Unknown)
	}
	pager := labelled(t, numbersOf(t, c), "On-call pager")
	if want := []api.RuleRef{{ID: "808000001004", Name: "Weekly meeting", Step: 1, As: "On-call pager"}}; !pager.Has(api.CallForwarding) || !slices.Equal(pager.Rings, want) {
		t.Errorf("%+v", pager)
	}
	if desktop := labelled(t, numbersOf(t, c), "RingCentral for Desktop"); desktop.Has(api.CallForwarding) || desktop.Rings == nil || len(desktop.Rings) > 0 {
		t.Errorf("%+v", desktop)
	}
}

func TestReadV2_showsWhatOnlyRulesRing(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	pager := labelled(t, numbersOf(t, c), "On-call pager")
	work := rulesOf(t, c)["work-hours"]
	want, err := work.Add(new(work.TargetOf(&pager)), 0)
	if err == nil {
		want, err = want.Add(new(work.TargetOfDevice(&api.Device{ID: "802300400004", Name: "Dana Desk Phone"})), 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := saveRule(t, c, &work, &want); err != nil {
		t.Fatal(err)
	}
	if err := remove(t, c, []string{pager.ID}, api.CallFlip); err != nil {
		t.Fatal(err)
	}
	all := numbersOf(t, c)
	only, desk := labelled(t, all, "On-call pager"), labelled(t, all, "Dana Desk Phone")
	if only.ID != "target:number:+15305550167" || only.Has(api.CallFlip) || only.Rings[0].ID != "work-hours" {
		t.Errorf("%+v", only)
	}
	if desk.ID != "target:device:802300400004" || desk.Type != api.PhoneLine || desk.Phone != "+16505550104" {
		t.Errorf("%+v", desk)
	}
	digit := "6"
	back, err := update(t, c, &only, api.Change{Flip: &digit})
	if err != nil || back.Flip != digit || !back.Has(api.CallFlip) || !back.Has(api.CallForwarding) || strings.HasPrefix(back.ID, "target:") {
		t.Errorf("%+v, %v", back, err)
	}
	if err := remove(t, c, []string{back.ID}, api.CallForwarding); err != nil {
		t.Error(err)
	}
	if left := labelled(t, numbersOf(t, c), "On-call pager"); left.Has(api.CallForwarding) || !left.Has(api.CallFlip) {
		t.Errorf("%+v", left)
	}
	if err := removeNumber(t, c, desk.ID); err == nil || !strings.Contains(api.Explain(err).What, "FPN-107") {
		t.Error(err)
	}
}

// Missing permission to read the rules does not hide what they ring.
func TestReadV2_showsNumbersWithoutTheRules(t *testing.T) {
	s := onV2(t)
	c := askingClient(t, s, s)
	s.FailNext("GET", "/state-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	if !cabin.Has(api.CallForwarding) || cabin.Rings != nil {
		t.Errorf("%+v", cabin)
	}
}

func TestNumberV2_isAddedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	s := onV2(t)
	c := askingClient(t, s, s)
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}}
	draft := new(snapshotOf(t, c)).Draft()
	if err := draft.Add(&n); err != nil {
		t.Fatal(err)
	}
	preview := c.Preview(draft).Whole
	if !strings.HasPrefix(preview, "PUT ") || strings.Count(preview, " then PATCH ") != 2 || strings.Count(preview, "+14155550150") != 3 {
		t.Error(preview)
	}
	made, err := create(t, c, &n)
	if err != nil || made.Type != api.Other || made.Flip != "7" || made.ID == "" || len(made.Rings) != 2 {
		t.Fatalf("%+v, %v", made, err)
	}
	if read := labelled(t, numbersOf(t, c), "Boat"); read.ID != made.ID {
		t.Errorf("%+v", read)
	}
	if _, err := create(t, c, &n); err == nil || api.Explain(err).Field != api.FieldPhone {
		t.Errorf("made twice: %v", err)
	}
	label, phone, flip := "Lake boat", "+14155550151", ""
	change := api.Change{Label: &label, Phone: &phone, Flip: &flip}
	draft = new(snapshotOf(t, c)).Draft()
	if err := draft.Change(made.ID, change); err != nil {
		t.Fatal(err)
	}
	if preview := c.Preview(draft).Whole; strings.Count(preview, phone) != 3 {
		t.Error(preview)
	}
	changed, err := update(t, c, &made, change)
	if err != nil || changed.Label != label || changed.Phone != phone || changed.Flip != "" || changed.ID != made.ID || len(changed.Rings) != 2 {
		t.Fatalf("%+v, %v", changed, err)
	}
	if text := s.Rule(danaID, "work-hours"); !strings.Contains(text, phone) || !strings.Contains(text, label) || strings.Contains(text, n.Phone) {
		t.Error(text)
	}
	for range 2 {
		if err := removeNumber(t, c, made.ID); err != nil {
			t.Error(err)
		}
	}
	if slices.ContainsFunc(numbersOf(t, c), func(x api.Number) bool { return x.ID == made.ID }) {
		t.Error("the number is still there")
	}
	if _, err := update(t, c, &made, change); !rest.Is(err, "CMN-102") {
		t.Error(err)
	}
	if strings.Contains(s.Rule(danaID, "after-hours"), phone) {
		t.Error("a rule still rings it")
	}
}

func TestCheckNewV2_findsWhatTheServiceWouldRefuse(t *testing.T) {
	s := onV2(t)
	have := numbersOf(t, askingClient(t, s, s))
	for name, test := range map[string]struct {
		n     api.NewNumber
		field api.Field
	}{
		"home":       {api.NewNumber{Type: api.Home, Phone: "+14155550150"}, api.FieldType},
		"line":       {api.NewNumber{Type: api.PhoneLine, DeviceID: "1"}, api.FieldType},
		"no label":   {api.NewNumber{Phone: "+14155550150"}, api.FieldLabel},
		"digit":      {api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 5}, api.FieldFlip},
		"there":      {api.NewNumber{Phone: "+15305550142", Label: "Boat"}, api.FieldPhone},
		"same":       {api.NewNumber{Phone: "+15305550142", Label: "Cabin", Rules: []string{"work-hours"}}, api.FieldPhone},
		"sound":      {api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"work-hours"}}, ""},
		"to finish":  {api.NewNumber{Phone: "+15305550167", Label: "On-call pager", Rules: []string{"work-hours"}}, ""},
		"with digit": {api.NewNumber{Phone: "+15305550167", Label: "On-call pager", Flip: 6, Rules: []string{"work-hours"}}, ""},
	} {
		found := api.CheckNew(&test.n, have)
		if test.field == "" && len(found) > 0 || test.field != "" && (len(found) != 1 || found[0].Field != test.field) {
			t.Errorf("%s: %v", name, found)
		}
	}
	if taken, _ := api.TypeTaken(api.Home, have); !taken {
		t.Error("Home is free")
	}
	legacy := api.CheckNew(&api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"1"}}, nil)
	if len(legacy) != 1 || legacy[0].Field != api.FieldRules {
		t.Errorf("%v", legacy)
	}
}

// Two numbers of v2 never become one.
func TestCheckChangeV2_keepsNumbersApart(t *testing.T) {
	s := onV2(t)
	have := numbersOf(t, askingClient(t, s, s))
	phone := labelled(t, have, "Work").Phone
	found := api.CheckChange(new(labelled(t, have, "Cabin")), api.Change{Phone: &phone}, have)
	if len(found) != 1 || found[0].Field != api.FieldPhone {
		t.Errorf("%v", found)
	}
	if found := api.CheckChange(new(labelled(t, have, "Work")), api.Change{Phone: &phone}, have); len(found) != 0 {
		t.Errorf("%v", found)
	}
}
