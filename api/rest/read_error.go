package rest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"rcfwd/api/jsonobj"
)

// maxError is how much of an error's body is read. A longer one comes from something
// between us and RingCentral.
const maxError = 1 << 20

// maxMessage is how many characters of a text are kept.
const maxMessage = 500

// wireError is an error as it is sent: the whole body, or an entry of its errors. No
// field is trusted to have its published type.
type wireError struct {
	ErrorCode        jsonobj.FlexString `json:"errorCode"`
	Message          jsonobj.FlexString `json:"message"`
	Error            jsonobj.FlexString `json:"error"`
	ErrorDescription jsonobj.FlexString `json:"error_description"`
	ParameterName    jsonobj.FlexString `json:"parameterName"`
	PermissionName   jsonobj.FlexString `json:"permissionName"`
	Parameters       json.RawMessage    `json:"parameters"`
	Errors           json.RawMessage    `json:"errors"`
}

// ReadError returns the error for an answer that is not 2xx. The body may have any shape
// or be empty: the code is the first entry's errorCode, else the top level's, else the
// OAuth error, else the status (dossier section 4).
func ReadError(op Operation, status int, h http.Header, body []byte) *Error {
	e := &Error{Op: op.What, Status: status, RequestID: Short(Clean(h.Get("RCRequestId")))}
	e.RetryAfter, _ = retryAfter(h)
	e.overall = status == http.StatusTooManyRequests && !readRate(h).reported
	e.Location = redirectTarget(status, h)
	var top wireError
	if json.Unmarshal(body, &top) != nil {
		top = wireError{}
	}
	e.readFaults(top, entries(top.Errors))
	return e
}

func (e *Error) readFaults(top wireError, inner []wireError) {
	for _, f := range append(slices.Clone(inner), top) {
		e.addCode(f.ErrorCode)
		e.Message = cmp.Or(e.Message, Short(Clean(f.Message)))
		e.Param = cmp.Or(e.Param, Short(cmp.Or(Clean(f.ParameterName), firstParameter(f.Parameters))))
		e.Permission = cmp.Or(e.Permission, Short(Clean(f.PermissionName)))
	}
	e.addCode(top.Error)
	e.Message = cmp.Or(e.Message, Short(Clean(top.ErrorDescription)))
	e.Code = strconv.Itoa(e.Status)
	if e.named() {
		e.Code = e.Codes[0]
	}
	e.readMessage()
}

func (e *Error) addCode(code jsonobj.FlexString) {
	c := Short(Clean(code))
	if c != "" && !slices.Contains(e.Codes, c) {
		e.Codes = append(e.Codes, c)
	}
}

var (
	inBrackets = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\[([A-Za-z]\w*)\]`)
	})
	parameter = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)parameter \[([\w.]+)\]`)
	})
)

// readMessage reads from the message what no field has: old replies name the parameter
// and the permission only there, in brackets.
func (e *Error) readMessage() {
	if e.Param == "" {
		if m := parameter().FindStringSubmatch(e.Message); m != nil {
			e.Param = m[1]
		}
	}
	if e.Permission == "" && Is(e, "CMN-401", "CMN-408", "CMN-419", "InsufficientPermissions") {
		e.Permission = e.Bracketed()
	}
}

// Bracketed returns the name that the message holds in brackets, as of a permission or
// a feature; empty for none.
func (e *Error) Bracketed() string {
	if m := inBrackets().FindStringSubmatch(e.Message); m != nil {
		return m[1]
	}
	return ""
}

// entries reads a list of errors, or a single error in the place of the list.
func entries(raw json.RawMessage) []wireError {
	var list []wireError
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one wireError
	if json.Unmarshal(raw, &one) == nil {
		return []wireError{one}
	}
	return nil
}

// firstParameter reads the parameter in the form that OAU-153 has.
func firstParameter(raw json.RawMessage) string {
	for _, f := range entries(raw) {
		return Clean(f.ParameterName)
	}
	return ""
}

// redirectTarget returns where a 3xx leads, without the query, which may hold secrets;
// empty for other answers.
func redirectTarget(status int, h http.Header) string {
	if status < 300 || status > 399 {
		return ""
	}
	u, err := url.Parse(h.Get("Location"))
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return Short(Clean(u.String()))
}

// Short cuts s to 500 characters. It is not inlined: its copies would make the program larger.
//
//go:noinline
func Short(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxMessage {
			return s[:i] + "..."
		}
	}
	return s
}
