package signin

import (
	"fmt"

	"rcfwd/api/settings"
)

// permissions are the app permissions that all of rcfwd's requests need
// (dossier section 6).
const permissions = "Read Accounts and Edit Extensions"

// ConsoleSteps returns what a grant needs in the developer console, in lines for a
// terminal. redirect is the profile's redirect URI; "" means the default.
func ConsoleSteps(g settings.Grant, redirect string) string {
	if redirect == "" {
		redirect = settings.DefaultRedirect
	}
	switch g {
	case settings.GrantCode:
		return fmt.Sprintf(consoleCode, redirect, permissions)
	case settings.GrantJWT:
		return fmt.Sprintf(consoleJWT, permissions)
	case settings.GrantPassword:
		return fmt.Sprintf(consolePassword, permissions)
	}
	return ""
}

const (
	consoleCode = `In the developer console (developers.ringcentral.com), on the app's page:
  Settings > Auth: the 3-legged OAuth flow with authorization code.
    "Client-side web app" has no secret; "Server-side web app" has one.
  Settings > Auth: switch "Issue refresh tokens" on, or you are asked again every hour.
  Settings > Auth: the OAuth redirect URI, exactly:
    %s
  Settings > App permissions: %s.`

	consoleJWT = `In the developer console (developers.ringcentral.com):
  On the app's page, Settings > Auth: the JWT auth flow. It has a client secret.
  On the app's page, Settings > App permissions: %s.
  Your name at the top right > Credentials > Create JWT: for this app, and copy it.
Keep the JWT secret: it signs in as you, and it may never expire.`

	consolePassword = `RingCentral retired this method in 2024. It works only on servers that still accept it.
In the developer console (developers.ringcentral.com), on the app's page:
  Settings > Auth: the password flow; private apps only. It has a client secret.
  Settings > App permissions: %s.
It works neither with single sign-on nor with a second factor.`
)

// DescribeGrant returns in one line how a grant signs in.
func DescribeGrant(g settings.Grant) string {
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

// DescribeStore returns in one line where a store keeps the secrets.
func DescribeStore(s settings.StoreKind) string {
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
