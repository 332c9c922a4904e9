package sandbox

import (
	"net/http"
	"time"
)

// Fault is one failure of one request. The zero value is a refusal with 500
// CMN-203.
type Fault struct {
	Kind       FaultKind
	Status     int           // of Refuse and Garbage; 0 means 500 and 200
	Code       string        // of Refuse; "" means CMN-203
	Message    string        // of Refuse
	Parameter  string        // of Refuse: parameterName
	Permission string        // of Refuse: permissionName
	RetryAfter time.Duration // of Refuse: the header; 0 means none
	Body       string        // of Garbage; "" means a web page
}

// FaultKind is a kind of failure.
type FaultKind int

const (
	// Refuse answers with an error and does nothing.
	Refuse FaultKind = iota
	// DropBefore closes the connection before the request takes effect.
	DropBefore
	// DropAfter closes the connection after the request took effect, before any
	// reply.
	DropAfter
	// Truncate processes the request and closes the connection in the middle of
	// the reply.
	Truncate
	// Garbage processes the request, unless Status is an error, and sends a
	// reply that is not JSON.
	Garbage
	// Pretend answers 200 with an empty object, and does nothing.
	Pretend
	// Throttle answers 429 and starts a penalty for the group.
	Throttle
	// Expire expires the access token: 401 OAU-128 until the client refreshes
	// it.
	Expire
)

// hasFault reports whether the call has a fault of the given kind.
func (c *call) hasFault(kind FaultKind) bool { return c.fault != nil && c.fault.Kind == kind }

// faultRefusal returns the error of a fault that replaces the operation. Expire
// and Throttle are handled by the checks instead, which know the session and
// the group.
func (c *call) faultRefusal() error {
	switch {
	case c.hasFault(Refuse):
		return c.fault.problem(c.op)
	case c.hasFault(Garbage) && c.fault.Status >= 400:
		return c.fault.problem(c.op) // applyReplyFault replaces the body
	}
	return nil
}

func (f Fault) problem(op operation) *problem {
	p := refuse(f.Status, f.Code, "%s", f.Message)
	if p.status == 0 {
		p.status = http.StatusInternalServerError
	}
	if p.code == "" {
		p.code = "CMN-203"
	}
	if p.message == "" {
		p.message = "Internal Server Error"
	}
	if op.group == "auth" {
		p.oauth = "invalid_request" // the nearest of OAuth's words (S)
	}
	p.parameter, p.permission, p.retryAfter = f.Parameter, f.Permission, f.RetryAfter
	return p
}

// applyReplyFault replaces the reply if the fault is in the reply.
func (c *call) applyReplyFault(rep reply) reply {
	if !c.hasFault(Garbage) {
		return rep
	}
	if c.fault.Status != 0 {
		rep.status = c.fault.Status
	} else {
		rep.status = http.StatusOK
	}
	rep.body = []byte(c.fault.Body)
	if len(rep.body) == 0 {
		rep.body = []byte(webPage)
	}
	rep.header.Set("Content-Type", "text/html; charset=utf-8")
	rep.code = ""
	return rep
}

// deliver sends as much of the reply as the fault allows.
func (c *call) deliver(w http.ResponseWriter, rep reply) {
	switch {
	case c.hasFault(DropAfter):
		panic(http.ErrAbortHandler)
	case c.hasFault(Truncate):
		rep.sendHalf(w)
	default:
		rep.send(w)
	}
}

const webPage = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head>" +
	"<body><h1>Please sign in to the guest network</h1></body></html>\n"

// serverError returns one of four kinds of 5xx. None of them takes effect.
// Source of codes and statuses: S, G.
func serverError(variety int) Fault {
	unavailable := Fault{Status: http.StatusServiceUnavailable, Code: "CMN-201", Message: "Service Temporary Unavailable"}
	switch variety {
	case 0:
		return Fault{}
	case 1:
		return garbage(1)
	case 2:
		unavailable.RetryAfter = 5 * time.Second
	}
	return unavailable
}

// garbage is the page of a captive portal, or of a proxy for a bad gateway.
func garbage(variety int) Fault {
	if variety%2 == 0 {
		return Fault{Kind: Garbage}
	}
	return Fault{Kind: Garbage, Status: http.StatusBadGateway,
		Body: "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n"}
}
