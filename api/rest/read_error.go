package rest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"rcfwd/api/jsonobj"
)

// maxError is how much of an error's body is read. The rest of a longer one is
// noise from something between us and RingCentral.
const maxError = 1 << 20

// maxMessage is how many characters of a message are kept.
const maxMessage = 500

// fault is an error as the service words it: the whole body, or an entry of its
// errors. Nothing in it is trusted to have its published type.
type fault struct {
	ErrorCode        jsonobj.FlexString `json:"errorCode"`
	Message          jsonobj.FlexString `json:"message"`
	Error            jsonobj.FlexString `json:"error"`
	ErrorDescription jsonobj.FlexString `json:"error_description"`
	ParameterName    jsonobj.FlexString `json:"parameterName"`
	PermissionName   jsonobj.FlexString `json:"permissionName"`
	Parameters       json.RawMessage    `json:"parameters"`
	Errors           json.RawMessage    `json:"errors"`
}

// ReadError makes an error of an answer that is not 2xx. Bodies may have any
// shape or none: the code is the first entry's errorCode, else the top level's,
// else the OAuth error, else the status (dossier section 4).
func ReadError(op Operation, status int, h http.Header, body []byte) *Error {
	e := &Error{Op: op.What, Status: status, RequestID: Short(Clean(h.Get("RCRequestId")))}
	e.RetryAfter, _ = retryAfter(h)
	e.Location = redirected(status, h)
	var top fault
	if json.Unmarshal(body, &top) != nil {
		top = fault{}
	}
	e.take(top, entries(top.Errors))
	return e
}

func (e *Error) take(top fault, inner []fault) {
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
	inBrackets = regexp.MustCompile(`\[([A-Za-z]\w*)\]`)
	parameter  = regexp.MustCompile(`(?i)parameter \[([\w.]+)\]`)
)

// readMessage takes from the message what has no field of its own: old replies
// name the parameter and the permission only there, in brackets.
func (e *Error) readMessage() {
	if e.Param == "" {
		if m := parameter.FindStringSubmatch(e.Message); m != nil {
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
	if m := inBrackets.FindStringSubmatch(e.Message); m != nil {
		return m[1]
	}
	return ""
}

// entries reads a list of errors, or a single one where the list should be.
func entries(raw json.RawMessage) []fault {
	var list []fault
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one fault
	if json.Unmarshal(raw, &one) == nil {
		return []fault{one}
	}
	return nil
}

// firstParameter reads the form that OAU-153 uses.
func firstParameter(raw json.RawMessage) string {
	for _, f := range entries(raw) {
		return Clean(f.ParameterName)
	}
	return ""
}

// redirected is where a 3xx leads; its query may hold what is not for showing.
func redirected(status int, h http.Header) string {
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

// Short cuts s to the 500 characters that are kept of a message.
func Short(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxMessage {
			return s[:i] + "..."
		}
	}
	return s
}
