package api

import (
	"fmt"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What an account can do is known by its call handling, and for one that is not known
// yet it is what v1 can do.
func TestCapabilities_areThoseOfTheCallHandling(t *testing.T) {
	ofV1 := Capabilities{
		Types: []Type{Other, Mobile, Home, Work, PhoneLine}, PicksDigit: true, OtherMailbox: true,
		RulePermission: PermissionEditRules, Unit: InRings,
	}
	ofV2 := Capabilities{
		Types: []Type{Other}, SharedDocument: true, RulesInForm: true, PartRemoval: true, RingsDevices: true, RingsPeople: true,
		AppsAreSteps: true, Unit: InSeconds,
	}
	for h, want := range map[CallHandling]Capabilities{"": ofV1, V1: ofV1, V2: ofV2} {
		for name, got := range map[string]Capabilities{
			"snapshot": new(Snapshot{CallHandling: h}).Capabilities(), "rule": new(Rule{CallHandling: h}).Capabilities(),
			"client": newTestClientOn(h, nil).Capabilities(),
		} {
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s on %q: %+v", name, h, got)
			}
		}
	}
}

// Each capability says what a draft or a rule of the call handling does.
func TestCapabilities_sayWhatDraftsAndRulesDo(t *testing.T) {
	line := `{"id":"3","type":"PhoneLine","label":"Desk","phoneNumber":"+16505550149"}`
	v2Rule := stateRule(t, "work-hours", phoneA)
	for _, s := range []Snapshot{
		new(snapshotV1(t, home, line)).Merge(&Snapshot{CallHandling: V1, Rules: []Rule{oldRule(t)}}),
		snapshotV2(t, []Rule{v2Rule}, flipText("1", "Home", phoneA, "1"), line),
	} {
		can := s.Capabilities()
		for _, test := range []struct {
			name string
			can  bool
			try  func() error
		}{
			{"Types", slices.Contains(can.Types, Mobile), func() error { return s.Draft().Add(&NewNumber{Type: Mobile, Phone: phoneC}) }},
			{"RulesInForm", can.RulesInForm, func() error {
				return s.Draft().Add(&NewNumber{Phone: phoneC, Label: "C", Rules: []string{s.Rules[0].ID}})
			}},
			{"PartRemoval", can.PartRemoval, func() error { return s.Draft().Remove("1", CallFlip) }},
			{"RingsDevices", can.RingsDevices, func() error {
				_, err := s.Rules[0].Add(&Target{Kind: DeviceTarget, ID: "7", Name: "Desk"}, 0)
				return err
			}},
			{"RingsPeople", can.RingsPeople, func() error { return s.Rules[0].MayAdd(&marcus) }},
			{"OtherMailbox", can.OtherMailbox, func() error {
				_, err := s.Rules[0].EndWith(Fallback{Kind: ToVoicemail, ID: "801200401004"})
				return err
			}},
		} {
			if err := test.try(); (err == nil) != test.can {
				t.Errorf("%s of %s is %v: %v", test.name, s.CallHandling, test.can, err)
			}
		}
		if s.Rules[0].Unit != can.Unit {
			t.Errorf("%s counts in %s", s.CallHandling, s.Rules[0].Unit)
		}
		d := s.Draft()
		apply(t, d, changing("1", digitOf("8")), changing("3", digitOf("7")))
		if shared := len(d.Edits()) == 1; shared != can.SharedDocument {
			t.Errorf("%s makes %s", s.CallHandling, documents(d.Edits()))
		}
	}
}

// A number of v2 is the same under another id, for it is there once.
func TestNumber_sameAsKnowsATelephoneNumberOfV2(t *testing.T) {
	n := func(h CallHandling, id, phone string) Number { return Number{CallHandling: h, ID: id, Phone: phone} }
	for _, test := range []struct {
		a, b Number
		want bool
	}{
		{n(V2, "1", phoneA), n(V2, numberTargetID+phoneA, phoneA), true},
		{n(V2, "1", phoneA), n(V2, "1", phoneB), false},
		{n(V2, "1", ""), n(V2, "2", ""), false},
		{n(V1, "1", phoneA), n(V1, "2", phoneA), false},
	} {
		if got := test.a.SameAs(&test.b); got != test.want {
			t.Errorf("%+v and %+v: %v", test.a, test.b, got)
		}
	}
}

// flagService answers the features, or refuses them, and counts what was asked.
type flagService struct {
	refused bool
	asked   [][]string // ids of features
}

func (s *flagService) RoundTrip(r *http.Request) (*http.Response, error) {
	if path.Base(r.URL.Path) != "features" {
		return answer(200, records()), nil
	}
	s.asked = append(s.asked, r.URL.Query()["featureId"])
	if s.refused {
		return answer(403, `{"errorCode":"CMN-408","message":"no"}`), nil
	}
	return answer(200, `{"records":[{"id":"EditCallFlip","available":false,"reason":{"code":"ServicePlanLimitation"}}]}`), nil
}

