package api

import (
	"encoding/json"
	"testing"
)

func TestATreeKeepsItsText(t *testing.T) {
	const text = `{"b":1.50,"a":[1e0, 2],"\u0061b":"\u00e9","b":null,"":{"x":[]}}`
	tr, ok := readObject(json.RawMessage(text))
	if !ok || string(tr.raw()) != text {
		t.Fatalf("%s", tr.raw())
	}
	if tr.text("ab") != "é" || tr.text("b") != "" || tr.number("b", 7) != 7 {
		t.Errorf("%+v", tr)
	}
	edited := tr.with("ab", "è").with("new", true).without("")
	if got := string(edited.raw()); got != `{"b":1.50,"a":[1e0, 2],"\u0061b":"è","b":null,"new":true}` {
		t.Error(got)
	}
	if string(tr.raw()) != text {
		t.Error("the tree itself was edited")
	}
	if same := tr.with("a", []int{1, 2}); string(same.raw()) != text {
		t.Errorf("a value that reads the same lost its text: %s", same.raw())
	}
	for _, none := range []string{``, `null`, `[]`, `{`, `{"a"}`, `7`} {
		if _, ok := readObject(json.RawMessage(none)); ok {
			t.Errorf("%s is a tree", none)
		}
	}
}

func TestComparingJSON(t *testing.T) {
	for _, test := range []struct {
		got, sent   string
		same, holds bool
	}{
		{`{"a":1,"b":[2]}`, `{"b":[2.0],"a":1e0}`, true, true},
		{`{"a":1,"b":2}`, `{"a":1}`, false, true},
		{`{"a":1}`, `{"a":1,"b":2}`, false, false},
		{`{"a":1}`, `{"a":null}`, false, false},
		{`{}`, `{"a":null}`, false, false},
		{`[{"a":1,"x":0},{"b":2}]`, `[{"a":1},{"b":2}]`, false, true},
		{`[1,2]`, `[2,1]`, false, false},
		{`[1,2]`, `[1]`, false, false},
		{`12345678901234567890`, `12345678901234567891`, false, false},
		{`1e999999999`, `1e999999999`, true, true},
		{`1e999999999`, `1e999999998`, false, false},
		{`1e300`, `10e299`, true, true},
		{`"1"`, `1`, false, false},
		{`{"a":[]}`, `{"a":{}}`, false, false},
	} {
		got, sent := json.RawMessage(test.got), json.RawMessage(test.sent)
		if sameJSON(got, sent) != test.same || holds(got, sent) != test.holds {
			t.Errorf("%s and %s: same %v, holds %v", got, sent, sameJSON(got, sent), holds(got, sent))
		}
	}
}
