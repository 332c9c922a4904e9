package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"rcfwd/api/rest"
)

// Advice is an error in words for people.
type Advice struct {
	What  string // what happened
	Do    string // what to do about it; may be empty
	Field Field  // the field of a form with the mistake, if any
}

// String returns What and Do. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (a Advice) String() string { return strings.TrimSpace(a.What + " " + a.Do) }

// Explain returns the words for any error of this package and of the sign-in, and for any
// error with an Advice method, as those of the journal have. For a code without a sentence
// of its own it repeats the service's words, with the facts that RingCentral's support
// asks for.
func Explain(err error) Advice {
	var (
		adviser interface{ Advice() Advice }
		problem ValidationError
		e       *rest.Error
	)
	switch {
	case err == nil:
		return Advice{}
	case errors.As(err, &adviser):
		return adviser.Advice()
	case errors.As(err, &problem):
		return Advice{What: problem.Text, Field: problem.Field}
	case errors.Is(err, rest.ErrLost) && errors.As(err, &e): // before all others: what to do next depends on it
		return explainLost(e)
	case errors.Is(err, rest.ErrOverallLimit) && errors.As(err, &e):
		return fill(Advice{What: "RingCentral limits all requests of this account or of this network (" + e.Answer() + ").", Do: "Wait {wait}, then try again."}, e)
	case errors.As(err, &e) && e.Status != 0:
		return advice(e)
	}
	return explainNetwork(err)
}

func explainLost(e *rest.Error) Advice {
	why := "The answer was lost"
	if e.Status != 0 && !e.Unusable() {
		why = "RingCentral failed (" + e.Answer() + ")"
	}
	return Advice{What: why + ", so it is not known whether the change was made.", Do: "Reload and check before you try again."}
}

func advice(e *rest.Error) Advice {
	for _, code := range e.Codes {
		if a, ok := sentences()[code]; ok {
			a = fill(a, e)
			a.What = strings.TrimSuffix(a.What, ".") + " (" + code + ")."
			return a
		}
	}
	if errors.Is(e, rest.ErrEndless) {
		return Advice{What: "RingCentral sent an unusable answer: " + e.Reason() + ".", Do: "Check the server address and any proxy."}
	}
	if e.Unusable() {
		return Advice{What: "RingCentral sent an unusable answer: " + e.Reason() + ".", Do: "Try again in a moment."}
	}
	return genericAdvice(e)
}

// fill replaces the placeholders of a sentence by what the answer named.
func fill(a Advice, e *rest.Error) Advice {
	words := strings.NewReplacer(
		"{param}", parameterWords(e.Param),
		"{thing}", thingWords(e.Param),
		"{permission}", e.Permission,
		"{feature}", e.Bracketed(),
		"{wait}", waitWords(e.RetryAfter),
	)
	if e.Permission == "" {
		a.What = noPermission.Replace(a.What)
	}
	if e.Bracketed() == "" {
		a.What = noFeature.Replace(a.What)
	}
	a.What, a.Do = words.Replace(a.What), words.Replace(a.Do)
	if a.Field == "" {
		a.Field = fieldNamed(e.Param)
	}
	return a
}

// The sentences about a permission or a feature that the answer does not name.
var (
	noPermission = strings.NewReplacer("the permission {permission}", "a permission that is needed",
		"The permission {permission}", "A permission that is needed", "permission {permission}", "permission")
	noFeature = strings.NewReplacer("The feature {feature}", "This feature", "{feature}", "this")
)

// genericAdvice is for codes without a sentence of their own: it has the service's words.
func genericAdvice(e *rest.Error) Advice {
	var facts []string
	if len(e.Codes) > 0 {
		facts = append(facts, e.Code)
	}
	facts = append(facts, fmt.Sprintf("HTTP %d", e.Status))
	if e.RequestID != "" {
		facts = append(facts, "request id "+e.RequestID)
	}
	a := byStatus(e)
	if e.Message != "" {
		a.What = "RingCentral says: " + strings.TrimRight(e.Message, ". ")
	}
	a.What = strings.TrimRight(a.What, ".") + " (" + strings.Join(facts, ", ") + ")."
	return fill(a, e)
}

