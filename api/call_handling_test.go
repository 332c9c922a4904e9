package api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"rcfwd/api/rest"
)

// asking is a client that does not know its call handling.
func asking(s service) *Client {
	return newTestClientOn("", s)
}

func feature(params string) string {
	return `{"records":[{"id":"NewCallHandlingAndForwarding","available":true` + params + `}]}`
}

func TestCallHandling_isAskedOnceAndReadFromEitherShape(t *testing.T) {
	for body, want := range map[string]CallHandling{
		feature(`,"params":[{"name":"isNewBackendAvailable","value":"true"}]`):                              V2,
		feature(`,"params":[{"name":"other","value":"x"},{"name":"isNewBackendAvailable","value":"true"}]`): V2,
		feature(`,"params":[{"name":"isNewBackendAvailable","value":"false"}]`):                             V1,
		feature(``):             V1,
		feature(`,"params":[]`): V1,
		`{"records":[]}`:        V1,
	} {
		var asked atomic.Int32
		c := asking(func(r *http.Request) (*http.Response, error) {
			asked.Add(1)
			if ids := r.URL.Query()["featureId"]; !slices.Contains(ids, FeatureNewCallHandling) || !slices.Contains(ids, FeatureEditRules) {
				t.Errorf("%s", r.URL)
			}
			return answer(200, body), nil
		})
		var wait sync.WaitGroup
		for range 5 {
			wait.Go(func() {
				if b, err := c.CallHandling(t.Context()); b != want || err != nil {
					t.Errorf("%s: %q, %v", body, b, err)
				}
			})
		}
		wait.Wait()
		if asked.Load() != 1 || c.KnownCallHandling() != want {
			t.Errorf("asked %d times", asked.Load())
		}
	}
}

// Without permission to read features an account is taken to be on v1, until CMN-468
// says otherwise.
func TestRead_learnsOfV2ByCMN468WithoutFeatures(t *testing.T) {
	var paths []string
	c := asking(func(r *http.Request) (*http.Response, error) {
		paths = append(paths, r.URL.Path)
		switch {
		case strings.HasSuffix(r.URL.Path, "/features"):
			return answer(403, `{"errorCode":"CMN-408","message":"no"}`), nil
		case strings.HasSuffix(r.URL.Path, "/forwarding-number"):
			return answer(403, `{"errorCode":"CMN-468","message":"closed"}`), nil
		case strings.HasSuffix(r.URL.Path, "/call-flip-numbers"):
			return answer(200, records(`{"id":"1","label":"Cabin","type":"External","phoneNumber":"+16505550142"}`)), nil
		}
		return answer(200, `{"records":[],"paging":{"totalPages":1}}`), nil
	})
	s, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true})
	if err != nil || len(s.Numbers) != 1 || s.Numbers[0].Type != Other || s.CallHandling != V2 || c.KnownCallHandling() != V2 {
		t.Errorf("%+v, %v after %v", s.Numbers, err, paths)
	}
}

// A number whose id is another after the move is not taken for gone: the removal is
// refused, and the next reading is one of v2.
func TestWrite_doesNotTakeANumberFromBeforeTheMoveForGone(t *testing.T) {
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/features"):
			return answer(200, feature(`,"params":[{"name":"isNewBackendAvailable","value":"true"}]`)), nil
		case strings.Contains(r.URL.Path, "/forwarding-number"):
			return answer(403, `{"errorCode":"CMN-468","message":"closed"}`), nil
		}
		return answer(200, `{"records":[],"paging":{}}`), nil
	})
	if got := removed(t, c, "1")[0]; got.State != Refused || !rest.Is(got.Err, "CMN-468") || c.KnownCallHandling() != V2 {
		t.Errorf("%s: %v", got.State, got.Err)
	}
	s, err := c.Read(t.Context(), &Snapshot{CallHandling: V1, Numbers: []Number{{ID: "1"}}}, Need{Numbers: true})
	if err != nil || s.CallHandling != V2 || s.Numbers == nil || len(s.Numbers) > 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

// CMN-468 on an account whose feature still says legacy is not tried elsewhere.
func TestRead_tellsACMN468ThatTheFeatureContradicts(t *testing.T) {
	c := asking(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/features") {
			return answer(200, feature("")), nil
		}
		if strings.Contains(r.URL.Path, "/v2/") {
			t.Errorf("%s", r.URL)
		}
		return answer(403, `{"errorCode":"CMN-468","message":"closed"}`), nil
	})
	if _, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); !rest.Is(err, "CMN-468") {
		t.Error(err)
	}
	if got := removed(t, c, "1")[0]; !rest.Is(got.Err, "CMN-468") || c.KnownCallHandling() != V1 {
		t.Errorf("%v", got.Err)
	}
}

func TestRead_tellsAFailureToAskForTheCallHandling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := asking(func(*http.Request) (*http.Response, error) { return nil, errors.New("cut") })
		if _, err := c.Read(t.Context(), &Snapshot{}, Need{Numbers: true}); err == nil || c.KnownCallHandling() != "" {
			t.Error(err)
		}
	})
}
