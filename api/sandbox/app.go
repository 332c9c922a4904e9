package sandbox

import (
	"net/url"
	"slices"
	"strings"
)

// App is an application that is registered with the service. Company.Apps has
// the two of the demo: a confidential app that has every grant of a client, and
// a public app.
type App struct {
	ClientID string
	// Secret is "" for a public app, which sends no Authorization header and
	// sends its client_id in the form instead (S, G).
	Secret string
	// Grants are the values of grant_type that the app may send. An app without
	// refresh_token gets no refresh tokens (dossier: they exist only if the app
	// has them enabled).
	Grants []string
	// RedirectURIs are matched exactly (G), with two wildcards of the sandbox's
	// own: ":*" is any port, and ":*/*" any port and any path.
	RedirectURIs []string
	// Scopes are the app permissions, such as EditExtensions.
	Scopes []string
}

// Values of grant_type (S).
const (
	codeGrant     = "authorization_code"
	jwtGrant      = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	passwordGrant = "password"
	refreshGrant  = "refresh_token"
	partnerGrant  = "partner_jwt"
)

// The client IDs of the two apps.
const (
	clientID       = "rcfwd-sandbox-app"
	publicClientID = "rcfwd-sandbox-public-app"
)

// pasteRedirect is an address where no server listens: the browser shows the
// address, and the user copies the code by hand.
const pasteRedirect = "https://127.0.0.1/rcfwd"

// redirectURIs are those of both apps: any loopback listener, as native
// programs use (RFC 8252, 7.3), and pasteRedirect.
var redirectURIs = []string{"http://127.0.0.1:*/*", "http://localhost:*/*", "http://[::1]:*/*", pasteRedirect}

// appScopes are the scopes of both apps (S).
var appScopes = []string{"ReadAccounts", "EditExtensions", "ReadPresence", "ReadCallLog", "CallControl", "WebSocket", "EditAccounts", "ReadAuditTrail"}

func demoApps(keys keyring) []*App {
	return []*App{
		{
			ClientID: clientID, Secret: keys.clientSecret(), Grants: []string{codeGrant, jwtGrant, passwordGrant, refreshGrant},
			RedirectURIs: slices.Clone(redirectURIs), Scopes: slices.Clone(appScopes),
		},
		{
			ClientID: publicClientID, Grants: []string{codeGrant, refreshGrant},
			RedirectURIs: slices.Clone(redirectURIs), Scopes: slices.Clone(appScopes),
		},
	}
}

func (a *App) public() bool { return a.Secret == "" }

// allowsGrant reports whether the app may use a grant.
func (a *App) allowsGrant(grant string) bool { return slices.Contains(a.Grants, grant) }

// redirectsTo reports whether a redirect URI is registered.
func (a *App) redirectsTo(uri string) bool {
	return slices.ContainsFunc(a.RedirectURIs, func(registered string) bool { return matchesRedirect(registered, uri) })
}

// matchesRedirect reports whether a redirect URI matches a registered one.
// Without a wildcard the two must be equal (G). The service has no wildcards
// (none in the dossier), but a sandbox that all tests share cannot know their
// ports.
func matchesRedirect(registered, uri string) bool {
	host, path, anyPort := strings.Cut(registered, ":*")
	if !anyPort {
		return registered == uri
	}
	u, err := url.Parse(uri)
	if err != nil || u.User != nil || strings.Contains(uri, "#") {
		return false
	}
	if u.Scheme+"://"+strings.TrimSuffix(u.Host, ":"+u.Port()) != host {
		return false
	}
	return path == "/*" || path == u.RequestURI()
}
