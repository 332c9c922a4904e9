package api

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"rcfwd/api/rest"
)

// documented are the codes of the dossier's tables 2, 4 and 7.4.
var documented = strings.Fields(`
	FPN-102 FPN-103 FPN-104 FPN-105 FPN-106 FPN-107 FPN-108 FPN-109 FPN-110 FPN-111 FPN-112 FPN-113 FPN-114
	FPN-115 FPN-116 FPN-118 FPN-119 FPN-120 FPN-121 FPN-122 FPN-124 FPN-125 AWR-180 BIL-101
	CMN-101 CMN-102 CMN-103 CMN-104 CMN-109 CMN-120 CMN-201 CMN-202 CMN-203 CMN-301 CMN-302 CMN-303 CMN-304
	CMN-310 CMN-401 CMN-402 CMN-403 CMN-404 CMN-405 CMN-408 CMN-419 CMN-427 CMN-468 AGW-401
	InsufficientPermissions TokenInvalid
	OAU-106 OAU-108 OAU-109 OAU-113 OAU-128 OAU-129 OAU-140 OAU-146 OAU-147 OAU-149 OAU-151 OAU-153 OAU-168
	OAU-213 OAU-250 OAU-251`)

func TestSentences_coverEveryDocumentedCode(t *testing.T) {
	for _, code := range documented {
		if _, ok := sentences()[code]; !ok {
			t.Errorf("%s has no sentence", code)
		}
	}
}

func TestSentences_areWellFormed(t *testing.T) {
	for code := range sentences() {
		e := &rest.Error{Status: 400, Code: code, Codes: []string{code}}
		checkSentences(t, code, Explain(e))
	}
}

func checkSentences(t *testing.T, name string, a Advice) {
	t.Helper()
	for _, s := range []string{a.What, a.Do} {
		if s == "" && s != a.What {
			continue
		}
		if !strings.HasSuffix(s, ".") || strings.HasSuffix(s, "..") || strings.ContainsAny(s, "{}") || strings.ContainsFunc(s, notASCII) {
			t.Errorf("%s: %q", name, s)
		}
	}
}

func notASCII(r rune) bool { return r < ' ' || r > '~' }

func TestExplain_coversEveryKindOfError(t *testing.T) {
	server := func(status int, body string) error { return rest.ReadError(opCreateNumber, status, nil, []byte(body)) }
	lost := rest.NoAnswer(opCreateNumber, io.ErrUnexpectedEOF).Lost()
	failed := rest.ReadError(opCreateNumber, 500, nil, []byte(`{"errorCode":"CMN-203"}`)).Lost()
	tests := []struct {
		name  string
		err   error
		want  string // part of the advice
		field Field
	}{
		{"field by code", server(400, `{"errorCode":"FPN-106","message":"m"}`), "Another number has this flip digit (FPN-106).", FieldFlip},
		{"field by parameter", server(400, `{"errorCode":"CMN-101","message":"Parameter [phoneNumber] value is invalid."}`), "does not accept this phone number (CMN-101).", FieldPhone},
		{"no field", server(400, `{"errorCode":"CMN-101","message":"Parameter [perPage] value is invalid."}`), "perPage", ""},
		{"thing", server(404, `{"errorCode":"CMN-102","message":"Resource for parameter [forwardingNumberId] is not found"}`), "The number does not exist", ""},
		{"user", server(403, `{"errorCode":"CMN-408","message":"needs to have [EditUserForwardingFlipNumbers] permission"}`), "permission EditUserForwardingFlipNumbers (CMN-408). Ask an administrator to add it to your role in the Admin Portal", ""},
		{"app", server(403, `{"errorCode":"InsufficientPermissions","errors":[{"errorCode":"CMN-401","permissionName":"EditExtensions"}]}`), "permission EditExtensions (CMN-401). Add it in the developer console", ""},
		{"feature", server(400, `{"errorCode":"BIL-101","message":"Feature [EditCallFlip] is not available"}`), "does not include EditCallFlip (BIL-101).", ""},
		{"unknown code", rest.ReadError(opCreateNumber, 400, map[string][]string{"Rcrequestid": {"q1"}}, []byte(`{"errorCode":"FPN-117","message":"Odd thing."}`)), "RingCentral says: Odd thing (FPN-117, HTTP 400, request id q1).", ""},
		{"status", server(502, "<html>"), "internal problem (HTTP 502).", ""},
		{"redirect", rest.ReadError(opListNumbers, 302, map[string][]string{"Location": {"https://evil.test/x?q"}}, nil), "redirects to https://evil.test/x (HTTP 302).", ""},
		{"limit", rest.ReadError(opListNumbers, 429, map[string][]string{"Retry-After": {"17"}}, []byte(`{"errorCode":"CMN-301"}`)), "Wait 17 seconds", ""},
		{"lost", lost, "it is not known whether the change was made. Reload", ""},
		{"failed on the way", failed, "RingCentral failed (HTTP 500 CMN-203), so it is not known", ""},
		{"Cancelled", rest.NoAnswer(opListNumbers, context.Canceled), "Cancelled", ""},
		{"timeout", rest.NoAnswer(opListNumbers, rest.ErrSlow), "too long", ""},
		{"name", rest.NoAnswer(opListNumbers, &net.DNSError{Name: "nowhere.test"}), "nowhere.test could not be found", ""},
		{"refused", rest.NoAnswer(opListNumbers, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), "No server answers", ""},
		{"certificate", rest.NoAnswer(opListNumbers, x509.UnknownAuthorityError{}), "could not prove", ""},
		{"connection", rest.NoAnswer(opListNumbers, reset), "connection to RingCentral failed", ""},
		{"answer", rest.Unusable(opListNumbers, 200, nil, errors.New("the answer is not complete JSON")), "an unusable answer", ""},
		{"problem", ValidationError{FieldLabel, "FPN-116", "A label is needed."}, "A label is needed.", FieldLabel},
		{"extension", ErrNoExtension, "No extension", ""},
		{"name", ErrNoMatch, "in its name", ""},
		{"joined", errors.Join(errors.New("x"), ErrNoExtension), "No extension", ""},
		{"anything", errors.New("odd"), "Unexpected error: odd.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Explain(tt.err)
			if !strings.Contains(a.String(), tt.want) || a.Field != tt.field {
				t.Errorf("%q, field %q; want %q, field %q", a, a.Field, tt.want, tt.field)
			}
			checkSentences(t, tt.name, a)
		})
	}
	if a := Explain(nil); a != (Advice{}) {
		t.Errorf("nothing is explained as %q", a)
	}
}

