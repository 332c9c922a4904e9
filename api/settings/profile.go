package settings

import (
	"time"

	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Profile is an account with the way to sign in to it, under a name that a person
// chose.
type Profile struct {
	Name      string
	Server    *url.URL // nil means Production
	Account   string   // id; "" means the one that signed in
	Extension string   // id; "" means the one that signed in
	Region    string   // country of national numbers, such as US; "" means the extension's
	ReadOnly  bool

	// Unpublished allows writes that RingCentral does not publish; see
	// api.Options.Unpublished.
	Unpublished bool

	Guard Guard // which numbers ask before they are used, and which are refused

	ClientID string    // of the app; not a secret
	Grant    Grant     // of the last sign-in; "" before the first
	Redirect string    // redirect URI of the app; "" means DefaultRedirect
	Store    StoreKind // "" means StoreFile
	Command  []string  // prints the credential; see tokenstore.RunCommand

	// TokenCache is where the access token of a credential that is kept elsewhere, in the
	// environment or behind Command, lasts from run to run when there is no runtime folder.
	// "" means nowhere.
	TokenCache TokenCache

	// IndexKeep is how long the index of the account keeps earlier readings that differed, in
	// whole days; 0 means the index's own default.
	IndexKeep time.Duration
}

// TokenCache is a place for access tokens; see Profile.TokenCache.
type TokenCache string

// CacheState keeps access tokens in a private file in the state folder.
const CacheState TokenCache = "state"

// Production is the address of RingCentral's own server.
const Production = "https://platform.ringcentral.com"

// Grant is a way to sign in.
type Grant string

// The grants, in the order in which to offer them.
const (
	GrantCode     Grant = "code"     // in the browser, authorization code with PKCE
	GrantJWT      Grant = "jwt"      // with a personal JWT
	GrantPassword Grant = "password" // retired by RingCentral
)

// Grants lists all grants, in the order in which to offer them.
var Grants = []Grant{GrantCode, GrantJWT, GrantPassword}

// StoreKind is where the secrets of a sign-in are kept.
type StoreKind string

// The stores. The zero value means StoreFile.
const (
	StoreFile    StoreKind = "file"    // a file that only its owner can read
	StoreKeyring StoreKind = "keyring" // the keyring of the operating system
	StoreNone    StoreKind = "none"    // nowhere: the sign-in ends with the program
)

// Stores lists all stores, in the order in which to offer them.
var Stores = []StoreKind{StoreFile, StoreKeyring, StoreNone}

// ServerURL returns the server, which is Production when none is set. The caller
// must not change it.
func (p *Profile) ServerURL() *url.URL {
	if p.Server != nil {
		return p.Server
	}
	u, _ := url.Parse(Production)
	return u
}

// StoreKind returns the store, which is StoreFile when none is set.
func (p *Profile) StoreKind() StoreKind {
	if p.Store == "" {
		return StoreFile
	}
	return p.Store
}

// RedirectURI returns the redirect URI, which is DefaultRedirect when none is set.
func (p *Profile) RedirectURI() string {
	if p.Redirect == "" {
		return DefaultRedirect
	}
	return p.Redirect
}

// CheckName returns an error when a profile cannot have this name. The name becomes
// part of file names: letters, digits, - and _, at most 40 of them.
func CheckName(name string) error {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
	}
	if name == "" || len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return UserErrorf(nil, "%q is not a valid profile name. Use letters, digits, - and _, at most 40.", name)
	}
	return nil
}

// oneOf returns text as one of all values. The error lists them.
func oneOf[T ~string](text string, all []T) (T, error) {
	if slices.Contains(all, T(text)) {
		return T(text), nil
	}
	quoted, plain := make([]string, len(all)), make([]string, len(all))
	for i, v := range all {
		quoted[i], plain[i] = fmt.Sprintf("%q", string(v)), string(v)
	}
	return "", fmt.Errorf("use one of %s%s", strings.Join(quoted, ", "), didYouMean(text, plain))
}
