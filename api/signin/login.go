package signin

import "context"

// Login signs a profile in and keeps what it gets. Make one with NewLogin, show
// Needs, and call one of JWT, Password and Browser.
type Login struct{}

// NewLogin checks, before anybody is asked for a secret, that the store of the
// profile can keep one: it writes, reads and removes something there. The error
// says what to mend, or that another store must be chosen.
func NewLogin(ctx context.Context, o Options, app App) (*Login, error) { return nil, errNotYet }

// JWT signs in with a personal JWT, which is kept too.
//
// Like Password and Browser.Finish it gives the session, which is good even
// when it could not be saved: then Session.Warning says so. Errors of the
// service are *api.Error, and nothing is saved.
func (l *Login) JWT(ctx context.Context, assertion string) (*Session, error) { return nil, errNotYet }

// Password signs in the retired way. user is an e-mail address or a phone
// number; extension may be empty. The password is not kept.
func (l *Login) Password(ctx context.Context, user, extension, password string) (*Session, error) {
	return nil, errNotYet
}

// Browser begins a sign-in in the browser, with a state and a verifier of its
// own (RFC 7636, S256).
func (l *Login) Browser() (*Browser, error) { return nil, errNotYet }

// Browser is one sign-in in the browser. The person opens URL there; the code
// comes back by Listen or by Read, and Finish trades it.
type Browser struct{}

// Code is what the browser brought back. It works once, for a minute, and hides
// itself when printed.
type Code struct{ value string }

// String hides the code.
func (Code) String() string { return "(code)" }

// GoString hides the code.
func (Code) GoString() string { return "(code)" }

// URL is the address to open. It holds no secret. Ask for it after Listen when
// the redirect URI has port 0.
func (b *Browser) URL() string { return "" }

// Redirect is where the browser ends up, to tell people what the address that
// they are to copy looks like.
func (b *Browser) Redirect() string { return "" }

// CanListen says whether the redirect URI is a loopback address of this
// machine, which Listen needs.
func (b *Browser) CanListen() bool { return false }

// Read takes what a person pasted: the code alone, or the whole address that
// the browser was sent to, with blanks, quotes and line breaks around or within
// it. The address must be the redirect URI and bear our state; one with
// error=... in it is the service's refusal as an *api.Error.
func (b *Browser) Read(pasted string) (Code, error) { return Code{}, errNotYet }

// Listen waits on the loopback for the browser. Wait or Close must follow.
func (b *Browser) Listen(ctx context.Context) (*Listener, error) { return nil, errNotYet }

// Finish trades the code for tokens and saves them.
func (b *Browser) Finish(ctx context.Context, c Code) (*Session, error) { return nil, errNotYet }

// Listener is the loopback address that the browser is sent back to.
type Listener struct{}

// Wait gives the code of the first answer that bears our state, or its refusal
// as an *api.Error, or the context's error, and stops listening.
func (l *Listener) Wait(ctx context.Context) (Code, error) { return Code{}, errNotYet }

// Close stops listening. It may be called more than once.
func (l *Listener) Close() {}
