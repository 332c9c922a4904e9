package jsonobj

import (
	"encoding/json"
	"testing"
)

func TestCompare_readsTheMeaningOfAText(t *testing.T) {
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
		{`{"a":1,"a":2}`, `{"a":2}`, true, true},
		{`{"a":2}`, `{"a":1,"a":2}`, true, true},
		{`{"a":2,"a":1}`, `{"a":2}`, false, false},
		{`"a\u0062\/"`, `"ab/"`, true, true},
		{` [ true , "x" ] `, `[true,"x"]`, true, true},
		{`true`, `false`, false, false},
		{`null`, `[]`, false, false},
		{`[[1,{"a":[{}]}]]`, `[[1.0,{"a":[ { } ]}]]`, true, true},
		{`{"a":{"b":"x\u00e9"}}`, `{ "a" : {"b":"xé"} }`, true, true},
		{`{"a":1`, `{"a":1`, true, false},
		{`{"a":1`, `{"a":1}`, false, false},
		{``, `{}`, false, false},
	} {
		got, sent := json.RawMessage(test.got), json.RawMessage(test.sent)
		if Same(got, sent) != test.same || Holds(got, sent) != test.holds {
			t.Errorf("%s and %s: same %v, holds %v", got, sent, Same(got, sent), Holds(got, sent))
		}
	}
}
