package api_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestNumbers_mergesFlipListAndRules(t *testing.T) {
	s := sandboxV2(t)
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

func TestNumbers_listsWhatOnlyRulesRing(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	pager := labelled(t, numbersOf(t, c), "On-call pager")
	work := rulesOf(t, c)["work-hours"]
	want, err := work.Add(work.TargetOf(pager), 0)
	if err == nil {
		want, err = want.Add(work.TargetOfDevice(api.Device{ID: "802300400004", Name: "Dana Desk Phone"}), 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := saveRule(t, c, work, want); err != nil {
		t.Fatal(err)
	}
	if r := c.RemoveUses(t.Context(), []string{pager.ID}, api.CallFlip); r[0].Err != nil {
		t.Fatal(r)
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
	back, err := c.UpdateNumber(t.Context(), only, api.Change{Flip: &digit})
	if err != nil || back.Flip != digit || !back.Has(api.CallFlip) || !back.Has(api.CallForwarding) || strings.HasPrefix(back.ID, "target:") {
		t.Errorf("%+v, %v", back, err)
	}
	if r := c.RemoveUses(t.Context(), []string{back.ID}, api.CallForwarding); r[0].Err != nil {
		t.Error(r)
	}
	if left := labelled(t, numbersOf(t, c), "On-call pager"); left.Has(api.CallForwarding) || !left.Has(api.CallFlip) {
		t.Errorf("%+v", left)
	}
	if r := c.RemoveNumbers(t.Context(), []string{desk.ID}); r[0].Err == nil || !strings.Contains(api.Explain(r[0].Err).What, "FPN-107") {
		t.Error(r)
	}
}

// A user who may not read the rules still sees what they ring.
func TestNumbers_listsTargetsWithoutTheRules(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	s.FailNext("GET", "/state-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	if !cabin.Has(api.CallForwarding) || cabin.Rings != nil {
		t.Errorf("%+v", cabin)
	}
}

func TestNumber_isCreatedChangedAndRemovedOnV2(t *testing.T) {
	t.Parallel()
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	numbersOf(t, c)
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}}
	preview := c.CreatePreview(n).Whole
	if !strings.HasPrefix(preview, "PUT ") || strings.Count(preview, " then PATCH ") != 2 || strings.Count(preview, "+14155550150") != 3 {
		t.Error(preview)
	}
	made, err := c.CreateNumber(t.Context(), n)
	if err != nil || made.Type != api.Other || made.Flip != "7" || made.ID == "" || len(made.Rings) != 2 {
		t.Fatalf("%+v, %v", made, err)
	}
	if read := labelled(t, numbersOf(t, c), "Boat"); read.ID != made.ID {
		t.Errorf("%+v", read)
	}
	if _, err := c.CreateNumber(t.Context(), n); err == nil || api.Explain(err).Field != api.FieldPhone {
		t.Errorf("made twice: %v", err)
	}
	label, phone, flip := "Lake boat", "+14155550151", ""
	change := api.Change{Label: &label, Phone: &phone, Flip: &flip}
	if preview := c.UpdatePreview(made, change).Whole; strings.Count(preview, phone) != 3 {
		t.Error(preview)
	}
	changed, err := c.UpdateNumber(t.Context(), made, change)
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
	if _, err := c.UpdateNumber(t.Context(), made, change); !rest.Is(err, "CMN-102") {
		t.Error(err)
	}
	if strings.Contains(s.Rule(danaID, "after-hours"), phone) {
		t.Error("a rule still rings it")
	}
}

func TestSwapFlip_isOneRequestOnV2(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	all := numbersOf(t, c)
	before := written(s)
	if err := c.SwapFlip(t.Context(), labelled(t, all, "Cabin"), labelled(t, all, "Mobile"), all); err != nil {
		t.Fatal(err)
	}
	now := numbersOf(t, c)
	if labelled(t, now, "Cabin").Flip != "2" || labelled(t, now, "Mobile").Flip != "5" || written(s) != before+1 {
		t.Errorf("%+v after %d writes", now, written(s)-before)
	}
	s.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropAfter})
	if err := c.SwapFlip(t.Context(), labelled(t, now, "Cabin"), labelled(t, now, "Mobile"), now); err != nil {
		t.Errorf("done, and said to be lost: %v", err)
	}
	s.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropBefore})
	now = numbersOf(t, c)
	err := c.SwapFlip(t.Context(), labelled(t, now, "Cabin"), labelled(t, now, "Mobile"), now)
	if swap, ok := errors.AsType[*api.SwapError](err); !ok || !errors.Is(err, rest.ErrLost) || swap.A.Flip != "5" || swap.B.Flip != "2" {
		t.Errorf("%v", err)
	}
}

