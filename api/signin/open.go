package signin

import (
	"context"
	"errors"
	"net/http"

	"rcfwd/api"
)

var (
	// ErrNotSignedIn says that nothing holds credentials for the profile: the
	// sign-in screen or rcfwd login is what comes next.
	ErrNotSignedIn = errors.New("not signed in")

	// ErrSessionOver says that a session has ended for good: its refresh token
	// is gone or no longer taken and there is nothing else to present. Sign in
	// again, and hand the new session to Continue.
	ErrSessionOver = errors.New("the sign-in has ended")
)

// Options say whose sign-in is meant and how to reach the server.
type Options struct {
	Folders   Folders
	Profile   Profile             // as it counts: flags and environment applied
	Getenv    func(string) string // os.Getenv; nil when the environment does not count
	Limits    *api.Limits         // nil makes new ones
	Transport http.RoundTripper   // nil is http.DefaultTransport
	UserAgent string              // "" is rcfwd

	// Warn hears, from any goroutine, of what went wrong without ending the
	// session, such as a token that could not be saved. It may be nil.
	Warn func(error)
}

// Open makes the session of a profile, from the first that holds a credential:
// the environment (RC_USER_JWT and its three companions), the profile's
// credential command, the store. Nothing is sent before the first Token, and
// the command is not run before it is needed.
//
// Without any the error is ErrNotSignedIn. A store that may not or cannot be
// read is an error that names the command that mends it.
func Open(ctx context.Context, o Options) (*Session, error) { return nil, errNotYet }
