package signin

import (
	"fmt"

	"rcfwd/api/settings"
)

// permissions are the app permissions that all of rcfwd's requests need
// (dossier section 6).
const permissions = "Read Accounts and Edit Extensions"

// Needs says what a way to sign in needs in the developer console, in lines for
// a terminal. redirect is the profile's; "" is DefaultRedirect.
func Needs(g settings.Grant, redirect string) string {
	if redirect == "" {
		redirect = settings.DefaultRedirect
	}
	switch g {
	case settings.GrantCode:
		return fmt.Sprintf(needsCode, redirect, permissions)
	case settings.GrantJWT:
		return fmt.Sprintf(needsJWT, permissions)
	case settings.GrantPassword:
		return fmt.Sprintf(needsPassword, permissions)
	}
	return ""
}

const (
	needsCode = `In the developer console (developers.ringcentral.com), on the app's page:
  Settings > Auth: the 3-legged OAuth flow with authorization code.
    "Client-side web app" has no secret; "Server-side web app" has one.
  Settings > Auth: switch "Issue refresh tokens" on, or you are asked again every hour.
  Settings > Auth: the OAuth redirect URI, letter by letter:
    %s
  Settings > App permissions: %s.`

	needsJWT = `In the developer console (developers.ringcentral.com):
  On the app's page, Settings > Auth: the JWT auth flow. It has a client secret.
  On the app's page, Settings > App permissions: %s.
  Your name at the top right > Credentials > Create JWT: for this app, and copy it.
Whoever has the JWT is you to RingCentral; it may never expire.`

	needsPassword = `RingCentral retired this way in 2024 and refuses it; it is for servers that still take it.
In the developer console (developers.ringcentral.com), on the app's page:
  Settings > Auth: the password flow; private apps only. It has a client secret.
  Settings > App permissions: %s.
It works neither with single sign-on nor with a second factor.`
)

// Means says in one line what a way to sign in is.
func Means(g settings.Grant) string {
	switch g {
	case settings.GrantCode:
		return "In the browser, here or on another machine"
	case settings.GrantJWT:
		return "With a JWT from the developer console"
	case settings.GrantPassword:
		return "With user name and password (retired by RingCentral)"
	}
	return string(g)
}

// Keeps says in one line where a store keeps the secrets.
func Keeps(s settings.StoreKind) string {
	switch s {
	case settings.StoreFile, "":
		return "In a file that only you can read"
	case settings.StoreKeyring:
		return "In the keyring of this system"
	case settings.StoreNone:
		return "Nowhere: the sign-in ends with the program"
	}
	return string(s)
}
