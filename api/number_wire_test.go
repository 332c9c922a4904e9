package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
)

func TestReadNumber_cleansTextsAndKeepsUnknownFields(t *testing.T) {
	n, err := readNumber([]byte(`{"uri":"https://x/1","id":803000005004,"phoneNumber":"+15305550142",
		"label":"Ca\u001b[31mbin","type":"Pager","features":["CallFlip","Teleport"],"flipNumber":5,
		"device":{"id":7,"name":"Desk"},"extension":{"id":"9","name":"Dana","extensionNumber":"104"},
		"zeta":{ "b" : 1 },"alpha":"x\u202ey"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Number{
		ID: "803000005004", URI: "https://x/1", Phone: "+15305550142", Label: "Cabin", Type: "Pager",
		Features: []Feature{"CallFlip", "Teleport"}, Flip: "5", DeviceID: "7",
		Apps:    &ExtensionRef{ID: "9", Name: "Dana", Number: "104"},
		Unknown: []UnknownField{{"alpha", `"x\u202ey"`}, {"device.name", `"Desk"`}, {"zeta", `{"b":1}`}},
	}
	n.raw = nil
	if !reflect.DeepEqual(n, want) {
		t.Errorf("got  %+v\nwant %+v", n, want)
	}
}

func TestReadNumber_needsAnID(t *testing.T) {
	for _, raw := range []string{`{}`, `{"id":""}`, `{"id":null}`, `7`, `[]`, `{"id":{}}`} {
		if n, err := readNumber([]byte(raw)); err == nil {
			t.Errorf("%s is %+v", raw, n)
		}
	}
}

// snapshotV1 is a snapshot of numbers of v1.
func snapshotV1(t *testing.T, all ...string) Snapshot {
	t.Helper()
	s := Snapshot{CallHandling: V1, Numbers: []Number{}}
	for _, raw := range all {
		n, err := readLegacyNumber(json.RawMessage(raw))
		if err != nil {
			t.Fatal(err)
		}
		s.Numbers = append(s.Numbers, n)
	}
	return s
}

// written writes changes to a snapshot.
func written(t *testing.T, c *Client, s *Snapshot, changes ...func(*Draft) error) ([]Applied, error) {
	t.Helper()
	d := s.Draft()
	for _, change := range changes {
		if err := change(d); err != nil {
			return nil, err
		}
	}
	done, _ := c.Write(t.Context(), s, d.Edits())
	for _, a := range done {
		if a.Err != nil || a.State != Confirmed {
			return done, a.Err
		}
	}
	return done, nil
}

func adding(n *NewNumber) func(*Draft) error { return func(d *Draft) error { return d.Add(n) } }

func changing(id string, c Change) func(*Draft) error {
	return func(d *Draft) error { return d.Change(id, c) }
}

func removing(id string, from ...Feature) func(*Draft) error {
	return func(d *Draft) error { return d.Remove(id, from...) }
}

func TestWriteV1_sendsWhatWasEditedAndNothingElse(t *testing.T) {
	empty, label, phone, five := "", "Hut", "+16505550199", "5"
	tests := []struct {
		name         string
		changes      []func(*Draft) error
		method, body string
	}{
		{"other", []func(*Draft) error{adding(&NewNumber{Phone: "+16505550103", Label: "Boat", Flip: 3})},
			"POST", `{"type":"Other","phoneNumber":"+16505550103","label":"Boat","flipNumber":3}`},
		{"other, changed before it is sent", []func(*Draft) error{adding(&NewNumber{Phone: "+16505550103", Label: "Boat", Flip: 3}), changing("new:1", Change{Flip: &five, Label: &label})},
			"POST", `{"type":"Other","phoneNumber":"+16505550103","label":"Hut","flipNumber":5}`},
		{"predefined", []func(*Draft) error{adding(&NewNumber{Type: Work, Phone: "+16505550103", Label: "ignored"})},
			"POST", `{"type":"Work","phoneNumber":"+16505550103"}`},
		{"line", []func(*Draft) error{adding(&NewNumber{Type: PhoneLine, DeviceID: "7"})}, "POST", `{"type":"PhoneLine","device":{"id":"7"}}`},
		{"digit", []func(*Draft) error{changing("2", Change{Flip: &five})}, "PUT", `{"flipNumber":"5"}`},
		{"no digit", []func(*Draft) error{changing("2", Change{Flip: &empty})}, "PUT", `{"flipNumber":""}`},
		{"number and label", []func(*Draft) error{changing("2", Change{Phone: &phone, Label: &label})},
			"PUT", `{"phoneNumber":"+16505550199","label":"Hut"}`},
		{"many", []func(*Draft) error{removing("1"), removing("2")},
			"DELETE", `{"records":[{"forwardingNumberId":"1"},{"forwardingNumberId":"2"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			c := newTestClient(func(r *http.Request) (*http.Response, error) {
				asked++
				if got := bodyOf(t, r); r.Method != tt.method || got != tt.body || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("sent %s %s; want %s %s", r.Method, got, tt.method, tt.body)
				}
				if r.Method == http.MethodDelete {
					return answer(204, ""), nil
				}
				return answer(200, cabin), nil
			})
			if _, err := written(t, c, new(snapshotV1(t, home, cabin)), tt.changes...); err != nil || asked != 1 {
				t.Errorf("%v after %d requests", err, asked)
			}
		})
	}
}

func TestDraft_refusesWhatTheServiceWouldRefuse(t *testing.T) {
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		t.Errorf("sent %s %s", r.Method, r.URL)
		return answer(200, cabin), nil
	})
	label, s := "Hut", snapshotV1(t, home, cabin)
	if _, err := written(t, c, &s, adding(&NewNumber{Phone: "+16505550102"})); Explain(err).Field != FieldLabel {
		t.Errorf("no label: %v", err)
	}
	if _, err := written(t, c, &s, changing("1", Change{Label: &label})); Explain(err).Field != FieldLabel {
		t.Errorf("label of Home: %v", err)
	}
	if done, err := written(t, c, &s, changing("1", Change{})); err != nil || len(done) > 0 {
		t.Errorf("empty change: %v", err)
	}
}

