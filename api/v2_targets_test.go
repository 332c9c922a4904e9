package api

import (
	"net/http"
	"testing"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

func TestListV2_isReadToTheEnd(t *testing.T) {
	pages := map[string]string{"": `{"records":[{"n":1}],"paging":{"totalPages":3}}`, "2": `{"records":[{"n":2}],"paging":{"totalPages":3}}`,
		"3": `{"records":[{"n":3}],"paging":{"totalPages":3}}`}
	c := newTestClient(func(r *http.Request) (*http.Response, error) {
		return answer(200, pages[r.URL.Query().Get("page")]), nil
	})
	all, err := c.listV2(t.Context(), &rest.Request{Op: opListTargets, Method: http.MethodGet, Path: c.pathV2(targetsPath...)})
	if err != nil || string(jsonobj.Array(all)) != `[{"n":1},{"n":2},{"n":3}]` {
		t.Errorf("%s, %v", jsonobj.Array(all), err)
	}
}

// Of a bulk removal each telephone number has its own outcome.
func TestDropTargets_tellsTheOutcomeOfEachNumber(t *testing.T) {
	target := func(phone string) string {
		return `{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"` + phone + `"}}`
	}
	const a, b, c, d = "+16505550141", "+16505550142", "+16505550143", "+16505550144"
	var sent string
	client := newTestClientOn(V2, func(r *http.Request) (*http.Response, error) {
		sent = r.Method + " " + bodyOf(t, r)
		return answer(200, records(`{"bulkItemSuccessful":true,"bulkItem":`+target(a)+`}`,
			`{"bulkItemSuccessful":false,"bulkItemErrors":[{"errorCode":"CMN-101","message":"no"}],"bulkItem":`+target(b)+`}`,
			`{"bulkItemSuccessful":false,"bulkItemErrors":[{"errorCode":"CMN-102","message":"gone"}],"bulkItem":`+target(c)+`}`)), nil
	})
	var edits []Edit
	for _, phone := range []string{a, b, c, d} {
		edits = append(edits, Edit{Document: DocumentID{TargetDocument, phone}, Name: phone, Before: targetRecord(phone).Raw()})
	}
	got, next := client.Write(t.Context(), &Snapshot{CallHandling: V2}, edits)
	if sent != "DELETE "+records(target(a), target(b), target(c), target(d)) {
		t.Errorf("sent %s", sent)
	}
	for i, want := range []EditState{Confirmed, Refused, Confirmed, Lost} { // the last is missing from the answer
		if got[i].State != want || got[i].Derived != (want == Confirmed) {
			t.Errorf("%s %s: %v", got[i].Document, got[i].State, got[i].Err)
		}
	}
	if !next.Derived {
		t.Error("the answer does not hold the rules")
	}
	if !rest.Is(got[1].Err, "CMN-101") {
		t.Error(got[1].Err)
	}
}
