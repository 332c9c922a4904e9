package rest

import (
	"net/http"
	"testing"
	"time"
	"unicode/utf8"
)

func TestReadError_findsCodeMessageAndParameter(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   Error
	}{
		{"entry before top level", 403,
			`{"errorCode":"InsufficientPermissions","message":"m","errors":[{"errorCode":"CMN-408","message":"needs [ReadUserForwardingFlipNumbers] permission"}]}`,
			Error{Code: "CMN-408", Message: "needs [ReadUserForwardingFlipNumbers] permission", Permission: "ReadUserForwardingFlipNumbers"}},
		{"permission by name", 403,
			`{"errors":[{"errorCode":"CMN-401","message":"x [Other]","permissionName":"EditExtensions"}]}`,
			Error{Code: "CMN-401", Message: "x [Other]", Permission: "EditExtensions"}},
		{"top level", 400, `{"errorCode":"FPN-106","message":"Flip number 1 is already in use"}`,
			Error{Code: "FPN-106", Message: "Flip number 1 is already in use"}},
		{"oauth", 400, `{"error":"invalid_client","error_description":"Invalid client","errors":[{"errorCode":"OAU-153","parameters":[{"parameterName":"client_id"}]}]}`,
			Error{Code: "OAU-153", Message: "Invalid client", Param: "client_id"}},
		{"oauth without entries", 400, `{"error":"invalid_grant"}`, Error{Code: "invalid_grant"}},
		{"parameter in brackets", 400, `{"errorCode":"CMN-101","message":"Parameter [phoneNumber] value is invalid."}`,
			Error{Code: "CMN-101", Message: "Parameter [phoneNumber] value is invalid.", Param: "phoneNumber"}},
		{"resource in brackets", 404, `{"errorCode":"CMN-102","message":"Resource for parameter [extensionId] is not found"}`,
			Error{Code: "CMN-102", Message: "Resource for parameter [extensionId] is not found", Param: "extensionId"}},
		{"empty", 502, ``, Error{Code: "502"}},
		{"page of a proxy", 502, `<html>Bad gateway</html>`, Error{Code: "502"}},
		{"not an object", 500, `[1,2]`, Error{Code: "500"}},
		{"types gone wrong", 400, `{"errorCode":7,"message":{"a":1},"errors":"none"}`, Error{Code: "7"}},
		{"one error where a list should be", 400, `{"errors":{"errorCode":"FPN-103"}}`, Error{Code: "FPN-103"}},
		{"escapes", 400, `{"errorCode":"FPN-\u001b[31m1","message":"a\u202eb\nc"}`, Error{Code: "FPN-1", Message: "ab c"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := ReadError(opList, tt.status, http.Header{}, []byte(tt.body))
			if e.Code != tt.want.Code || e.Message != tt.want.Message || e.Param != tt.want.Param || e.Permission != tt.want.Permission {
				t.Errorf("got %+v\nwant %+v", *e, tt.want)
			}
		})
	}
}

func TestReadError_readsHeaders(t *testing.T) {
	h := http.Header{}
	h.Set("Retry-After", "17")
	h.Set("RCRequestId", "abc\x1b[2J")
	e := ReadError(opList, 503, h, nil)
	if e.RetryAfter != 17*time.Second || e.RequestID != "abc" {
		t.Errorf("got %v and %q", e.RetryAfter, e.RequestID)
	}
}

func TestIs_findsCodesAtEveryLevel(t *testing.T) {
	e := ReadError(opList, 401, nil, []byte(`{"errorCode":"TokenInvalid","errors":[{"errorCode":"OAU-213"}]}`))
	for _, code := range []string{"TokenInvalid", "OAU-213"} {
		if !Is(e, code) {
			t.Errorf("%s is not found", code)
		}
	}
	if Is(e, "FPN-101") || Is(nil, "OAU-213") {
		t.Error("a code is found that is not there")
	}
}

// Every answer, of the server or of something in front of it, becomes an error whose
// texts are clean and short, and which has a code.
func FuzzReadError(f *testing.F) {
	f.Add(400, []byte(`{"errorCode":"CMN-101","errors":[{"errorCode":"CMN-101","parameterName":"phoneNumber"}]}`))
	f.Add(401, []byte(`{"error":"invalid_client","errors":[{"parameters":[{"parameterName":"x"}]}]}`))
	f.Add(502, []byte("<html>"))
	f.Add(200, []byte(nil))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		h := http.Header{"Location": {string(body)}, "Retry-After": {string(body)}, "Rcrequestid": {string(body)}}
		e := ReadError(opList, status, h, body)
		for _, s := range []string{e.Code, e.Message, e.Param, e.Permission, e.RequestID, e.Location} {
			if s != Clean(s) || utf8.RuneCountInString(s) > maxMessage+3 {
				t.Errorf("text is not clean or not short: %q", s)
			}
		}
		if e.Code == "" || e.RetryAfter < 0 || e.RetryAfter > maxRetryAfter {
			t.Errorf("code %q, retry after %v", e.Code, e.RetryAfter)
		}
	})
}
