package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"testing"
	"testing/synctest"

	"rcfwd/api/rest"
)

// removed removes numbers of v1 and returns what became of each.
func removed(t *testing.T, c *Client, ids ...string) []Applied {
	t.Helper()
	var edits []Edit
	for _, id := range ids {
		edits = append(edits, Edit{Document: DocumentID{NumberDocument, id}, Before: json.RawMessage(`{"id":"` + id + `"}`)})
	}
	done, _ := c.Write(t.Context(), &Snapshot{CallHandling: V1}, edits)
	return done
}

func TestRemovalV1_takesGoneForRemoved(t *testing.T) {
	gone := `{"errorCode":"CMN-102","message":"Resource for parameter [forwardingNumberId] is not found"}`
	tests := []struct {
		name   string
		status int
		body   string
		ok     bool
	}{
		{"removed", 204, "", true},
		{"removed with a body", 200, home, true},
		{"gone before", 404, gone, true},
		{"gone without a word", 404, "", true},
		{"no such extension", 404, `{"errorCode":"CMN-102","message":"Resource for parameter [extensionId] is not found"}`, false},
		{"no such path", 404, `{"errorCode":"CMN-120"}`, false},
		{"a device line", 403, `{"errorCode":"FPN-107"}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newTestClient(func(*http.Request) (*http.Response, error) { return answer(tt.status, tt.body), nil })
			if got := removed(t, c, "1")[0]; (got.Err == nil) != tt.ok || (got.State == Confirmed) != tt.ok {
				t.Errorf("%s: %v", got.State, got.Err)
			}
		})
	}
}

func TestRemovalV1_asksForSeveralAtOnceAndThenForEach(t *testing.T) {
	tests := []struct {
		name  string
		bulk  func() (*http.Response, error)
		asked int
		errs  []error // errAny for an error that is not ErrLost
	}{
		{"together", func() (*http.Response, error) { return answer(204, ""), nil }, 1, []error{nil, nil, nil}},
		{"one cannot go", func() (*http.Response, error) { return answer(403, `{"errorCode":"FPN-107"}`), nil }, 4, []error{nil, errAny, nil}},
		{"not known there", func() (*http.Response, error) { return answer(405, ""), nil }, 4, []error{nil, errAny, nil}},
		{"no permission", func() (*http.Response, error) { return answer(403, `{"errorCode":"CMN-408"}`), nil }, 1, []error{errAny, errAny, errAny}},
		{"lost", func() (*http.Response, error) { return nil, reset }, 1, []error{rest.ErrLost, rest.ErrLost, rest.ErrLost}},
		{"failed", func() (*http.Response, error) { return answer(500, ""), nil }, 1, []error{rest.ErrLost, rest.ErrLost, rest.ErrLost}},
		{"partly", func() (*http.Response, error) { return answer(207, ""), nil }, 2, []error{nil, errAny, nil}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				c := newTestClient(func(r *http.Request) (*http.Response, error) {
					asked++
					switch path.Base(r.URL.Path) {
					case "1", "3":
						return answer(204, ""), nil
					case "2":
						return answer(403, `{"errorCode":"FPN-107"}`), nil
					}
					if r.Method == http.MethodGet {
						return answer(200, records(cabin)), nil
					}
					return tt.bulk()
				})
				got := removed(t, c, "1", "2", "3")
				if asked != tt.asked || len(got) != 3 {
					t.Fatalf("%d requests and %d outcomes; want %d", asked, len(got), tt.asked)
				}
				for i, want := range tt.errs {
					state := map[error]EditState{nil: Confirmed, rest.ErrLost: Lost, errAny: Refused}[want]
					if err := got[i].Err; (err == nil) != (want == nil) || errors.Is(err, rest.ErrLost) != (want == rest.ErrLost) || got[i].State != state {
						t.Errorf("%s %s: %v; want %v", got[i].Document, got[i].State, err, want)
					}
				}
			})
		})
	}
}
