package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// problem is a refusal with the contents of its error reply.
type problem struct {
	status     int
	code       string
	message    string
	top        string        // errorCode at top level where it differs from code
	parameter  string        // parameterName, "" if none
	value      string        // parameterValue, in OAuth's parameters list
	permission string        // permissionName, "" if none
	oauth      string        // OAuth's error word; "" makes a body of v1 shape
	retryAfter time.Duration // header Retry-After, 0 if none
}

func (p *problem) Error() string { return p.code + ": " + p.message }

// refuse is not inlined: its copies would make the program larger.
//
//go:noinline
func refuse(status int, code, format string, args ...any) *problem {
	return &problem{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// invalid is CMN-101 (S, R21): an unusable value. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func invalid(parameter string) *problem {
	p := refuse(http.StatusBadRequest, "CMN-101", "Parameter [%s] value is invalid.", parameter)
	p.parameter = parameter
	return p
}

// notFound is CMN-102 (R21): a parameter refers to something that does not
// exist. It is not inlined: its copies would make the program larger.
//
//go:noinline
func notFound(parameter string) *problem {
	p := refuse(http.StatusNotFound, "CMN-102", "Resource for parameter [%s] is not found", parameter)
	p.parameter = parameter
	return p
}

// badJSON is CMN-103 (R21): invalid JSON, or JSON of an unexpected shape.
func badJSON() *problem {
	return refuse(http.StatusBadRequest, "CMN-103", "JSON can't be parsed.")
}

// wrongContentType answers a wrong Content-Type (S: 415). Guess: the code; the
// dossier lists none for 415, and CMN-104 is an unreadable request.
func wrongContentType() *problem {
	return refuse(http.StatusUnsupportedMediaType, "CMN-104", "Unsupported Media Type")
}

// appLacksScope is CMN-401 (R21): the application lacks a scope.
func appLacksScope(scope string) *problem {
	p := refuse(http.StatusForbidden, "CMN-401",
		"In order to call this API endpoint, application needs to have [%s] permission", scope)
	p.permission = scope
	return p
}

// userLacksPermission is CMN-408 (R21): the user's role lacks a permission.
func userLacksPermission(permission string) *problem {
	p := refuse(http.StatusForbidden, "CMN-408",
		"In order to call this API endpoint, user needs to have [%s] permission.", permission)
	p.permission = permission
	return p
}

// selfOnly is CMN-419 (R21): the permission does not reach another extension.
func selfOnly(permission string) *problem {
	p := refuse(http.StatusForbidden, "CMN-419", "In order to call this API endpoint for another extension, "+
		"user needs to have [%s] permission granted with extended scope", permission)
	p.permission = permission
	return p
}

// errorBody is the body of an error reply. v1 replies repeat the first error at
// top level (F); OAuth replies have error and error_description instead (F, V).
type errorBody struct {
	ErrorCode        string       `json:"errorCode,omitempty"`
	Message          string       `json:"message,omitempty"`
	Error            string       `json:"error,omitempty"`
	ErrorDescription string       `json:"error_description,omitempty"`
	Errors           []errorEntry `json:"errors"`
	ParameterName    string       `json:"parameterName,omitempty"`
	PermissionName   string       `json:"permissionName,omitempty"`
}

type errorEntry struct {
	ErrorCode      string           `json:"errorCode"`
	Message        string           `json:"message"`
	ParameterName  string           `json:"parameterName,omitempty"`
	PermissionName string           `json:"permissionName,omitempty"`
	Parameters     []errorParameter `json:"parameters,omitempty"`
}

type errorParameter struct {
	Name  string `json:"parameterName"`
	Value string `json:"parameterValue"`
}

func (p *problem) body() errorBody {
	entry := errorEntry{ErrorCode: p.code, Message: p.message}
	if p.oauth != "" {
		if p.parameter != "" {
			entry.Parameters = []errorParameter{{p.parameter, p.value}}
		}
		return errorBody{Error: p.oauth, ErrorDescription: p.message, Errors: []errorEntry{entry}}
	}
	entry.ParameterName, entry.PermissionName = p.parameter, p.permission
	body := errorBody{
		ErrorCode: p.code, Message: p.message, Errors: []errorEntry{entry},
		ParameterName: p.parameter, PermissionName: p.permission,
	}
	if p.top != "" {
		body.ErrorCode = p.top
	}
	return body
}
