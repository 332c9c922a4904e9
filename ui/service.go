package ui

import (
	"context"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Service is what the screens read from RingCentral, on either call handling.
// Writes go through the Editor. api.Explain has a sentence for every error.
type Service interface {
	// Read reads parts of the open extension: see api.Client.Read.
	Read(ctx context.Context, base *api.Snapshot, need api.Need) (api.Snapshot, error)

	// Preview returns what the write of a draft would send.
	Preview(*api.Draft) api.Preview

	// WorkTimes returns the work hours of the open extension.
	WorkTimes(context.Context) (api.TimeSet, error)

	Devices(context.Context) ([]api.Device, error)
	OwnNumbers(context.Context) ([]api.OwnNumber, error)
	Account(context.Context) (api.Account, error)

	Extension(context.Context) (api.Extension, error)
	Self(context.Context) (api.Extension, error)
	Permissions(context.Context) (api.Permissions, error)
	Flags(context.Context) (api.Features, error)

	// Outdated reports whether the account has moved since a snapshot was read.
	Outdated(*api.Snapshot) bool

	// Nameless, ReadNames and Named are about persons and devices that rules ring and
	// that the service names by their ids alone: see api.Client.ReadNames.
	Nameless(*api.Snapshot) bool
	ReadNames(context.Context, *api.Snapshot)
	Named(api.Snapshot) api.Snapshot

	// Capabilities returns what the account can do, as far as that is known.
	Capabilities() api.Capabilities
	// FindPeople returns the extensions that match a short number or a part of
	// a name.
	FindPeople(ctx context.Context, text string) ([]api.Extension, error)

	WaitSource
}

// WaitSource tells what requests wait for now, and how much of each rate limit is left.
// WaitingChanged receives a signal after every change of what is shown of these.
type WaitSource interface {
	Waiting() []rest.Wait
	Groups() []rest.Group
	WaitingChanged() <-chan struct{}
}