// The flags and the call handling are one request, of which two minutes later the flags
// are asked for again.
func TestFlags_areReadInOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &flagService{}
		c := asking(serial(s))
		if h, err := c.CallHandling(t.Context()); h != V1 || err != nil {
			t.Fatal(h, err)
		}
		for range 3 {
			flags, err := c.Flags(t.Context())
			if why, lacking := flags.Lacks(FeatureEditCallFlip); err != nil || !lacking || why.ReasonCode != "ServicePlanLimitation" {
				t.Errorf("%+v, %v", flags, err)
			}
		}
		if len(s.asked) != 1 || !slices.Equal(s.asked[0], allFlags) || !slices.Contains(allFlags, FeatureNewCallHandling) {
			t.Errorf("asked %q", s.asked)
		}
		time.Sleep(flagsLifetime)
		if _, err := c.Flags(t.Context()); err != nil || len(s.asked) != 2 || !slices.Equal(s.asked[1], allFlags) {
			t.Errorf("%v: asked %q", err, s.asked)
		}
	})
}

// A user who may not read features is not asked for them with every reading.
func TestFlags_thatAreRefusedAreNotAskedForEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &flagService{refused: true}
		c := asking(serial(s))
		for range 3 {
			if got, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); err != nil || got.CallHandling != V1 {
				t.Errorf("%q, %v", got.CallHandling, err)
			}
			if flags, err := c.Flags(t.Context()); err != nil || flags == nil || len(flags) > 0 {
				t.Errorf("%+v, %v", flags, err)
			}
		}
		if len(s.asked) != 1 || c.KnownCallHandling() != "" {
			t.Errorf("asked %d times, %q", len(s.asked), c.KnownCallHandling())
		}
		time.Sleep(flagsLifetime)
		if _, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); err != nil || len(s.asked) != 2 {
			t.Errorf("%v: asked %d times", err, len(s.asked))
		}
	})
}

// A failure of the network is told, and asked about again.
func TestFlags_tellAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cut := true
		c := asking(func(*http.Request) (*http.Response, error) {
			if cut {
				return nil, reset
			}
			return answer(200, records()), nil
		})
		if flags, err := c.Flags(t.Context()); err == nil || flags != nil {
			t.Errorf("%+v, %v", flags, err)
		}
		cut = false
		if _, err := c.Flags(t.Context()); err != nil || c.KnownCallHandling() != V1 {
			t.Errorf("%v, %q", err, c.KnownCallHandling())
		}
	})
}

// Labels are read beside rules: names of extensions, and flags, each once.
func TestRead_readsLabelsOnce(t *testing.T) {
	rule := strings.Replace(demoLegacy, `"voicemail":{"enabled":true}`, `"missedCall":{"actionType":"ConnectToExtension","extension":{"id":"801"}}`, 1)
	var asked []string
	c := newTestClient(serial(service(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, path.Base(r.URL.Path))
		switch path.Base(r.URL.Path) {
		case "answering-rule":
			return answer(200, records(rule)), nil
		case "801":
			return answer(200, `{"id":801,"name":"Marcus Bell"}`), nil
		}
		return answer(200, records()), nil
	})))
	for i, want := range []string{"answering-rule", "801 answering-rule features", "answering-rule", "answering-rule"} {
		asked = nil
		got, err := c.Read(t.Context(), &Snapshot{}, Need{Rules: true, Labels: i > 0 && i < 3})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(asked)
		if name := got.Rules[0].NoAnswer.Name; strings.Join(asked, " ") != want || (name == "Marcus Bell") != (i > 0) {
			t.Errorf("%d: asked %q, named %q", i, asked, name)
		}
	}
}

// Labels leave at once: the flags and each name.
func TestRead_asksForLabelsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rules []string
		for i, id := range []string{"801", "802", "801"} {
			ending := `"missedCall":{"actionType":"ConnectToExtension","extension":{"id":"` + id + `"}}`
			rule := strings.Replace(demoLegacy, `"voicemail":{"enabled":true}`, ending, 1)
			rules = append(rules, strings.Replace(rule, "business-hours-rule", fmt.Sprint(i), 1))
		}
		arrived, answers := make(chan string, 9), make(chan struct{})
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			if path.Base(r.URL.Path) == "answering-rule" {
				return answer(200, records(rules...)), nil
			}
			arrived <- path.Base(r.URL.Path)
			<-answers
			return answer(200, `{"id":1,"name":"`+path.Base(r.URL.Path)+`","records":[]}`), nil
		})
		var got Snapshot
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			got, _ = c.Read(t.Context(), &Snapshot{}, Need{Rules: true, Labels: true})
		}()
		synctest.Wait()
		if len(arrived) != 3 {
			t.Errorf("%d requests are under way", len(arrived))
		}
		close(answers)
		<-finished
		for i, want := range []string{"801", "802", "801"} {
			if name := got.Rules[i].NoAnswer.Name; name != want {
				t.Errorf("rule %d leads to %q", i, name)
			}
		}
	})
}
