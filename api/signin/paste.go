package signin

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// errState is the kind of the error for a state that is not ours.
var errState = errors.New("wrong state")

// maxPasted is the length in bytes that no address with a code exceeds.
const maxPasted = 16 << 10

// Read reads what a person pasted: the code alone, or the whole address that the
// browser was sent to, with blanks, quotes and line breaks around or within it.
// The address must be the redirect URI and have our state. When it says that the
// service refused, the error is an *rest.Error.
func (b *Browser) Read(pasted string) (Code, error) {
	text := tokenstore.StripPasted(pasted)
	switch {
	case text == "":
		return Code{}, settings.UserErrorf(nil, "Nothing was pasted. Copy the whole address that the browser shows after signing in.")
	case len(text) > maxPasted:
		return Code{}, notAnAddress()
	case strings.Contains(text, "://"):
		return b.readAddress(text)
	case strings.HasPrefix(text, "?") || strings.Contains(text, "code=") || strings.Contains(text, "error="):
		return b.readQuery(text[strings.Index(text, "?")+1:])
	}
	if strings.ContainsAny(text, "/?&=#:") {
		return Code{}, notAnAddress()
	}
	return Code{text}, nil
}

func notAnAddress() error {
	return settings.UserErrorf(nil, "This is neither a code nor the address that the browser was sent to. Copy the whole address from the browser's address bar.")
}

func (b *Browser) readAddress(text string) (Code, error) {
	u, err := url.Parse(text)
	if err != nil {
		return Code{}, notAnAddress()
	}
	if strings.HasSuffix(u.Path, "/oauth/authorize") {
		return Code{}, settings.UserErrorf(nil, "This is the address to open. Open it in a browser, sign in, then paste the address that the browser shows.")
	}
	if !sameRedirect(u, b.redirect) {
		return Code{}, settings.UserErrorf(nil, "RingCentral does not send the browser to this address after signing in. The right one begins with %s.", b.redirect)
	}
	return b.readQuery(u.RawQuery)
}

func sameRedirect(a, b *url.URL) bool {
	return a.User == nil && strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Host, b.Host) &&
		strings.TrimSuffix(a.Path, "/") == strings.TrimSuffix(b.Path, "/")
}

// readQuery reads what the service adds to the redirect URI. It checks the state
// first: a query without ours is not about this sign-in, whatever it says.
func (b *Browser) readQuery(query string) (Code, error) {
	q, err := url.ParseQuery(query)
	if err != nil || !q.Has("code") && !q.Has("error") {
		return Code{}, notAnAddress()
	}
	for _, name := range []string{"code", "state", "error"} {
		if len(q[name]) > 1 {
			return Code{}, notAnAddress()
		}
	}
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(b.state)) != 1 {
		return Code{}, settings.UserErrorf(errState, "This address belongs to another sign-in. Open the address shown now, sign in, then paste the address that the browser shows.")
	}
	if q.Has("error") {
		return Code{}, declinedError(q)
	}
	if q.Get("code") == "" {
		return Code{}, notAnAddress()
	}
	return Code{q.Get("code")}, nil
}

// declinedError returns a refusal in a redirect as the error that a token call
// would return.
func declinedError(q url.Values) error {
	body, _ := json.Marshal(map[string]string{"error": q.Get("error"), "error_description": q.Get("error_description")})
	return rest.ReadError(opSignIn, http.StatusForbidden, nil, body)
}