func TestExplain_coversEveryStatus(t *testing.T) {
	for status := 300; status < 600; status++ {
		h := map[string][]string{"Location": {"/elsewhere?secret"}}
		a := Explain(rest.ReadError(opListNumbers, status, h, nil))
		checkSentences(t, fmt.Sprint(status), a)
		if a.Do == "" || strings.Contains(a.String(), "secret") || !strings.Contains(a.What, fmt.Sprintf("(HTTP %d)", status)) {
			t.Errorf("%d: %q", status, a)
		}
	}
}

func TestExplain_namesParametersInWords(t *testing.T) {
	for param, want := range map[string]string{
		"phoneNumber": "this phone number", "label": "this label", "flipNumber": "this flip digit", "type": "this type",
		"device.id": "this device", "device": "this device", "perPage": "the value of perPage", "": "the value of a field",
	} {
		e := &rest.Error{Status: 400, Param: param, Codes: []string{"CMN-101"}}
		if a := Explain(e); a.What != "RingCentral does not accept "+want+" (CMN-101)." {
			t.Errorf("%s: %q", param, a.What)
		}
	}
}

func TestExplain_leavesOutWhatTheAnswerDoesNotName(t *testing.T) {
	for code, want := range map[string]string{
		"CMN-401":                 "The app lacks a permission that is needed (CMN-401).",
		"CMN-408":                 "Your user lacks a permission that is needed (CMN-408).",
		"CMN-419":                 "Your permission is for your own extension only (CMN-419).",
		"InsufficientPermissions": "A permission that is needed is missing (InsufficientPermissions).",
		"BIL-101":                 "The service plan does not include this (BIL-101).",
		"CMN-109":                 "This feature is not available here (CMN-109).",
		"CMN-427":                 "This feature is not available for this extension (CMN-427).",
	} {
		if got := Explain(&rest.Error{Status: 403, Code: code, Codes: []string{code}}).What; got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// Every answer, of the server or of something in front of it, has advice that is clean
// and not empty.
func FuzzExplain(f *testing.F) {
	f.Add(400, []byte(`{"errorCode":"CMN-101","errors":[{"errorCode":"CMN-101","parameterName":"phoneNumber"}]}`))
	f.Add(401, []byte(`{"error":"invalid_client","errors":[{"parameters":[{"parameterName":"x"}]}]}`))
	f.Add(502, []byte("<html>"))
	f.Add(200, []byte(nil))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		h := http.Header{"Location": {string(body)}, "Retry-After": {string(body)}, "Rcrequestid": {string(body)}}
		a := Explain(rest.ReadError(opListNumbers, status, h, body))
		if a.What == "" || a.String() != rest.Clean(a.String()) {
			t.Errorf("advice %+v", a)
		}
	})
}
