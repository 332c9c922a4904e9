package api

import "testing"

func TestRuleHash_holdsWhatIsStored(t *testing.T) {
	hash := func(raw string) string { return new(Rule{raw: []byte(raw)}).Hash() }
	first := hash(`{"a": [1, {"c": "\u00e9<", "b": null}], "d": 1.0}`)
	for _, same := range []string{
		`{"d":1.0,"a":[1,{"b":null,"c":"\u00E9\u003c"}]}`,
		` { "d" : 1.0 , "d":1.0, "a":[1,{"b":2,"b":null,"c":"é<"}] } `,
	} {
		if hash(same) != first {
			t.Errorf("%s has another hash", same)
		}
	}
	for _, other := range []string{
		`{"d":1,"a":[1,{"b":null,"c":"é<"}]}`, `{"d":1.0,"a":[{"b":null,"c":"é<"},1]}`, `{"d":"1.0","a":[1,{"b":null,"c":"é<"}]}`,
		`{"d":1.0,"a":[1,{"c":"é<"}]}`, `{"d":1.0,"a":[1,{"b":null,"c":"é<"}],"e":{}}`, `{"d":1.0,"a":[1,{"b":null,"c":"é<"}`, ``,
	} {
		if hash(other) == first {
			t.Errorf("%s has the same hash", other)
		}
	}
	if a, b := hash(`{"n":90071992547409931}`), hash(`{"n":90071992547409932}`); a == b {
		t.Error("two long numbers have the same hash")
	}
}
