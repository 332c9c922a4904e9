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

// newTokenSet is a token as the service gave it just now (dossier section 2.4).
// Its times are by our clock, which counts time as well as any even when it is
// set wrong.
func newTokenSet(t *oauth2.Token, now time.Time) *tokenstore.TokenSet {
	got := &tokenstore.TokenSet{Access: t.AccessToken, Refresh: t.RefreshToken, Issued: now, Expires: t.Expiry}
	if life := lifetime(t.Extra("refresh_token_expires_in")); life > 0 && got.Refresh != "" {
		got.RefreshExpires = now.Add(life)
	}
	got.Scope, _ = t.Extra("scope").(string)
	got.Owner, _ = t.Extra("owner_id").(string)
	got.Scope, got.Owner = rest.Clean(got.Scope), rest.Clean(got.Owner)
	return got
}

// lifetime reads a number of seconds of any JSON type.
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

// isRefusal says whether the service itself declined the grant, rather than
// something on the way to it: only the service names a code.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && e.Status >= 400 && e.Status <= 499 && e.Code != strconv.Itoa(e.Status) &&
		e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
}
