// Package signin signs a person in to RingCentral and gets the access tokens that
// package rest presents. It speaks OAuth through golang.org/x/oauth2.
//
// Open returns the Session of a profile that is signed in. NewLogin starts a new
// sign-in, by browser, JWT or password, and Logout ends the session of a profile.
// Package settings says which profile, and package tokenstore keeps its secrets.
//
// A session is shared: several processes may use the same profile, and one of
// them refreshes the token for all. No error of this package quotes a secret.
package signin
