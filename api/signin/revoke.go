package signin

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

var opSignOut = rest.Operation{What: "sign out", Group: rest.GroupAuth}

// revoke ends the whole session of a token (dossier section 2.4). There is no
// retry: a person waits for it.
func (e *endpoint) revoke(ctx context.Context, t *tokenstore.TokenSet) error {
	value := t.Refresh
	if value == "" {
		value = t.Access
	}
	req, err := e.revokeRequest(value)
	if err != nil {
		return rest.NoAnswer(opSignOut, err)
	}
	release, err := e.acquire(ctx, opSignOut)
	if err != nil {
		return rest.NoAnswer(opSignOut, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, exchangeTime, rest.ErrSlow)
	defer cancel()
	answer := &captureTransport{transport: e.transport, userAgent: e.userAgent}
	resp, err := answer.client().Do(req.WithContext(ctx))
	release(answer, err)
	if err != nil {
		return rest.NoAnswer(opSignOut, rest.OrSlow(ctx, err))
	}
	defer resp.Body.Close()
	if answer.notJSON {
		return rest.Unusable(opSignOut, answer.status, answer.header, e.notRingCentral())
	}
	return e.checkRevoked(resp, []string{t.Refresh, t.Access, e.app.ClientSecret})
}

// checkRevoked reads the answer to a revocation. A token that the service no
// longer knows counts as revoked.
func (e *endpoint) checkRevoked(resp *http.Response, secrets []string) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case rest.IsSuccess(resp.StatusCode):
		return nil
	case err != nil:
		body = nil
	}
	refusal := rest.ReadError(opSignOut, resp.StatusCode, resp.Header, []byte(redact(string(body), secrets)))
	if rest.Is(refusal, "OAU-213", "OAU-128", "TokenInvalid") {
		return nil
	}
	return refusal
}

func (e *endpoint) revokeRequest(value string) (*http.Request, error) {
	form := url.Values{"token": {value}}
	if e.app.ClientSecret == "" {
		form.Set("client_id", e.app.ClientID)
	}
	req, err := http.NewRequest(http.MethodPost, e.url("revoke"), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if e.app.ClientSecret != "" {
		req.SetBasicAuth(url.QueryEscape(e.app.ClientID), url.QueryEscape(e.app.ClientSecret))
	}
	return req, nil
}