func TestCheckNew_appliesTheRulesOfV2(t *testing.T) {
	s := sandboxV2(t)
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
		found := api.CheckNew(test.n, have)
		if test.field == "" && len(found) > 0 || test.field != "" && (len(found) != 1 || found[0].Field != test.field) {
			t.Errorf("%s: %v", name, found)
		}
	}
	if taken, _ := api.TypeTaken(api.Home, have); !taken {
		t.Error("Home is free")
	}
	legacy := api.CheckNew(api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"1"}}, nil)
	if len(legacy) != 1 || legacy[0].Field != api.FieldRules {
		t.Errorf("%v", legacy)
	}
}

// The second and the third request of a create fail in every way.
func TestCreateNumber_undoesOrFinishesAFailure(t *testing.T) {
	t.Parallel()
	refusal := sandbox.Fault{Status: 400, Code: "CMN-101", Message: "Parameter [dispatching] value is invalid"}
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7, Rules: []string{"work-hours", "after-hours"}}
	for name, test := range map[string]struct {
		fail   func(*sandbox.Server)
		made   bool // all is done in the end
		stands int  // clauses of a PartialError
		lost   bool
	}{
		"first rule refuses":  {func(s *sandbox.Server) { s.FailNext("PATCH", "/work-hours", refusal) }, false, 0, false},
		"second rule refuses": {func(s *sandbox.Server) { s.FailNext("PATCH", "/after-hours", refusal) }, false, 0, false},
		"answer of the list lost": {func(s *sandbox.Server) {
			s.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropAfter})
		}, true, 0, false},
		"list never arrived": {func(s *sandbox.Server) {
			s.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropBefore})
		}, false, 0, true},
		"answer of a rule lost":  {func(s *sandbox.Server) { s.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropAfter}) }, true, 0, false},
		"request to a rule lost": {func(s *sandbox.Server) { s.FailNext("PATCH", "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore}) }, false, 2, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := sandboxV2(t)
			c := askingClient(t, s, s)
			before := s.Rule(danaID, "work-hours")
			test.fail(s)
			made, err := c.CreateNumber(t.Context(), n)
			half, _ := errors.AsType[*api.PartialError](err)
			switch {
			case test.made != (err == nil), test.made && len(made.Rings) != 2, errors.Is(err, rest.ErrLost) != test.lost:
				t.Errorf("%s: %+v, %v", name, made, err)
			case test.stands > 0 && (half == nil || len(half.Applied) != test.stands):
				t.Errorf("%s: %v", name, err)
			case !test.made && !test.lost && (s.Rule(danaID, "work-hours") != before || slices.ContainsFunc(numbersOf(t, c), func(x api.Number) bool { return x.Phone == n.Phone })):
				t.Errorf("%s: something stays", name)
			}
			if err == nil {
				return
			}
			if again, err := c.CreateNumber(t.Context(), n); err != nil || len(again.Rings) != 2 || again.Flip != "7" {
				t.Errorf("%s: the same again: %+v, %v", name, again, err)
			}
		})
	}
}

