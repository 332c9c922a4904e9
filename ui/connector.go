package ui

import (
	"context"

	"rcfwd/api"
	"rcfwd/api/settings"
)

// Connector leads to connections: by a profile that is signed in, by signing in, or
// into the demo.
type Connector interface {
	// Open opens a profile. Without a sign-in the error is signin.ErrNotSignedIn.
	Open(ctx context.Context, profile string) (Connection, error)
	Demo() (Connection, error)

	// Profiles are the names that can be opened.
	Profiles() []string
	// SignInRequest is what the sign-in to a profile starts from.
	SignInRequest(profile string) SignInRequest

	// BeginSignIn begins a sign-in. Nothing is sent yet.
	BeginSignIn(SignInRequest) SignInAttempt
}

// SignInAttempt is a sign-in that has begun. What it waits for is what its token calls
// wait for.
type SignInAttempt interface {
	WaitSource
	// SignIn signs in with what needs no browser.
	SignIn(context.Context) (Connection, error)
	// BrowserSignIn begins the sign-in in the browser.
	BrowserSignIn(context.Context) (BrowserSignIn, error)
}

// BrowserSignIn is a sign-in in the browser that has begun. It comes back by itself,
// where the browser runs on this machine, or by what the person pastes.
type BrowserSignIn interface {
	URL() string
	Redirect() string // what the address to paste looks like
	// Return waits for the browser to come back to this machine; nil when it
	// cannot.
	Return() func(context.Context) (Connection, error)
	Paste(ctx context.Context, pasted string) (Connection, error)
}

// SignInRequest is what a person answers to be let in. It holds secrets: it is
// handed to the door and kept nowhere.
type SignInRequest struct {
	Profile, Server        string
	Way                    settings.Grant
	ClientID, ClientSecret string
	Store                  settings.StoreKind
	Redirect               string

	JWT                       string
	User, Extension, Password string
}

// Connection is a way to the numbers of one extension, and what to call it.
type Connection struct {
	Service Service
	// OpenEditor opens the editor for the numbers of open, which self changes.
	OpenEditor func(open, self api.Extension) (Editor, error)

	Profile   string // name of the profile; empty for the demo and for the environment
	Continues bool   // it is the session that was open, signed in again

	Server   string // where the numbers live, in a word people know: DEMO, PRODUCTION, a host
	ReadOnly bool   // nothing is changed, whatever the person's permissions
	Other    bool   // an extension was named that need not be the signed-in one
	Region   string // ISO 3166 code for reading national numbers; empty means the extension's own country

	Calls    CallMonitor  // the telephone line
	Trace    Trace        // what was sent and answered
	Warnings <-chan error // what went wrong without ending the session; may be nil
}

// connection is the open Connection, and what belongs to it alone.
type connection struct {
	Connection
	ctx      context.Context // ends when another connection is opened
	cancel   context.CancelFunc
	editor   Editor // nil until the extension and the signed-in user are known
	noEditor string // why it could not be opened; empty while it is opening or open
}
