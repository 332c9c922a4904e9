package api

import (
	"encoding/json"
	"testing"
)

func TestInteractionWords_describeEveryCondition(t *testing.T) {
	for conditions, want := range map[string]string{
		`{"type":"Interaction","from":[{"phoneNumber":"+14155550133","name":"Mum"},{"phoneNumber":"+14155550134"}],"to":["+16505550104"]},{"type":"State","state":{"id":"after-hours"}}`: "calls from Mum or +14155550134, calls to +16505550104, outside work hours",
		`{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Range","ranges":[{"startDateTime":"2026-12-24T08:00:00","endDateTime":"2026-12-26T18:00:00"}]}]}}`:                   "2026-12-24 08:00 to 2026-12-26 18:00",
		`{"type":"Schedule","schedule":{"startDateTime":"2026-12-24T08:00:00","endDateTime":"2026-12-26T18:00:00"}}`:                                                                     "2026-12-24 08:00 to 2026-12-26 18:00",
		`{"type":"State","state":{"id":"work-hours"}}`:                         "in work hours",
		`{"type":"State","state":{"id":"busy"}}`:                               "in the state busy",
		`{"type":"Weather","sky":"blue"}`:                                      "a condition that rcfwd cannot read",
		`{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Moon"}]}}`: "at times that rcfwd cannot read",
		`{"type":"Schedule"}`:                                                  "at times that rcfwd cannot read",
		`{"type":"Interaction","from":[{"contact":7}],"to":["+16505550104"]},{"type":"State","state":{"id":"work-hours"}}`: "calls from a number that rcfwd cannot read, calls to +16505550104, in work hours",
		`{"type":"Interaction"}`: "a condition that rcfwd cannot read",
		``:                       "conditions unknown",
	} {
		r, err := readV2Rule(json.RawMessage(`{"id":"9","displayName":"VIP","conditions":[` + conditions + `],"dispatching":{"type":"Terminate","actions":[]}}`))
		if err != nil || r.When != want || r.Kind != Custom {
			t.Errorf("%s: %q, %v, %v", conditions, r.When, r.Kind, err)
		}
	}
}
