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
	return maskText(text, strings.Contains(path, "/oauth/"))
}

// maskText masks the values of the members of JSON that hold a secret, also in text that
// was cut short or is no JSON. A name may begin at any quotation mark. The members of a
// sign-in have names that mean something else elsewhere.
func maskText(text string, signIn bool) string {
	var out strings.Builder
	for {
		from := strings.IndexByte(text, '"')
		if from < 0 {
			break
		}
		name, after, _ := strings.Cut(text[from+1:], `"`)
		value, is := memberValue(after)
		end := from + 1 + len(name)
		if is && namesSecret(name, signIn) {
			if length := valueLength(value); length > 0 {
				out.WriteString(text[:len(text)-len(value)] + `"` + masked + `"`)
				text = value[length:]
				continue
			}
		}
		out.WriteString(text[:end]) // the next name may begin where this one ends
		text = text[end:]
	}
	return out.String() + text
}

// memberValue returns what follows the colon of a member, if there is one.
func memberValue(after string) (value string, is bool) {
	value, is = strings.CutPrefix(strings.TrimLeft(after, space), ":")
	return strings.TrimLeft(value, space), is
}

const space = " \t\r\n\f\v"

// valueLength returns the length of the string, number or word that text begins with; 0
// for an object or an array. A string may be cut short.
func valueLength(text string) int {
	if !strings.HasPrefix(text, `"`) {
		if end := strings.IndexAny(text, space+`",}]{[`); end >= 0 {
			return end
		}
		return len(text)
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// namesSecret reports whether a member of a body may hold a secret.
func namesSecret(name string, signIn bool) bool {
	return holdsSecret(name) && (signIn || !strings.EqualFold(name, "code"))
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
