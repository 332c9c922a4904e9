package signin

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/url"

	"golang.org/x/oauth2"

	"rcfwd/api/settings"
)

// Browser is one sign-in in the browser. The person opens URL there. Listen or
// Read returns the code that comes back, and Finish presents it.
type Browser struct {
	login    *Login
	redirect *url.URL
	state    string
	verifier string
	listener *Listener // the last one; nil for none
}

// Code is an authorization code from the browser. It works once, for a minute. It
// hides itself when it is printed.
type Code struct{ value string }

// String hides the code.
func (Code) String() string { return "(code)" }

// GoString hides the code.
func (Code) GoString() string { return "(code)" }

// String hides the verifier.
func (b *Browser) String() string { return "(sign-in in the browser)" }

// GoString hides the verifier.
func (b *Browser) GoString() string { return b.String() }

// Browser starts a sign-in in the browser. It has a state and a verifier of its
// own, 32 random bytes each, as RFC 7636 advises and RingCentral's SDK does.
func (l *Login) Browser() (*Browser, error) {
	redirect, err := settings.ParseRedirect(l.options.Profile.RedirectURI())
	if err != nil {
		return nil, err
	}
	return &Browser{login: l, redirect: redirect, state: randomText(), verifier: randomText()}, nil
}

func randomText() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// URL returns the address to open. It holds no secret. When the redirect URI has
// port 0, call Listen first.
func (b *Browser) URL() string {
	q := url.Values{
		"response_type":         {"code"},
		"client_id":             {b.login.app.ClientID},
		"redirect_uri":          {b.redirect.String()},
		"state":                 {b.state},
		"code_challenge":        {oauth2.S256ChallengeFromVerifier(b.verifier)},
		"code_challenge_method": {"S256"},
	}
	return b.login.source.endpoint.url("authorize") + "?" + q.Encode()
}

// Redirect returns the address at which the browser ends, without what the
// service adds to it.
func (b *Browser) Redirect() string { return b.redirect.String() }

// CanListen reports whether the redirect URI is a loopback address with a port,
// which Listen needs.
func (b *Browser) CanListen() bool {
	return b.redirect.Scheme == "http" && settings.IsLoopback(b.redirect.Hostname()) && b.redirect.Port() != ""
}

// Finish presents the code and stores the tokens. See Login.JWT for the session
// and the errors. The page in the browser, if it waits, tells how it ended.
func (b *Browser) Finish(ctx context.Context, c Code) (*Session, error) {
	s, err := b.login.signIn(ctx, codeGrant(c.value, b.verifier, b.redirect.String()), b.login.newRecord(settings.GrantCode))
	if b.listener != nil {
		b.listener.finish(err)
	}
	return s, err
}
