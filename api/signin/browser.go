package signin

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"rcfwd/api/settings"

	"golang.org/x/oauth2"
)

// Browser is one sign-in in the browser. The person opens URL there; the code
// comes back by Listen or by Read, and Finish trades it.
type Browser struct {
	login    *Login
	redirect *url.URL
	state    string
	verifier string
}

// Code is what the browser brought back. It works once, for a minute, and hides
// itself when printed.
type Code struct{ value string }

// String hides the code.
func (Code) String() string { return "(code)" }

// GoString hides the code.
func (Code) GoString() string { return "(code)" }

// String hides the verifier.
func (b *Browser) String() string { return "(sign-in in the browser)" }

// GoString hides the verifier.
func (b *Browser) GoString() string { return b.String() }

// Browser begins a sign-in in the browser, with a state and a verifier of its
// own: 32 random bytes each, as RFC 7636 advises and RingCentral's SDK does.
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

// URL is the address to open. It holds no secret. Ask for it after Listen when
// the redirect URI has port 0.
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

// Redirect is where the browser ends up, to tell people what the address that
// they are to copy looks like.
func (b *Browser) Redirect() string { return b.redirect.String() }

// CanListen says whether the redirect URI is a loopback address of this
// machine, which Listen needs.
func (b *Browser) CanListen() bool {
	return b.redirect.Scheme == "http" && settings.IsLoopback(b.redirect.Hostname()) && b.redirect.Port() != ""
}

// Finish trades the code for tokens and saves them.
func (b *Browser) Finish(ctx context.Context, c Code) (*Session, error) {
	return b.login.signIn(ctx, codeGrant(c.value, b.verifier, b.redirect.String()), b.login.newRecord(settings.GrantCode))
}
