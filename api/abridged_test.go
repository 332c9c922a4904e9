package api

import (
	"encoding/json"
	"testing"
)

func TestAbridged_countsWhatIsUnchanged(t *testing.T) {
	const was = `{"records":[{"id":"1","n":1.50},{"id":"2","who":[{"a":1},{"b":2}]},{"id":"3"}],"to":["+1650"],"x":{"y":[{"z":1}]}}`
	for now, want := range map[string]string{
		was: `{"records":[3 records as they are],"to":["+1650"],"x":{"y":[1 y as it is]}}`,
		`{"records":[{"id":"1","n":1.5},{"id":"2","who":[{"a":9},{"b":2}]},{"id":"3"}]}`: `{"records":[1 record as it is,{"id":"2","who":[{"a":9},1 who as it is]},1 record as it is]}`,
		`{"records":[{"id":"3"},{"id":"1","n":1.50},{"new":true}]}`:                      `{"records":[1 record as it is,{"id":"1","n":1.50},{"new":true}]}`,
		`{"records":[{"id":"1","n":1.50},{"id":"3"}]}`:                                   `{"records":[2 records as they are]}`,
		`{"records":[]}`:     `{"records":[]}`,
		`{"records":"none"}`: `{"records":"none"}`,
	} {
		if got := abridged("", json.RawMessage(now), json.RawMessage(was)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", now, got, want)
		}
	}
}
