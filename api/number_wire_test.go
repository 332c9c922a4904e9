package api

import (
	"net/http"
	"reflect"
	"testing"
)

func TestReadNumber_readsKnownAndUnknownFields(t *testing.T) {
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

func TestRequests_sendOnlyWhatWasEdited(t *testing.T) {
	empty, label, phone, five := "", "Hut", "+16505550199", "5"
	other := Number{ID: "2", Type: Other, Label: "Cabin"}
	tests := []struct {
		name         string
		call         func(*Client) error
		method, body string
	}{
		{"other", func(c *Client) error {
			_, err := c.CreateNumber(t.Context(), NewNumber{Phone: "+16505550102", Label: "Cabin", Flip: 2})
			return err
		}, "POST", `{"type":"Other","phoneNumber":"+16505550102","label":"Cabin","flipNumber":2}`},
		{"predefined", func(c *Client) error {
			_, err := c.CreateNumber(t.Context(), NewNumber{Type: Work, Phone: "+16505550102", Label: "ignored"})
			return err
		}, "POST", `{"type":"Work","phoneNumber":"+16505550102"}`},
		{"line", func(c *Client) error {
			_, err := c.CreateNumber(t.Context(), NewNumber{Type: PhoneLine, DeviceID: "7"})
			return err
		}, "POST", `{"type":"PhoneLine","device":{"id":"7"}}`},
		{"digit", func(c *Client) error {
			_, err := c.UpdateNumber(t.Context(), other, Change{Flip: &five})
			return err
		}, "PUT", `{"flipNumber":"5"}`},
		{"no digit", func(c *Client) error {
			_, err := c.UpdateNumber(t.Context(), other, Change{Flip: &empty})
			return err
		}, "PUT", `{"flipNumber":""}`},
		{"number and label", func(c *Client) error {
			_, err := c.UpdateNumber(t.Context(), other, Change{Phone: &phone, Label: &label})
			return err
		}, "PUT", `{"phoneNumber":"+16505550199","label":"Hut"}`},
		{"many", func(c *Client) error {
			return c.RemoveNumbers(t.Context(), []string{"1", "2"})[0].Err
		}, "DELETE", `{"records":[{"forwardingNumberId":"1"},{"forwardingNumberId":"2"}]}`},
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
			if err := tt.call(c); err != nil || asked != 1 {
				t.Errorf("%v after %d requests", err, asked)
			}
		})
	}
}

func TestCreateNumber_sendsNothingWrong(t *testing.T) {
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		t.Errorf("sent %s %s", r.Method, r.URL)
		return answer(200, cabin), nil
	})
	label := "Hut"
	if _, err := c.CreateNumber(t.Context(), NewNumber{Phone: "+16505550102"}); Explain(err).Field != FieldLabel {
		t.Errorf("no label: %v", err)
	}
	if _, err := c.UpdateNumber(t.Context(), Number{ID: "1", Type: Work}, Change{Label: &label}); Explain(err).Field != FieldLabel {
		t.Errorf("label of Work: %v", err)
	}
	if n, err := c.UpdateNumber(t.Context(), Number{ID: "1"}, Change{}); err != nil || n.ID != "1" {
		t.Errorf("empty change: %v", err)
	}
}

func TestPaths_keepAnIDOneElement(t *testing.T) {
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
		if _, err := c.UpdateNumber(t.Context(), Number{ID: id, Type: Other}, Change{Label: &label}); err != nil {
			t.Error(err)
		}
	}
}

func TestNumbers_hasEachNumberOfTwoPagesOnce(t *testing.T) {
	asked := 0
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		asked++
		if asked == 1 {
			return answer(200, `{"records":[`+home+`],"navigation":{"nextPage":{"uri":"https://rc.test`+ownList+`?page=2"}}}`), nil
		}
		return answer(200, records(cabin, home)), nil
	})
	numbers, err := c.Numbers(t.Context())
	if err != nil || len(numbers) != 2 || numbers[0].ID != "1" || numbers[1].ID != "2" || asked != 2 {
		t.Errorf("%v, %v after %d requests", numbers, err, asked)
	}
}

func TestNumbers_refusesWhatIsNoListOfNumbers(t *testing.T) {
	for _, body := range []string{`{}`, `null`, `{"records":null}`, `[]`, `{"records":{}}`, `{"records":[7]}`} {
		c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(200, body), nil })
		if n, err := c.Numbers(t.Context()); err == nil {
			t.Errorf("%s reads as %v", body, n)
		}
	}
}
