package rest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// TokenVariable is the environment variable from which a command of Curl takes the
// access token.
const TokenVariable = "RC_ACCESS_TOKEN"

// secretVariables are the environment variables from which a command takes the secrets
// of the sign-in, named as in RingCentral's own samples where those have a name.
var secretVariables = map[string]string{
	"access_token": TokenVariable, "token": TokenVariable, "refresh_token": "RC_REFRESH_TOKEN", "id_token": "RC_ID_TOKEN",
	"client_secret": "RC_APP_CLIENT_SECRET", "assertion": "RC_USER_JWT", "client_assertion": "RC_CLIENT_ASSERTION",
	"password": "RC_PASSWORD", "code": "RC_CODE", "code_verifier": "RC_CODE_VERIFIER",
}

// headersOfCurl are the headers that curl sets by itself.
var headersOfCurl = []string{"Authorization", "Content-Length", "Accept-Encoding", "Host", "Connection"}

// Curl returns the request as a command for a POSIX shell. The command takes secrets
// from the environment: the access token from RC_ACCESS_TOKEN.
func (e *Exchange) Curl() string {
	parts := []string{"curl", "-g"}
	if e.Method != http.MethodGet {
		parts = append(parts, "-X", shellQuote(e.Method))
	}
	parts = append(parts, e.curlURL())
	parts = append(parts, e.curlHeaders()...)
	parts = append(parts, e.curlBody()...)
	return strings.Join(parts, " ")
}

// Curl returns a request to a server as a command for a POSIX shell, as Exchange.Curl
// does for one that was sent.
func (r *Request) Curl(server *url.URL) string {
	body, _ := r.Payload()
	e := Exchange{Method: r.Method, Server: server.Scheme + "://" + server.Host, Path: r.Path, RequestBody: string(body), RequestBytes: int64(len(body))}
	if len(r.Query) > 0 {
		e.Path += "?" + r.Query.Encode()
	}
	e.RequestHeader = http.Header{"Authorization": {"Bearer"}}
	if body != nil {
		e.RequestHeader.Set("Content-Type", "application/json")
	}
	return e.Curl()
}

func (e *Exchange) curlURL() string {
	path, query, found := strings.Cut(e.Path, "?")
	if !found {
		return shellQuote(e.Server + path)
	}
	word := shellQuote(e.Server + path + "?")
	for i, pair := range strings.Split(query, "&") {
		if i > 0 {
			word += shellQuote("&")
		}
		word += curlPair(pair, false)
	}
	return strings.ReplaceAll(word, "''", "")
}

func (e *Exchange) curlHeaders() []string {
	var parts []string
	switch auth := e.RequestHeader.Get("Authorization"); {
	case strings.HasPrefix(auth, "Basic "):
		parts = append(parts, "-u", `"$RC_APP_CLIENT_ID:$RC_APP_CLIENT_SECRET"`)
	case auth != "":
		parts = append(parts, "-H", `"Authorization: Bearer $`+TokenVariable+`"`)
	}
	var names []string
	for name := range e.RequestHeader {
		if !slices.Contains(headersOfCurl, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range e.RequestHeader[name] {
			parts = append(parts, "-H", shellQuote(name+": "+value))
		}
	}
	return parts
}

func (e *Exchange) curlBody() []string {
	switch {
	case e.RequestBody == "":
		return nil
	case int64(len(e.RequestBody)) < e.RequestBytes && e.RequestBytes > maxTracedBody:
		return []string{fmt.Sprintf("# the body of %d bytes is left out", e.RequestBytes)}
	case !strings.HasPrefix(e.RequestHeader.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return []string{"--data-raw", shellQuote(e.RequestBody)}
	}
	var parts []string
	for pair := range strings.SplitSeq(e.RequestBody, "&") {
		parts = append(parts, "--data-urlencode", curlPair(pair, true))
	}
	return parts
}

// curlPair returns a field of a form as a word for the shell. It is decoded where curl
// encodes it again.
func curlPair(pair string, decoded bool) string {
	name, value, found := strings.Cut(pair, "=")
	plain, err := url.QueryUnescape(name)
	if from := secretVariables[plain]; err == nil && value == masked && from != "" {
		return shellQuote(name+"=") + `"$` + from + `"`
	}
	if v, err := url.QueryUnescape(value); err == nil && decoded && found {
		return shellQuote(name + "=" + v)
	}
	return shellQuote(pair)
}

// shellQuote quotes s as one word of a POSIX shell.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
