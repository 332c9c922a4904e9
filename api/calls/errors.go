package calls

import (
	"errors"

	"rcfwd/api"
	"rcfwd/api/rest"
)

func asError(err error) (*rest.Error, bool) { return errors.AsType[*rest.Error](err) }

// PermissionError is a refusal for lack of a permission. Its advice names the
// permission and says where to ask for it.
type PermissionError struct {
	Permission string // as RingCentral names it
	cause      error
	advice     api.Advice
}

// Error returns the text of the service's refusal.
func (e *PermissionError) Error() string { return e.cause.Error() }

// Unwrap returns the *rest.Error.
func (e *PermissionError) Unwrap() error { return e.cause }

// Advice returns what is missing and where to ask for it; see api.Explain.
func (e *PermissionError) Advice() api.Advice { return e.advice }

// lacksScope reports whether err is the refusal of an app that lacks a permission.
func lacksScope(err error) (*rest.Error, bool) {
	e, ok := asError(err)
	return e, ok && e.Status == 403 && rest.Is(err, "CMN-401", "InsufficientPermissions") && !rest.Is(err, "CMN-408", "CMN-419")
}

const addPermission = "add it in the developer console (the app's page, Settings > App permissions), then sign in again."

// control returns err, or for lack of CallControl a *PermissionError: the customer
// cannot add that permission without RingCentral.
func control(err error) error {
	e, ok := lacksScope(err)
	if !ok {
		return err
	}
	name := e.Permission
	if name == "" {
		name = "CallControl"
	}
	return &PermissionError{name, err, api.Advice{
		What: "Flipping calls needs the app permission " + name + " (CMN-401).",
		Do:   "RingCentral grants it on request. Ask its developer support, then " + addPermission,
	}}
}

// socketRefused returns err, or for lack of the permission for WebSockets a
// *PermissionError. The public schema and the guide name the permission differently.
func socketRefused(err error) error {
	e, ok := lacksScope(err)
	if !ok {
		return err
	}
	name := e.Permission
	if name == "" {
		name = "WebSocket (in RingCentral's guide WebSocketsSubscription)"
	}
	return &PermissionError{name, err, api.Advice{
		What: "RingCentral sends no live events, because the app lacks the permission " + name + " (CMN-401).",
		Do:   "To see calls at once, " + addPermission,
	}}
}
