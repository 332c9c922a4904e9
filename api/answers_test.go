package api

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// An answer without its content must not look like an empty one.
func TestReads_failWithoutTheirContent(t *testing.T) {
	calls := map[string]func(context.Context, *Client) error{
		"Numbers":       func(ctx context.Context, c *Client) error { _, err := c.Numbers(ctx); return err },
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
			if err == nil || asked != 1 || !strings.Contains(Explain(err).What, "could not be used") {
				t.Errorf("%s of %s: %v after %d requests", name, body, err, asked)
			}
		}
	}
}

func TestNumbers_skipsNullAndRepeatedRecords(t *testing.T) {
	c := newTestClient(func(*http.Request) (*http.Response, error) {
		return answer(200, records(home, "null", home, `{"id":9,"type":"Fax","features":null,"device":null,"extension":null,"label":7}`)), nil
	})
	n, err := c.Numbers(t.Context())
	if err != nil || len(n) != 2 || n[1].Type != "Fax" || n[1].Label != "7" || n[1].Apps != nil {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestReadExtension_readsInternationalFromBothPlaces(t *testing.T) {
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

func TestPreview_isWhatIsSent(t *testing.T) {
	var sent string
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		sent = r.Method + " " + r.URL.EscapedPath() + " " + bodyOf(t, r)
		return answer(200, cabin), nil
	})
	n := NewNumber{Phone: "+16505550102", Label: "A & B <c>", Flip: 3}
	if _, err := c.CreateNumber(t.Context(), n); err != nil || sent != c.CreatePreview(n).Whole || !strings.Contains(sent, n.Label) {
		t.Errorf("sent %s; shown %s; %v", sent, c.CreatePreview(n).Whole, err)
	}
	old, label := Number{ID: "2", Type: Other}, "Hut"
	change := Change{Label: &label}
	if _, err := c.UpdateNumber(t.Context(), old, change); err != nil || sent != c.UpdatePreview(old, change).Whole {
		t.Errorf("sent %s; shown %s; %v", sent, c.UpdatePreview(old, change).Whole, err)
	}
}
