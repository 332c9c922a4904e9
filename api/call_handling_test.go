package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// asking is a client that does not know the call handling of its account.
func asking(s service) *Client {
	return newTestClientOn("", s)
}

func feature(params string) string {
	return `{"records":[{"id":"NewCallHandlingAndForwarding","available":true` + params + `}]}`
}

func TestCallHandling_readsBothShapesOfTheFeature(t *testing.T) {
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
			if r.URL.Query().Get("featureId") != FeatureNewCallHandling {
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

// A user who may not read features works as on V1, until CMN-468 corrects that.
func TestNumbers_usesV1UntilCMN468WithoutFeatures(t *testing.T) {
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
	all, err := c.Numbers(t.Context())
	if err != nil || len(all) != 1 || all[0].Type != Other || c.KnownCallHandling() != V2 {
		t.Errorf("%+v, %v after %v", all, err, paths)
	}
}

// A number that has another id after the move is not taken for gone.
func TestRemoveNumbers_doesNotTakeAnOldIDForGone(t *testing.T) {
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/features"):
			return answer(200, feature(`,"params":[{"name":"isNewBackendAvailable","value":"true"}]`)), nil
		case strings.Contains(r.URL.Path, "/forwarding-number"):
			return answer(403, `{"errorCode":"CMN-468","message":"closed"}`), nil
		}
		return answer(200, `{"records":[],"paging":{}}`), nil
	})
	if err := c.RemoveNumbers(t.Context(), []string{"1"})[0].Err; !rest.Is(err, "CMN-468") {
		t.Error(err)
	}
	if err := c.RemoveNumbers(t.Context(), []string{"1"})[0].Err; err != nil {
		t.Error(err)
	}
}

// CMN-468 on an account whose feature still says V1 is not tried on V2.
func TestNumbers_believesTheFeatureAfterCMN468(t *testing.T) {
	c := asking(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/features") {
			return answer(200, feature("")), nil
		}
		if strings.Contains(r.URL.Path, "/v2/") {
			t.Errorf("%s", r.URL)
		}
		return answer(403, `{"errorCode":"CMN-468","message":"closed"}`), nil
	})
	if _, err := c.Numbers(t.Context()); !rest.Is(err, "CMN-468") {
		t.Error(err)
	}
	for _, r := range c.RemoveNumbers(t.Context(), []string{"1"}) {
		if !rest.Is(r.Err, "CMN-468") {
			t.Error(r)
		}
	}
}

func TestNumbers_failsWhenTheFeatureCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := asking(func(*http.Request) (*http.Response, error) { return nil, errors.New("cut") })
		if _, err := c.Numbers(t.Context()); err == nil || c.KnownCallHandling() != "" {
			t.Error(err)
		}
	})
}

func TestListV2_readsAllPages(t *testing.T) {
	pages := map[string]string{"": `{"records":[{"n":1}],"paging":{"totalPages":3}}`, "2": `{"records":[{"n":2}],"paging":{"totalPages":3}}`,
		"3": `{"records":[{"n":3}],"paging":{"totalPages":3}}`}
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		return answer(200, pages[r.URL.Query().Get("page")]), nil
	})
	all, err := c.listV2(t.Context(), rest.Request{Op: opListTargets, Method: http.MethodGet, Path: c.pathV2(targetsPath...)})
	if err != nil || string(jsonobj.Array(all)) != `[{"n":1},{"n":2},{"n":3}]` {
		t.Errorf("%s, %v", jsonobj.Array(all), err)
	}
}

// An answer that differs from what was sent is a mismatch, on either call handling.
func TestPutRule_detectsAMismatch(t *testing.T) {
	for _, saw := range []Rule{newRule(t, demoRule), oldRule(t)} {
		c := newTestClient(func(r *http.Request) (*http.Response, error) {
			return answer(200, string(saw.raw)), nil // whatever is sent
		})
		want := edited(t, saw, func(r Rule) (Rule, error) { return r.Lengthen(0, 1) })
		got, err := c.PutRule(t.Context(), saw, want)
		mismatch, ok := errors.AsType[*RuleMismatch](err)
		if !ok || len(mismatch.Differs) != 1 || outline(got) != outline(saw) || !strings.Contains(Explain(err).What, "made something else of it") {
			t.Errorf("%v", err)
		}
	}
}

// After a list that differs from what was sent, the outcome is unknown.
func TestPutFlips_detectsAMismatch(t *testing.T) {
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/state-rules") {
			return answer(200, `{"records":[],"paging":{}}`), nil
		}
		return answer(200, records(`{"id":"1","label":"Cabin","type":"External","phoneNumber":"+16505550142","flipNumber":"1"}`)), nil
	})
	c.cache = newCallHandlingCache(V2)
	digit := "2"
	if _, err := c.UpdateNumber(t.Context(), Number{ID: "1", Type: Other}, Change{Flip: &digit}); !errors.Is(err, rest.ErrLost) {
		t.Error(err)
	}
}

func TestRemoveNumbers_failsPerItem(t *testing.T) {
	target := func(phone string) string {
		return `{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"` + phone + `"}}`
	}
	a, b, gone := target("+16505550141"), target("+16505550142"), target("+16505550143")
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		switch {
		case r.Method == http.MethodDelete:
			return answer(200, records(`{"bulkItemSuccessful":true,"bulkItem":`+a+`}`,
				`{"bulkItemSuccessful":false,"bulkItemErrors":[{"errorCode":"CMN-101","message":"no"}],"bulkItem":`+b+`}`,
				`{"bulkItemSuccessful":false,"bulkItemErrors":[{"errorCode":"CMN-102","message":"gone"}],"bulkItem":`+gone+`}`)), nil
		case strings.HasSuffix(r.URL.Path, "/call-flip-numbers"):
			return answer(200, records()), nil
		}
		return answer(200, `{"records":[`+a+`,`+b+`,`+gone+`],"paging":{}}`), nil
	})
	c.cache = newCallHandlingCache(V2)
	got := c.RemoveNumbers(t.Context(), []string{"target:number:+16505550141", "target:number:+16505550142", "target:number:+16505550143", "7"})
	if got[0].Err != nil || !rest.Is(got[1].Err, "CMN-101") || got[2].Err != nil || got[3].Err != nil {
		t.Errorf("%+v", got)
	}
}

// The texts of a rule are cleaned when they are read, and sent back as they came.
func TestReadRule_cleansTextsAndKeepsTheRecord(t *testing.T) {
	r := newRule(t, strings.ReplaceAll(demoRule, `"name":"Cabin"`, `"name":"\u001b[31mCabin\u202e"`))
	if r.Steps[1].Targets[0].Name != "Cabin" {
		t.Errorf("%q", r.Steps[1].Targets[0].Name)
	}
	moved := edited(t, r, func(r Rule) (Rule, error) { return r.Move(1, -1) })
	if body := string(encodedBody(t, moved.body(r))); !strings.Contains(body, `"name":"\u001b[31mCabin\u202e"`) {
		t.Error(body)
	}
}

func encodedBody(t *testing.T, body jsonobj.Object) json.RawMessage {
	t.Helper()
	payload, err := rest.Request{Body: body}.Payload()
	if err != nil {
		t.Fatal(err)
	}
	return payload
}
