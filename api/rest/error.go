package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// ErrLost says that the outcome of a write is unknown: it was sent, and either
// its answer never came or could not be read, or the service failed over it.
// Read before writing again. Test for it with errors.Is.
var ErrLost = errors.New("the outcome of the change is unknown")

// Error is what the service or the network said instead of an answer. Its
// texts are clean.
type Error struct {
	Op         string // what could not be done, as in Operation.What
	Status     int    // HTTP status; 0 when there was no answer
	Code       string // such as FPN-106; the status when the body names none
	Message    string // the service's own words; may be empty
	Param      string // the parameter at fault, such as phoneNumber
	Permission string // the permission that is missing
	RetryAfter time.Duration
	RequestID  string // what RingCentral's support asks for
	Location   string // where a redirect led, without its query

	Codes []string // every code of the body; Code is the first

	lost  bool
	cause error
}

// Error gives the facts on one line, for logs and developers; Explain is for
// everybody else.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "could not %s", e.Op)
	for _, part := range []string{e.Answer(), e.Message, e.Reason()} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if e.lost {
		b.WriteString("; " + ErrLost.Error())
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
}

// Answer is the status and the code, in one word where they are one.
func (e *Error) Answer() string {
	switch {
	case e.Status == 0:
		return ""
	case e.named():
		return fmt.Sprintf("HTTP %d %s", e.Status, e.Code)
	}
	return fmt.Sprintf("HTTP %d", e.Status)
}

// Unusable reports whether the answer had a good status but a body that was of no use.
func (e *Error) Unusable() bool { return IsSuccess(e.Status) }

// named says whether the body held a code of the service's own.
func (e *Error) named() bool { return len(e.Codes) > 0 }

// Reason is the failure under the error, or where a redirect led; empty for neither.
func (e *Error) Reason() string {
	switch {
	case e.cause != nil:
		return Clean(e.cause.Error())
	case e.Location != "":
		return "redirected to " + e.Location
	}
	return ""
}

// Unwrap gives the failure of the network, if it was one.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is find ErrLost.
func (e *Error) Is(target error) bool { return target == ErrLost && e.lost }

// Is says whether err is an *Error with one of the codes, wherever in the
// answer it stood.
func Is(err error, codes ...string) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool {
		return code == e.Code || slices.Contains(e.Codes, code)
	})
}

// NoAnswer is the error for an exchange that ended without an answer.
func NoAnswer(op Operation, err error) *Error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // its text repeats the address, which is known
	}
	return &Error{Op: op.What, cause: err}
}

// Lost makes e the error for a write whose outcome is unknown, and returns it.
func (e *Error) Lost() *Error {
	e.lost = true
	return e
}

// Unusable is the error for a good answer that could not be made use of.
func Unusable(op Operation, status int, h http.Header, why error) *Error {
	e := ReadError(op, status, h, nil)
	e.cause = why
	return e
}

// AsError returns err if it is an *Error already, such as one of the sign-in, which
// has an Op of its own; otherwise it returns NoAnswer(op, err).
func AsError(op Operation, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return NoAnswer(op, err)
}

// Declined reports whether the service answered that it will not do what was asked,
// however often it is asked. A sign-in, a limit or a timeout that is in the way is no
// such answer.
func Declined(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	switch e.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.Status >= 400 && e.Status <= 499
}