// refusing passes some requests on and refuses the one after them.
type refusing struct {
	http.RoundTripper
	method, path string
	let          int
}

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != r.method || !strings.HasSuffix(req.URL.Path, r.path) {
		return r.RoundTripper.RoundTrip(req)
	}
	if r.let--; r.let != -1 {
		return r.RoundTripper.RoundTrip(req)
	}
	return &http.Response{StatusCode: 403, Body: io.NopCloser(strings.NewReader(`{"errorCode":"CMN-408","message":"no"}`))}, nil
}

func TestCreateNumber_reportsWhatCannotBeUndone(t *testing.T) {
	s := sandboxV2(t)
	via := &refusing{s, "PATCH", "/work-hours", 1}
	c := askingClient(t, s, via)
	s.FailNext("PATCH", "/after-hours", sandbox.Fault{Status: 400, Code: "CMN-101", Message: "Parameter [dispatching] value is invalid"})
	n := api.NewNumber{Phone: "+14155550150", Label: "Boat", Rules: []string{"work-hours", "after-hours"}}
	_, err := c.CreateNumber(t.Context(), n)
	const stands = `Now "Boat" is in the flip list, and the rule Work Hours rings "Boat".`
	half, ok := errors.AsType[*api.PartialError](err)
	if !ok || half.Outcome() != stands || !errors.Is(err, rest.ErrLost) || !rest.Is(err, "CMN-101") || !strings.Contains(api.Explain(err).What, stands) {
		t.Fatal(err)
	}
	if made, err := c.CreateNumber(t.Context(), n); err != nil || len(made.Rings) != 2 {
		t.Errorf("%+v, %v", made, err)
	}
}

func TestUpdateNumber_undoesAFailure(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	before, work := s.Numbers(danaID), s.Rule(danaID, "work-hours")
	s.FailNext("PATCH", "/after-hours", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	label, phone := "Hut", "+15305550199"
	if _, err := c.UpdateNumber(t.Context(), cabin, api.Change{Label: &label, Phone: &phone}); !rest.Is(err, "CMN-408") || errors.Is(err, rest.ErrLost) {
		t.Error(err)
	}
	now := labelled(t, numbersOf(t, c), "Cabin")
	if now.Phone != cabin.Phone || len(now.Rings) != 2 || string(now.JSON()) != cabin.JSON() || len(s.Numbers(danaID)) != len(before) ||
		s.Rule(danaID, "work-hours") != work {
		t.Errorf("%+v", now)
	}
}

func TestRemoveNumbers_finishesAFailure(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	s.FailNext("PUT", "/call-flip-numbers", sandbox.Fault{Status: 400, Code: "CMN-101", Message: "Parameter [records] value is invalid"})
	err := removeNumber(t, c, cabin.ID)
	if half, ok := errors.AsType[*api.PartialError](err); !ok || !strings.Contains(half.Outcome(), `no rule rings "Cabin" any more`) {
		t.Fatal(err)
	}
	if err := removeNumber(t, c, cabin.ID); err != nil {
		t.Error(err)
	}
	if err := removeNumber(t, c, "711909004"); err != nil {
		t.Error(err)
	}
	if strings.Contains(s.Rule(danaID, "work-hours"), "+16505130930") {
		t.Error("a rule still rings it")
	}
}

// The flip numbers of another user are kept: the list is read right before it is
// written.
func TestUpdateNumber_keepsAnotherUsersNumber(t *testing.T) {
	s := sandboxV2(t)
	c := askingClient(t, s, s)
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	s.Change(func(company *sandbox.Company) {
		d := company.Extension("104")
		d.Numbers = append(d.Numbers, sandbox.Number{ID: "9", PhoneNumber: "+15305550177", Label: "Theirs", Type: "Other",
			Features: []string{"CallFlip"}, Extra: map[string]any{"odd": 1}})
	})
	digit := "8"
	if _, err := c.UpdateNumber(t.Context(), cabin, api.Change{Flip: &digit}); err != nil {
		t.Fatal(err)
	}
	theirs := labelled(t, numbersOf(t, c), "Theirs")
	if theirs.ID != "9" || len(theirs.Unknown) != 1 {
		t.Errorf("%+v", theirs)
	}
}
