package ui

import (
	"context"

	"rcfwd/api"
	"rcfwd/api/risk"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// Connector opens connections: those of a profile that is signed in, those of a
// new sign-in, and the demo.
type Connector interface {
	// Open opens a profile. The error is signin.ErrNotSignedIn when there is no
	// sign-in.
	Open(ctx context.Context, profile string) (Connection, error)
	// Demo opens the demo.
	Demo() (Connection, error)

	// Profiles returns the names of the profiles.
	Profiles() []string
	// SignInRequest returns what the sign-in form of a profile starts from.
	SignInRequest(profile string) SignInRequest

	// BeginSignIn prepares a sign-in. It sends nothing yet.
	BeginSignIn(*SignInRequest) SignInAttempt
}

// SignInAttempt is a sign-in that has begun. Its Waiting is what its token
// requests wait for.
type SignInAttempt interface {
	WaitSource
	// SignIn signs in by a grant that needs no browser.
	SignIn(context.Context) (Connection, error)
	// BrowserSignIn begins the sign-in in the browser.
	BrowserSignIn(context.Context) (BrowserSignIn, error)
}

// BrowserSignIn is a sign-in in the browser that has begun. It completes when
// the browser returns to this machine, or with the address that the user
// pastes.
type BrowserSignIn interface {
	URL() string      // the address to open
	Redirect() string // the start of the address to paste
	Note() string     // why the browser cannot return to this machine although it opens there; may be empty
	// Return returns a function that waits for the browser to return to this
	// machine; nil when it cannot.
	Return() func(context.Context) (Connection, error)
	// Paste completes the sign-in with the address that the browser ended at, or with
	// the code in it.
	Paste(ctx context.Context, pasted string) (Connection, error)
}

// SignInRequest is a filled-in sign-in form. It holds secrets: it goes to the
// Connector and is not kept.
type SignInRequest struct {
	Profile, Server        string
	Way                    settings.Grant
	ClientID, ClientSecret string
	Store                  settings.StoreKind
	Redirect               string

	signin.Credentials // what the grant needs, but not the code of a browser
}

// Connection gives access to the numbers of one extension, and says how to name
// it on the screen.
type Connection struct {
	Service Service
	// OpenEditor opens the editor for the numbers of open. self is recorded as
	// the author of the changes.
	OpenEditor func(open, self api.Extension) (Editor, error)

	Profile   string // name of the profile; empty for the demo and for the environment
	Continues bool   // it continues the session that had ended

	Server   string // the server as the screen names it: DEMO, PRODUCTION, a host
	ReadOnly bool   // nothing may be changed, whatever the permissions of the user
	Other    bool   // an extension was named that need not be the user's own
	Region   string // ISO 3166 code for reading national numbers; empty means that of the extension's own country

	// Risk is what the profile says about risky numbers. Who asks package risk adds the
	// country of the extension and the countries in use.
	Risk risk.Policy

	Account Account // the account of the extension; nil when no other one can be opened
	Title   string  // what a question calls it; empty for the profile or the server

	Calls    CallMonitor  // live calls; nil without them
	Trace    Trace        // the requests and their answers
	Warnings <-chan error // failures that do not end the session; may be nil

	at place // where it opens
}

// connection is the open Connection, and the state that belongs to it alone.
type connection struct {
	Connection
	ctx      context.Context // ends when another connection is opened
	cancel   context.CancelFunc
	editor   Editor // nil until the extension and the signed-in user are known
	noEditor string // why nothing can be changed; empty while it is opening, or open and of use
	newer    string // why the editor that is open is of no use: a later version wrote the journal
}
