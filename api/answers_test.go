package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// An answer that lacks what it should hold must not look like an empty one.
func TestClient_answersWithoutTheirContentAreErrors(t *testing.T) {
	calls := map[string]func(context.Context, *Client) error{
		"Numbers": func(ctx context.Context, c *Client) error {
			_, err := c.Read(ctx, &Snapshot{}, Need{Numbers: true})
			return err
		},
		"Rules": func(ctx context.Context, c *Client) error {
			_, err := c.Read(ctx, &Snapshot{}, Need{Rules: true})
			return err
		},
		"Devices":       func(ctx context.Context, c *Client) error { _, err := c.Devices(ctx); return err },
		"Extension":     func(ctx context.Context, c *Client) error { _, err := c.Extension(ctx); return err },
		"Self":          func(ctx context.Context, c *Client) error { _, err := c.Self(ctx); return err },
		"Account":       func(ctx context.Context, c *Client) error { _, err := c.Account(ctx); return err },
		"OwnNumbers":    func(ctx context.Context, c *Client) error { _, err := c.OwnNumbers(ctx); return err },
		"Features":      func(ctx context.Context, c *Client) error { _, err := c.Features(ctx); return err },
		"Permissions":   func(ctx context.Context, c *Client) error { _, err := c.Permissions(ctx); return err },
		"FindPeople":    func(ctx context.Context, c *Client) error { _, err := c.FindPeople(ctx, "Ann"); return err },
		"FindExtension": func(ctx context.Context, c *Client) error { _, err := c.FindExtension(ctx, "104"); return err },
	}
	for name, call := range calls {
		for _, body := range []string{`{}`, `null`, `[]`, `"text"`, `{"records":[3]}`, `{"permissions":{}}`} {
			asked := 0
			c := newTestClient(func(*http.Request) (*http.Response, error) {
				asked++
				return answer(200, body), nil
			})
			err := call(t.Context(), c)
			if err == nil || asked != 1 || !strings.Contains(Explain(err).What, "an unusable answer") {
				t.Errorf("%s of %s: %v after %d requests", name, body, err, asked)
			}
		}
	}
}

// Null records, doubled records and unknown types are no reason to show nothing.
func TestRead_survivesOddRecords(t *testing.T) {
	c := newTestClient(func(*http.Request) (*http.Response, error) {
		return answer(200, records(home, "null", home, `{"id":9,"type":"Fax","features":null,"device":null,"extension":null,"label":7}`)), nil
	})
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if n := s.Numbers; err != nil || len(n) != 2 || n[1].Type != "Fax" || n[1].Label != "7" || n[1].Apps != nil {
		t.Errorf("%+v, %v", s.Numbers, err)
	}
}

func TestExtension_readsInternationalFromBothPlaces(t *testing.T) {
	tests := map[string]bool{
		`{"id":1}`: true,
		`{"id":1,"permissions":{"internationalCalling":{"enabled":false}}}`:                                     false,
		`{"id":1,"permissions":{"internationalCalling":{"enabled":true}}}`:                                      true,
		`{"id":1,"serviceFeatures":[{"featureName":"InternationalCalling","enabled":false}]}`:                   false,
		`{"id":1,"serviceFeatures":[{"featureName":"DND","enabled":false},{"featureName":"x","enabled":null}]}`: true,
	}
	for raw, want := range tests {
		if e, err := readExtension([]byte(raw)); err != nil || e.International != want {
			t.Errorf("%s: %+v, %v", raw, e, err)
		}
	}
}

// What the form shows is what goes out.
func TestPreview_isWhatIsSent(t *testing.T) {
	var sent string
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		sent = r.Method + " " + r.URL.EscapedPath() + " " + bodyOf(t, r)
		return answer(200, cabin), nil
	})
	n, err := readLegacyNumber(json.RawMessage(cabin))
	if err != nil {
		t.Fatal(err)
	}
	s, label := Snapshot{CallHandling: V1, Numbers: []Number{n}}, "Hut"
	for _, change := range []func(*Draft) error{
		func(d *Draft) error { return d.Add(&NewNumber{Phone: "+16505550103", Label: "A & B <c>", Flip: 3}) },
		func(d *Draft) error { return d.Change("2", Change{Label: &label}) },
		func(d *Draft) error { return d.Remove("2") },
	} {
		d := s.Draft()
		if err := change(d); err != nil {
			t.Fatal(err)
		}
		shown := c.Preview(d).Whole
		if done, _ := c.Write(t.Context(), &s, d.Edits()); done[0].State != Confirmed || strings.TrimSpace(sent) != strings.TrimSpace(shown) {
			t.Errorf("sent %s; shown %s; %v", sent, shown, done[0].Err)
		}
	}
}