// byStatus is for errors of which only the status is known.
func byStatus(e *rest.Error) Advice {
	switch {
	case e.Status >= 300 && e.Status <= 399:
		return Advice{What: "The server redirects to " + cmp.Or(e.Location, "nowhere"), Do: "Nothing was sent there. If the address is right, set it as the server."}
	case e.Status == http.StatusUnauthorized:
		return Advice{What: "RingCentral does not accept the sign-in", Do: "Sign in again."}
	case e.Status == http.StatusForbidden:
		return Advice{What: "RingCentral does not allow this", Do: "Ask an administrator for the permission."}
	case e.Status == http.StatusNotFound:
		return Advice{What: "This does not exist on the server", Do: "Reload. If that does not help, check the server address."}
	case e.Status == http.StatusConflict:
		return Advice{What: "The current state does not allow this", Do: "Reload and check."}
	case e.Status == http.StatusTooManyRequests:
		return Advice{What: "Too many requests", Do: "Wait {wait}, then try again."}
	case e.Status >= 500:
		return Advice{What: "RingCentral has an internal problem", Do: "Try again in a moment. If the problem stays, see status.ringcentral.com."}
	}
	return Advice{What: "RingCentral refused the request", Do: "Reload and try again."}
}

// explainNetwork is for exchanges without an answer.
func explainNetwork(err error) Advice {
	var dns *net.DNSError
	if c, ok := errors.AsType[*rest.ConnectError](err); ok {
		if a := explainProxy(c); a.What != "" {
			return a
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return Advice{What: "Cancelled before it was done."}
	case errors.Is(err, ErrNoExtension):
		return Advice{What: "No extension of the account has this number.", Do: "Check the number, or enter the extension's id."}
	case errors.Is(err, ErrNoMatch):
		return Advice{What: "No enabled extension of the account has this in its name."}
	case errors.Is(err, rest.ErrSlow), errors.Is(err, context.DeadlineExceeded):
		return Advice{What: "RingCentral took too long to answer.", Do: "Check the connection and try again."}
	case errors.As(err, &dns):
		return Advice{What: "The server " + rest.Clean(dns.Name) + " could not be found.", Do: "Check the server address and the connection."}
	case rest.NotTrusted(err):
		return Advice{What: "The server could not prove its identity.", Do: "Check the server address, the clock and any proxy that intercepts TLS."}
	case errors.Is(err, syscall.ECONNREFUSED):
		return Advice{What: "No server answers at this address.", Do: "Check the address and its port."}
	case isNetwork(err):
		return Advice{What: "The connection to RingCentral failed: " + cause(err) + ".", Do: "Check the network and try again."}
	}
	return Advice{What: "Unexpected error: " + cause(err) + "."}
}

func isNetwork(err error) bool {
	var e *rest.Error
	var n net.Error
	return errors.As(err, &e) || errors.As(err, &n)
}

// cause returns the text of the failure under a *rest.Error, without its operation.
func cause(err error) string {
	if e, ok := errors.AsType[*rest.Error](err); ok && e.Unwrap() != nil {
		err = e.Unwrap()
	}
	return strings.TrimRight(rest.Short(rest.Clean(err.Error())), ". ")
}

// parameterWords names the value that was not accepted.
func parameterWords(param string) string {
	switch fieldNamed(param) {
	case FieldPhone:
		return "this phone number"
	case FieldLabel:
		return "this label"
	case FieldFlip:
		return "this flip digit"
	case FieldType:
		return "this type"
	case FieldDevice:
		return "this device"
	}
	switch first, _, _ := strings.Cut(param, "."); first {
	case "dispatching", "forwarding", "actions", "targets":
		return "a part of the rule (" + param + ")"
	case "records":
		return "the list as a whole"
	}
	return "the value of " + cmp.Or(param, "a field")
}

// thingWords names the thing to which a parameter points.
func thingWords(param string) string {
	switch param {
	case "forwardingNumberId":
		return "The number"
	case "extensionId", "targetExtensionId":
		return "The extension"
	case "accountId":
		return "The account"
	case "telephonySessionId":
		return "The call"
	case "partyId":
		return "The leg of the call"
	}
	return "What " + cmp.Or(param, "the request") + " names"
}

func fieldNamed(param string) Field {
	switch f := Field(param); f {
	case FieldType, FieldPhone, FieldLabel, FieldDevice, FieldFlip:
		return f
	}
	if param == "device" {
		return FieldDevice
	}
	return ""
}

func waitWords(d time.Duration) string {
	if d == 0 {
		d = rest.DefaultPenalty
	}
	return Plural(int(d.Round(time.Second).Seconds()), "second")
}
