package ui

import (
	"context"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Service is what the screens read from RingCentral, on either call handling.
// Writes go through the Editor. api.Explain has a sentence for every error.
type Service interface {
	Numbers(context.Context) ([]api.Number, error)

	// CreatePreview and UpdatePreview return what a write would send.
	CreatePreview(api.NewNumber) api.Preview
	UpdatePreview(old api.Number, change api.Change) api.Preview

	Devices(context.Context) ([]api.Device, error)
	OwnNumbers(context.Context) ([]api.OwnNumber, error)
	Account(context.Context) (api.Account, error)

	// Rules returns the rules in the unit and shape of the account's call
	// handling.
	Rules(context.Context) ([]api.Rule, error)

	Extension(context.Context) (api.Extension, error)
	Self(context.Context) (api.Extension, error)
	Permissions(context.Context) (api.Permissions, error)
	Features(ctx context.Context, ids ...string) (api.Features, error)

	// KnownCallHandling returns the call handling of the account; empty until
	// it is known.
	KnownCallHandling() api.CallHandling
	// FindPeople returns the extensions that match a short number or a part of
	// a name.
	FindPeople(ctx context.Context, text string) ([]api.Extension, error)

	WaitSource
}

// WaitSource tells what requests wait for now. WaitingChanged receives a signal
// after every change.
type WaitSource interface {
	Waiting() []rest.Wait
	WaitingChanged() <-chan struct{}
}
