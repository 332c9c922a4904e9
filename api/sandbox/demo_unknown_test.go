package sandbox

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// invented are words that no schema has.
var invented = []string{
	"Satellite", "CallBeam", "orbit", "memberSince", "cadence", "origin", "loudness", "wakeUp", "volume", "whisper",
	"ringtone", "ringTone",
}

func TestUnknown_isServedOnlyOnRequest(t *testing.T) {
	for _, on := range []bool{false, true} {
		var text strings.Builder
		for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
			s := newServer(t, Options{CallHandling: handling, Limits: Limits{Off: true}, Faults: Faults{Unknown: on}})
			for _, who := range []string{"104", "110"} {
				c := as(t, s, who)
				for _, path := range []string{myNumbers, myRules + "?view=Detailed", myFlips, myTargets, myStateRules, myInteractions} {
					text.WriteString(c.do("GET", path, "").text)
				}
			}
		}
		for _, word := range invented {
			if strings.Contains(text.String(), `"`+word) != on {
				t.Errorf("with unknown=%v, %s is served: %v", on, word, !on)
			}
		}
	}
}

// The calls of interaction rules are not in openapi.json, but their dispatching
// is that of a state rule.
func TestContract_coversInteractionRules(t *testing.T) {
	doc := schema(t)
	dispatching := doc.Components.Schemas["CommStateDispatchingResource"].Value
	s := onV2(t)
	rules := 0
	for _, e := range s.company.Extensions {
		for _, r := range as(t, s, e.Number).do("GET", myInteractions, "").records() {
			rules++
			if err := dispatching.VisitJSON(r["dispatching"]); err != nil {
				t.Errorf("%s: %v", e.Number, err)
			}
			if names := unpublishedFields([]*openapi3.Schema{dispatching}, r["dispatching"], ""); len(names) > 0 {
				t.Errorf("%s: %q are not in the schema", e.Number, names)
			}
		}
	}
	if rules == 0 {
		t.Error("no interaction rule was seen")
	}
}

// What unknown=on adds must not pass as published, or the contract checks
// nothing.
func TestContract_refusesWhatIsInvented(t *testing.T) {
	list := schema(t).Components.Schemas["CommStateDispatchingResource"].Value
	s := withUnknown(t, NewCallHandling)
	var rule struct{ Dispatching any }
	if err := json.Unmarshal([]byte(s.Rule(danaID, workHours)), &rule); err != nil {
		t.Fatal(err)
	}
	if list.VisitJSON(rule.Dispatching) == nil {
		t.Error("a SatelliteRingTarget fits the schema")
	}
	if names := unpublishedFields([]*openapi3.Schema{list}, rule.Dispatching, ""); len(names) == 0 {
		t.Error("no field is found")
	}
}
