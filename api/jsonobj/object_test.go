package jsonobj

import (
	"encoding/json"
	"testing"
)

const sample = `{"b":1.50,"a":[1e0, 2],"\u0061b":"\u00e9","b":null,"":{"x":[]}}`

func read(t *testing.T, text string) Object {
	t.Helper()
	o, ok := Read(json.RawMessage(text))
	if !ok {
		t.Fatalf("%s is not an object", text)
	}
	return o
}

func TestRead_keepsTheText(t *testing.T) {
	o := read(t, sample)
	if got := string(o.Raw()); got != sample {
		t.Error(got)
	}
	if o.Text("ab") != "é" || o.Text("b") != "" || o.Int("b", 7) != 7 || o.Has("b") || string(o.Get("b")) != "null" {
		t.Errorf("%+v", o)
	}
}

func TestRead_refusesWhatIsNotAnObject(t *testing.T) {
	for _, text := range []string{``, `null`, `[]`, `{`, `{"a"}`, `7`} {
		if _, ok := Read(json.RawMessage(text)); ok {
			t.Errorf("%s is an object", text)
		}
		var o Object
		if json.Unmarshal([]byte(text), &o) == nil {
			t.Errorf("%s reads as %s", text, o.Raw())
		}
	}
}

// A json.Decoder reuses the bytes that it passes to UnmarshalJSON.
func TestUnmarshalJSON_copiesTheText(t *testing.T) {
	text := []byte(`{"a":1}`)
	var o Object
	if err := o.UnmarshalJSON(text); err != nil {
		t.Fatal(err)
	}
	clear(text)
	if got := string(o.Raw()); got != `{"a":1}` {
		t.Error(got)
	}
}

func TestWith_keepsTheTextOfTheRest(t *testing.T) {
	o := read(t, sample)
	edited := o.With("ab", "è").With("new", true).Without("")
	if got := string(edited.Raw()); got != `{"b":1.50,"a":[1e0, 2],"\u0061b":"è","b":null,"new":true}` {
		t.Error(got)
	}
	if same := o.With("a", []int{1, 2}); string(same.Raw()) != sample {
		t.Errorf("a value that reads the same lost its text: %s", same.Raw())
	}
	if string(o.Raw()) != sample {
		t.Error("the receiver was edited")
	}
}

func TestReplace_writesTheNewText(t *testing.T) {
	o := read(t, `{"a":1.50,"b":2}`)
	got := o.Replace("a", json.RawMessage("1.5")).Replace("c", 3)
	if got := string(got.Raw()); got != `{"a":1.5,"b":2,"c":3}` {
		t.Error(got)
	}
	if string(o.Raw()) != `{"a":1.50,"b":2}` {
		t.Error("the receiver was edited")
	}
}

func TestStr_readsStringsAlone(t *testing.T) {
	o := read(t, `{"s":"7","n":7,"b":true,"null":null}`)
	for name, want := range map[string]string{"s": "7", "n": "", "b": "", "null": "", "none": ""} {
		if got := o.Str(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestUnique_keepsTheMemberThatCounts(t *testing.T) {
	got := string(read(t, `{"a":1,"b":2,"a":3,"\u0061":4}`).Unique().Raw())
	if got != `{"\u0061":4,"b":2}` {
		t.Error(got)
	}
}

func TestEdit_changesOneObject(t *testing.T) {
	const text = `{"a":{"x": 1.0,"y":2},"n":null,"l":[{"x":1.0}, 7,{"y":2}]}`
	o := read(t, text)
	drop := func(o Object) Object { return o.Without("x") }
	if got := string(o.Edit("a", drop).EditEach("l", drop).Raw()); got != `{"a":{"y":2},"n":null,"l":[{},7,{"y":2}]}` {
		t.Error(got)
	}
	keep := func(o Object) Object { return o.With("y", 2.0) }
	same := func(o Object) Object { return o }
	for name, got := range map[string]Object{
		"an object that reads the same": o.Edit("a", keep),
		"an array without a change":     o.EditEach("l", same),
		"null":                          o.Edit("n", drop),
		"no member":                     o.Edit("z", drop).EditEach("z", drop),
		"an array as an object":         o.Edit("l", drop),
		"an object as an array":         o.EditEach("a", drop),
	} {
		if string(got.Raw()) != text {
			t.Errorf("%s: %s", name, got.Raw())
		}
	}
}

func TestNew_writesListsAsTheyAre(t *testing.T) {
	spaced := json.RawMessage(`[1e0, "<"]`)
	got := New("a", spaced, "b", []Object{New("x", spaced)}, "c", []json.RawMessage{spaced}, "d", []Object(nil), "e", "<&>")
	if got := string(got.Raw()); got != `{"a":[1e0, "<"],"b":[{"x":[1e0, "<"]}],"c":[[1e0, "<"]],"d":[],"e":"<&>"}` {
		t.Error(got)
	}
}

func TestAs_tellsAMissingMemberFromAWrongOne(t *testing.T) {
	o := read(t, `{"s":"x","n":null,"i":2e0,"big":1e99,"half":1.5,"l":[{"a":1},{}],"mixed":[{},1]}`)
	if got, ok := As[string](o, "s"); got != "x" || !ok {
		t.Error(got, ok)
	}
	for _, name := range []string{"n", "none"} {
		if got, ok := As[string](o, name); got != "" || !ok {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	if _, ok := As[string](o, "i"); ok {
		t.Error("a number is a string")
	}
	if o.Int("i", 7) != 2 || o.Int("half", 7) != 7 || o.Int("big", 7) != 7 || o.Bool("s", true) != true {
		t.Error("numbers and truth values", o.Int("i", 7), o.Int("half", 7), o.Int("big", 7))
	}
	if len(o.Objects("l")) != 2 || o.Objects("mixed") != nil || len(o.List("mixed")) != 2 || o.Objects("s") != nil {
		t.Error(o.Objects("l"), o.Objects("mixed"))
	}
}

func TestFlexString_readsNumbersAsText(t *testing.T) {
	o := read(t, `{"s":"7","n":7,"b":true,"o":{},"l":[1]}`)
	for name, want := range map[string]string{"s": "7", "n": "7", "b": "true", "o": "", "l": "", "none": ""} {
		if got := o.Text(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Read agrees with encoding/json on what is an object and on the value of each name,
// and Raw writes a text with the same meaning.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		sample, `{}`, ` { } `, "{\t\"a\" : [ { } , \"]}\" ] ,\n\"b\":-1.5e+3}\r\n", `{"a\\\"b":"\\","":null,"c":true,"c":false}`,
		`{"a":1}x`, `{"a":1`, `{"a" 1}`, `{1:2}`, `null`, "{\"\xff\":1,\"\ufffd\":2}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var want map[string]json.RawMessage
		valid := json.Unmarshal(text, &want) == nil && want != nil
		o, ok := Read(text)
		if ok != valid {
			t.Fatalf("%q is an object: %v", text, ok)
		}
		for name, value := range want {
			if got := o.Get(name); string(got) != string(value) {
				t.Errorf("%q is %q in %q", name, got, text)
			}
		}
		if ok && !Same(o.Raw(), text) {
			t.Errorf("%q is written as %q", text, o.Raw())
		}
	})
}
