package jsonobj

import (
	"encoding/json"
	"strings"
	"testing"
)

// texts are where a reader of JSON goes wrong.
var texts = []string{
	``, ` `, `{}`, ` { } `, `[]`, `[ ]`, `{"a":1}`, `{"a" : [1, 2.50e+10 , -0.1E-2], "b":{"c":null}}`, `"x"`, `true`, `nul`, `falsey`,
	`01`, `-`, `-0`, `1.`, `.5`, `1e`, `1e+`, `+1`, `{"a":1,}`, `[1,]`, `[,1]`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1 "b":2}`, `[1 2]`,
	`{"a":1}}`, `[`, `{`, `"`, `"\`, `"\u12`, `"\u12g4"`, `"\u00E9"`, `"\x"`, "\"\x01\"", "\"\x7f\xff\"", "\x00", "[\x0b]", "\ufeff{}",
	strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1),
}

func TestValid_agreesWithEncodingJSON(t *testing.T) {
	for _, text := range texts {
		agree(t, []byte(text))
	}
}

func FuzzValid(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(agree)
}

// agree checks a text, and that reading it finds what encoding/json finds.
func agree(t *testing.T, text []byte) {
	if got, want := Valid(text), json.Valid(text); got != want {
		t.Fatalf("%.80q: valid %v, want %v", text, got, want)
	}
	var want map[string]json.RawMessage
	isObject := json.Unmarshal(text, &want) == nil && want != nil
	o, ok := Read(text)
	if ok != isObject || len(o.Unique()) != len(want) {
		t.Fatalf("%.80q: read %v, %d members; want %v, %d", text, ok, len(o), isObject, len(want))
	}
	for name, value := range want {
		if string(o.Get(name)) != string(value) {
			t.Fatalf("%.80q: %q is %q, want %q", text, name, o.Get(name), value)
		}
	}
}
