package rest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// The text reads back to the same values, and has nothing in it that affects a terminal.
func TestCleanJSON_readsBackToTheSameValues(t *testing.T) {
	raw := `{"id":"1","label":"a` + "\u202e\u009b\U000e0041" + `b\u001b[31m 電話","n":12345678901234567890,"x":[]}`
	got := CleanJSON([]byte(raw))
	for line := range strings.SplitSeq(got, "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return !printable(r) }) {
			t.Errorf("%q holds what is not printable", line)
		}
	}
	var before, after any
	if err := json.Unmarshal([]byte(raw), &before); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got), &after); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("%s reads back to %v, %v", got, after, err)
	}
}
