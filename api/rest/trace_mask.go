package rest

import (
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// masked replaces a secret.
const masked = "***"

// secrets are the fields of forms, queries and JSON that no one may see (dossier section
// 2). signInSecrets have other meanings outside of the sign-in.
var (
	secrets       = []string{"access_token", "refresh_token", "id_token", "client_secret", "assertion", "client_assertion", "password", "code_verifier", "ws_access_token", "wsc"}
	signInSecrets = []string{"code", "token"}
)

// jsonSecret finds secrets also in JSON that was cut short.
var (
	jsonSecret       = sync.OnceValue(func() *regexp.Regexp { return secretPattern(secrets) })
	jsonSignInSecret = sync.OnceValue(func() *regexp.Regexp { return secretPattern(slices.Concat(secrets, signInSecrets)) })
)

func secretPattern(names []string) *regexp.Regexp {
	name := `(?:` + strings.Join(names, "|") + `|[^"]*(?:` + strings.Join(secretParts, "|") + `)[^"]*|[^"]*(?:` + strings.Join(secretEnds, "|") + `))`
	return regexp.MustCompile(`((?i:"` + name + `")\s*:\s*)(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s",}\]{\[]+)`)
}

func isSecret(name string) bool {
	return slices.Contains(secrets, name) || slices.Contains(signInSecrets, name)
}

// maskHeader returns a copy without credentials. Their scheme, such as Bearer, stays.
func maskHeader(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"Authorization", "Proxy-Authorization"} {
		for i, v := range h[name] {
			kind, _, found := strings.Cut(v, " ")
			if !found {
				kind = ""
			}
			h[name][i] = strings.TrimSpace(kind + " " + masked)
		}
	}
	for _, name := range []string{"Cookie", "Set-Cookie"} {
		for i := range h[name] {
			h[name][i] = masked
		}
	}
	for i, v := range h["Location"] {
		if before, query, found := strings.Cut(v, "?"); found {
			h["Location"][i] = before + "?" + maskForm(query)
		}
	}
	return h
}

// maskForm masks the secrets of an encoded form or query and leaves the rest as it is
// written.
func maskForm(form string) string {
	pairs := strings.Split(form, "&")
	for i, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil && found && value != "" && isSecret(plain) {
			pairs[i] = name + "=" + masked
		}
	}
	return strings.Join(pairs, "&")
}

// maskBody masks the start of a body. It treats a body that is neither a form nor JSON,
// or whose type is not what it looks like, as both.
func maskBody(path string, h http.Header, body []byte) string {
	text := strings.ToValidUTF8(string(body), "\uFFFD")
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	looksJSON := strings.HasPrefix(strings.TrimSpace(text), "{") || strings.HasPrefix(strings.TrimSpace(text), "[")
	if media == "application/x-www-form-urlencoded" || !looksJSON {
		text = maskForm(text)
	}
	secret := jsonSecret
	if strings.Contains(path, "/oauth/") {
		secret = jsonSignInSecret
	}
	return secret().ReplaceAllString(text, `${1}"`+masked+`"`)
}

// phonePattern finds phone numbers in international form, in a query too;
// phoneFieldPattern finds the value of a field for phone numbers, in any form.
var (
	phonePattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(\+|%2[Bb])([0-9]{4,13})([0-9]{2})`)
	})
	phoneFieldPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`("(?:phoneNumber|username)"\s*:\s*"|\b(?:phoneNumber|username)=)([0-9]{4,13})([0-9]{2})\b`)
	})
)

// maskPhones leaves the last two digits, by which people tell numbers apart.
func maskPhones(text string) string {
	return phoneFieldPattern().ReplaceAllString(phonePattern().ReplaceAllString(text, "${1}*${3}"), "${1}*${3}")
}
