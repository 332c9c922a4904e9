package ui

import (
	"context"

	"rcfwd/api/signin"
)

// Door leads to connections: by a profile that is signed in, by signing in, or
// into the demo.
type Door interface {
	// Open opens a profile. Without a sign-in the error is signin.ErrNotSignedIn.
	Open(ctx context.Context, profile string) (Connection, error)
	Demo() (Connection, error)

	// Profiles are the names that can be opened.
	Profiles() []string
	// Entrance is what the sign-in to a profile starts from.
	Entrance(profile string) Entrance

	// Enter begins a sign-in. Nothing is sent yet.
	Enter(Entrance) Entry
}

// Entry is a sign-in that has begun. What it waits for is what its token calls
// wait for.
type Entry interface {
	Queue
	// SignIn signs in with what needs no browser.
	SignIn(context.Context) (Connection, error)
	// Visit begins the sign-in in the browser.
	Visit(context.Context) (Visit, error)
}

// Visit is a sign-in in the browser that has begun. It comes back by itself,
// where the browser runs on this machine, or by what the person pastes.
type Visit interface {
	URL() string
	Redirect() string // what the address to paste looks like
	// Return waits for the browser to come back to this machine; nil when it
	// cannot.
	Return() func(context.Context) (Connection, error)
	Paste(ctx context.Context, pasted string) (Connection, error)
}

// Entrance is what a person answers to be let in. It holds secrets: it is
// handed to the door and kept nowhere.
type Entrance struct {
	Profile, Server        string
	Way                    signin.Grant
	ClientID, ClientSecret string
	Store                  signin.StoreKind
	Redirect               string

	JWT                       string
	User, Extension, Password string
}
