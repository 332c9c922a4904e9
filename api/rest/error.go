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

// ErrLost means that the outcome of a write is unknown: it was sent, and its answer
// never came, could not be read, or was a failure of the service that may have come
// after the change. Read before writing again. Test for it with errors.Is.
var ErrLost = errors.New("the outcome of the change is unknown")

// ErrOverallLimit means that the service refused a request twice for a limit that is not
// one of the groups: of the account, of the address or of the service (dossier section
// 5). All requests are held for its Retry-After; more of them would not help. Test for it
// with errors.Is.
var ErrOverallLimit = errors.New("a limit on all requests")

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
	RequestID  string   // what RingCentral's support asks for
	Location   string   // where a redirect led, without its query
	Codes      []string // every code of the body; Code is the first

	lost    bool
	overall bool // a 429 whose header names no limit
	stopped bool // see ErrOverallLimit
	cause   error
}

// Error returns the facts on one line, for logs and developers; api.Explain has the
// words for everyone else.
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

// Answer returns the status, and the code where the body names one, as in
// "HTTP 400 FPN-106"; empty when there was no answer.
func (e *Error) Answer() string {
	switch {
	case e.Status == 0:
		return ""
	case e.named():
		return fmt.Sprintf("HTTP %d %s", e.Status, e.Code)
	}
	return fmt.Sprintf("HTTP %d", e.Status)
}

// Unusable reports whether the status was one of success and the body was of no use.
func (e *Error) Unusable() bool { return IsSuccess(e.Status) }

// named reports whether the body had a code.
func (e *Error) named() bool { return len(e.Codes) > 0 }

// Reason returns the text of the failure under the error, or where a redirect led;
// empty for neither.
func (e *Error) Reason() string {
	switch {
	case e.cause != nil:
		return Clean(e.cause.Error())
	case e.Location != "":
		return "redirected to " + e.Location
	}
	return ""
}

// Unwrap returns the failure under the error, such as one of the network; it may be nil.
func (e *Error) Unwrap() error { return e.cause }

// Is lets errors.Is find ErrLost and ErrOverallLimit.
func (e *Error) Is(target error) bool {
	return target == ErrLost && e.lost || target == ErrOverallLimit && e.stopped
}

// StopsAgain reports whether e is the second refusal in a row for a limit on all
// requests, before being the error of the first, or nil. It makes e an ErrOverallLimit
// then.
func (e *Error) StopsAgain(before *Error) bool {
	e.stopped = e.overall && before != nil && before.overall
	return e.stopped
}

// Is reports whether err is an *Error with one of the codes, at any level of the answer.
func Is(err error, codes ...string) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool {
		return code == e.Code || slices.Contains(e.Codes, code)
	})
}

// NoAnswer returns the error for an exchange that ended without an answer, because of
// err. It is not inlined: its copies would make the program larger.
//
//go:noinline
func NoAnswer(op Operation, err error) *Error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the text of a url.Error repeats the address
	}
	return &Error{Op: op.What, cause: err}
}

// Lost marks e as the error of a write whose outcome is unknown (ErrLost), and returns
// it.
func (e *Error) Lost() *Error {
	e.lost = true
	return e
}

// NotDone returns the error for a write that was lost and, as reading showed, had no
// effect.
func (e *Error) NotDone() *Error {
	known := *e
	known.lost = false
	return &known
}

// Unusable returns the error for an answer whose status was one of success and whose
// body was of no use, because of why. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
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

// Declined reports whether the service refused what was asked and would refuse it
// again. A missing sign-in, a rate limit and a timeout are not such a refusal.
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
