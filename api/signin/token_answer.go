package signin

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/oauth2"

	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

// newTokenSet returns the tokens of an answer that came at now, by our clock (dossier
// section 2.4). off is how far the service's clock is ahead; the times of the tokens are
// by that one.
func newTokenSet(t *oauth2.Token, now time.Time, off time.Duration) *tokenstore.TokenSet {
	now = now.Add(off)
	set := &tokenstore.TokenSet{Access: t.AccessToken, Refresh: t.RefreshToken, Issued: now, Expires: t.Expiry, ClockOff: off}
	if !t.Expiry.IsZero() {
		set.Expires = t.Expiry.Add(off)
	}
	if life := lifetime(t.Extra("refresh_token_expires_in")); life > 0 && set.Refresh != "" {
		set.RefreshExpires = now.Add(life)
	}
	set.Scope, _ = t.Extra("scope").(string)
	set.Owner, _ = t.Extra("owner_id").(string)
	set.Scope, set.Owner = rest.Clean(set.Scope), rest.Clean(set.Owner)
	return set
}

// lifetime reads a number of seconds of any JSON type, up to a year. It returns 0
// for anything else.
func lifetime(v any) time.Duration {
	var n float64
	switch v := v.(type) {
	case float64:
		n = v
	case json.Number:
		n, _ = v.Float64()
	case string:
		n, _ = strconv.ParseFloat(v, 64)
	}
	if !(n > 0) {
		return 0
	}
	return time.Duration(min(n, 366*24*3600) * float64(time.Second))
}

// isRefusal reports whether the service itself refused the grant, and not
// something on the way to it: only the service names a code.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && e.Status >= 400 && e.Status <= 499 && e.Code != strconv.Itoa(e.Status) &&
		e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
}
