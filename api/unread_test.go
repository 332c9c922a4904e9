package api

import (
	"encoding/json"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
)

// One record that cannot be read hides neither the others nor itself.
func TestRead_showsWhatItCanRead(t *testing.T) {
	const noID = `{"label":"Boat","phoneNumber":"+16505550199"}`
	textual := strings.Replace(cabin, `"flipNumber"`, `"features":"CallFlip","device":"7","flipNumber"`, 1)
	for name, test := range map[string]struct {
		records []string
		numbers string
		unread  string
	}{
		"no id":           {[]string{home, noID, cabin}, "Home Cabin", `"Boat" (no id)`},
		"id of an object": {[]string{home, `{"id":{},"label":"Boat"}`}, "Home", `"Boat" (no id)`},
		"no object":       {[]string{"7", home, `"text"`}, "Home", "a record without a name (no id); a record without a name (no id)"},
		"features a text": {[]string{home, textual}, "Home Cabin", `device, features of "Cabin"`},
		"label a list":    {[]string{home, `{"id":"5","label":[],"phoneNumber":"+16505550199"}`}, "Home ", `label of "+16505550199"`},
		"all as usual":    {[]string{home, "null", cabin}, "Home Cabin", ""},
	} {
		c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(200, records(test.records...)), nil })
		s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
		var labels []string
		for _, n := range s.Numbers {
			labels = append(labels, n.Label)
		}
		if err != nil || strings.Join(labels, " ") != test.numbers || UnreadWords(s.UnreadNumbers) != test.unread {
			t.Errorf("%s: %q, %q, %v", name, labels, UnreadWords(s.UnreadNumbers), err)
		}
	}
}

func TestReadNumber_keepsFieldsOfAnotherType(t *testing.T) {
	n, err := readNumber([]byte(`{"id":"1","label":"A","features":"CallFlip","device":"7","extension":null,"flipNumber":[2]}`))
	unknown := []UnknownField{{"device", `"7"`}, {"features", `"CallFlip"`}, {"flipNumber", "[2]"}}
	if err != nil || n.Features != nil || !slices.Equal(n.Unknown, unknown) || !slices.Equal(n.Unread, []string{"device", "features", "flipNumber"}) {
		t.Errorf("%+v, %v", n, err)
	}
}

// A rule that cannot be read stands in the list of rules as one.
func TestRead_showsTheOtherRules(t *testing.T) {
	for on, record := range map[CallHandling]string{
		V1: `{"id":"business-hours-rule","type":"BusinessHours","name":"Hours"}`, V2: `{"id":"work-hours","displayName":"Hours"}`,
	} {
		c := newTestClientOn(on, func(r *http.Request) (*http.Response, error) {
			if path.Base(r.URL.Path) == "interaction-rules" {
				return answer(200, records()), nil
			}
			return answer(200, records(record, `{"name":"Lost one"}`, "3")), nil
		})
		s, err := c.Read(t.Context(), &Snapshot{}, Need{Rules: true})
		shown := s.ShownRules()
		if err != nil || len(s.Rules) != 1 || len(shown) != 2 || !strings.Contains(shown[1].Fixed, `"Lost one" (no id)`) {
			t.Errorf("%s: %+v, %v", on, shown, err)
		}
	}
}

// Records that cannot be read go back with the list as they came, and are no reason to
// doubt the answer.
func TestWriteFlips_keepsWhatItCannotRead(t *testing.T) {
	const odd, text = `{"label":"Boat","glow":1.50}`, `"text"`
	a, b := flipText("1", "A", phoneA, "1"), strings.Replace(flipText("2", "B", phoneB, "2"), `{`, `{"features":"x",`, 1)
	var sent string
	c := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) {
		switch {
		case r.Method == http.MethodPut:
			sent = bodyOf(t, r)
			return answer(200, sent), nil
		case path.Base(r.URL.Path) == "call-flip-numbers":
			return answer(200, records(odd, a, text, b, "null")), nil
		}
		return answer(200, records()), nil
	})
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if err != nil || contents(&s) != "A B; -" {
		t.Fatalf("%s, %v", contents(&s), err)
	}
	if u := UnreadWords(s.UnreadNumbers); u != `"Boat" (no id); a record without a name (no id); features of "B"` {
		t.Error(u)
	}
	d := s.Draft()
	apply(t, d, changing("1", digitOf("7")))
	done, next := c.Write(t.Context(), &s, d.Edits())
	if want := records(odd, flipText("1", "A", phoneA, "7"), text, b, "null"); !json.Valid([]byte(sent)) || sent != want {
		t.Errorf("sent %s\nwant %s", sent, want)
	}
	if done[0].State != Confirmed || len(done[0].Notes) > 0 || contents(&next) != "A B; -" || len(next.UnreadNumbers) != 3 {
		t.Errorf("%s, %v, %q, %s", done[0].State, done[0].Err, done[0].Notes, contents(&next))
	}
}

// An extension or a device is known by its id, whatever else is odd about it.
func TestClient_readsRecordsWithOddFields(t *testing.T) {
	if e, err := readExtension([]byte(`{"id":1,"name":"Dana","contact":"x","permissions":[],"serviceFeatures":{}}`)); err != nil || e.Name != "Dana" || !e.International {
		t.Errorf("%+v, %v", e, err)
	}
	if d, err := readDevice([]byte(`{"id":1,"name":"Desk","model":"x","phoneLines":{}}`)); err != nil || d.Name != "Desk" {
		t.Errorf("%+v, %v", d, err)
	}
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		if path.Base(r.URL.Path) == "authz-profile" {
			return answer(200, `{"permissions":[7,{"permission":{"id":"ReadX"},"scopes":"Self"}]}`), nil
		}
		return answer(200, records("7", `{"id":"CallFlip","available":true,"reason":"x"}`, `{"id":"Y","available":"yes"}`)), nil
	})
	if f, err := c.Features(t.Context()); err != nil || len(f) != 2 || !f[0].Available {
		t.Errorf("%+v, %v", f, err)
	}
	if p, err := c.Permissions(t.Context()); err != nil || len(p) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}