func TestRequest_keepsAnIDOneElementOfThePath(t *testing.T) {
	for id, want := range map[string]string{
		"a/../b": "a%2F..%2Fb", "..": "%2E%2E", ".": "%2E", "1?x=y#z": "1%3Fx=y%23z", "%2F": "%252F",
	} {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			if got := r.URL.EscapedPath(); got != ownList+"/"+want || r.URL.RawQuery != "" {
				t.Errorf("%q is asked for as %s", id, r.URL)
			}
			return answer(200, home), nil
		})
		label := "Hut"
		if _, err := written(t, c, new(snapshotV1(t, `{"id":"`+id+`","type":"Other"}`)), changing(id, Change{Label: &label})); err != nil {
			t.Error(err)
		}
	}
}

func TestReadV1_hasEachNumberOfTwoPagesOnce(t *testing.T) {
	asked := 0
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked++
		if asked == 1 {
			return answer(200, `{"records":[`+home+`],"navigation":{"nextPage":{"uri":"https://rc.test`+ownList+`?page=2"}}}`), nil
		}
		return answer(200, records(cabin, home)), nil
	})
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if numbers := s.Numbers; err != nil || len(numbers) != 2 || numbers[0].ID != "1" || numbers[1].ID != "2" || asked != 2 {
		t.Errorf("%v, %v after %d requests", s.Numbers, err, asked)
	}
}

func TestReadV1_refusesWhatIsNoListOfNumbers(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"records":null}`, `[]`, `{"records":{}}`, `{"records":[7]}`} {
		c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(200, body), nil })
		if s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); err == nil {
			t.Errorf("%s reads as %v", body, s.Numbers)
		}
	}
}
