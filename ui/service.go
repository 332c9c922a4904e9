package ui

import (
	"context"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Service is what the screens read of RingCentral, whichever backend the account
// is on; writes go through the Desk. Every error has a sentence in api.Explain.
type Service interface {
	Numbers(context.Context) ([]api.Number, error)

	// CreatePreview and UpdatePreview say what a write would send.
	CreatePreview(api.NewNumber) api.Preview
	UpdatePreview(old api.Number, change api.Change) api.Preview

	Devices(context.Context) ([]api.Device, error)
	OwnNumbers(context.Context) ([]api.OwnNumber, error)
	Account(context.Context) (api.Account, error)

	// Rules in whichever unit and shape the backend keeps them.
	Rules(context.Context) ([]api.Rule, error)

	Extension(context.Context) (api.Extension, error)
	Self(context.Context) (api.Extension, error)
	Permissions(context.Context) (api.Permissions, error)
	Features(ctx context.Context, ids ...string) (api.Features, error)

	// KnownCallHandling is which call handling the account is on; empty until it was
	// found out.
	KnownCallHandling() api.CallHandling
	// FindPeople finds extensions by the short number, or by a part of the name.
	FindPeople(ctx context.Context, text string) ([]api.Extension, error)

	WaitSource
}

// WaitSource is what requests wait for at this moment; WaitsChanged has a signal
// after every change.
type WaitSource interface {
	Waiting() []rest.Wait
	WaitingChanged() <-chan struct{}
}
