package rest

import (
	"slices"
	"testing"
)

func TestError_namesTheOperationAndTheAnswer(t *testing.T) {
	e := ReadError(opRead, 400, map[string][]string{"Rcrequestid": {"q1"}}, []byte(`{"errorCode":"CMN-101","message":"no"}`))
	if got, want := e.Error(), "could not read a number: HTTP 400 CMN-101: no (request id q1)"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
	if slices.Contains(e.Codes, "400") {
		t.Error("the status is a code")
	}
}
